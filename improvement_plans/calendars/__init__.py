"""A person's dates for their own calendar program: which (entries), and as a file (feed)."""

"""Many comments at once: reading a file or pasted text, and checking it row by row. No database."""

"""What pages of plans say: words, dates, tags, tables and pictures. No queries."""

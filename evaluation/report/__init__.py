"""A report: its content (figures), its view (words, tables, charts), and the forms made of it."""

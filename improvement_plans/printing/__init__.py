"""A plan on paper: its words, the whole plan, a page for a meeting, a poster, a workbook."""

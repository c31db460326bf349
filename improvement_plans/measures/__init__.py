"""What is worked out about measures: pasted columns, due dates, charts, what may be shown."""

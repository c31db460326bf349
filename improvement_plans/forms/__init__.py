"""Forms of improvement plans: writing, deciding, reporting."""

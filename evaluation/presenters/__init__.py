"""Words, tags and tables of the evaluation's pages."""

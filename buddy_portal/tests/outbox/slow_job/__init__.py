"""A job that says when it began and ends when it is let go: a worker can be killed in between."""

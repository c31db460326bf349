"""What people can do with plans: one function for each, with who did it and why on record."""

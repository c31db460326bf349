"""What people can do with evaluations: compile, sign off, publish, correct, withdraw."""

"""What is measured in a process of its own, so that nothing done before counts."""

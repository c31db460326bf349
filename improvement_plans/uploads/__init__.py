"""Checking uploaded files by what is in them. Knows no Django; runs in a process of its own."""

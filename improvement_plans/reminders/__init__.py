"""Reminders: when each is due (cadence), for whom (finding), and in which words (letters)."""

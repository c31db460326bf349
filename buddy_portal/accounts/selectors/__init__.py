"""Reads about people and about what they did, scoped to who asks."""

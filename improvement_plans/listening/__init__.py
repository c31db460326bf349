"""Listening without queries: small numbers, who was in the room, states and rights."""

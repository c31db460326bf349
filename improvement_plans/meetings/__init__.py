"""Meetings: when they are, who may do what, what belongs on an agenda. No queries."""

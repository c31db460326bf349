"""Collaboratives: who may do what, how far a team may say it is, what a month's report holds."""

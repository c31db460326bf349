"""How fast the portal is, each figure as a ratio to the least work it could be, in one run.

A module here is one part of `make bench`: its `lines()` yields dictionaries with `name`, `value`,
`unit`, `floor` and `ratio` (value divided by floor; both in `unit`).
"""

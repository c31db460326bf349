"""Looks for words in a comment that could say who somebody is, before the comment is saved.

Pure: knows no Django, no database, and sends nothing anywhere. `look_for(text)` gives what was
found, each with its place and the reason; `mask(text, found)` gives the same text with a mark such
as "[name]" in each place. A person decides: what is found may be harmless, and what is not found
may still point at somebody.
"""

from improvement_plans.deidentifying.checking import look_for
from improvement_plans.deidentifying.findings import Finding, Kind
from improvement_plans.deidentifying.masking import mask

__all__ = ["Finding", "Kind", "look_for", "mask"]

"""Made-up worlds in which the truth is known, to see whether the methods find it."""

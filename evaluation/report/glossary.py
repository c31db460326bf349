"""What the words of a report mean."""

GLOSSARY: tuple[tuple[str, str], ...] = (
    (
        "95% interval",
        "The values that the data fit. If the survey could be repeated many times, about 95 of 100 "
        "such intervals would hold the true value.",
    ),
    (
        "Answers",
        "How many patients gave an answer that counts for the score. 20 or fewer are not shown.",
    ),
    (
        "Baseline and follow-up",
        "The survey whose scores the plans were written from, and the later one that they are "
        "compared with.",
    ),
    (
        "Beyond expected",
        "What is left of a change after what a trust with the same starting scores would be "
        "expected to score.",
    ),
    (
        "Bounce-back",
        "Scores that are unusually low one year tend to rise the next by themselves (regression "
        "to the mean).",
    ),
    (
        "Clear difference",
        "A difference larger than luck alone would often give; never a proof of its reason.",
    ),
    (
        "Deprivation fifths",
        "All areas of England in order of deprivation, cut into five groups with the same number "
        "of people.",
    ),
    ("Mentee, mentor", "The trust that wished to improve, and the trust that shared what works."),
    ("p", "How often luck alone would give a difference this large or larger, if there were none."),
    ("Points", "Percentage points: from 60% to 63% is 3 points."),
    (
        "Slope, ratio",
        "A straight line through all five deprivation fifths: its height at the least deprived end "
        "less that at the most deprived end, and one divided by the other (slope and relative "
        "index of inequality).",
    ),
    ("Spread between trusts", "How far trusts' true scores lie apart, with luck taken off."),
    (
        "Trusts outside the scheme",
        "Trusts that were neither mentee nor mentor and were scored in both years. They show what "
        "happens by itself.",
    ),
)

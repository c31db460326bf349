"""Colours of the charts, named by what they mean.

Each colour was chosen for its contrast on white and for a lightness of its own, so
that a print in grey still tells them apart; where two share a lightness (THE_TRUST and
LIMIT) their shapes differ. No chart tells anything by colour alone.
"""

from typing import Final

WHITE: Final = "#ffffff"
INK: Final = "#212b32"
"""Text, the country, a target, today: upright lines."""
THE_TRUST: Final = "#005eb8"
"""The trust, now, after, a mentor: filled circle."""
NEED: Final = "#7c2855"
"""A need, below the range, what similar trusts would score: ▼ or hollow diamond."""
STRENGTH: Final = "#00a499"
STRENGTH_EDGE: Final = "#00524d"
BEFORE: Final = "#768692"
"""Before, raw, others: hollow circle, grey bar."""
LIMIT: Final = "#4c6272"
"""Axis text, limits, subtractions: thin line, outlined bar."""
BAND: Final = "#d8dde0"
"""The expected range, always with an edge in BEFORE."""
GRID: Final = "#e8edee"
PAST: Final = "#e0e4e6"
"""A phase that is over."""
AIM_TINT: Final = "#edf4fa"
WINDOW_TINT: Final = "#fff1d1"
WINDOW_EDGE: Final = "#a86a00"
"""The months in which surveyed patients were treated."""
HEADING: Final = "#f0f4f5"
"""The ground of a heading inside of a chart."""
ADOPTED: Final = "#007f3b"

"""Cuts a line where it leaves the picture."""

from collections.abc import Sequence

from buddy_portal.design.charts.scales import Scale

Place = tuple[float, float]


def pieces_inside(points: Sequence[Place], across: Scale, up: Scale) -> list[tuple[Place, ...]]:
    """The pieces (in pixels) of a line through points (in values) that lie within both scales.

    A piece is cut exactly where the line crosses the upper or lower edge.
    """
    pieces: list[list[Place]] = [[]]
    for i, point in enumerate(points):
        if up.holds(point[1]) and across.holds(point[0]):
            if not pieces[-1] and i and not _on_edge(point, up):
                pieces[-1].append(_crossing(points[i - 1], point, up))
            pieces[-1].append(point)
        elif pieces[-1]:
            if across.holds(point[0]) and not _on_edge(points[i - 1], up):
                pieces[-1].append(_crossing(point, points[i - 1], up))
            pieces.append([])
    return [
        tuple((across.clip(x), up.clip(y)) for x, y in piece) for piece in pieces if len(piece) > 1
    ]


def _on_edge(point: Place, up: Scale) -> bool:
    return point[1] in (up.low, up.high)


def _crossing(outer: Place, inner: Place, up: Scale) -> Place:
    """Where the way from a point outside to one inside meets the edge of the picture."""
    if up.holds(outer[1]):
        return outer
    edge = up.high if outer[1] > up.high else up.low
    share = (edge - inner[1]) / (outer[1] - inner[1])
    return inner[0] + share * (outer[0] - inner[0]), edge

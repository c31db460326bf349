"""The simulation's results as Markdown, as they stand in docs/statistics.md."""

from collections.abc import Iterable, Sequence

from evaluation.simulation.acceptance import Scored, misses
from evaluation.simulation.real_placebos import PlaceboSchemes
from evaluation.statistics.placebo_table import UnaidedChange

HEAD = (
    "| world | targets | mentees | effect | prior year | bias | SD | SE | coverage | claims "
    "| naive: bias | coverage | claims | DiD: bias | bounds |"
)
RULE = "|---|---|--:|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|"


def markdown(results: Iterable[Scored]) -> Iterable[str]:
    """One row a cell; the last column names the bounds that are missed."""
    yield HEAD
    yield RULE
    for scored in results:
        yield _row(scored)


def summary(results: Sequence[Scored]) -> str:
    """One sentence on the whole grid."""
    missed = sum(bool(misses(scored)) for scored in results)
    bias = max(abs(scored.bias) for scored in results)
    coverage = [scored.coverage for scored in results]
    return (
        f"{len(results)} cells of {results[0].runs} runs: greatest bias {bias:.2f} points, "
        f"coverage {min(coverage):.1%} to {max(coverage):.1%}, {missed} outside the bounds."
    )


def _row(scored: Scored) -> str:
    setting = scored.setting
    cells = [
        setting.world,
        setting.mode,
        str(setting.mentees),
        f"{setting.effect:+d}" if setting.effect else "0",
        "yes" if setting.prior else "no",
        _signed(scored.bias),
        f"{scored.spread:.2f}",
        f"{scored.error:.2f}",
        f"{scored.coverage:.1%}",
        f"{scored.claims:.1%}",
        _signed(scored.naive_bias),
        f"{scored.naive_coverage:.1%}",
        f"{scored.naive_claims:.1%}",
        _signed(scored.difference_bias),
        "; ".join(misses(scored)) or "met",
    ]
    return f"| {' | '.join(cells)} |"


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def placebo_markdown(rows: Iterable[PlaceboSchemes]) -> Iterable[str]:
    """Placebo schemes of real trusts, one row for each pair of years."""
    yield (
        "| baseline to follow-up | prior year | schemes | plain change | difference-in-differences "
        "| headline | its SE | claims |"
    )
    yield "|---|---|--:|--:|--:|--:|--:|--:|"
    for row in rows:
        cells = [
            f"{row.baseline} to {row.follow_up}",
            str(row.prior or "none"),
            str(row.schemes),
            f"{_signed(row.naive)}",
            _signed(row.difference_in_differences),
            _signed(row.headline),
            f"{row.standard_error:.2f}",
            f"{row.claims:.1%}",
        ]
        yield f"| {' | '.join(cells)} |"


def unaided_markdown(rows: Iterable[UnaidedChange]) -> Iterable[str]:
    """What happens to low scores by themselves, one row for each pair of years."""
    yield "| years | trusts | five lowest | of them improved | five highest | national change |"
    yield "|---|--:|--:|--:|--:|--:|"
    for row in rows:
        if row.lowest_change is None or row.highest_change is None or row.improved is None:
            continue
        cells = [
            f"{row.year} to {row.next_year}",
            str(row.trusts),
            _signed(row.lowest_change),
            f"{row.improved:.0%}",
            _signed(row.highest_change),
            _signed(row.national_change or 0.0),
        ]
        yield f"| {' | '.join(cells)} |"

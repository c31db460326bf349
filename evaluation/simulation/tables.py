"""The simulation's results as Markdown, as they stand in docs/statistics.md."""

from collections.abc import Iterable, Sequence

from evaluation.simulation.acceptance import Scored, misses

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

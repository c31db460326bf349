"""What the score of a proposed pair was made of, as it is kept with the pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trusts.matching import ScoredPairs, Weights
    from trusts.pairing_choices import Codes


def weights_to_keep(weights: Weights) -> dict[str, float]:
    """The weights of a scheme's pairing, by the part that they weigh."""
    return {
        "coverage": weights.coverage,
        "similarity": weights.similarity,
        "travel": weights.travel,
        "reciprocity": weights.reciprocity,
    }


def explanation_to_keep(scored: ScoredPairs, pair: Codes, inputs_digest: str) -> dict[str, Any]:
    """Shares, needs, distance and weights of a pair, and the rules that speak against it."""
    from trusts.matching import explain  # brings numpy: not at start

    said = explain(scored, *pair)
    weights = scored.inputs.weights
    return {
        **{part.part: part.share for part in said.parts},
        "covered": said.needs_met,
        "needs": said.needs,
        "distance": said.distance_km,
        "weights": weights_to_keep(weights),
        "weights_version": weights.version,
        "inputs_digest": inputs_digest,
        **({"against": list(said.gates)} if said.gates else {}),
    }

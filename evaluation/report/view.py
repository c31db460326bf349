"""A report as people read it: words, tables and charts, the same for the web page and the PDF."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.figures import Figures
from evaluation.plain_markup import Block
from evaluation.report import more_pictures, pictures, sentences, tables
from evaluation.report.gap_pages import GapsView, gaps_view
from evaluation.report.glossary import GLOSSARY
from evaluation.report.how_it_went import HowItWent, how_it_went
from evaluation.report.listening_pages import ListeningView, listening_view
from evaluation.report.merger_words import mentees_by_code
from evaluation.report.pair_pages import PairView, pair_page
from evaluation.report.pictures import Chart
from evaluation.report.protocol_words import planned_sentence, protocol_methods
from evaluation.report.recompute import command

Content = dict[str, Any]
# With fewer ways to pick stand-ins, the share of draws says little.
FEWEST_WAYS = 1000


@dataclass(frozen=True)
class ReportView:
    """The whole report, ready to print. `marks` stand on every page; key points explain them."""

    title: str
    lede: str
    marks: tuple[str, ...]
    key_points: tuple[str, ...]
    scheme: tuple[tuple[str, str], ...]
    pair_list: Figures
    detectable: str
    methods: tuple[str, ...]
    waterfall: Chart | None
    headline: Figures
    pairs: tuple[PairView, ...]
    forest: Chart | None
    others: str
    sensitivity: Figures
    variation: Figures
    variation_words: str
    detectable_chart: Chart | None
    variation_chart: Chart | None
    funnels: tuple[Chart, ...]
    gaps: GapsView
    listening: ListeningView | None
    how_it_went: HowItWent
    foreword: tuple[Block, ...]
    context: tuple[Block, ...]
    glossary: tuple[tuple[str, str], ...]
    citation: str
    years: tuple[str, str]
    not_compared: tuple[tuple[str, str], ...]
    limits: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    attribution: str
    digest: str
    command: str
    fictional: bool


def title_of(content: Content) -> str:
    """The title of the report."""
    return (
        f"Evaluation of the {content['scheme']}: "
        f"{content['baseline']['year']} to {content['follow_up']['year']}"
    )


def build_view(content: Content, *, chart_width: float = pictures.PRINTED_WIDTH) -> ReportView:
    """Put a report's content into words, tables and charts. Rounds here and nowhere else."""
    pairs = enumerate(content["pairs"], 1)
    return ReportView(
        title=title_of(content),
        lede=(
            f"{content['survey']}: patients' scores in {content['baseline']['year']} and "
            f"{content['follow_up']['year']}, for the trusts that were mentored and for the "
            "trusts outside the scheme."
        ),
        marks=tuple(sentences.exposure_marks(content)),
        key_points=tuple(sentences.key_points(content)),
        scheme=_scheme_facts(content),
        pair_list=tables.pairs(content),
        detectable=f"{_detectable(content['headline'])} {planned_sentence(content)}".strip(),
        methods=_methods(content),
        waterfall=pictures.waterfall(content),
        headline=tables.headline(content),
        pairs=tuple(pair_page(content, n, pair, chart_width) for n, pair in pairs),
        forest=pictures.forest(content, chart_width),
        others=_others(content["other_count"]),
        sensitivity=tables.sensitivity(content),
        variation=tables.variation(content),
        variation_words=_variation_words(content["variation"]),
        detectable_chart=more_pictures.detectable(content, chart_width),
        variation_chart=more_pictures.variation(content, chart_width),
        funnels=more_pictures.funnels(content, chart_width),
        gaps=gaps_view(content, chart_width),
        listening=listening_view(content, chart_width),
        how_it_went=how_it_went(content, chart_width),
        foreword=_blocks(content, "foreword"),
        context=_blocks(content, "context"),
        glossary=GLOSSARY,
        citation=_citation(content),
        years=(str(content["baseline"]["year"]), str(content["follow_up"]["year"])),
        not_compared=tuple(
            (f"{question['number']} {question['label']}", question["why"])
            for question in content["questions"]
            if not question["comparable"]
        ),
        limits=tuple(sentences.limits(content)),
        sources=_sources(content),
        attribution=content["attribution"],
        digest=content["inputs_digest"],
        command=command(content),
        fictional=content["fictional"],
    )


def _blocks(content: Content, which: str) -> tuple[Block, ...]:
    words = content.get("words")
    return tuple(words[which]) if words else ()


def _citation(content: Content) -> str:
    """How to cite any form of the report; its version and address stand on its page."""
    return (
        f"{settings.SERVICE_NAME}. {title_of(content)}. Version, day of publication and address as "
        "on the report's page among the published reports. Digest of the inputs (SHA-256): "
        f"{content['inputs_digest'][:16]}."
    )


def _sources(content: Content) -> tuple[tuple[str, str], ...]:
    return tuple(
        (source["file"], source["sha256"])
        for year in ("baseline", "follow_up")
        for source in content[year]["sources"]
    )


def _scheme_facts(content: Content) -> tuple[tuple[str, str], ...]:
    pairs = content["pairs"]
    left = sum(not pair["stayed"] for pair in pairs)
    enrolled = numbers.thousands(len(pairs))
    if left:
        enrolled += f", of which {numbers.thousands(left)} did not stay to the end"
    facts = [
        ("Scheme", content["scheme"]),
        ("Plans carried out", sentences.numbers_window(content["window"])),
        ("Pairs enrolled", enrolled),
        ("Trusts to compare with", numbers.thousands(content["headline"]["comparators"])),
    ]
    for name, year in (("Baseline", content["baseline"]), ("Follow-up", content["follow_up"])):
        treated = sentences.numbers_window(year["sample"]) if year["sample"] else "dates not known"
        facts.append((name, f"{year['year']} survey, patients treated {treated}"))
    if content["both_roles"]:
        facts.append(("Both roles", _both_roles(content)))
    return tuple(facts)


def _both_roles(content: Content) -> str:
    names = mentees_by_code(content)
    trusts = sentences.listed([names[code] for code in content["both_roles"]])
    return f"{trusts}: mentored and mentor to another; counted as mentee, never compared with."


def _detectable(headline: Content) -> str:
    least = headline["minimum_detectable_effect"]
    if least is None:
        return "The smallest change that could be detected cannot be worked out for this scheme."
    return (
        f"With {numbers.counted(headline['mentees'], 'mentee')}, "
        f"{numbers.counted(headline['targets'], 'target')} and "
        f"{numbers.counted(headline['comparators'], 'trust')} to compare with, a true difference "
        f"of about {numbers.plain(least)} points or more would be noticed 4 times in 5. Smaller "
        "ones may be there and stay unseen."
    )


def _methods(content: Content) -> tuple[str, ...]:
    placebo = content["placebo"]
    said = [
        *protocol_methods(content),
        sentences.IN_PLAIN_WORDS,
        "Every pair that both trusts agreed to is counted as enrolled, whether or not it stayed to "
        "the end.",
        "For every target the interval of the change is Newcombe's hybrid score interval (1998, "
        "method 10). The country's change on a question is the mean change of the trusts outside "
        "the scheme that were scored in both years, weighted by their answers.",
        "A target's verdict compares the follow-up score with what was expected of the trust, and "
        "allows for the many comparisons.",
        "Scores from 0 to 10 are never averaged with percentages and are shown apart.",
    ]
    headline = content["headline"]
    ways = math.comb(headline["comparators"], headline["mentees"])
    if placebo["p"] is not None and ways >= FEWEST_WAYS:
        said.append(
            "As a check, random trusts from outside the scheme stood in for the mentees on the "
            f"same questions {numbers.thousands(placebo['draws'])} times: as much or more was left "
            f"over in a share of {numbers.p_value(placebo['p'])} of the draws."
        )
    return (*said, *content["notes"])


def _variation_words(variation: Content) -> str:
    if variation["change"] is None:
        reason = variation["reason"] or "The variation between trusts cannot be worked out"
        return f"{reason.rstrip('.')}."
    return (
        f"Between trusts, scores lay {numbers.plain(variation['tau_before'])} points apart before "
        f"and {numbers.plain(variation['tau_after'])} after (standard deviation between "
        f"{numbers.counted(variation['trusts'], 'trust')}, net of sampling, pooled over "
        f"questions): a change of {numbers.signed(variation['change'], 2)} points (95% interval "
        f"{numbers.signed_interval(*tables.ends(variation['ci']), 2)})."
    )


def _others(count: Content) -> str:
    if not count["tested"]:
        return "On the questions that plans did not target, nothing could be tested."
    return (
        f"On the questions that plans did not target, {numbers.counted(count['tested'], 'result')} "
        f"could be tested: {numbers.thousands(count['rose'])} rose clearly beyond what was "
        f"expected and {numbers.thousands(count['fell'])} fell short of it; about "
        f"{numbers.plain(count['rose_by_chance'])} of each would by chance. They explore and "
        "prove nothing."
    )

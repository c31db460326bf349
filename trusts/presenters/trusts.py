"""A trust in words and tables."""

from __future__ import annotations

from collections.abc import Iterable

from buddy_portal.design.addresses import address_of
from buddy_portal.design.dates import day
from buddy_portal.design.tables import Cell, Column, Order, Row, Table, sortable
from trusts.models import SurveyYear, Trust, TrustSuccession
from trusts.selectors.whole_trusts import WholeScores

COLUMNS = ("Trust", "ODS code", "Town", "Region", "Cancer Alliance", "Kind")


def kind_words(trust: Trust) -> str:
    """ "Foundation, teaching"."""
    kinds = [
        word
        for word, held in (
            ("foundation", trust.is_foundation),
            ("teaching", trust.is_teaching),
            ("specialist cancer", trust.is_specialist),
        )
        if held
    ]
    return ", ".join(kinds).capitalize() or "General"


def trust_table(
    trusts: Iterable[Trust],
    order: Order,
    filters: dict[str, str],
    downloads: list[tuple[str, str]],
) -> Table:
    """The list of trusts."""
    columns = {
        "name": Column("Trust"),
        "code": Column("ODS code"),
        "region": Column("Region"),
        "alliance": Column("Cancer Alliance"),
        "_kind": Column("Kind"),
    }
    return Table(
        caption="Trusts",
        columns=sortable(columns, order, filters),
        rows=[
            Row(
                [
                    Cell(
                        trust.name,
                        href=address_of("trust_detail", ods_code=trust.ods_code),
                        note=trust.town,
                    ),
                    trust.ods_code,
                    trust.region or "-",
                    trust.alliance or "-",
                    kind_words(trust),
                ]
            )
            for trust in trusts
        ],
        downloads=downloads,
        empty="No trust fits these filters.",
    )


def download_rows(trusts: Iterable[Trust]) -> list[list[str]]:
    """The same rows for a file."""
    return [[t.name, t.ods_code, t.town, t.region, t.alliance, kind_words(t)] for t in trusts]


def facts(trust: Trust) -> list[tuple[str, str]]:
    """What is known about a trust."""
    return [
        ("ODS code", trust.ods_code),
        ("Kind", kind_words(trust)),
        ("Town", trust.town or "-"),
        ("Region", trust.region or "-"),
        ("Integrated care board", trust.icb_name or trust.icb_code or "-"),
        ("Cancer Alliance", trust.alliance or "-"),
    ]


def succession_sentences(trust: Trust, successions: list[TrustSuccession]) -> list[str]:
    """Each merger or change as a sentence."""
    return [
        f"{s.predecessor_name} ({s.predecessor_code}) became part of {s.successor_name} "
        f"({s.successor_code}) on {day(s.date)}."
        for s in successions
    ]


def together_words(trust: Trust, held: WholeScores, years: Iterable[SurveyYear]) -> list[str]:
    """For each year put together from several trusts' results, which and how."""
    sentences = []
    for year in years:
        parts = held.combined_from(year, trust)
        if not parts:
            continue
        names = [f"{part.name} ({part.ods_code})" for part in parts]
        sentences.append(
            f"Results of {year.year} are those of {' and '.join(names)}, put together by how many "
            "answered. Where one of them has too few answers to be shown, so has the whole."
            if len(parts) > 1
            else f"Results of {year.year} are those of {names[0]}, which is part of this trust now."
        )
    return sentences

"""The open data package (Frictionless): what anyone needs to recompute the report's figures."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any

from django.utils.text import slugify

from buddy_portal.design.downloads import BYTE_ORDER_MARK, Value, csv_bytes
from evaluation.inputs import Inputs
from evaluation.report.content import compared_rows, compared_targets
from evaluation.report.recompute import command
from evaluation.statistics import ScoreRow
from evaluation.statistics.cohorts import FEWEST_ANSWERS_SHOWN

Content = dict[str, Any]
# Inside the archive every file has the same fixed day, so that the same inputs give the same bytes.
DAY = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16

SCORES = (
    ("org_code", "string", "ODS code of the trust; trusts that merged are put together under one"),
    ("year", "year", "survey year"),
    ("question", "string", "number of the question"),
    ("n", "integer", "people who answered; blank where suppressed, not published or 20 or fewer"),
    ("score", "number", "unadjusted score, per cent or from 0 to 10; blank where suppressed"),
    ("scale", "string", "percent, or mean for a mean from 0 to 10"),
)
PARTICIPANTS = (
    ("org_code", "string", "ODS code of the trust"),
    ("role", "string", "mentor, mentee (a trust may be both) or excluded: never compared with"),
    ("name", "string", "name of the trust when it was enrolled"),
    ("stayed", "boolean", "whether a pair of the trust stayed to the end in this role"),
)
TARGETS = (
    ("org_code", "string", "ODS code of the mentee"),
    ("question", "string", "number of the question"),
)
GROUPS = (
    ("org_code", "string", "ODS code of the mentee; blank for England"),
    ("year", "year", "survey year"),
    ("question", "string", "number of the question"),
    ("fifth", "integer", "fifth of area deprivation, 1 the most deprived"),
    ("n", "integer", "people who answered; groups of 20 or fewer are left out"),
    ("score", "number", "unadjusted score, per cent"),
)
THEMES = (
    ("theme", "string", "key of the theme of the NHS patient experience framework"),
    ("name", "string", "name of the theme"),
    ("comments", "integer", "coded comments in whole tens, rounded down; blank for fewer than 10"),
    ("positive", "integer", "of these positive, likewise"),
    ("neutral", "integer", "of these neutral, likewise"),
    ("negative", "integer", "of these negative, likewise"),
)
Column = tuple[str, str, str]


def make_package(inputs: Inputs, content: Content, title: str) -> bytes:
    """The archive as bytes: the tables, the report's figures, a description and a note."""
    tables: dict[str, tuple[Sequence[Column], list[Any]]] = {
        "scores": (SCORES, [_score_line(row) for row in compared_rows(inputs)]),
        "participants": (PARTICIPANTS, _participants(inputs)),
        "targets": (TARGETS, _targets(inputs)),
    }
    if inputs.groups:
        tables["groups"] = (GROUPS, [astuple(row) for row in inputs.groups])
    if inputs.listening and inputs.listening.themes:
        tables["themes"] = (THEMES, [astuple(row) for row in inputs.listening.themes])
    files = {f"{name}.csv": _csv(columns, rows) for name, (columns, rows) in tables.items()}
    files["figures.json"] = json.dumps(
        content, ensure_ascii=False, sort_keys=True, indent=1
    ).encode()
    resources = [
        _resource(name, columns, files[f"{name}.csv"]) for name, (columns, _) in tables.items()
    ]
    described = _description(content, title, resources)
    files["datapackage.json"] = json.dumps(described, ensure_ascii=False, indent=1).encode()
    files["README.txt"] = _note(content, title).encode()
    return _zipped(files)


def _score_line(row: ScoreRow) -> Sequence[Value]:
    few = row.n is not None and row.n < FEWEST_ANSWERS_SHOWN
    shown = row.score is not None and not few
    n, score = (row.n, row.score) if shown else (None, None)
    return row.org_code, row.year, row.question, n, score, row.scale


def _participants(inputs: Inputs) -> list[Sequence[Value]]:
    """One line for each trust and role, by role and code; merged trusts are one."""
    found: dict[tuple[str, str], tuple[tuple[str, ...], bool]] = {}
    for pair in inputs.pairs:
        for role, code, name in (
            ("mentee", pair.mentee_code, pair.mentee),
            ("mentor", pair.mentor_code, pair.mentor),
        ):
            place = role, inputs.counted_under(code)
            names, stayed = found.get(place, ((), False))
            names = names if name in names else (*names, name)
            found[place] = names, stayed or pair.stayed
    taking_part = [
        (code, role, " and ".join(names), "true" if stayed else "false")
        for (role, code), (names, stayed) in sorted(found.items())
    ]
    left_out = inputs.protocol.exclusions if inputs.protocol else ()
    excluded = {inputs.counted_under(each.code): each.name for each in left_out}
    inside = {code for _role, code in found}
    return [
        *taking_part,
        *((code, "excluded", name, None) for code, name in excluded.items() if code not in inside),
    ]


def _targets(inputs: Inputs) -> list[Sequence[Value]]:
    return [
        (code, question)
        for code, questions in sorted(compared_targets(inputs).items())
        for question in questions
    ]


def _csv(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> bytes:
    written = csv_bytes([name for name, _kind, _words in columns], rows)
    return written.removeprefix(BYTE_ORDER_MARK.encode())


def _resource(name: str, columns: Sequence[Column], content: bytes) -> dict[str, Any]:
    keys = {
        "scores": ["org_code", "year", "question"],
        "participants": ["org_code", "role"],
        "groups": ["org_code", "year", "question", "fifth"],
        "themes": ["theme"],
    }
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [
                {"name": field, "type": kind, "description": words}
                for field, kind, words in columns
            ],
            "missingValues": [""],
            "primaryKey": keys.get(name, ["org_code", "question"]),
        },
    }


def _description(content: Content, title: str, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": slugify(title),
        "title": title,
        "description": f"{content['attribution']} Recompute with: {command(content)}".strip(),
        "resources": resources,
    }


def _note(content: Content, title: str) -> str:
    lines = [
        title,
        "",
        "These files hold what the figures of the report were worked out from. To recompute them,",
        "unpack the files into a folder of the buddy portal's source code and run there:",
        "",
        command(content),
        "",
        "The file recomputed.json then holds the same figures as figures.json.",
        "The line “Only pairs that completed the scheme” is the headline of the same command with",
        "the targets of those mentees alone whose column “stayed” says true.",
        *(
            [
                "",
                "groups.csv holds the scores by fifth of deprivation behind the section on gaps.",
            ]
            if content["gaps"]["rows"]
            else []
        ),
        *(
            ["", "themes.csv holds what patients’ comments spoke of, in whole tens."]
            if content["listening"] and content["listening"]["themes"]
            else []
        ),
        "",
        content["attribution"],
    ]
    return "\r\n".join(lines)


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, DAY)
            entry.compress_type, entry.create_system, entry.external_attr = 8, 3, READABLE
            archive.writestr(entry, content)
    return out.getvalue()

"""How fast 500,000 scores are imported, against the same copy and upsert in bare SQL.

The floor writes the same rows into the same table, with its indexes and constraints, for another
survey year, with their keys looked up beforehand: no file is read or checked, and nothing is kept
for rolling back. Each step finds what the step before it left, the floor as well as the import; all
of it is rolled back at the end, so the database is left as it was. The memory is that of a process
of its own; its floor is the file.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from trusts.models import Question, Survey, SurveyYear, Trust
from trusts.services.imports import import_file
from trusts.surveys.files import MEGABYTE

ROWS, TRUSTS, QUESTIONS = 500_000, 150, 50
YEAR = 2016
HEADER = "org_code,question,tumour_group,n,score,suppressed\n"


def lines() -> Iterator[dict[str, Any]]:
    """An import into an empty year, the same again, and one that changes every score."""
    call_command("migrate", interactive=False, verbosity=0)  # a new machine has no tables yet
    yield from _memory()
    with transaction.atomic():
        bare_year, year = survey_years()
        first, changed = _table(0), _table(1)
        for name, content in (
            ("into an empty year", first),
            ("nothing changed", first),
            ("every score changed", changed),
        ):
            floor = _bare(bare_year, content)
            value = _import(year, content)
            yield {
                "name": f"import: {ROWS:,} rows {name}",
                "value": value,
                "unit": "s",
                "floor": floor,
                "ratio": value / floor,
            }
        transaction.set_rollback(True)


def _memory() -> Iterator[dict[str, Any]]:
    """The most that an import held above what its process held before, in megabytes."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        size = file.write(_table(0)) / MEGABYTE
        file.flush()
        command = [sys.executable, "-m", "buddy_portal.benchmarks.apart.import_memory", file.name]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own program
    if done.stdout:
        above = float(done.stdout)
        yield {
            "name": f"import: memory above the base, {ROWS:,} rows",
            "value": above,
            "unit": "MB",
            "floor": size,
            "ratio": above / size,
        }


def survey_years() -> tuple[SurveyYear, SurveyYear]:
    """One for the floor and one for the import, of the same trusts and the same questions."""
    Trust.objects.bulk_create(
        Trust(ods_code=_code(number), name=f"Measured trust {number}") for number in range(TRUSTS)
    )
    survey = Survey.objects.create(slug="measured", name="Measured survey")
    bare_year, year = (
        SurveyYear.objects.create(survey=survey, year=number) for number in (YEAR - 1, YEAR)
    )
    Question.objects.bulk_create(
        Question(survey_year=each, number=f"Q{number}", position=number, label=f"Q{number}")
        for each in (bare_year, year)
        for number in range(1, QUESTIONS + 1)
    )
    return bare_year, year


def _code(number: int) -> str:
    return f"ZZ{number:03}"


def small_table() -> bytes:
    """A table that needs everything an import needs, and next to no room."""
    return _table(0, rows=QUESTIONS * TRUSTS // 10)


def _table(shift: int, rows: int = ROWS) -> bytes:
    """A table of scores by patient group; `shift` changes every score."""
    text = io.StringIO()
    text.write(HEADER)
    for number in range(rows):
        rest, question = divmod(number, QUESTIONS)
        group, trust = divmod(rest, TRUSTS)
        score = 40 + (number * 7 + shift) % 500 / 10
        n = 30 + number % 900
        text.write(f"{_code(trust)},Q{question + 1},Group {group},{n},{score},False\n")
    return text.getvalue().encode()


def _import(year: SurveyYear, content: bytes) -> float:
    start = time.perf_counter()
    import_file(by=None, survey_year=year, file=io.BytesIO(content), name="measured.csv")
    return time.perf_counter() - start


def _bare(year: SurveyYear, content: bytes) -> float:
    """Seconds of COPY into a temporary table and one upsert."""
    keyed = _with_keys(year, content)
    with connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute(
            "CREATE TEMPORARY TABLE bare (survey_year_id bigint, question_id bigint,"
            " trust_id bigint, org_code text, patients text, n int, score float8,"
            " suppressed bool) ON COMMIT DROP"
        )
        cursor.copy_expert("COPY bare FROM STDIN (FORMAT csv)", keyed)
        cursor.execute(
            "INSERT INTO trusts_score AS held (survey_year_id, question_id, level, trust_id,"
            " org_code, group_kind, group_name, n, score, suppressed, band)"
            " SELECT survey_year_id, question_id, 'trust', trust_id, org_code, 'tumour_group',"
            " patients, n, score, suppressed, '' FROM bare"
            " ON CONFLICT (survey_year_id, question_id, level, org_code, group_kind, group_name)"
            " DO UPDATE SET n = EXCLUDED.n, score = EXCLUDED.score,"
            " suppressed = EXCLUDED.suppressed WHERE (held.n, held.score, held.suppressed)"
            " IS DISTINCT FROM (EXCLUDED.n, EXCLUDED.score, EXCLUDED.suppressed)"
        )
        spent = time.perf_counter() - start
        cursor.execute("DROP TABLE bare")
    return spent


def _with_keys(year: SurveyYear, content: bytes) -> io.StringIO:
    """The rows with the keys that they have in the database."""
    trusts = dict(Trust.objects.values_list("ods_code", "pk"))
    questions = dict(year.questions.values_list("number", "pk"))
    text = io.StringIO()
    for line in content.decode().splitlines()[1:]:
        code, question, *rest = line.split(",")
        keys = year.pk, questions[question], trusts[code]
        text.write(f"{keys[0]},{keys[1]},{keys[2]},{code},{','.join(rest)}\n")
    text.seek(0)
    return text

"""What earlier reports made public, so that a new one gives nothing away beside them.

A corrected count that differs from a published one by a few answers would tell about those few
patients: the difference of the two versions is a score of its own. Such a score is held back.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from evaluation.models import Report, ReportFile
from trusts.models import Survey
from trusts.surveys.scales import SUPPRESSION_LIMIT

Key = tuple[str, ...]
Counts = Mapping[Key, frozenset[int]]
PLACE = ("org_code", "year", "question")
TABLES = {"scores.csv": PLACE, "groups.csv": (*PLACE, "fifth")}


@dataclass(frozen=True)
class PublishedCounts:
    """Numbers of answers that are public: (trust, year, question[, fifth]) -> every count told."""

    counts: Counts = field(default_factory=dict)

    def tells_apart(self, key: Key, n: int | None) -> bool:
        """Whether `n`, beside what is public, would tell about 20 patients or fewer."""
        if n is None:
            return False
        return any(0 < abs(n - told) <= SUPPRESSION_LIMIT for told in self.counts.get(key, ()))

    def may_join(self, place: Key, group: str) -> bool:
        """Whether a group may stand beside those that are public already, if there are any.

        One that was hidden then stays hidden: together, the versions would show all but a few.
        """
        return place not in self.places or (*place, group) in self.counts

    @cached_property
    def places(self) -> frozenset[Key]:
        """Where groups are public."""
        return frozenset(key[:-1] for key in self.counts if len(key) > len(PLACE))


def tells_apart(report: Report) -> bool:
    """Whether a report, beside those that are public now, would tell about 20 patients or fewer.

    A compile sees to it that it does not; another report may have been published since.
    """
    public = published_counts(report.run.baseline.survey)
    own = ReportFile.objects.filter(report=report, kind="data").values_list("content", flat=True)
    return any(
        public.tells_apart(key, n) or (len(key) > len(PLACE) and not public.may_join(*_parts(key)))
        for key, counts in counts_of(bytes(content) for content in own).counts.items()
        for n in counts
    )


def _parts(key: Key) -> tuple[Key, str]:
    return key[:-1], key[-1]


def published_counts(survey: Survey) -> PublishedCounts:
    """The counts of every report on a survey that was ever public, withdrawn ones too."""
    packages = ReportFile.objects.filter(
        kind="data", report__published_at__isnull=False, report__run__baseline__survey=survey
    ).values_list("content", flat=True)
    return counts_of(bytes(content) for content in packages)


def counts_of(packages: Iterable[bytes]) -> PublishedCounts:
    """The counts in open data packages."""
    found: dict[Key, set[int]] = defaultdict(set)
    for package in packages:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            for name in TABLES.keys() & set(archive.namelist()):
                table = io.StringIO(archive.read(name).decode(), newline="")
                for row in csv.DictReader(table):
                    if row["n"]:
                        found[tuple(row[column] for column in TABLES[name])].add(int(row["n"]))
    return PublishedCounts({key: frozenset(counts) for key, counts in found.items()})

"""The open data package and the workbook: safe, the same every time, and enough to recompute."""

import csv
import hashlib
import io
import json
import zipfile

import pytest
from django.core.management import call_command
from python_calamine import CalamineWorkbook

from evaluation.models import ReportFile
from evaluation.tests.compiled import compiled
from evaluation.tests.factories import make_run
from evaluation.tests.wide_scheme import make_wide_scheme

pytestmark = pytest.mark.django_db
CLOSE = 1.5e-6  # figures are kept to six places


@pytest.fixture
def report():
    return compiled(make_run(make_wide_scheme())).report


def bytes_of(report, kind):
    return bytes(ReportFile.objects.get(report=report, kind=kind).content)


def unpacked(report):
    with zipfile.ZipFile(io.BytesIO(bytes_of(report, "data"))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def recomputed(files, folder, *, targets=None):
    for name, content in files.items():
        (folder / name).write_bytes(content)
    if targets is not None:
        (folder / "targets.csv").write_text("org_code,question\n" + targets)
    said = files["README.txt"].decode().split("manage.py evaluate_files ")[1].split("\r\n")[0]
    words = [str(folder / word) if "." in word else word for word in said.split()]
    call_command("evaluate_files", *words, verbosity=0)
    return json.loads((folder / "recomputed.json").read_text())


def differences(kept, found, where=""):
    """Every figure of `kept` that `found` does not give again."""
    if isinstance(kept, float) or isinstance(found, float):
        same = kept is not None and found is not None and abs(kept - found) <= CLOSE
        return [] if same else [f"{where}: {kept} and {found}"]
    if isinstance(kept, dict) and isinstance(found, dict):
        return [
            line
            for name in kept
            for line in differences(kept[name], found.get(name), f"{where}.{name}")
        ]
    if isinstance(kept, list) and isinstance(found, list) and len(kept) == len(found):
        return [
            line
            for place, (one, two) in enumerate(zip(kept, found, strict=True))
            for line in differences(one, two, f"{where}[{place}]")
        ]
    return [] if kept == found else [f"{where}: {kept} and {found}"]


def test_the_command_gives_every_printed_figure_again(report, tmp_path):
    kept, found = report.content, recomputed(unpacked(report), tmp_path)
    for part in ("headline", "placebo", "variation"):
        assert differences(kept[part], found[part], part) == []
    assert differences(kept["target_count"], found["cells_count"]) == []
    assert differences(kept["other_count"], found["other_cells_count"]) == []
    ways = [way for way in kept["sensitivity"] if way["name"] != "completed_pairs"]
    assert differences(ways, found["sensitivity"]) == []
    country = next(
        way for way in found["sensitivity"] if way["name"] == "difference_in_differences"
    )
    assert differences({**kept["against_country"], "label": 0}, {**country, "label": 0}) == []


def without_words(cells):
    """Cells without the reason: blank and few answers look alike in the package."""
    return [{name: value for name, value in cell.items() if name != "reason"} for cell in cells]


def test_the_command_gives_every_trust_s_figures_again(report, tmp_path):
    kept, found = report.content, recomputed(unpacked(report), tmp_path)
    assert (
        differences(without_words(kept["other_cells"]), without_words(found["other_cells"])) == []
    )
    cells = {(cell["org_code"], cell["question"]): cell for cell in found["cells"]}
    mentees = {mentee["org_code"]: mentee for mentee in found["mentees"]}
    seen = 0
    for pair in kept["pairs"]:
        assert differences(pair["result"], mentees[pair["mentee_code"]]) == []
        for target in pair["targets"]:
            again = cells[target["org_code"], target["question"]]
            shared = {name: value for name, value in target.items() if name in again}
            assert differences(without_words([shared]), without_words([again])) == []
            assert shared["national_change"] is not None or target["difference"] is None
            seen += 1
    assert seen == 9


def test_the_command_gives_the_means_again(report, tmp_path):
    found = recomputed(unpacked(report), tmp_path)["mean_scores"]
    kept = [row["result"] for pair in report.content["pairs"] for row in pair["means"]]
    by_code = {change["org_code"]: change for change in found}
    results = [result for result in kept if result]
    assert len(results) == 3
    assert all(differences(each, by_code[each["org_code"]]) == [] for each in results)


def test_completed_pairs_are_the_headline_of_those_who_stayed(report, tmp_path):
    files = unpacked(report)
    people = csv.DictReader(io.StringIO(files["participants.csv"].decode()))
    stayed = {row["org_code"] for row in people if row["stayed"] == "true"}
    lines = files["targets.csv"].decode().splitlines()[1:]
    targets = "\n".join(line for line in lines if line.split(",")[0] in stayed)
    assert 0 < len(targets.splitlines()) < len(lines)
    found = recomputed(files, tmp_path, targets=targets)
    kept = next(w for w in report.content["sensitivity"] if w["name"] == "completed_pairs")
    assert (
        differences({name: kept[name] for name in ("effect", "ci", "p")}, found["headline"]) == []
    )


def test_no_count_under_ten_and_no_suppressed_score_leaves_in_any_form(report):
    files = unpacked(report)
    rows = list(csv.DictReader(io.StringIO(files["scores.csv"].decode())))
    assert not [row for row in rows if row["n"] and int(row["n"]) < 10]
    few = [row for row in rows if (row["org_code"], row["question"]) == ("W039", "Q3")]
    assert [(row["n"], row["score"]) for row in few if row["year"] == "2014"] == [("", "")]
    assert '"n_before": 7' not in files["figures.json"].decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(bytes_of(report, "xlsx")))
    targets = book.get_sheet_by_name("Targets").to_python()
    at = targets[0].index("Answers before")
    assert not [row for row in targets[1:] if row[at] != "" and row[at] < 10]


def test_the_package_describes_its_files(report):
    files = unpacked(report)
    described = json.loads(files["datapackage.json"])
    assert [resource["name"] for resource in described["resources"]] == [
        "scores",
        "participants",
        "targets",
    ]
    for resource in described["resources"]:
        content = files[resource["path"]]
        header = content.decode().split("\r\n")[0].split(",")
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        keys = [
            tuple(row[key] for key in resource["schema"]["primaryKey"]) for row in read(content)
        ]
        assert len(keys) == len(set(keys)) > 0


def read(content):
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_each_table_is_a_sheet_and_the_notes_are_last(report):
    book = CalamineWorkbook.from_filelike(io.BytesIO(bytes_of(report, "xlsx")))
    assert book.sheet_names[0] == "Headline"
    assert book.sheet_names[-1] == "Notes"
    headline = book.get_sheet_by_name("Headline").to_python()
    left = next(row for row in headline if row[0] == "What is left")
    assert left[1] == pytest.approx(report.content["headline"]["effect"])
    notes = book.get_sheet_by_name("Notes").to_python()
    assert ["Partial exposure."] in notes

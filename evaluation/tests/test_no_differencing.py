"""No few patients in any form of a report, nor between forms, nor between its versions."""

import re

import pytest

from evaluation import earlier_versions, loading_groups, loading_listening, loading_surveys
from evaluation.refusals import TellsApart
from evaluation.services.reports import publish_report, sign_off_report
from evaluation.tests.checked import facts_agreed
from evaluation.tests.compiled import compiled
from evaluation.tests.disclosure import leaks, published
from evaluation.tests.factories import make_run
from evaluation.tests.wide_scheme import AFTER, BEFORE, make_wide_scheme
from improvement_plans.models import EngagementEvent, Insight, Plan
from improvement_plans.tests.insight.comments import make_insight
from improvement_plans.tests.listening.factories import make_shown_event
from trusts.models import Score, SurveyYear
from trusts.tests.factories import make_score

pytestmark = pytest.mark.django_db
FIRST, SECOND = "W039", "W038"  # mentees; the first targets Q1 to Q3, the second Q2 to Q4
FIFTHS = ("1 (most deprived)", "2", "3", "4", "5 (least deprived)")
# Figures of hidden scores, found nowhere else in the scheme.
HIDDEN_TARGET, HIDDEN_FIFTH = 33.3, 13.579
UNKNOWN_AREA = 6


def set_score(code, number, year, **values):
    cells = Score.objects.filter(org_code=code, question__number=number, group_kind="")
    assert cells.filter(survey_year__year=year).update(**values) == 1


def add_fifths(code, number, sizes, *, score=60.0, unknown=0):
    """Groups of both years; all patients are their sum and `unknown` more."""
    for year in SurveyYear.objects.filter(year__in=(BEFORE, AFTER)):
        cell = Score.objects.get(
            org_code=code, question__number=number, survey_year=year, group_kind=""
        )
        for name, n in zip(FIFTHS, sizes, strict=True):
            fields = {"group_kind": "imd_quintile", "group_name": name, "n": n}
            make_score(cell.question, cell.trust, HIDDEN_FIFTH if n <= 20 else score, **fields)
        set_score(code, number, year.year, n=sum(sizes) + unknown, score=70.0)


@pytest.fixture
def scheme():
    """A scheme with a target of 15 answers, a fifth of 12, and six patients of no known area."""
    scheme = make_wide_scheme()
    set_score(FIRST, "Q2", AFTER, n=15, score=HIDDEN_TARGET)
    add_fifths(FIRST, "Q3", (60, 12, 40, 50, 80))
    add_fifths(SECOND, "Q4", (60, 30, 40, 50, 80), unknown=UNKNOWN_AREA)
    return scheme


@pytest.fixture
def sign_off(scheme, lead, another):
    def sign_off_now():
        report = facts_agreed(compiled(make_run(scheme, requested_by=lead)).report, by=lead)
        sign_off_report(by=another, report=report)
        return report

    return sign_off_now


@pytest.fixture
def publish(sign_off, another):
    def publish_now(reason=""):
        report = sign_off()
        publish_report(by=another, report=report, reason=reason)
        return report

    return publish_now


THEME, HEARD, OF_ONE_GROUP = "contacting", 14, 7


@pytest.fixture
def heard(scheme):
    """A focus group with seven women of 57 people, and 14 comments of which three are negative."""
    plan = Plan.objects.order_by("pk").first()
    numbers = {"female": OF_ONE_GROUP, "male": 50}
    event = make_shown_event(plan.trust, people=57, sex=numbers)
    EngagementEvent.objects.filter(pk=event.pk).update(plan=plan)
    say(plan, HEARD, negative=3)
    return plan


def say(plan, number, *, negative=0):
    """So many coded comments on one theme, shared with the plan."""
    for place in range(number):
        make_insight(
            plan.trust,
            f"Nobody answered {place} of {Insight.objects.count()}",
            plan=plan,
            themes=[THEME],
            sentiment=5 if place < negative else 2,
            coding_state="coded",
        )


def test_no_version_tells_how_many_were_heard_but_in_whole_tens(heard, publish):
    first = publish()
    say(heard, 3)
    versions = [published(first), published(publish("More was heard"))]
    assert leaks(versions) == []
    for version in versions:
        (row,) = version.figures["listening"]["themes"]
        assert (row["comments"], row["negative"]) == (10, None)
        assert "fewer than 10" in version.texts["workbook"]
        for form in ("web", "pdf"):
            section = (
                version.texts[form]
                .split("What patients said")[-1]
                .split("Other ways of looking")[0]
            )
            assert "Contacting services" in section, form
            assert not says(section, HEARD), form
            assert not says(section, HEARD + 3), form
            assert not says(section, OF_ONE_GROUP), form


def test_a_planted_exact_count_of_comments_is_found(heard, publish, monkeypatch):
    monkeypatch.setattr(loading_listening, "shown_count", lambda count, **_any: count)
    found = leaks([published(publish())])
    assert any(f"comments: {HEARD}" in leak for leak in found)
    assert any("negative: 3" in leak for leak in found)


def correct():
    """Some patients more answered: five of one target, four of the most deprived fifth."""
    cell = Score.objects.get(
        org_code=SECOND, question__number="Q3", survey_year__year=AFTER, group_kind=""
    )
    set_score(SECOND, "Q3", AFTER, n=cell.n + 5, score=min(cell.score + 1, 100))
    fifth = Score.objects.get(
        org_code=SECOND,
        question__number="Q4",
        survey_year__year=AFTER,
        group_name=FIFTHS[0],
    )
    Score.objects.filter(pk=fifth.pk).update(n=fifth.n + 4)


def says(text, figure):
    """Whether a text has this figure, and not merely its digits inside another one."""
    return re.search(rf"(?<![\d.]){re.escape(str(figure))}(?!\d)", text) is not None


def two_versions(publish):
    first = publish()
    correct()
    second = publish("Late answers came in")
    return [published(first), published(second)]


def test_no_form_and_no_two_versions_tell_about_few_patients(publish):
    versions = two_versions(publish)
    assert leaks(versions) == []
    for version in versions:
        for form, text in version.texts.items():
            assert not says(text, HIDDEN_TARGET), form
            assert not says(text, HIDDEN_FIFTH), form
    assert versions[0].groups, "without groups the test would show nothing"
    assert (SECOND, str(AFTER), "Q3") in versions[0].scores
    assert (SECOND, str(AFTER), "Q3") not in versions[1].scores
    assert "changed since an earlier report by so few answers" in versions[1].texts["web"]


def grow_the_hidden_fifth():
    """The fifth that was hidden first grows by many, so that another would be hidden now."""
    for name, n in ((FIFTHS[1], 300), (FIFTHS[2], 100)):
        groups = Score.objects.filter(org_code=SECOND, group_name=name)
        groups.filter(question__number="Q4").update(n=n)
    for year in (BEFORE, AFTER):
        set_score(SECOND, "Q4", year, n=60 + 300 + 100 + 50 + 80 + UNKNOWN_AREA)


def test_two_versions_compiled_before_either_was_public_are_not_both_published(
    sign_off, publish, another
):
    first = sign_off()
    correct()
    second = sign_off()
    publish_report(by=another, report=first)
    with pytest.raises(TellsApart, match="Compile the evaluation again"):
        publish_report(by=another, report=second, reason="Late answers came in")
    third = publish("Late answers came in")
    assert leaks([published(first), published(third)]) == []


def test_a_fifth_that_was_hidden_once_stays_hidden(publish):
    first = publish()
    grow_the_hidden_fifth()
    versions = [published(first), published(publish("The table was wrong"))]
    assert leaks(versions) == []
    shown = [set(version.groups[SECOND, str(AFTER), "Q4"]) for version in versions]
    assert shown == [set("1345"), set("135")]


def test_a_planted_return_of_a_hidden_fifth_is_found(publish, monkeypatch):
    monkeypatch.setattr(earlier_versions.PublishedCounts, "may_join", lambda *_any: True)
    first = publish()
    grow_the_hidden_fifth()
    found = leaks([published(first), published(publish("The table was wrong"))])
    assert any("versions together leave" in leak for leak in found)


def test_a_correction_by_many_answers_is_shown(publish):
    publish()
    set_score(SECOND, "Q3", AFTER, n=900, score=71.0)
    shown = published(publish("The table was wrong"))
    assert shown.scores[SECOND, str(AFTER), "Q3"] == 900
    assert shown.figures["held_back"] == 0


def test_a_planted_score_of_few_answers_is_found(publish, monkeypatch):
    monkeypatch.setattr(loading_surveys, "SUPPRESSION_LIMIT", 0)
    version = published(publish())
    assert any("15" in leak for leak in leaks([version]))
    assert all(says(version.texts[form], HIDDEN_TARGET) for form in ("web", "pdf", "workbook"))


def test_a_planted_fifth_that_follows_by_subtraction_is_found(publish, monkeypatch):
    monkeypatch.setattr(loading_groups, "without_derivable", lambda rows, _totals: tuple(rows))
    found = leaks([published(publish())])
    assert any("12 of no shown fifth" in leak for leak in found)
    assert any(f"{UNKNOWN_AREA} of no shown fifth" in leak for leak in found)


def test_a_planted_difference_between_versions_is_found(publish, monkeypatch):
    monkeypatch.setattr(earlier_versions, "SUPPRESSION_LIMIT", 0)
    monkeypatch.setattr(earlier_versions.PublishedCounts, "may_join", lambda *_any: True)
    found = leaks(two_versions(publish))
    assert any("between versions" in leak and "Q3" in leak for leak in found)
    assert any("between versions" in leak and "fifth 1" in leak for leak in found)

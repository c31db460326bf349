"""The protocol: frozen before the scores, changed only openly, and followed by the run."""

import pytest
from django.db import DatabaseError, transaction

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from evaluation.models import ComparatorExclusion, Protocol
from evaluation.protocol_content import digest_of
from evaluation.refusals import CannotEvaluate, NothingToFreeze, NotOutside, ReasonMissing
from evaluation.services.protocols import exclude_trust, freeze_protocol, include_trust
from evaluation.tests.compiled import compiled, printed
from evaluation.tests.factories import make_evaluable_scheme, make_run
from improvement_plans.models import Aim, Plan
from improvement_plans.tests.factories import make_aim
from trusts.models import ImportState, Score, SurveyImport, Trust
from trusts.tests.factories import make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme():
    return make_evaluable_scheme(comparators=12)


@pytest.fixture
def before_scores(scheme):
    """The scheme before its follow-up was imported; give the rows back to import them."""
    rows = list(Score.objects.filter(survey_year=scheme.follow_up))
    Score.objects.filter(survey_year=scheme.follow_up).delete()
    return rows


def freeze(lead, scheme, **values):
    return freeze_protocol(by=lead, scheme=scheme, follow_up=scheme.follow_up, **values)


def arrive(rows):
    Score.objects.bulk_create(rows)


def change_the_plan(scheme):
    question = make_question(scheme.baseline, "Q2", label="Told about side effects")
    make_aim(Plan.objects.get(), question, baseline=50.0, baseline_n=100, target=60.0)


def test_a_frozen_protocol_holds_targets_questions_years_and_its_digest(
    lead, scheme, before_scores
):
    protocol = freeze(lead, scheme)
    assert [target["question"] for target in protocol.content["pairs"][0]["targets"]] == ["Q1"]
    assert protocol.content["questions"] == [
        {"number": "Q1", "label": "Easy to contact", "compared": True}
    ]
    assert (protocol.version, protocol.scores_were_in) == (1, False)
    assert protocol.digest == digest_of(protocol.content)


def test_the_smallest_detectable_effect_is_worked_out_before_the_follow_up(
    lead, scheme, before_scores
):
    found = freeze(lead, scheme).content["detectable"]
    assert found["effect"] > 0
    assert found["rehearsed"] is False


def test_a_freeze_after_the_scores_says_so_on_record_and_in_the_report(lead, scheme):
    assert freeze(lead, scheme).scores_were_in
    text = printed(compiled(make_run(scheme)).report.content)
    assert "Protocol frozen late" in text


def test_scores_that_were_imported_and_rolled_back_could_have_been_known(
    lead, scheme, before_scores
):
    SurveyImport.objects.create(
        survey_year=scheme.follow_up,
        state=ImportState.ROLLED_BACK,
        family="scores",
        file_name="s.csv",
        sha256="0" * 64,
        content=b"",
        committed_at="2015-06-01T10:00:00Z",
    )
    assert freeze(lead, scheme).scores_were_in


def test_the_run_follows_the_frozen_targets_and_says_what_it_does_not_follow(
    lead, scheme, before_scores
):
    freeze(lead, scheme)
    Aim.objects.all().delete()
    change_the_plan(scheme)
    arrive(before_scores)
    content = compiled(make_run(scheme)).report.content
    assert [target["question"] for target in content["pairs"][0]["targets"]] == ["Q1"]
    assert content["protocol"]["since"] == [
        "Mentee trust: target Q2 added.",
        "Mentee trust: target Q1 taken out.",
    ]


def test_without_a_protocol_the_report_says_there_was_none(scheme):
    text = printed(compiled(make_run(scheme)).report.content)
    assert "No protocol was frozen for this evaluation." in text
    assert "They were not put on record" in text


def test_a_change_after_the_freeze_needs_a_reason_and_is_listed_in_the_report(
    lead, scheme, before_scores
):
    freeze(lead, scheme)
    change_the_plan(scheme)
    arrive(before_scores)
    with pytest.raises(ReasonMissing):
        freeze(lead, scheme)
    assert freeze(lead, scheme, reason="The plan was extended.").version == 2
    text = printed(compiled(make_run(scheme)).report.content)
    assert f"by {lead.name}, after scores of the follow-up survey were in" in text
    assert "target Q2 added." in text
    assert "Reason: The plan was extended." in text


def test_freezing_again_without_a_change_is_refused(lead, scheme):
    freeze(lead, scheme)
    with pytest.raises(NothingToFreeze, match="Nothing has changed"):
        freeze(lead, scheme, reason="Again")
    assert Protocol.objects.count() == 1


def test_without_an_approved_target_there_is_nothing_to_freeze(lead, scheme):
    Aim.objects.all().delete()
    with pytest.raises(NothingToFreeze, match="No approved plan has a target"):
        freeze(lead, scheme)


def test_a_trust_left_out_is_no_comparator_once_it_is_frozen(lead, scheme, before_scores):
    out = Trust.objects.get(ods_code="C00")
    exclude_trust(by=lead, scheme=scheme, trust=out, reason="Took part in another programme")
    arrive(before_scores)
    assert compiled(make_run(scheme)).report.content["headline"]["comparators"] == 12
    freeze(lead, scheme)
    report = compiled(make_run(scheme)).report
    assert report.content["headline"]["comparators"] == 11
    assert "Took part in another programme" in printed(report.content)


def test_a_trust_left_out_is_taken_back_once_however_often_it_is_asked(lead, scheme):
    exclusion = exclude_trust(
        by=lead, scheme=scheme, trust=Trust.objects.get(ods_code="C00"), reason="Merged"
    )
    for _time in range(2):
        include_trust(by=lead, exclusion=exclusion)
    assert not ComparatorExclusion.objects.exists()
    assert AuditEvent.objects.filter(action="trust compared with again").count() == 1


@pytest.mark.parametrize(("code", "words"), [("MEE", "takes part"), ("MOR", "takes part")])
def test_a_trust_of_the_scheme_cannot_be_left_out(lead, scheme, code, words):
    with pytest.raises(NotOutside, match=words):
        exclude_trust(
            by=lead, scheme=scheme, trust=Trust.objects.get(ods_code=code), reason="Why not"
        )


def test_a_trust_is_left_out_once_and_never_without_a_reason(lead, scheme):
    trust = Trust.objects.get(ods_code="C00")
    with pytest.raises(ReasonMissing):
        exclude_trust(by=lead, scheme=scheme, trust=trust, reason=" ")
    exclude_trust(by=lead, scheme=scheme, trust=trust, reason="Merged")
    with pytest.raises(NotOutside, match="already"):
        exclude_trust(by=lead, scheme=scheme, trust=trust, reason="Merged")


def test_a_follow_up_before_the_baseline_is_refused(lead, scheme):
    with pytest.raises(CannotEvaluate, match="later year"):
        freeze_protocol(by=lead, scheme=scheme, follow_up=scheme.baseline)


@pytest.mark.parametrize("role", [Role.PROGRAMME_ANALYST, Role.TRUST_LEAD, Role.ADMINISTRATOR])
def test_only_leads_freeze(scheme, role):
    person = make_person(role, "MEE" if role == Role.TRUST_LEAD else "")
    with pytest.raises(NotAllowed):
        freeze(person, scheme)


@pytest.mark.parametrize(
    "act",
    [lambda rows: rows.update(digest="0" * 64), lambda rows: rows.delete()],
    ids=["change", "delete"],
)
def test_the_database_refuses_to_change_or_delete_a_frozen_protocol(lead, scheme, act):
    rows = Protocol.objects.filter(pk=freeze(lead, scheme).pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        act(rows)


def test_a_deleted_person_s_name_stays_on_the_protocol(lead, scheme):
    protocol = freeze(lead, scheme)
    Protocol.objects.filter(pk=protocol.pk).update(frozen_by=None)
    protocol.refresh_from_db()
    assert protocol.frozen_by_name == lead.name

"""Who may do what with schemes, applications and pairs: pure functions on loaded objects."""

from __future__ import annotations

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import Rule
from trusts.models import BuddyPair, Participation

P = Permission


def _own_or_programme(access: Access, ods_code: str, own: P, programme: P) -> bool:
    return ods_code in access.trusts_where(own) or access.may_in_programme(programme)


can_manage_schemes: Rule[None] = Rule(
    lambda access, _nothing: access.may_in_programme(P.MANAGE_SCHEMES),
    "Only programme leads create and change schemes.",
)
can_manage_trusts: Rule[None] = Rule(
    lambda access, _nothing: access.may_in_programme(P.MANAGE_TRUSTS),
    "Only the programme changes the facts about trusts and surveys.",
)
can_check_survey_files: Rule[None] = Rule(
    lambda access, _nothing: access.may_in_programme(P.CHECK_SURVEY_FILES),
    "Only the programme checks survey files.",
)
can_import_results: Rule[None] = Rule(
    lambda access, _nothing: access.may_in_programme(P.IMPORT_SURVEY_RESULTS),
    "Only programme leads and analysts import survey results.",
)
can_see_applications: Rule[None] = Rule(
    lambda access, _nothing: access.may_in_programme(P.SEE_SCHEMES),
    "Only the programme sees every trust's application.",
)
# The thing is a trust's ODS code.
can_apply: Rule[str] = Rule(
    lambda access, code: _own_or_programme(access, code, P.APPLY, P.DECIDE_APPLICATIONS),
    "Only the lead cancer nurse of the trust, or a programme lead for it, writes its application.",
)
can_see_application: Rule[str] = Rule(
    lambda access, code: _own_or_programme(access, code, P.SEE_SCHEMES, P.SEE_SCHEMES),
    "Only the trust itself and the programme see an application.",
)
can_agree_application: Rule[str] = Rule(
    lambda access, code: code in access.trusts_where(P.AGREE_APPLICATION),
    "Only the executive sponsor of the trust agrees to its application.",
)
can_decide_applications: Rule[None] = Rule(
    lambda access, _nothing: access.may_in_programme(P.DECIDE_APPLICATIONS),
    "Only programme leads decide about applications.",
)
can_see_results: Rule[str] = Rule(
    lambda access, code: _own_or_programme(
        access, code, P.SEE_SURVEY_RESULTS, P.SEE_SURVEY_RESULTS
    ),
    "A trust's results are shown to the trust, its buddy and the programme.",
)
can_see_pairing: Rule[None] = Rule(
    lambda access, _nothing: access.may_in_programme(P.SEE_PAIRING),
    "Only the programme sees the pairing of a scheme.",
)
can_pair: Rule[None] = Rule(
    lambda access, _nothing: access.may_in_programme(P.PAIR_TRUSTS),
    "Only programme leads and system administrators pair trusts.",
)
# The thing is the ODS code of the trust that answers.
can_answer_for: Rule[str] = Rule(
    lambda access, code: code in access.trusts_where(P.ANSWER_PROPOSALS),
    "Only the lead cancer nurse or the executive sponsor of the trust answers for it.",
)
can_sign_for: Rule[str] = Rule(
    lambda access, code: code in access.trusts_where(P.AGREE_APPLICATION),
    "Only the executive sponsor of the trust signs the terms of engagement.",
)


def _sees_pair(access: Access, pair: BuddyPair) -> bool:
    codes = {pair.mentor.ods_code, pair.mentee.ods_code}
    return access.may_in_programme(P.SEE_PAIRING) or bool(
        codes & access.trusts_where(P.SEE_SCHEMES)
    )


can_see_pair: Rule[BuddyPair] = Rule(
    _sees_pair, "Only the two trusts of a pair and the programme see it."
)


def _withdraws(access: Access, participation: Participation) -> bool:
    return can_apply.allows(access, participation.trust.ods_code) or can_agree_application.allows(
        access, participation.trust.ods_code
    )


can_withdraw: Rule[Participation] = Rule(
    _withdraws,
    "Only the trust's lead cancer nurse or sponsor, or a programme lead, withdraws it.",
)

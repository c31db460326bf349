"""Who may look into the outbox."""

from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import Rule

may_see_outbox: Rule[None] = Rule(
    lambda access, _nothing: access.may_in_programme(Permission.SEE_OUTBOX),
    "Only the programme team looks after mails and jobs.",
)

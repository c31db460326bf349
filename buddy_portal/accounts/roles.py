"""The roles people can have, and where each belongs."""

from django.db import models


class Role(models.TextChoices):
    PROGRAMME_LEAD = "programme_lead", "Programme lead"
    PROGRAMME_ANALYST = "programme_analyst", "Programme analyst"
    ADMINISTRATOR = "administrator", "System administrator"
    TRUST_LEAD = "trust_lead", "Lead cancer nurse"
    TEAM_MEMBER = "team_member", "Project team member"
    SPONSOR = "sponsor", "Executive sponsor"
    OBSERVER = "observer", "Observer"


PROGRAMME_ROLES = frozenset({Role.PROGRAMME_LEAD, Role.PROGRAMME_ANALYST, Role.ADMINISTRATOR})
TRUST_ROLES = frozenset({Role.TRUST_LEAD, Role.TEAM_MEMBER, Role.SPONSOR, Role.OBSERVER})
# Roles that decide for others: they sign in with a second factor where settings ask for it.
SECOND_FACTOR_ROLES = PROGRAMME_ROLES | {Role.SPONSOR}

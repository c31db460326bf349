"""Invite a person from the command line: the first administrator of a new portal, for example."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from buddy_portal.accounts.invitations import address_of_invitation
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.roles import Role
from buddy_portal.accounts.services.invitations import invite_person


class Command(BaseCommand):
    help = (
        "Invites a person to a role. Sends the mail, and prints the link for where no mail goes "
        "out yet. Needed for the first administrator; everybody else is invited from /people/."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the person's e-mail address")
        parser.add_argument("name", help="the person's full name, in quotation marks")
        parser.add_argument("--role", choices=Role.values, default=Role.ADMINISTRATOR.value)
        parser.add_argument("--trust", default="", help="ODS code, for roles in a trust")

    def handle(self, *, email: str, name: str, role: str, trust: str, **_options: object) -> None:
        try:
            validate_email(email)
            invitation = invite_person(
                by=None, email=email, name=name, role=Role(role), trust_code=trust
            )
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail address.") from None
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(address_of_invitation(invitation))

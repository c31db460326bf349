"""The words of the pages that ask before they act."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ConfirmPage:
    """The words of a page that asks before it acts."""

    heading: str
    said: str
    done: str


SIGN_OFF_PAGE = ConfirmPage(
    heading="Sign off this report",
    said="You answer for it together with the person who compiled it. Nothing is public until the "
    "report is published.",
    done="The report is signed off. It can now be published.",
)
PUBLISH_PAGE = ConfirmPage(
    heading="Publish this report",
    said="Everybody can then read it. Its bytes and checksums never change again; a mistake is "
    "mended by a new version with a reason, or by a withdrawal.",
    done="The report is published.",
)
WITHDRAW_PAGE = ConfirmPage(
    heading="Withdraw this report",
    said="Where it was public its address stays, and says that it was withdrawn and why. This "
    "cannot be undone.",
    done="The report is withdrawn.",
)
FACT_CHECK_PAGE = ConfirmPage(
    heading="Send the facts to the trusts",
    said="Each mentee’s lead nurse and sponsor can then read their own pages, comment and agree, "
    "for ten working days. Nobody can sign the report off meanwhile.",
    done="The trusts have been asked to check their facts.",
)

"""Evidence in the demonstration: small files that it makes itself, about nobody."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw

from buddy_portal.accounts.models import User
from buddy_portal.demonstration.plan_writing import Day, PlanStory
from buddy_portal.design.downloads import workbook_bytes
from buddy_portal.design.printing import set_pdf
from improvement_plans.models import Action, Evidence
from improvement_plans.services import evidence
from improvement_plans.uploads.kinds import CheckedFile

EVERY = 2
"""Every so many actions have evidence; the others leave their buddy to ask for it."""
SAW = (
    "Opened it and counted again: the numbers agree.",
    "Seen on the wards during our visit.",
    "",
)
SHOWS = (
    "Count of 58 notes: it was done for 52",
    "The checklist as it hangs in the clinic",
    "Protocol of the team’s meeting that agreed it",
)


def proof_added(story: PlanStory, place: int, *, by: User, today: Day) -> None:
    """The owner adds a file to an action that they claim done."""
    action = story.actions[place]
    if place % EVERY or Evidence.objects.filter(action=action).exists():
        return
    kind = place // EVERY % len(SHOWS)
    evidence.add_evidence(
        by=by,
        action=action,
        shows=SHOWS[kind],
        no_patient_data=True,
        today=today,
        file=_files()[kind],
    )


def proof_verified(story: PlanStory, action: Action, *, today: Day) -> None:
    """The buddy opens what is there before they confirm."""
    for kept in Evidence.objects.filter(action=action, verified_at=None, removed_at=None):
        saw = SAW[len(action.text) % len(SAW)]
        evidence.verify_evidence(by=story.buddy, evidence=kept, today=today, saw=saw)


@lru_cache(maxsize=1)
def _files() -> tuple[CheckedFile, ...]:
    """A workbook, a picture and a PDF, made once a load."""
    rows = [(f"Note {number}", "Yes" if number % 10 else "No") for number in range(1, 59)]
    counted = workbook_bytes({"Count": (("Note", "Done"), rows)}, ["Fictional figures."])
    text = Path(__file__).with_name("proof.typ")
    return (
        CheckedFile("Count of notes.xlsx", "xlsx", counted),
        CheckedFile("Checklist.png", "png", _picture()),
        CheckedFile("Protocol.pdf", "pdf", set_pdf(text, {"title": "Protocol of the team"})),
    )


def _picture() -> bytes:
    """A plain checklist, drawn."""
    sheet = Image.new("RGB", (480, 300), "white")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((10, 10, 470, 290), outline="#005eb8", width=4)
    words = ("Name of the nurse given", "Card handed over", "Written in the notes")
    for place, line in enumerate(words):
        top = 50 + 70 * place
        pen.rectangle((40, top, 70, top + 30), outline="#212b32", width=3)
        pen.text((90, top + 8), line, fill="#212b32")
    written = io.BytesIO()
    sheet.save(written, format="PNG")
    return written.getvalue()

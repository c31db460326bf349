"""The 60 questions of the demonstration survey, in ten sections, in words of our own.

Each line: the short name, what patients say where the answer is good ("Patients ..." completes
the title of an aim), and the wording of the question.
"""

from __future__ import annotations

from dataclasses import dataclass

from trusts.models import Scale

Line = tuple[str, str, str]

_SECTIONS: tuple[tuple[str, tuple[Line, ...]], ...] = (
    (
        "Finding out",
        (
            ("Seen soon enough", "are seen as soon as they need", "Were you seen soon enough?"),
            ("Purpose of tests explained", "know what each test is for", "Did you know why?"),
            ("Test results explained", "understand their test results", "Were results clear?"),
            ("Waiting time for tests", "wait no longer than they should", "Was the wait right?"),
            ("Told they could bring somebody", "know they may bring somebody", "Were you told?"),
            ("Told sensitively", "are told with care that it is cancer", "Was it told with care?"),
        ),
    ),
    (
        "Deciding on treatment",
        (
            ("Choices of treatment explained", "know their choices", "Were choices explained?"),
            ("Side effects explained", "know which side effects to expect", "Were they clear?"),
            ("Later side effects explained", "know what may come later", "Were you told of them?"),
            ("Involved in decisions", "decide as much as they wish to", "Were you involved?"),
            ("Written advice they understood", "take clear advice home", "Was it clear?"),
            ("Time to think", "have time to think before they decide", "Had you enough time?"),
        ),
    ),
    (
        "Nurse specialist",
        (
            ("Named nurse specialist", "know their nurse specialist's name", "Were you told it?"),
            ("Easy to contact their nurse", "find their nurse easy to contact", "Was it easy?"),
            ("Nurse listened carefully", "feel that their nurse listens", "Did they listen?"),
            ("Clear answers from their nurse", "get answers they understand", "Were they clear?"),
            ("Nurse knew their history", "need not tell their story twice", "Did they know it?"),
            ("Whom to call out of hours", "know whom to call at night", "Did you know whom?"),
        ),
    ),
    (
        "Support",
        (
            ("Told about support groups", "hear of support groups", "Were you told of any?"),
            ("Told about help with money", "hear of help with money", "Were you told of any?"),
            ("Told about free prescriptions", "get free prescriptions", "Were you told of them?"),
            ("Asked what mattered to them", "are asked what matters to them", "Were you asked?"),
            ("Somebody to talk to", "have somebody to talk to about worries", "Had you somebody?"),
            ("Family or carers included", "see their family included", "Were they included?"),
        ),
    ),
    (
        "Hospital stay",
        (
            ("Trust in ward nurses", "trust the ward nurses", "Did you trust them all?"),
            ("Enough nurses on duty", "find enough nurses on duty", "Were there enough?"),
            ("Trust in ward doctors", "trust the ward doctors", "Did you trust them all?"),
            ("Privacy when examined", "have privacy when examined", "Had you enough privacy?"),
            ("Pain controlled", "have their pain controlled", "Was it controlled?"),
            ("Respect and dignity", "are treated with dignity", "Were you treated with it?"),
        ),
    ),
    (
        "Operations",
        (
            ("Operation explained beforehand", "know what will be done", "Was it explained?"),
            ("Operation explained afterwards", "know how it went", "Was it explained?"),
            ("Ready for surgery", "come to surgery prepared", "Did you feel prepared?"),
            ("Worries heard before surgery", "can speak of worries before surgery", "Could you?"),
            ("Going home after surgery", "know how to look after a wound", "Were you shown how?"),
            ("Told of changed dates", "hear of a changed date in good time", "Were you told?"),
        ),
    ),
    (
        "Drugs and radiotherapy",
        (
            ("Chemotherapy explained", "know what chemotherapy will be like", "Was it explained?"),
            ("Told if chemotherapy worked", "know if chemotherapy works", "Were you told?"),
            ("Radiotherapy explained", "know what radiotherapy will be like", "Was it explained?"),
            ("Told if radiotherapy worked", "know if radiotherapy works", "Were you told?"),
            ("Help with side effects", "get help with side effects", "Did you get help?"),
            ("Waiting on treatment days", "wait little on treatment days", "Was the wait right?"),
        ),
    ),
    (
        "Clinics",
        (
            ("Right notes at the clinic", "find their notes at the clinic", "Were they there?"),
            ("Short waits at clinics", "wait little at clinics", "Was the wait right?"),
            ("Enough time in clinic", "have enough time with the doctor", "Had you enough time?"),
            ("Same person each time", "see somebody they know", "Did you see the same person?"),
            ("Clinic was easy to reach", "can reach the clinic", "Was it easy to reach?"),
            ("Knew the next step", "leave knowing what comes next", "Did you know it?"),
        ),
    ),
    (
        "Home and general practice",
        (
            ("Care at home", "get the care at home that they need", "Did you get enough?"),
            ("Family told how to help", "see their family shown how to help", "Were they told?"),
            ("GP kept informed", "have a GP who knows of their care", "Did your GP know?"),
            ("Support from the GP practice", "are supported by the practice", "Were you?"),
            ("Whom to contact at home", "know whom to contact from home", "Did you know whom?"),
            ("Review after treatment", "have their care reviewed", "Was it reviewed?"),
        ),
    ),
    (
        "Care as a whole",
        (
            ("Staff worked well together", "see staff work as one team", "Did they?"),
            ("Care plan agreed", "have a care plan that they agreed", "Have you one?"),
            ("Care well organised", "find their care well organised", "Was it?"),
            ("Asked about research", "are asked about taking part in research", "Were you asked?"),
            ("Overall rating of care", "rate their care higher", "How do you rate it, 0 to 10?"),
            ("Treated as a whole person", "are treated as a whole person", "Were you?"),
        ),
    ),
)
RATED_0_TO_10 = "Q59"


@dataclass(frozen=True)
class AskedQuestion:
    """A question as the demonstration survey asks it every year."""

    number: str
    section: str
    label: str
    good: str
    text: str

    @property
    def scale(self) -> Scale:
        return Scale.MEAN_0_10 if self.number == RATED_0_TO_10 else Scale.PERCENT


def _numbered() -> tuple[AskedQuestion, ...]:
    lines = [(section, line) for section, part in _SECTIONS for line in part]
    return tuple(
        AskedQuestion(f"Q{place}", section, label, good, text)
        for place, (section, (label, good, text)) in enumerate(lines, start=1)
    )


QUESTIONS: tuple[AskedQuestion, ...] = _numbered()
SECTIONS: tuple[str, ...] = tuple(section for section, _lines in _SECTIONS)
MEAN_POSITION = next(
    place for place, question in enumerate(QUESTIONS) if question.number == RATED_0_TO_10
)

"""A plan as files: the whole plan, a page for a meeting, a poster for the ward, a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from buddy_portal.design.charts import numbers
from buddy_portal.design.downloads import Value, workbook_bytes
from buddy_portal.design.printing import set_pdf
from improvement_plans.presenters.measure_page import SMALL_NOTE
from improvement_plans.printing.beside import PrintedBeside
from improvement_plans.printing.words import PrintedPlan

_HERE = Path(__file__).parent
# What one page can hold in a type that can be read across a table, or across a room.
MOST_ATTENTION = 8
MOST_NEXT = 6
MOST_AIMS = 6
LONGEST_LINE = 110
MOST_POSTER_AIMS = 4
MOST_POSTER_ACTIONS = 5
LONGEST_POSTER_SUMMARY = 420
Sheets = dict[str, tuple[Sequence[str], Sequence[Sequence[Value]]]]
HELP = "Tell us what you see and what would be better. Every member of the team will listen."


@dataclass(frozen=True)
class PosterWishes:
    """What a person chose for the poster. Nobody is named unless they chose it."""

    paper: str = "a4"
    help: str = HELP
    contact: str = ""
    names_lead: bool = False


def plan_pdf(plan: PrintedPlan) -> bytes:
    """The whole plan."""
    return set_pdf(_HERE / "plan.typ", asdict(plan))


def summary_pdf(plan: PrintedPlan) -> bytes:
    """One page for a meeting: where the plan stands, what needs attention, what comes next."""
    plan = _short(plan)
    worrying = [asdict(each) for each in plan.actions if each.worrying]
    ahead = [asdict(each) for each in plan.actions if each.open and not each.worrying]
    facts = {
        "plan": asdict(plan),
        "attention": worrying[:MOST_ATTENTION],
        "attention_more": _more(len(worrying) - MOST_ATTENTION),
        "next": ahead[:MOST_NEXT],
        "next_more": _more(len(ahead) - MOST_NEXT),
        "aims": [asdict(aim) for aim in plan.aims[:MOST_AIMS]],
        "aims_more": _more(len(plan.aims) - MOST_AIMS, "aim"),
    }
    return set_pdf(_HERE / "summary.typ", facts)


def poster_pdf(plan: PrintedPlan, wishes: PosterWishes) -> bytes:
    """One page for the ward, on A4 or A3."""
    plan = _short(plan)
    lead = dict(plan.facts)["Lead"] if wishes.names_lead else ""
    doing = [each.text for each in plan.actions if each.open][:MOST_POSTER_ACTIONS]
    facts = {
        "plan": asdict(plan),
        "paper": wishes.paper,
        "summary": _shortened(plan.public_summary, LONGEST_POSTER_SUMMARY),
        "aims": [asdict(aim) for aim in plan.aims[:MOST_POSTER_AIMS]],
        "doing": doing,
        "by_when": f"We work on this from {plan.window.replace(' to ', ' until ', 1)}.",
        "help": wishes.help,
        "contact": wishes.contact,
        "lead": f"Lead: {lead}" if lead else "",
    }
    return set_pdf(_HERE / "poster.typ", facts)


def plan_workbook(plan: PrintedPlan, measured: Sheets | None = None) -> bytes:
    """The plan's facts, aims, drivers, actions and all that stands beside them, a sheet each.

    `measured` are sheets of its measures and tests (printing.measures).
    """
    facts: list[tuple[Value, ...]] = [("Title", plan.title), *plan.facts, *plan.learnt]
    aims = [(a.title, a.question, a.baseline, a.target, a.by, a.why, a.outcome) for a in plan.aims]
    actions = [(a.text, a.owner, a.due, a.moved, a.status, a.why, a.claim) for a in plan.actions]
    tables: Sheets = {
        "Plan": (("What", "Fact"), facts),
        "Aims": (("Aim", "Read from", "Baseline", "Target", "By", "Why", "Outcome"), aims),
        "Actions": (
            ("Action", "Owner", "Due", "Moved", "Status, worked out", "Why", "Owner says"),
            actions,
        ),
        **_beside_sheets(plan.beside),
        **(measured or {}),
        "Comments": (("Who", "When", "Comment"), plan.comments),
        "History": (("What", "When and who"), plan.history),
    }
    notes = [
        f"As at {plan.as_at}. Status is worked out from dates, updates and confirmation.",
        f"Baselines: published results of the {plan.survey}.",
    ]
    notes += [SMALL_NOTE] if measured else []
    return workbook_bytes(tables, notes)


def _beside_sheets(beside: PrintedBeside) -> Sheets:
    """The parts that have anything in them."""
    drivers = [(each.aim, *line) for each in beside.drivers for line in each.lines]
    sheets: Sheets = {
        "Drivers": (("Aim", "Driver", "Part of it", "Change idea", "State", "More"), drivers),
        "Updates": (("Action", "Who and when", "Owner says", "Update"), beside.updates),
        "Evidence": (("Action", "It shows", "What it is", "Added", "Verified"), beside.evidence),
        "Contacts": (("Day", "How", "Who", "Learnt", "Agreed"), beside.contacts),
        "Risks": (("Risk", "How grave", "Mitigation", "Looked after by", "Next"), beside.risks),
        "Partners": (("Name", "Brings", "Took part in", "What changed"), beside.partners),
    }
    return {name: (head, rows) for name, (head, rows) in sheets.items() if rows}


def _short(plan: PrintedPlan) -> PrintedPlan:
    """The plan with its lines shortened to what a page that must stay one page can hold."""
    return replace(
        plan,
        title=_shortened(plan.title, LONGEST_LINE),
        aims=tuple(replace(a, title=_shortened(a.title, LONGEST_LINE)) for a in plan.aims),
        actions=tuple(replace(a, text=_shortened(a.text, LONGEST_LINE)) for a in plan.actions),
    )


def _more(count: int, noun: str = "action") -> str:
    return f"And {numbers.counted(count, f'more {noun}')}." if count > 0 else ""


def _shortened(text: str, longest: int) -> str:
    """The text, ended after its last whole sentence, or word, that still has room."""
    plain = " ".join(text.split())
    if len(plain) <= longest:
        return plain
    cut = plain[:longest]
    sentence = cut.rfind(". ")
    return cut[: sentence + 1] if sentence > longest // 3 else f"{cut[: cut.rfind(' ')]} …"

"""What each page costs on a programme of 150 trusts, 75 pairs and 600 actions.

The portal runs as in production, over PostgreSQL, under gunicorn with two workers. Each page gives
three lines: the processor time of the workers for a request, and the wait of the visitor (p50),
each against a bare view that answers "ok" under the same gunicorn; and its SQL statements, against
those of the page about accessibility, which asks only who is there. Pages of which the portal keeps
something between two changes are also measured on the first visit after one: of survey data, or of
every plan. Saving is the form, the saving and the page it leads to, together. A first view is the
sign-in page with every file it names.

Before them stand floors: a list, a detail, a form and saving with nothing else in the bare project,
against the same bare view. `of_its_kind` says how many times the floor of its kind a page takes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F, Value
from django.db.models.functions import Concat
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.benchmarks.served import programme, rounds
from buddy_portal.benchmarks.served.rows import MAKE_ROWS
from buddy_portal.benchmarks.served.saving import compare_saving, save_form, weight_line
from buddy_portal.benchmarks.served.visitors import HTTPS, LEAD, NURSE, headers_of
from buddy_portal.benchmarks.served.web_server import NotThePage, WebServer, serving
from improvement_plans.models import Action, Plan, PlanState
from improvement_plans.selectors import actions_to_update
from improvement_plans.states import BEING_WRITTEN
from trusts.models import Question, Scheme, Survey, Trust

FLOOR_TEXTS = {f"text_{number}": "Other words" for number in range(8)}
COMPARED = 5
"""Trusts side by side, the most there may be."""


@dataclass(frozen=True)
class Page:
    """Its name in the lines, its address, and the e-mail address of who opens it."""

    name: str
    address: str
    visitor: str | None = LEAD
    changed: Callable[[], object] | None = None
    """For a page of which something is kept while nothing changes: changes that."""
    kind: str = "detail"
    """Which floor does the same work."""


def lines() -> Iterator[dict[str, Any]]:
    """Three lines for each page, two for saving, and one for a first visit."""
    with programme.temporary_database() as database:
        scheme = programme.load()
        with connection.cursor() as cursor:
            cursor.execute(MAKE_ROWS)
        with serving_portal(database) as portal, serving_bare(database) as bare:
            floors = measured_floors(bare)
            yield from floors.values()
            yield from measured(pages_of(scheme), portal, bare, floors=floors)
            yield from saved(portal, bare, floors=floors)
            yield weight_line(portal, reverse("account_login"))


@contextmanager
def serving_portal(database: str) -> Iterator[WebServer]:
    """The portal with the settings of production, for a proxy that speaks TLS with visitors."""
    with tempfile.TemporaryDirectory() as folder:
        with override_settings(STATIC_ROOT=folder):
            call_command("collectstatic", interactive=False, verbosity=0)
        variables = {
            "DJANGO_SETTINGS_MODULE": "buddy_portal.settings.production",
            "DATABASE_URL": database,
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": "127.0.0.1",
            "PORTAL_URL": "https://127.0.0.1",
            "STATIC_ROOT": folder,
        }
        application = "buddy_portal.benchmarks.served.portal:application"
        with serving(application, variables=variables, headers=HTTPS, ready="/readyz") as portal:
            yield portal


@contextmanager
def serving_bare(database: str = "") -> Iterator[WebServer]:
    """The floor, and the pages that do the same work as ours with nothing else."""
    variables = {"DATABASE_URL": database}
    with serving("buddy_portal.benchmarks.served.bare:make()", variables=variables) as bare:
        yield bare


Floors = Mapping[str, Mapping[str, Any]]


def measured_floors(bare: WebServer, plan: rounds.Plan = rounds.USUAL) -> dict[str, dict[str, Any]]:
    """One line for each kind of work; saving by its wait, as for our own."""
    visits: dict[str, rounds.Visit] = {
        "list": partial(bare.get, "/rows/"),
        "detail": partial(bare.get, "/rows/1/"),
        "form": partial(bare.get, "/rows/1/edit/"),
        "save": partial(save_form, bare, "/rows/1/edit/", {}, FLOOR_TEXTS),
    }
    found: dict[str, dict[str, Any]] = {}
    for kind, visit in visits.items():
        compared = rounds.compare((bare, visit), (bare, partial(bare.get, "/")), plan)
        time, wait = timed_lines(kind, compared)
        found |= {kind: {**time, "name": f"floor: {kind}"}}
        found |= {f"{kind}: wait": {**wait, "name": f"floor: {kind}: wait"}}
    return found


def measured(
    pages: Sequence[Page],
    portal: WebServer,
    bare: WebServer,
    plan: rounds.Plan = rounds.USUAL,
    floors: Floors | None = None,
) -> Iterator[dict[str, Any]]:
    """The lines of some pages. A page that is not what it should be is refused, never timed."""
    cookies = {page.visitor: headers_of(page.visitor) for page in pages}
    for page in pages:
        headers = cookies[page.visitor]
        asked = statements(portal, page.address, headers)
        least = statements(portal, reverse("accessibility"), headers)
        yield line(f"page: {page.name}: statements", asked, "statements", max(least, 1))
        visit = partial(portal.get, page.address, headers)
        found = rounds.compare((portal, visit), (bare, partial(bare.get, "/")), plan)
        yield from timed_lines(page.name, found, page.kind, floors or {})
        if page.changed:
            first = partial(first_visit, portal, page, headers)
            found = rounds.compare((portal, first), (bare, partial(bare.get, "/")), plan)
            yield from timed_lines(f"{page.name}, first visit", found, page.kind, floors or {})


def first_visit(portal: WebServer, page: Page, headers: Mapping[str, str]) -> None:
    """A page after a change. The processor time of the change itself is not counted."""
    if page.changed:
        page.changed()
    portal.get(page.address, headers)


def new_scores() -> None:
    """Pages of survey results are kept until any of it changes (trusts.views.kept)."""
    Survey.objects.update(name=F("name"))


def new_words() -> None:
    """Rows of plans are made once for equal values (improvement_plans.selectors.overviews)."""
    Action.objects.update(text=Concat("text", Value(".")))


def saved(
    portal: WebServer,
    bare: WebServer,
    plan: rounds.Plan = rounds.USUAL,
    floors: Floors | None = None,
) -> Iterator[dict[str, Any]]:
    """Reporting on one action after the other: the form, the saving, and the page it leads to."""
    addresses = [reverse("action_update", args=[action.pk]) for action in own_actions(NURSE)]
    found = compare_saving(portal, bare, addresses, headers_of(NURSE), plan)
    yield from timed_lines("save an update", found, "save", floors or {})


def timed_lines(
    name: str, found: rounds.Compared, kind: str = "", floors: Floors | None = None
) -> Iterator[dict[str, Any]]:
    """Processor time and wait. The ratio is the middle one of all rounds."""
    for more, page, floor, ratio in (
        ("", found.page.processor, found.floor.processor, found.ratio.processor),
        (": wait", found.page.waited, found.floor.waited, found.ratio.waited),
    ):
        same_work = (floors or {}).get(f"{kind}{more}")
        beside = {"of_its_kind": ratio / same_work["ratio"], "kind": kind} if same_work else {}
        yield {**line(f"page: {name}{more}", page, "ms", floor), "ratio": ratio, **beside}


def line(name: str, value: float, unit: str, floor: float) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "floor": floor, "ratio": value / floor}


def statements(portal: WebServer, address: str, headers: Mapping[str, str]) -> int:
    """The SQL statements of a second request, as a visitor who is already there causes them."""
    portal.close()
    portal.get(address, headers)
    return int(portal.get(address, {**headers, "X-Count": "statements"}).headers["x-statements"])


def pages_of(scheme: Scheme) -> list[Page]:
    """The pages of the programme that have a bar."""
    plan = busiest_plan(NURSE)
    writing, writer = plan_being_written()
    question = Question.objects.filter(survey_year=scheme.baseline).order_by("position")[0]
    year = question.survey_year_id
    results = reverse("question_results", args=[year, question.number])
    codes = Trust.objects.order_by("ods_code").values_list("ods_code", flat=True)[:COMPARED]
    compared = f"{reverse('survey_compare', args=[year])}?trust={','.join(codes)}"
    return [
        Page("sign in", reverse("account_login"), None, kind="form"),
        Page("list of 150 trusts", reverse("trust_list"), changed=new_scores, kind="list"),
        Page("trust", reverse("trust_detail", args=[plan.trust.ods_code]), changed=new_scores),
        Page("question, funnel of 140 trusts", results, changed=new_scores, kind="list"),
        Page("compare 5 trusts", compared, changed=new_scores),
        Page("plan", reverse("plan_detail", args=[plan.pk]), NURSE),
        Page("check-in", reverse("check_in"), NURSE, kind="form"),
        Page("form of 8 fields", reverse("action_new", args=[writing.pk]), writer, kind="form"),
        Page("programme dashboard", reverse("home"), changed=new_words, kind="list"),
        Page("list of 75 plans", reverse("plan_list"), changed=new_words, kind="list"),
        Page("start page of a nurse", reverse("home"), NURSE),
    ]


def busiest_plan(email: str) -> Plan:
    """The plan under way of a person's trust that has the most actions."""
    return (
        Plan.objects.filter(lead__email=email, state=PlanState.ACTIVE)
        .annotate(n=Count("actions"))
        .order_by("-n")[0]
    )


def plan_being_written() -> tuple[Plan, str]:
    """A plan whose form for an action has eight fields (no change idea to choose), and its lead."""
    written = Plan.objects.filter(state__in=BEING_WRITTEN, lead__isnull=False)
    found = written.filter(aims__drivers__ideas=None).select_related("lead").first()
    if found is None or found.lead is None:
        raise NotThePage("The demonstration has no plan that is being written.")
    return found, found.lead.email


def own_actions(email: str) -> list[Action]:
    """The actions that a person reports on."""
    today = timezone.localdate()
    return actions_to_update(access_of(User.objects.get(email=email)), on=today)

"""Listed plans are made once for equal values: any change of what they are read from is seen."""

import datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.roles import Role
from buddy_portal.design.table_rows import table_rows
from buddy_portal.design.tables import Cell, Column, LastingRow, Row
from improvement_plans.models import (
    Action,
    ActionState,
    ChangeIdea,
    Claim,
    Contact,
    ExtensionRequest,
    Plan,
    PlanGuest,
)
from improvement_plans.presenters.overviews import overview_table
from improvement_plans.selectors import facts_of, overviews, plan_overviews
from improvement_plans.status import action_standing
from improvement_plans.tests.factories import make_action, make_contact, make_driver
from improvement_plans.tests.services.worlds import IN_WINDOW, make_world
from trusts.models import Scheme, Trust

EVERYTHING = Access(1, frozenset({Role.PROGRAMME_LEAD}))
DAY = datetime.timedelta(days=1)
CHANGES = {
    "title": lambda: Plan.objects.update(title="Another title"),
    "state": lambda: Plan.objects.update(state="extended"),
    "begins": lambda: Plan.objects.update(window_from=datetime.date(2015, 2, 3)),
    "ends": lambda: Plan.objects.update(window_to=datetime.date(2015, 8, 30)),
    "midpoint": lambda: Plan.objects.update(midpoint=IN_WINDOW + DAY),
    "closed": lambda: Plan.objects.update(closed_at=timezone.now()),
    "trust": lambda: Trust.objects.filter(ods_code="MEE").update(name="New mentee"),
    "mentor": lambda: Trust.objects.filter(ods_code="MOR").update(name="New mentor"),
    "scheme": lambda: Scheme.objects.update(name="New scheme"),
    "contact": lambda: Contact.objects.update(on=IN_WINDOW - DAY),
    "no contact": lambda: Contact.objects.all().delete(),
    "request": lambda: ExtensionRequest.objects.all().delete(),
    "partner": lambda: PlanGuest.objects.update(ends_on=IN_WINDOW - DAY),
    "evidence": lambda: ChangeIdea.objects.update(state="testing"),
    "words of an action": lambda: Action.objects.update(text="Other words"),
    "owner": lambda: Action.objects.update(owner=None),
    "start": lambda: Action.objects.update(starts_on=datetime.date(2015, 2, 3)),
    "due": lambda: Action.objects.update(due=IN_WINDOW - DAY),
    "state of an action": lambda: Action.objects.update(state=ActionState.BLOCKED),
    "since": lambda: Action.objects.update(state_since=datetime.date(2015, 2, 3)),
    "update": lambda: Action.objects.update(last_update_at=timezone.now()),
    "moved": lambda: Action.objects.update(due_changes=2),
    "claim": lambda: Action.objects.update(claim=Claim.AT_RISK),
    "no action": lambda: Action.objects.all().delete(),
}


def seen(on=IN_WINDOW):
    (found,) = plan_overviews(EVERYTHING, on=on)
    return found


@pytest.fixture
def world():
    found = make_world("active")
    make_contact(found.plan)
    make_driver(found.plan.aims.get())
    ExtensionRequest.objects.create(plan=found.plan, until=found.plan.window_to, reason="Late")
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_plan_is_made_anew_where_anything_it_is_read_from_has_changed(world, change):
    before = seen()
    assert seen() is before
    change()
    after = seen()
    assert after is not before
    assert (after.plan, after.actions, vars(after)) != (before.plan, before.actions, vars(before))


@pytest.mark.django_db
def test_plan_is_made_anew_on_another_day(world):
    assert seen(IN_WINDOW + DAY).on == IN_WINDOW + DAY
    assert seen().on == IN_WINDOW


@pytest.mark.django_db
def test_row_of_the_list_shows_the_change(world):
    def drawn():
        table = overview_table([seen()], [Column("")] * 8, [])
        return table_rows(table.rows, table.columns, lambda kind: kind.text)

    before = drawn()
    assert drawn() == before
    Action.objects.update(due=IN_WINDOW - 9 * DAY)
    assert "1 red" in drawn() != before


@pytest.mark.django_db
@given(data=st.data())
def test_listed_status_is_the_status_of_the_stored_action(data):
    days = st.dates(IN_WINDOW - 90 * DAY, IN_WINDOW + 90 * DAY)
    starts_on = data.draw(days)
    action = Action(
        pk=1,
        text='Give "every" patient the card\n<b>',
        starts_on=starts_on,
        due=data.draw(st.dates(starts_on, IN_WINDOW + 200 * DAY)),
        state=data.draw(st.sampled_from(ActionState)).value,
        state_since=data.draw(days),
        due_changes=data.draw(st.integers(0, 3)),
        claim=data.draw(st.sampled_from(["", *Claim.values])),
    )
    updated = data.draw(st.none() | days)
    told = [
        *(1, action.text, None, str(starts_on), str(action.due), action.state),
        *(str(action.state_since), str(updated) if updated else None),
        *(action.due_changes, action.claim),
    ]
    listed = overviews._listed(told, IN_WINDOW)
    facts = facts_of(action)._replace(last_update_on=updated)
    assert listed.status == action_standing(facts, on=IN_WINDOW)


@pytest.mark.django_db
def test_actions_come_by_their_day_with_the_london_day_of_their_update(world):
    late = datetime.datetime(2015, 4, 15, 23, 30, tzinfo=datetime.UTC)
    first = make_action(world.plan, due=IN_WINDOW, last_update_at=late, text='“A” \\ "b"')
    listed = [each.action for each in seen().actions]
    assert [each.pk for each in listed] == [first.pk, world.action.pk]
    assert (listed[0].last_update_on, listed[0].text) == (IN_WINDOW, '“A” \\ "b"')
    assert seen().last_update_on == IN_WINDOW


def test_lasting_row_is_drawn_as_any_other_and_once_for_columns_that_begin_alike():
    cells = ["Head & tail", Cell("<b>", href="/a?b&c", note="n"), ""]
    asked = []

    def draw(row, *columns):
        asked.append(row)
        return table_rows([row], columns, lambda kind: kind.text)

    columns = [Column("One"), Column("Two", numeric=True), Column("Three", sort_href="?a")]
    others = [Column("One"), Column("Other"), Column("Three")]
    lasting = LastingRow(cells)
    for each in (columns, others, columns):
        assert draw(lasting, *each) == draw(Row(cells), *each)
    assert len(lasting.drawn) == 2

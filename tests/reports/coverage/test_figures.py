"""Who is due, exempt, trained and left, group by group; and the ledger's order of calling."""

from datetime import date

import pytest

from lms.core.database import db, transaction
from lms.people.models import Term
from lms.reports import queries
from lms.reports.coverage.figures import Covered, Group, coverage
from lms.reports.coverage.ledger import ledger
from lms.reports.known import snapshot
from lms.study_sessions.states import Priority, State
from tests.factories import make_electing_body, make_kind, make_mandate, make_person, make_term
from tests.reports.cast import JULY, JUNE, LATER, enter, exempt, kind_of
from tests.study_sessions.making import make_study_session


@pytest.fixture
def term(database):
    return make_term()


@pytest.fixture
def body(term):
    return make_electing_body(term)


def question(term, **given):
    asked = {"as_at": JUNE, "known_at": JULY} | given
    return queries.question(congress_id=term.congress_id, now=LATER, **asked)


def found(term, **given):
    with snapshot() as session:
        return coverage(session, question(term, **given))


def lines(term, body, **given):
    with snapshot() as session:
        return ledger(session, question(term, **given), body).lines


def deputy(body, name="", **given):
    values = {"is_newly_elected": False, "is_grassroots": False} | given
    return make_mandate(body, make_person(name=name) if name else None, **values)


def test_each_group_has_its_own_figures(term, body):
    enter(deputy(body, is_newly_elected=True, is_grassroots=True), kind_of(term.congress))
    deputy(body, is_newly_elected=True, is_grassroots=True)
    deputy(body, is_newly_elected=True)
    exempt(deputy(body, is_grassroots=True))
    total = found(term).total
    assert total == {
        Group.NEW_GRASSROOTS: Covered(2, 2, 1),
        Group.NEW: Covered(3, 3, 1),
        Group.GRASSROOTS: Covered(3, 2, 1),
        Group.EVERYBODY: Covered(4, 3, 1),
    }
    assert (total[Group.EVERYBODY].exempt, total[Group.EVERYBODY].left) == (1, 2)


def test_units_stand_in_official_order_and_add_up(term):
    second, first = (make_electing_body(term, official_order=order) for order in (902, 901))
    deputy(first)
    enter(deputy(second), kind_of(term.congress))
    answer = found(term)
    assert [unit.id for unit, _figures in answer.units] == [first.id, second.id]
    assert sum((groups[Group.EVERYBODY] for _unit, groups in answer.units), Covered()) == answer.total[Group.EVERYBODY]


def test_figures_of_a_past_day_do_not_change_with_what_is_entered_later(term, body):
    late = deputy(body)
    before = found(term).total
    enter(late, kind_of(term.congress), recorded_at=LATER)
    assert found(term).total == before
    assert found(term, known_at=LATER).total[Group.EVERYBODY].trained == 1


def test_the_pace_counts_first_times_of_the_last_year_alone(term, body):
    with transaction() as session:
        session.get_one(Term, term.id).ends_on = date(2027, 6, 30)
    kind = kind_of(term.congress)
    again, new = deputy(body), deputy(body)
    for day in (date(2024, 5, 1), date(2026, 5, 1)):
        enter(again, kind, occurred_on=day)
    enter(new, kind, occurred_on=date(2026, 5, 1))
    for _ in range(3):
        deputy(body)
    assert found(term).outlook.expected == 3


def planned(term, day, state):
    reason = "场地维修" if state is State.CALLED_OFF else None
    make_study_session(
        term, arrival_on=day, starts_on=day, ends_on=day, state=state, places=100, called_off_reason=reason
    )


def test_planned_are_study_sessions_to_come_that_were_not_called_off(term, body):
    for day, state in ((1, State.DRAFT), (2, State.RECOMMENDING), (3, State.CALLED_OFF)):
        planned(term, date(2026, 9, day), state)
    planned(term, date(2026, 3, 1), State.LIST_CONFIRMED)
    coming = found(term).planned
    assert (coming.sessions, coming.places) == (2, 200)


def test_the_ledger_calls_the_newly_elected_from_the_grassroots_first_and_the_exempt_last(term, body):
    kind = kind_of(term.congress)
    exempt(deputy(body, "免", is_newly_elected=True, is_grassroots=True))
    enter(deputy(body, "近"), kind, occurred_on=date(2026, 5, 1))
    enter(deputy(body, "远"), kind, occurred_on=date(2024, 5, 1))
    deputy(body, "他")
    deputy(body, "新", is_newly_elected=True)
    deputy(body, "基", is_newly_elected=True, is_grassroots=True)
    called = lines(term, body)
    assert "".join(line.deputy.name for line in called) == "基新他远近免"
    assert [line.priority for line in called[:5]] == [
        Priority.NEW_GRASSROOTS,
        Priority.NEW,
        Priority.NOT_YET_TRAINED,
        Priority.TRAINED,
        Priority.TRAINED,
    ]


def test_the_ledger_names_study_from_every_source_also_what_does_not_count(term, body):
    elsewhere = make_kind(term.congress)
    one = deputy(body)
    enter(one, kind_of(term.congress))
    for day in (1, 2):
        enter(one, elsewhere, occurred_on=date(2026, 4, day))
    [line] = lines(term, body)
    assert {kind.code: times for kind, times in line.times.items()} == {
        "study_session_completion": 1,
        elsewhere.code: 2,
    }
    assert line.trained_on == date(2026, 3, 31)
    db.session.remove()

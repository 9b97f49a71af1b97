"""Unit by study session: whose places are taken, and where deputies wait."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from lms.core.database import db
from lms.study_sessions.operations.recommendation import recommend
from lms.study_sessions.operations.reserves import reserve
from lms.study_sessions.states import State
from lms.study_sessions.year_places import Cell, year_places
from tests.factories import NOW, make_term
from tests.study_sessions.making import liaison, make_quota, make_study_session, make_unit, organizer
from tests.support.statements import noted_statements

if TYPE_CHECKING:
    from lms.people.models import Mandate, Term

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def term() -> Term:
    return make_term()


@pytest.fixture
def scene(term: Term) -> list[Mandate]:
    """A unit with one place, whose second deputy waits; another with two places and nobody; a common pool of one."""
    study_session = make_study_session(term)
    deputies = make_unit(term, study_session, places=1, deputies=2)
    make_unit(term, study_session, places=2, deputies=0)
    make_quota(study_session, None, 1)
    by = {"actor": organizer(term.congress_id), "now": NOW}
    id_ = study_session.id
    recommend(id_, deputies[0].id, **by)
    reserve(id_, deputies[1].id, **by)
    return deputies


def cells(term: Term, actor: object = None) -> list[list[Cell]]:
    db.session.rollback()
    found = year_places(actor or organizer(term.congress_id), 2026)
    return [list(unit.cells.values()) for unit in found.units]


def test_each_unit_shows_what_is_taken_and_who_waits(term: Term, scene: list[Mandate]) -> None:
    found = year_places(organizer(term.congress_id), 2026)
    (study_session,) = found.sessions
    assert cells(term) == [[Cell(1, 1, 1)], [Cell(2, 0, 0)]]
    assert found.common == {study_session.id: Cell(1, 0, 0)}
    assert found.totals == {study_session.id: Cell(10, 1, 1)}


def test_a_liaison_sees_the_own_unit_alone(term: Term, scene: list[Mandate]) -> None:
    found = year_places(liaison(scene[0].electing_body), 2026)
    assert [unit.body.id for unit in found.units] == [scene[0].electing_body_id]
    assert list(found.totals.values()) == [Cell(1, 1, 1)]
    assert not found.has_common


def test_a_draft_is_the_organizers_alone_and_what_is_called_off_nobodys(term: Term, scene: list[Mandate]) -> None:
    make_quota(make_study_session(term, title="草稿", state=State.DRAFT), scene[0].electing_body, 5)
    make_study_session(term, title="不再举办", state=State.CALLED_OFF, called_off_reason="疫情")
    titles = [each.title for each in year_places(organizer(term.congress_id), 2026).sessions]
    assert titles == ["第1期专题学习班", "草稿"]
    assert len(year_places(liaison(scene[0].electing_body), 2026).sessions) == 1


def test_units_that_draw_on_the_total_have_no_places_of_their_own(term: Term) -> None:
    make_unit(term, make_study_session(term), places=None, deputies=0)
    assert cells(term) == [[Cell(None, 0, 0)]]
    assert Cell(None, 3, 0).left == 0


def test_columns_run_by_date_and_other_years_stay_out(term: Term) -> None:
    for number, month in ((2, 9), (1, 5)):
        day = date(2026, month, 1)
        make_study_session(term, number=number, arrival_on=day, starts_on=day, ends_on=day)
    make_study_session(term, number=1, year=2025)
    assert [each.number for each in year_places(organizer(term.congress_id), 2026).sessions] == [1, 2]


def test_the_table_takes_three_statements_however_large(term: Term, scene: list[Mandate]) -> None:
    actor = organizer(term.congress_id)
    db.session.remove()
    with noted_statements() as noted:
        year_places(actor, 2026)
    assert len(noted) == 3

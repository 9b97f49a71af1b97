"""Today's figures are those of the page of coverage, counted in another way."""

from datetime import date

import pytest

from lms.core.database import db
from lms.reports import queries
from lms.reports.coverage.figures import Group, coverage
from lms.reports.coverage.now import standing
from lms.reports.known import snapshot
from lms.study_sessions.states import State
from tests.factories import make_electing_body, make_term
from tests.reports.cast import JULY, JUNE, LATER, enter, exempt, kind_of, lay_out
from tests.reports.coverage.test_figures import deputy
from tests.study_sessions.making import make_study_session
from tests.support.statements import noted_statements


@pytest.fixture
def term(database):
    return make_term()


def both(term, *, today=JUNE):
    """What the page says and what is counted today."""
    question = queries.question(congress_id=term.congress_id, as_at=today, known_at=LATER, now=LATER)
    with snapshot() as session:
        said = coverage(session, question)
    return said, standing(db.session(), term.congress_id, today=today)


def test_every_group_of_every_body_and_the_outlook_agree(term):
    first, second = make_electing_body(term), make_electing_body(term)
    trained = deputy(first, is_newly_elected=True, is_grassroots=True)
    enter(trained, kind_of(term.congress))
    enter(trained, kind_of(term.congress), occurred_on=date(2025, 3, 31))
    enter(deputy(first, is_newly_elected=True), kind_of(term.congress))
    deputy(first, is_newly_elected=True, is_grassroots=True)
    exempt(deputy(second, is_grassroots=True))
    make_study_session(term, places=20, state=State.DRAFT, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 2))
    said, now = both(term)
    assert now.total == said.total
    assert now.total[Group.EVERYBODY].left == 1
    assert [now.of(body.id) for body, _ in said.units] == [groups for _, groups in said.units]
    assert (now.planned, now.outlook) == (said.planned, said.outlook)


def test_an_exemption_that_was_ended_counts_no_more(term):
    mandate = deputy(make_electing_body(term))
    exempt(mandate)
    exempt(mandate, is_exempt=False, recorded_at=JULY)
    said, now = both(term)
    assert now.total == said.total
    assert now.total[Group.EVERYBODY].due == 1


def test_a_laid_out_congress_agrees_too(database):
    term = lay_out(deputies=60).term
    said, now = both(term)
    assert now.total == said.total
    assert now.outlook == said.outlook


def test_a_day_outside_every_term_has_no_figures(term):
    assert standing(db.session(), term.congress_id, today=date(1999, 1, 1)) is None


def test_figures_of_the_day_take_two_statements(term):
    deputy(make_electing_body(term))
    congress_id = term.congress_id
    db.session.remove()
    with noted_statements() as noted:
        standing(db.session(), congress_id, today=JUNE)
    assert len(noted) == 2

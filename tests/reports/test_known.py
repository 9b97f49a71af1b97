"""The law of the two times (ADR 0008), rule by rule."""

from datetime import date

import pytest

from lms.people.models import ChangeKind, Ground
from lms.people.office import in_office
from lms.reports import known, queries
from lms.reports.known import snapshot
from tests.factories import make_change, make_congress, make_electing_body, make_mandate, make_person, make_term
from tests.reports.cast import JULY, JUNE, LATER, enter, exempt, kind_of, report_of, utc

MAY = date(2026, 5, 20)
AFTER_JULY = utc(date(2026, 7, 15))


@pytest.fixture
def term(database):
    return make_term()


@pytest.fixture
def body(term):
    return make_electing_body(term)


@pytest.fixture
def figures(term):
    """The sums of all units."""

    def sums(**given):
        with snapshot() as session:
            counts = [unit.counts for unit in report_of(term, session=session, **given).units()]
        return {key: sum(each[key] for each in counts) for key in ("in_office", "due", "trained", "in_office_new")}

    return sums


def resign(mandate, **given):
    return make_change(mandate, kind=ChangeKind.ENDED, ground=Ground.RESIGNED, **given)


def test_a_resignation_entered_in_july_changes_a_new_report_as_at_june_but_not_the_one_known_before(body, figures):
    mandate = make_mandate(body)
    before = figures(known_at=JULY)
    resign(mandate, effective_on=MAY, recorded_at=AFTER_JULY)
    assert figures(known_at=JULY) == before
    assert before["in_office"] == 1
    assert figures(known_at=LATER)["in_office"] == 0
    assert figures(as_at=date(2026, 5, 19), known_at=LATER)["in_office"] == 1


def test_the_day_itself_is_included(body, figures):
    resign(make_mandate(body), effective_on=JUNE)
    assert figures()["in_office"] == 0


def test_the_suspended_are_not_in_office_until_they_resume(body, figures):
    mandate = make_mandate(body)
    make_change(mandate, kind=ChangeKind.SUSPENDED, ground=Ground.DETAINED, effective_on=date(2026, 1, 10))
    assert figures()["in_office"] == 0
    make_change(mandate, kind=ChangeKind.RESUMED, effective_on=date(2026, 6, 1))
    assert figures()["in_office"] == 1


def test_who_is_in_office_is_who_the_rest_of_the_house_says(term, body, figures):
    mandates = [make_mandate(body) for _ in range(5)]
    resign(mandates[0], effective_on=MAY)
    make_change(mandates[1], kind=ChangeKind.SUSPENDED, ground=Ground.DETAINED, effective_on=MAY)
    make_change(mandates[1], kind=ChangeKind.RESUMED, effective_on=date(2026, 7, 2))
    resign(mandates[2], effective_on=MAY, recorded_at=AFTER_JULY)
    with snapshot() as session:
        asked = queries.question(congress_id=term.congress_id, as_at=JUNE, known_at=JULY, now=LATER)
        found = {each.mandate_id for each in known.standing(session, asked)}
        assert found == set(session.scalars(in_office(JUNE, known_at=JULY, congress_id=term.congress_id)))
    assert found == {each.id for each in mandates[2:]}


def test_attributes_are_those_that_were_known(term, body):
    other = make_electing_body(term)
    mandate = make_mandate(body, is_newly_elected=True)
    moved = {"electing_body_id": other.id, "is_newly_elected": False}
    make_change(mandate, kind=ChangeKind.CHANGED, effective_on=MAY, recorded_at=AFTER_JULY, values=moved)

    def units(known_at):
        with snapshot() as session:
            return [
                (unit.counts["in_office"], unit.counts["in_office_new"])
                for unit in report_of(term, session=session, known_at=known_at).units()
            ]

    assert units(JULY) == [(1, 1), (0, 0)]
    assert units(LATER) == [(0, 0), (1, 0)]


def test_an_entry_counts_if_it_occurred_by_the_day_and_was_recorded_by_the_instant(term, body, figures):
    kind = kind_of(term.congress)
    late, early, after = (make_mandate(body) for _ in range(3))
    enter(early, kind, occurred_on=JUNE)
    enter(late, kind, occurred_on=MAY, recorded_at=AFTER_JULY)
    enter(after, kind, occurred_on=date(2026, 7, 1))
    assert figures()["trained"] == 1
    assert figures(known_at=LATER)["trained"] == 2


def test_a_superseded_entry_is_out_only_once_what_supersedes_it_was_recorded(term, body, figures):
    kind, mandate = kind_of(term.congress), make_mandate(body)
    wrong = enter(mandate, kind, occurred_on=MAY)
    enter(mandate, kind, occurred_on=date(2026, 7, 3), recorded_at=AFTER_JULY, supersedes_id=wrong.id)
    assert figures(known_at=JULY)["trained"] == 1
    assert figures(known_at=LATER)["trained"] == 0
    assert figures(known_at=LATER, as_at=date(2026, 7, 3))["trained"] == 1


def test_of_a_chain_of_corrections_only_the_last_known_counts_once(term, body):
    kind, mandate = kind_of(term.congress), make_mandate(body)
    first = enter(mandate, kind, occurred_on=date(2026, 3, 1))
    second = enter(mandate, kind, occurred_on=date(2026, 3, 2), supersedes_id=first.id)
    enter(mandate, kind, occurred_on=date(2026, 3, 3), recorded_at=AFTER_JULY, supersedes_id=second.id)

    def days(known_at):
        with snapshot() as session:
            (deputy,) = report_of(term, session=session, known_at=known_at).deputies()
            return deputy.study.completed[kind.id]

    assert days(JULY) == [date(2026, 3, 2)]
    assert days(LATER) == [date(2026, 3, 3)]


def test_the_exempt_are_in_office_but_neither_due_nor_trained(term, body, figures):
    mandate = make_mandate(body)
    enter(mandate, kind_of(term.congress))
    exempt(mandate)
    assert figures() == {"in_office": 1, "due": 0, "trained": 0, "in_office_new": 1}


def test_an_exemption_that_ended_is_none(body, figures):
    mandate = make_mandate(body)
    exempt(mandate)
    exempt(mandate, is_exempt=False, effective_on=date(2026, 2, 1), recorded_at=utc(date(2026, 2, 1)))
    assert figures()["due"] == 1
    assert figures(as_at=date(2026, 1, 31))["due"] == 0


def test_only_kinds_that_count_make_a_deputy_trained(term, body, figures):
    mandate = make_mandate(body)
    enter(mandate, kind_of(term.congress, "course_completion"))
    assert figures()["trained"] == 0


def test_another_congress_and_another_term_are_not_seen(term, body, figures):
    make_mandate(body)
    person = make_person()
    make_mandate(make_electing_body(make_term(make_congress())), person)
    last_term = make_term(term.congress, number=13, starts_on=date(2018, 3, 5), ends_on=date(2023, 3, 4))
    make_mandate(make_electing_body(last_term), person)
    assert figures()["in_office"] == 1


def test_a_mandate_is_unknown_until_its_election_is_recorded(term, body, figures):
    mandate = make_mandate(body, from_on=date(2026, 7, 12))
    make_change(mandate, kind=ChangeKind.RESUMED, effective_on=MAY, recorded_at=utc(MAY))
    assert figures()["in_office"] == 0


def test_the_reader_sees_only_bodies_that_were_granted(term, body, figures):
    make_mandate(body)
    make_mandate(make_electing_body(term))
    assert figures(bodies=frozenset({body.id}))["in_office"] == 1
    assert figures(bodies=frozenset())["in_office"] == 0


def test_a_day_outside_every_term_and_an_instant_to_come_are_refused(term):
    with snapshot() as session:
        with pytest.raises(queries.NoTermThatDay):
            report_of(term, session=session, as_at=date(2022, 1, 1))
        with pytest.raises(queries.NotYetKnown):
            queries.question(congress_id=term.congress_id, as_at=JUNE, known_at=LATER, now=JULY)

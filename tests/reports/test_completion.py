from datetime import date

import pytest

from lms.people.names.sort_keys import sort_key
from lms.reports.known import snapshot
from tests.factories import make_electing_body, make_kind, make_mandate, make_person, make_term
from tests.reports.cast import JULY, LATER, enter, exempt, kind_of, lay_out, report_of


@pytest.fixture
def term(database):
    return make_term()


def listed(term, **given):
    with snapshot() as session:
        return list(report_of(term, session=session, **given).deputies())


def named(body, *names):
    for name in names:
        make_mandate(body, make_person(name=name, sort_key=sort_key(name)))


def test_deputies_stand_by_unit_in_official_order_and_inside_by_strokes(term):
    second = make_electing_body(term, official_order=902)
    first = make_electing_body(term, official_order=901)
    named(second, "李一", "杨一")
    named(first, "尹一", "方一", "文一", "毛一", "王一")
    assert "".join(deputy.name[0] for deputy in listed(term)) == "王毛文方尹李杨"


def test_a_manual_number_comes_before_strokes(term):
    body = make_electing_body(term)
    named(body, "王一")
    make_mandate(body, make_person(name="尹一", sort_key=sort_key("尹一")), manual_order=1)
    assert [deputy.name for deputy in listed(term)] == ["尹一", "王一"]


def test_units_without_a_deputy_are_there_with_noughts(term):
    make_electing_body(term)
    with snapshot() as session:
        (unit,) = report_of(term, session=session).units()
    assert unit.counts["in_office"] == 0


def test_people_and_times_are_counted_apart_and_only_of_those_in_office(term):
    body, kind = make_electing_body(term), kind_of(term.congress)
    mandate = make_mandate(body)
    for day in (1, 2, 3):
        enter(mandate, kind, occurred_on=date(2026, 4, day))
    make_mandate(body)
    with snapshot() as session:
        (unit,) = report_of(term, session=session).units()
    assert (unit.counts[f"people_{kind.id}"], unit.counts[f"times_{kind.id}"]) == (1, 3)


def test_the_breakdown_counts_the_newly_elected_and_the_grassroots(term):
    body = make_electing_body(term)
    enter(make_mandate(body, is_newly_elected=True, is_grassroots=False), kind_of(term.congress))
    exempt(make_mandate(body, is_newly_elected=False, is_grassroots=True))
    with snapshot() as session:
        (unit,) = report_of(term, session=session).units()
    keys = ("in_office_new", "in_office_grassroots", "due_new", "due_grassroots", "trained_new", "trained_grassroots")
    assert [unit.counts[key] for key in keys] == [1, 1, 1, 0, 1, 0]


def test_a_kind_has_columns_once_it_counts_or_somebody_did_it(term):
    mandate = make_mandate(make_electing_body(term))
    counts, unused, done = (make_kind(term.congress, counts_as_trained=rule) for rule in (True, False, False))
    enter(mandate, done, recorded_at=LATER)
    shown = {}
    for known_at in (JULY, LATER):
        with snapshot() as session:
            shown[known_at] = {kind.id for kind in report_of(term, session=session, known_at=known_at).kinds}
    assert counts.id in shown[JULY]
    assert done.id in shown[LATER] - shown[JULY]
    assert unused.id not in shown[JULY] | shown[LATER]


def test_the_walk_by_chunks_loses_and_doubles_nobody(database, monkeypatch):
    monkeypatch.setattr("lms.reports.completion.CHUNK", 7)
    laid = lay_out(deputies=100)
    told = []
    with snapshot() as session:
        report = report_of(laid.term, session=session)
        cards = [deputy.card_number for deputy in report.deputies(told.append)]
    assert sorted(cards) == [f"{number:06d}" for number in range(1, 101)]
    assert told[-1] == 100

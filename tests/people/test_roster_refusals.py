"""Every row that a roster can not bring in, and what becomes of its file."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from lms.core.database import db
from lms.core.permissions import Role
from lms.people.models import (
    Composition,
    ImportState,
    MandateStatus,
    RosterImport,
)
from lms.people.roster import operations, refusals
from lms.people.roster.generator import faulty_rows
from lms.people.roster.jobs import let_go_nightly
from lms.people.roster.operations import Choice
from lms.people.roster.reading import read_roster
from lms.people.roster.rejects import rejects_workbook
from tests.factories import NOW, TERM_STARTS, make_mandate
from tests.people import rosters
from tests.people.rosters import TODAY, book, document, make_house, mandates, planned, row, taken_in
from tests.support.accounts import make_staff

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def house():
    return make_house()


def test_every_kind_of_bad_row_meets_the_refusal_that_names_it(house):
    good = [row(employer="甲单位", employer_address="甲路1号")]
    faults = faulty_rows(good)
    plan = planned(house, *good, *(each for _name, each in faults))
    assert [each.row.number for each in plan.bad] == list(range(3, 3 + len(faults)))
    assert [type(each.problems[0].refusal).__name__ for each in plan.bad] == [name for name, _row in faults]
    assert plan.counts["added"] == 1


def test_a_row_tells_all_that_is_wrong_with_it(house):
    plan = planned(house, row(name=None, phone="1.39E+10", born_on="1970-02-30"))
    assert rosters.refusals(plan) == ["Missing", "ImpossibleDate", "PhoneRuined"]


def test_numbers_that_belong_to_others_are_refused(house):
    taken_in(house, row("1", document_number=document(1), phone="13912345678"), row("2", name="李芳"))
    stranger = make_house()
    taken_in(stranger, row("9", document_number=document(9), phone="13999999999"))
    assert rosters.refusals(planned(house, row("2", phone="13912345678"))) == ["PhoneOfAnother"]
    assert rosters.refusals(planned(house, row("2", document_number=document(1)))) == ["DocumentOfAnother"]
    assert rosters.refusals(planned(house, row("2", phone="13999999999"))) == ["PhoneOfAnother"]
    assert rosters.refusals(planned(house, row("3", document_number=document(1)))) == ["OtherCardNumber"]
    assert rosters.refusals(planned(house, row("3", phone="13999999999"))) == ["PhoneOfAnother"]


def test_an_announced_start_is_not_changed_by_a_roster(house):
    taken_in(house, row(from_on="2024-05-01"))
    assert rosters.refusals(planned(house, row(from_on="2024-06-01"))) == ["StartDiffers"]
    assert planned(house, row(from_on="2024-05-01")).counts["same"] == 1


def test_an_ended_mandate_is_left_alone(house):
    make_mandate(
        house.beijing,
        card_number="140001",
        status=MandateStatus.ENDED,
        until_on=date(2025, 1, 1),
        composition=Composition.WORKER,
    )
    plan = planned(house, row("140001", name="李芳"))
    assert rosters.refusals(plan) == ["MandateOver"]


def test_by_choice_one_bad_row_keeps_everything_out(house):
    with pytest.raises(refusals.HasBadRows):
        taken_in(house, row("1"), row("2", phone="1"), choice=Choice.ALL_OR_NONE)
    assert mandates() == []
    taken_in(house, row("1"), row("2", phone="1"))
    assert [each.card_number for each in mandates()] == ["1"]


def test_bad_rows_come_back_as_they_came_and_can_be_handed_in_again(house):
    plan = planned(house, row("1"), row("2", phone=1.39e10, post="=1+1"), row("3", born_on="1970-02-30"))
    returned = read_roster(rejects_workbook(plan, created=NOW))
    assert [each.cells for each in returned.rows] == [bad.row.cells for bad in plan.bad]


def test_changes_can_not_hold_from_a_day_to_come_or_before_the_term(house):
    with pytest.raises(refusals.NotInFuture):
        taken_in(house, row(), effective_on=TODAY + timedelta(days=1))
    with pytest.raises(refusals.BeforeTerm, match="2023-03-05"):
        taken_in(house, row(), effective_on=TERM_STARTS - timedelta(days=1))


@pytest.mark.usefixtures("app")
def test_an_uploaded_file_is_kept_sealed_until_it_is_decided(house):
    admin = actor(house)
    run = operations.upload(book(row(name="王秘密")), "名册.xlsx", term=house.term, actor=admin, now=NOW)
    from lms.core import blobs

    assert "王秘密".encode() not in blobs.read_blob(run.file_sha256)
    assert mandates() == []
    plan = operations.apply(run.id, Choice.VALID_ROWS, effective_on=TODAY, actor=admin, now=NOW)
    assert plan.counts["added"] == 1
    done = db.session.get_one(RosterImport, run.id, populate_existing=True)
    assert (done.state, done.file_sha256) == (ImportState.APPLIED, None)
    with pytest.raises(refusals.ImportDone):
        operations.apply(run.id, Choice.VALID_ROWS, effective_on=TODAY, actor=admin, now=NOW)
    with pytest.raises(refusals.ImportDone):
        operations.put_away(run.id, actor=admin, now=NOW)


@pytest.mark.usefixtures("app")
def test_a_file_that_nobody_decides_on_is_let_go_after_a_week(house):
    run = operations.upload(book(row()), "名册.xlsx", term=house.term, actor=actor(house), now=NOW)
    assert operations.put_away_undecided(before=NOW, now=NOW) == 0
    week = NOW + timedelta(days=7, seconds=1)
    let_go_nightly(SimpleNamespace(now=week))
    gone = db.session.get_one(RosterImport, run.id, populate_existing=True)
    assert (gone.state, gone.file_sha256) == (ImportState.DISCARDED, None)


def test_progress_is_told_up_to_the_last_row(house):
    told: list[tuple[int, int]] = []
    taken_in(
        house,
        *(row(str(number), name="王" + "一丁七"[number % 3]) for number in range(1, 251)),
        progress=lambda *at: told.append(at),
    )
    assert told == [(200, 250), (250, 250)]


def test_statements_do_not_grow_with_the_rows(house):
    from sqlalchemy import event

    count = []
    event.listen(db.engine, "before_cursor_execute", lambda *_args: count.append(1))
    taken_in(house, *(row(str(number)) for number in range(1, 21)))
    few, _cleared = len(count), count.clear()
    taken_in(house, *(row(str(number)) for number in range(101, 301)))
    assert len(count) <= few + 2


def actor(house):
    from tests.support.accounts import actor_of

    account = make_staff(Role.BUSINESS_ADMIN, body=house.beijing)
    return actor_of(account, Role.BUSINESS_ADMIN, congress_id=house.term.congress_id)

"""Entries by Excel: checked without a write, entered once and in one transaction, bad rows back with reasons."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Role
from lms.documents.intake.book import write_book
from lms.documents.intake.reading import read_sheet
from lms.documents.intake.refusals import HeaderRefused, NotAWorkbook
from lms.people.models import ChangeKind, Congress, Ground
from lms.people.office import OfficeBook, in_office
from lms.records.models import EntryPayload, RecordEntry, Source
from lms.records.workbooks import operations
from lms.records.workbooks.columns import LAYOUT, Field
from lms.records.workbooks.models import EntryWorkbook, WorkbookState
from lms.records.workbooks.operations import Choice
from lms.records.workbooks.recorders import hands_of_workbooks
from lms.records.workbooks.refusals import DecidedAlready, HasBadRows
from tests.factories import NOW, make_change, make_kind, make_mandate
from tests.people.test_roster_files import sheet
from tests.records.ways import Unit, make_unit
from tests.support.accounts import actor_of, make_staff

if TYPE_CHECKING:
    from lms.core.permissions import Actor
    from lms.people.models import Mandate
    from lms.records.workbooks.plan import Plan

pytestmark = pytest.mark.usefixtures("database")

TODAY = NOW.date()
DAY = date(2026, 3, 10)


@pytest.fixture
def unit(database: object) -> Unit:
    return make_unit()


@pytest.fixture
def admin(unit: Unit) -> Actor:
    congress = db.session.get_one(Congress, unit.body.congress_id)
    account = make_staff(Role.BUSINESS_ADMIN, congress)
    return actor_of(account, Role.BUSINESS_ADMIN, congress_id=congress.id)


def row(mandate: Mandate, **given: Any) -> dict[Field, Any]:
    """A good row; None takes a cell away."""
    cells = {
        Field.CARD_NUMBER: mandate.card_number,
        Field.NAME: mandate.person.name,
        Field.KIND: "视察",
        Field.OCCURRED_ON: DAY,
        Field.TITLE: "视察养老服务",
        **{Field(key): cell for key, cell in given.items()},
    }
    return {key: cell for key, cell in cells.items() if cell is not None}


def book(*rows: dict[Field, Any]) -> bytes:
    target = BytesIO()
    write_book(target, LAYOUT, {Field.KIND: ["视察"]}, created=NOW, rows=rows)
    return target.getvalue()


def handed_in(actor: Actor, *rows: dict[Field, Any]) -> EntryWorkbook:
    return operations.hand_in(book(*rows), "entries.xlsx", actor=actor, now=NOW)


def entered(actor: Actor, *rows: dict[Field, Any], choice: Choice = Choice.GOOD_ROWS) -> Plan:
    return operations.enter(handed_in(actor, *rows).public_id, choice, actor=actor, now=NOW)


def reasons(plan: Plan) -> list[str]:
    return [type(problem.refusal).__name__ for bad in plan.bad for problem in bad.problems]


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(RecordEntry)) or 0


def test_a_check_writes_no_entry(unit: Unit, admin: Actor) -> None:
    assert handed_in(admin, row(unit.deputies[0])).counts == {"rows": 1, "new": 1, "same": 0, "bad": 0}
    assert count() == 0


def test_what_is_entered_comes_from_a_workbook_and_says_what_the_row_said(unit: Unit, admin: Actor) -> None:
    entered(admin, row(unit.deputies[0], details="两处"))
    entry = db.session.scalars(select(RecordEntry)).one()
    assert (entry.source, entry.occurred_on, entry.mandate_id) == (Source.EXCEL, DAY, unit.deputies[0].id)
    content = db.session.get_one(EntryPayload, entry.id).content
    assert json.loads(content) == {"title": "视察养老服务", "details": "两处"}
    assert "养老" not in entry.canonical.decode()


def test_the_same_file_again_enters_nothing(unit: Unit, admin: Actor) -> None:
    rows = [row(each) for each in unit.deputies]
    entered(admin, *rows)
    assert entered(admin, *rows).counts == {"rows": 2, "new": 0, "same": 2, "bad": 0}
    assert count() == 2


def test_a_workbook_is_entered_once(unit: Unit, admin: Actor) -> None:
    public_id = handed_in(admin, row(unit.deputies[0])).public_id
    operations.enter(public_id, Choice.GOOD_ROWS, actor=admin, now=NOW)
    with pytest.raises(DecidedAlready):
        operations.enter(public_id, Choice.GOOD_ROWS, actor=admin, now=NOW)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"card_number": "000000"}, "UnknownDeputy"),
        ({"name": "别人"}, "OtherName"),
        ({"kind": "散步"}, "UnknownKind"),
        ({"occurred_on": "2026-02-30"}, "ImpossibleDate"),
        ({"occurred_on": TODAY + timedelta(days=1)}, "DayToCome"),
        ({"occurred_on": date(2023, 3, 4)}, "OutOfOffice"),
        ({"title": None}, "Missing"),
        ({"title": "题" * 121}, "TooLong"),
        ({"title": "#REF!"}, "CellError"),
    ],
)
def test_a_bad_row_says_what_is_wrong_with_it(unit: Unit, admin: Actor, given: dict[str, Any], reason: str) -> None:
    plan = entered(admin, row(unit.deputies[0], **given), row(unit.deputies[1]))
    assert (reasons(plan), count()) == ([reason], 1)


def test_a_kind_that_is_not_open_to_workbooks_is_unknown(unit: Unit, admin: Actor) -> None:
    make_kind(unit.body.congress_id, code="closed", name="关闭", sources=frozenset({Source.UNIT}))
    assert reasons(entered(admin, row(unit.deputies[0], kind="关闭"))) == ["UnknownKind"]


def test_the_same_row_twice_in_a_file_is_refused_both_times(unit: Unit, admin: Actor) -> None:
    same = row(unit.deputies[0])
    plan = entered(admin, same, same)
    assert (reasons(plan), [bad.row.number for bad in plan.bad], count()) == (["TwiceInFile"] * 2, [2, 3], 0)


def test_all_or_none_enters_nothing_if_a_row_is_bad(unit: Unit, admin: Actor) -> None:
    rows = [row(unit.deputies[0]), row(unit.deputies[1], kind="散步")]
    with pytest.raises(HasBadRows):
        entered(admin, *rows, choice=Choice.ALL_OR_NONE)
    assert count() == 0


def test_the_bad_rows_come_back_with_reasons_and_can_be_handed_in_again(unit: Unit, admin: Actor) -> None:
    workbook = handed_in(admin, row(unit.deputies[0], kind="散步"), row(unit.deputies[1]))
    back = operations.bad_rows(db.session(), workbook, actor=admin, now=NOW)
    (again,) = read_sheet(back, LAYOUT).rows
    assert again.cells[Field.KIND] == "散步"
    assert "散步".encode() not in back  # It is a packed workbook, not text.


def test_a_liaison_enters_for_the_own_unit_alone_and_sees_the_own_workbooks_alone(unit: Unit, admin: Actor) -> None:
    make_mandate(unit.body)
    stranger = make_unit(make_mandate().electing_body, code="other").deputies[0]
    plan = entered(unit.liaison, row(unit.deputies[0]), row(stranger))
    assert (reasons(plan), len(plan.new)) == (["UnknownDeputy"], 1)
    of_admin = handed_in(admin, row(unit.deputies[1])).public_id
    with pytest.raises(NotFound):
        operations.enter(of_admin, Choice.GOOD_ROWS, actor=unit.liaison, now=NOW)


def test_who_enters_for_nobody_hands_nothing_in(unit: Unit) -> None:
    congress = db.session.get_one(Congress, unit.body.congress_id)
    evaluation = actor_of(make_staff(Role.EVALUATION_OFFICE, congress), Role.EVALUATION_OFFICE, congress_id=congress.id)
    with pytest.raises(NotFound):
        handed_in(evaluation, row(unit.deputies[0]))


def test_files_that_are_no_such_workbook_are_refused(unit: Unit, admin: Actor) -> None:
    with pytest.raises(NotAWorkbook):
        operations.hand_in(b"PK\x03\x04 no", "x.xlsx", actor=admin, now=NOW)
    with pytest.raises(HeaderRefused):
        operations.hand_in(sheet(["姓名", "星座"], ["王伟", "狮子"]), "x.xlsx", actor=admin, now=NOW)


def test_a_formula_is_text_or_the_value_it_had_and_never_runs_again(unit: Unit, admin: Actor) -> None:
    entered(admin, row(unit.deputies[0], title='=HYPERLINK("http://x","y")'))
    content = db.session.scalars(select(EntryPayload.content)).one()
    assert json.loads(content)["title"].startswith("=HYPERLINK")


def test_the_file_is_let_go_once_it_is_decided_and_by_itself_if_it_never_is(unit: Unit, admin: Actor) -> None:
    handed_in(admin, row(unit.deputies[0]))
    entered(admin, row(unit.deputies[1]))
    assert operations.put_away_undecided(before=NOW, now=NOW) == 0
    assert operations.put_away_undecided(before=NOW + timedelta(seconds=1), now=NOW) == 1
    kept = db.session.scalars(select(EntryWorkbook).order_by(EntryWorkbook.id)).all()
    assert [(each.state, each.file_sha256) for each in kept] == [
        (WorkbookState.PUT_AWAY, None),
        (WorkbookState.ENTERED, None),
    ]


def test_the_template_can_be_read_by_what_reads_workbooks(unit: Unit, admin: Actor) -> None:
    content = operations.template(db.session(), actor=admin, now=NOW)
    with pytest.raises(Exception, match="no row below"):
        read_sheet(content, LAYOUT)


def test_the_book_of_offices_says_what_the_statement_says(unit: Unit) -> None:
    suspended, ended = unit.deputies
    make_change(suspended, kind=ChangeKind.SUSPENDED, ground=Ground.DETAINED, effective_on=date(2026, 1, 5))
    make_change(suspended, kind=ChangeKind.RESUMED, effective_on=date(2026, 2, 5))
    make_change(ended, kind=ChangeKind.ENDED, ground=Ground.RESIGNED, effective_on=date(2026, 1, 9))
    kept = OfficeBook(db.session(), unit.body.congress_id)
    for day in (date(2023, 3, 4), date(2023, 3, 5), date(2026, 1, 5), date(2026, 1, 8), date(2026, 1, 9), DAY):
        held = set(db.session.scalars(in_office(day, congress_id=unit.body.congress_id)))
        assert {each.id for each in unit.deputies if kept.holds(each.id, day)} == held


def test_who_handed_in_or_entered_a_workbook_had_a_hand_in_its_entries(unit: Unit, admin: Actor) -> None:
    entered(admin, row(unit.deputies[0]))
    entry_id = db.session.scalars(select(RecordEntry.id)).one()
    assert set(hands_of_workbooks(db.session(), entry_id)) == {admin.account_id}

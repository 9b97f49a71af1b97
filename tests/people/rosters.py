"""A term with three electing bodies, and roster files for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from lms.core.database import db
from lms.people.models import Congress, ElectingBody, Mandate, Sex, Term
from lms.people.roster.book import write_book
from lms.people.roster.columns import Field
from lms.people.roster.generator.people import eighteen
from lms.people.roster.operations import Choice, import_file
from lms.people.roster.plan import Plan, make_plan
from lms.people.roster.reading import read_roster
from tests.factories import NOW, make_congress, make_electing_body, make_term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lms.documents.intake.reading import Cell

TODAY = NOW.date()
BORN_ON = date(1970, 5, 17)


def document(order: int, *, born_on: date = BORN_ON, sex: Sex = Sex.MALE) -> str:
    """A resident identity number that is right."""
    return eighteen("110102", born_on, sex, order)


@dataclass
class House:
    """The term and its bodies in official order."""

    congress: Congress
    term: Term
    beijing: ElectingBody
    hunan: ElectingBody
    army: ElectingBody


def make_house() -> House:
    congress = make_congress()
    term = make_term(congress)
    names = [
        (1, "北京市", "北京"),
        (18, "湖南省", "湖南"),
        (35, "中国人民解放军和中国人民武装警察部队", "解放军和武警部队"),
    ]
    bodies = [
        make_electing_body(term, official_order=order, name=name, short_name=short, name_en=short, is_army=order == 35)
        for order, name, short in names
    ]
    return House(congress, term, *bodies)


def row(card: str | None = "140001", **given: Any) -> dict[Field, Cell]:
    """A good row in Chinese; keywords by the field's key, None takes a cell away."""
    cells: dict[Field, Any] = {
        Field.CARD_NUMBER: card,
        Field.NAME: "王伟",
        Field.SEX: "男",
        Field.BODY: "北京市",
        Field.COMPOSITION: "一线工人",
        Field.ELECTION: "新任",
        **{Field(key): cell for key, cell in given.items()},
    }
    return {field: cell for field, cell in cells.items() if cell is not None}


def book(*rows: Mapping[Field, Cell]) -> bytes:
    """A filled-in template."""
    target = BytesIO()
    write_book(target, ["北京市", "湖南省"], created=NOW, rows=rows)
    return target.getvalue()


def planned(house: House, *rows: Mapping[Field, Cell]) -> Plan:
    """What the rows would change."""
    return make_plan(db.session(), db.session.merge(house.term), read_roster(book(*rows)), today=TODAY)


def taken_in(house: House, *rows: Mapping[Field, Cell], choice: Choice = Choice.VALID_ROWS, **given: Any) -> Plan:
    """Import the rows."""
    values: dict[str, Any] = {"effective_on": TODAY, "actor": None, "now": NOW}
    return import_file(book(*rows), "roster.xlsx", choice, term=house.term, **values | given)


def refusals(plan: Plan) -> list[str]:
    """The names of all reasons against rows, in order."""
    return [type(problem.refusal).__name__ for bad in plan.bad for problem in bad.problems]


def mandates() -> Sequence[Mandate]:
    """All mandates, by card number."""
    db.session.rollback()
    return db.session.query(Mandate).order_by(Mandate.card_number).all()

"""The demonstration's people: two congresses, the roster of one by its own import, and accounts that are ready."""

from __future__ import annotations

import io
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.core.clock import local_date
from lms.core.database import db, transaction
from lms.core.i18n import gettext
from lms.core.permissions import POSTS, Role
from lms.credit_hours.operations import seed_rule
from lms.demo.words import DATA, words
from lms.people.accounts.demonstration import lay_account, lay_role
from lms.people.accounts.hashing import hash_password
from lms.people.accounts.operations import add_staff
from lms.people.founding import found
from lms.people.labels import COMPOSITION, ELECTION
from lms.people.models import Composition, Congress, ElectingBody, Mandate, Person, Term
from lms.people.roster.book import write_book
from lms.people.roster.columns import Field
from lms.people.roster.generator import generate
from lms.people.roster.operations import Choice, import_file
from lms.records.founding import seed_kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.documents.intake.reading import Cell
    from lms.people.accounts.models import Account

SEED = 14
COUNTY = "demo-county"
COUNTY_CARDS = 1800000
OF_THE_PERSON = (Field.NAME, Field.SEX, Field.ETHNICITY, Field.BORN_ON, Field.DOCUMENT_KIND, Field.DOCUMENT_NUMBER)


def lay_congresses(*, now: datetime) -> tuple[Congress, Congress]:
    """The National People's Congress and a county's."""
    county = found(COUNTY, now=now, and_then=(seed_kinds, seed_rule), data=DATA)
    return found("npc", now=now, and_then=(seed_kinds, seed_rule)), county


def lay_rosters(
    npc: Congress,
    county: Congress,
    *,
    most_per_unit: int | None,
    now: datetime,
    progress: Callable[[int, int], None],
) -> None:
    """Import both rosters through the platform's own import.

    Args:
        npc: gets the generated roster of 2,977, or the first `most_per_unit` deputies of each unit of it.
        county: gets a few deputies, the first of whom also sits in the other congress.
        most_per_unit: None for all.
        now: the instant of the import.
        progress: is told how many rows are checked, of how many.
    """
    rows = generate(SEED)
    if most_per_unit is not None:
        by_unit = groupby(rows, key=lambda row: row[Field.BODY])
        rows = [row for _unit, of_unit in by_unit for row in list(of_unit)[:most_per_unit]]
    _import(npc, rows, now=now, progress=progress)
    both = next(row for row in rows if row.get(Field.DOCUMENT_NUMBER))
    _import(county, [_county_row(number, said, both) for number, said in enumerate(_said("county"), start=1)], now=now)


def lay_accounts(*, now: datetime) -> None:
    """Make the accounts of the demonstration ready to sign in; the import has opened those of all deputies."""
    password_hash = hash_password(words("people")["password"])
    with transaction() as session:
        for said in _said("deputies"):
            _ready_deputies(session, said, password_hash, now)
        _ready_staff(session, password_hash, now)


def _ready_deputies(session: Session, said: dict[str, Any], password_hash: str, now: datetime) -> None:
    in_order = session.scalars(
        select(Mandate)
        .join(Mandate.person)
        .where(Mandate.electing_body_id == _body_id(session, said))
        .order_by(Person.sort_key, Person.id)
        .limit(len(said["usernames"]))
    ).all()
    for mandate, username in zip(in_order, said["usernames"], strict=True):
        lay_account(
            session,
            person_id=mandate.person_id,
            username=username,
            password_hash=password_hash,
            congress_id=mandate.congress_id,
            now=now,
        )


def _ready_staff(session: Session, password_hash: str, now: datetime) -> None:
    """The three posts first: they propose and grant the others' roles."""
    posts: dict[Role, Account] = {}
    for said in sorted(_said("staff"), key=lambda each: Role(each["role"]) not in POSTS):
        role = Role(said["role"])
        congress_id = session.scalars(select(Congress.id).where(Congress.code == said["congress"])).one()
        opened = add_staff(session, said["name"], said["username"], congress_id=congress_id, now=now)
        account = lay_account(
            session,
            person_id=opened.person_id,
            username=said["username"],
            password_hash=password_hash,
            congress_id=congress_id,
            totp_secret=words("people")["totp_secret"],
            now=now,
        )
        is_post = role in POSTS
        lay_role(
            session,
            account,
            role,
            congress_id=congress_id,
            body_id=_body_id(session, said) if "body" in said else None,
            proposed_by=None if is_post else posts[Role.SYSTEM_ADMIN],
            granted_by=None if is_post else posts[Role.SECURITY_ADMIN],
            now=now,
        )
        if is_post:
            posts[role] = account


def _body_id(session: Session, said: dict[str, Any]) -> int:
    return session.scalars(
        select(ElectingBody.id)
        .join(Congress, Congress.id == ElectingBody.congress_id)
        .where(Congress.code == said["congress"], ElectingBody.short_name == said["body"])
    ).one()


def _county_row(number: int, said: dict[str, Any], both: Mapping[Field, Cell]) -> dict[Field, Cell]:
    row = {each: both[each] for each in OF_THE_PERSON if each in both} if number == 1 else {Field.NAME: said["name"]}
    composition, election = COMPOSITION[Composition(said["composition"])], ELECTION[said["newly_elected"]]
    return row | {
        Field.CARD_NUMBER: f"{COUNTY_CARDS + number}",
        Field.BODY: said["body"],
        Field.COMPOSITION: gettext(composition),
        Field.ELECTION: gettext(election),
    }


def _said(table: str) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = words("people")[table]
    return said


def _import(
    congress: Congress,
    rows: Sequence[Mapping[Field, Cell]],
    *,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    term = db.session.scalars(select(Term).where(Term.congress_id == congress.id)).one()
    bodies = db.session.scalars(
        select(ElectingBody.name).where(ElectingBody.term_id == term.id).order_by(ElectingBody.official_order)
    ).all()
    book = io.BytesIO()
    write_book(book, bodies, created=now, rows=rows)
    import_file(
        book.getvalue(),
        "demonstration.xlsx",
        Choice.ALL_OR_NONE,
        term=term,
        effective_on=local_date(now),
        actor=None,
        now=now,
        progress=progress,
    )

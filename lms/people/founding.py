"""Founding a congress: itself, a term, and who elects its deputies, from data that name their source."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms import audit
from lms.core.database import transaction
from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_
from lms.people.models import BodyKind, Congress, ElectingBody, LetterForm, Level, Term

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

DATA = Path(__file__).parent / "data"


class AlreadyFounded(DomainError):
    """There is a congress of this name on the command line already."""

    template = N_("The congress “%(code)s” has been founded already.")


class UnknownCongress(InvalidInput):
    """The data know no congress of this code."""

    template = N_("There are no data for a congress “%(code)s”; known are: %(known)s.")


def found(
    code: str,
    *,
    now: datetime,
    and_then: tuple[Callable[[Session, Congress, datetime], None], ...] = (),
    data: Path = DATA,
) -> Congress:
    """Found a congress with its term and electing bodies.

    Args:
        code: its name on the command line, a table of `congresses.toml`.
        now: the instant of founding.
        data: the folder of `congresses.toml` and of the lists of electing bodies that it names.
        and_then: what upper floors add to a new congress, in the same transaction (its entry kinds, for one).

    Raises:
        UnknownCongress: `congresses.toml` has no such table.
        AlreadyFounded: it is there.
    """
    known = tomllib.loads((data / "congresses.toml").read_text(encoding="utf-8"))
    if code not in known:
        raise UnknownCongress(code=code, known=", ".join(sorted(known)))
    with transaction() as session:
        if session.scalar(select(Congress.id).where(Congress.code == code)) is not None:
            raise AlreadyFounded(code=code)
        congress = _congress(session, code, known[code], data)
        for more in and_then:
            more(session, congress, now)
        audit.record(session, actor=None, action="congress.founded", subject=("congress", congress.public_id), now=now)
        return congress


def _congress(session: Session, code: str, said: dict[str, Any], data: Path) -> Congress:
    congress = Congress(
        code=code,
        level=Level(said["level"]),
        region_code=said.get("region_code"),
        name=said["name"],
        name_en=said["name_en"],
        grassroots_compositions=said["grassroots_compositions"],
    )
    session.add(congress)
    session.flush()
    term = Term(congress_id=congress.id, number=said["term"], starts_on=said["starts_on"])
    session.add(term)
    session.flush()
    with (data / said["electing_bodies"]).open(encoding="utf-8", newline="") as file:
        session.add_all(_body(term, row) for row in csv.DictReader(file))
    session.flush()
    return congress


def _body(term: Term, row: dict[str, str]) -> ElectingBody:
    return ElectingBody(
        congress_id=term.congress_id,
        term_id=term.id,
        kind=BodyKind(row.get("kind") or BodyKind.UNIT),
        official_order=int(row["official_order"]),
        name=row["name"],
        short_name=row["short_name"],
        name_en=row["name_en"],
        region_code=row["region_code"] or None,
        plan_seats=int(row["plan_seats"]),
        letter_form=LetterForm(row["letter_form"]),
        is_army=row["is_army"] == "1",
    )

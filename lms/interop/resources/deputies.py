"""Deputies, by numbers and without names: what another system needs to say whose entry it sends."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from pydantic import Field
from sqlalchemy import Row, false, select

from lms.core.database import db
from lms.core.i18n import N_
from lms.interop.api import cursors
from lms.interop.api.operations import Read
from lms.interop.api.problems import CursorForeign
from lms.interop.api.shapes import Answered, PageQuery
from lms.interop.resources.sight import in_sight
from lms.interop.tokens.models import Scope
from lms.people.models import ElectingBody, Mandate, MandateStatus
from lms.people.queries import current_term

if TYPE_CHECKING:
    from lms.interop.tokens.bearers import Bearer


class Deputy(Answered):
    """A mandate of the present term."""

    mandate: uuid.UUID
    electing_body: str = Field(description="The electing body's name.")
    electing_body_code: str | None = Field(description="The code of its region (GB/T 2260), where it has one.")
    status: MandateStatus
    card_number: str | None = Field(description="Null unless the token has the scope deputies:cards.")


class Deputies(Answered):
    """A part of the list."""

    items: list[Deputy]
    next: str | None = Field(description="The cursor of what follows; null at the end.")


def deputies(query: PageQuery, bearer: Bearer) -> Deputies:
    """The mandates of the present term that the token's system may know of, in an order that never changes."""
    term, question = current_term(db.session(), bearer.congress_id), f"deputies:{bearer.token_id}"
    statement = (
        select(
            Mandate.id,
            Mandate.public_id,
            ElectingBody.name,
            ElectingBody.region_code,
            Mandate.status,
            Mandate.card_number,
        )
        .join(ElectingBody, ElectingBody.id == Mandate.electing_body_id)
        .where(Mandate.term_id == term.id if term else false(), in_sight(bearer))
        .order_by(Mandate.id)
        .limit(query.limit + 1)
    )
    if query.cursor is not None:
        (last,) = cursors.keys_in(query.cursor, question)
        statement = statement.where(Mandate.id > last)
    rows = db.session.execute(statement).all()
    shown = rows[: query.limit]
    following = cursors.seal(question, [shown[-1].id]) if len(rows) > query.limit else None
    with_card = Scope.DEPUTIES_CARDS in bearer.scopes
    return Deputies(items=[_deputy(row, with_card=with_card) for row in shown], next=following)


def _deputy(row: Row[*tuple[object, ...]], *, with_card: bool) -> Deputy:
    return Deputy(
        mandate=row.public_id,
        electing_body=row.name,
        electing_body_code=row.region_code,
        status=row.status,
        card_number=row.card_number if with_card else None,
    )


DEPUTIES = Read(
    name="deputies",
    path="/deputies",
    summary=N_("The deputies of the present term"),
    about=N_(
        "By numbers and without names: which mandates there are, of which electing body. Deputies of the army are listed only for a token of their own electing body."
    ),
    scope=Scope.DEPUTIES_READ,
    query=PageQuery,
    answer=Deputies,
    problems=(CursorForeign,),
    run=deputies,
)

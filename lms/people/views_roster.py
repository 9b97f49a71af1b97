"""The list of deputies and the page of one. Uploads and changes have modules of their own."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, make_response, render_template, request

from lms.core import clock, crypto
from lms.core.database import db
from lms.core.pages import page_number, paginate
from lms.core.permissions import Permission, current_actor, requires
from lms.people import access, labels, queries
from lms.people.below import bodies_standing_for
from lms.people.history import history_lines
from lms.people.identity import mask_phone
from lms.people.identity.documents import mask_document
from lms.people.models import MandateStatus
from lms.people.operations.revealing import reveal as reveal_number
from lms.people.queries import RosterFilter

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lms.people.models import Mandate, Person

bp = Blueprint("people", __name__, template_folder="templates")

YES_NO = {"yes": True, "no": False}


@bp.get("/deputies")
@requires(Permission.VIEW_ROSTER)
def index() -> ResponseReturnValue:
    """The deputies of the term that the actor may see, in the order of lists."""
    actor, session = current_actor(), db.session()
    term, only = access.term(session, actor), actor.bodies(Permission.VIEW_ROSTER)
    statement = queries.roster(term, _asked_for(), only=only)
    return render_template(
        "people/roster_list.html",
        page=paginate(statement, number=page_number()),
        bodies=queries.bodies_of(session, term, only=only),
        labels=labels,
        term=term,
        above=bodies_standing_for(actor.congress_id) if only is None else (),
    )


@bp.get("/deputies/<uuid:public_id>")
@requires(Permission.VIEW_ROSTER)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """One deputy: facts and history."""
    return _page(access.mandate(db.session(), public_id, actor=current_actor()), {})


@bp.post("/deputies/<uuid:public_id>/revelations/<any(phone, document):field>")
@requires(Permission.REVEAL_PERSONAL_DATA)
def reveal(public_id: uuid.UUID, field: str) -> ResponseReturnValue:
    """The same page with one number in full; that it was shown is noted."""
    actor = current_actor()
    shown = reveal_number(public_id, field, actor=actor, now=clock.now())
    response = make_response(_page(access.mandate(db.session(), public_id, actor=actor), {field: shown}))
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(mandate: Mandate, revealed: dict[str, str]) -> str:
    actor = current_actor()
    return render_template(
        "people/roster_deputy.html",
        mandate=mandate,
        numbers=_masked(mandate.person) | revealed,
        revealed=revealed,
        history=history_lines(db.session(), mandate),
        labels=labels,
        may_manage=actor.can_in(Permission.MANAGE_ROSTER, mandate.electing_body_id),
        may_reveal=actor.can_in(Permission.REVEAL_PERSONAL_DATA, mandate.electing_body_id),
    )


def _masked(person: Person) -> dict[str, str]:
    return {
        "phone": mask_phone(crypto.decrypt(person.phone_sealed)) if person.phone_sealed else "",
        "document": mask_document(crypto.decrypt(person.document_sealed)) if person.document_sealed else "",
    }


def _asked_for() -> RosterFilter:
    """The filters of the URL; what is none of the choices narrows nothing."""
    return RosterFilter(
        body=request.args.get("unit", type=uuid.UUID),
        status=request.args.get("status", type=MandateStatus),
        is_newly_elected=YES_NO.get(request.args.get("new", "")),
        is_grassroots=YES_NO.get(request.args.get("grassroots", "")),
        text=request.args.get("q", "")[:60],
    )

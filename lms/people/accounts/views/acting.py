"""Acting for a deputy: begun with a reason, ended with a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires, signed_in
from lms.people.accounts import access, acting, current
from lms.people.accounts.errors import ActingOver
from lms.people.accounts.forms import ActingForm, text_of
from lms.people.accounts.views.blueprint import bp

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.people.models import Mandate


@bp.get("/deputies/<uuid:person_id>/acting-for")
@requires(Permission.ACT_FOR_DEPUTY)
def act_for(person_id: uuid.UUID) -> ResponseReturnValue:
    """Say why, before acting for a deputy."""
    return render_template("people/accounts/act_for.html", form=ActingForm(), **_context(_deputy(person_id)))


@bp.post("/deputies/<uuid:person_id>/acting-for")
@requires(Permission.ACT_FOR_DEPUTY)
def begin_acting(person_id: uuid.UUID) -> ResponseReturnValue:
    """Begin; every page says so until it ends."""
    form = ActingForm()
    if not form.validate():
        return invalid("people/accounts/act_for.html", form=form, **_context(_deputy(person_id)))
    login = current.current_login()
    if login is None:
        raise ActingOver
    acting.start(person_id, text_of(form.reason), login_session_id=login.id, actor=current_actor(), now=clock.now())
    flash(_("The deputy has been told that you act for them."), "info")
    return redirect("/", code=303)


@bp.post("/acting-for/end")
@signed_in
def end_acting() -> ResponseReturnValue:
    """Be oneself again."""
    login = current.current_login()
    if login is None:
        raise ActingOver
    acting.end(login.id, actor=current_actor(), now=clock.now())
    flash(_("You no longer act for the deputy."), "success")
    return see("accounts.deputies")


def _deputy(person_id: uuid.UUID) -> Mandate:
    return access.deputy(db.session(), person_id, Permission.ACT_FOR_DEPUTY, actor=current_actor())


def _context(mandate: Mandate) -> dict[str, object]:
    return {"mandate": mandate, "minutes": acting.LASTS.seconds // 60}

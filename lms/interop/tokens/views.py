"""Tokens: asked for and taken out by the business administrator, granted by the security administrator."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.forms import SelectChoice, day_of
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, page_number, paginate, see
from lms.core.permissions import Permission, current_actor, requires
from lms.interop.tokens import access, labels, operations
from lms.interop.tokens.forms import WishForm
from lms.interop.tokens.models import Scope
from lms.people.queries import bodies_of, current_term

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("api_tokens", __name__, url_prefix="/api-tokens", template_folder="../templates")


@bp.get("")
@requires(Permission.OVERSEE_API_TOKENS)
def index() -> ResponseReturnValue:
    """Every token of the congress, the newest first."""
    page = paginate(access.tokens(current_actor()), number=page_number())
    return render_template("interop/tokens.html", page=page, now=clock.now(), words=labels)


@bp.get("/<uuid:public_id>")
@requires(Permission.OVERSEE_API_TOKENS)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """One token, and what can be done with it."""
    token = access.token(current_actor(), public_id)
    return render_template("interop/token.html", token=token, now=clock.now(), words=labels)


@bp.get("/request")
@requires(Permission.MANAGE_API_TOKENS)
def new() -> ResponseReturnValue:
    """Say which system, what for, and until when."""
    return render_template("interop/new_token.html", form=_form())


@bp.post("")
@requires(Permission.MANAGE_API_TOKENS)
def ask() -> ResponseReturnValue:
    """Ask for a token; it is good for nothing until it is granted."""
    form = _form()
    if not form.validate():
        return invalid("interop/new_token.html", form=form)
    try:
        public_id = operations.request(_wish(form), actor=current_actor(), now=clock.now())
    except DomainError as error:
        form.form_errors = [error.message]
        return render_template("interop/new_token.html", form=form), error.status
    flash(_("The token is asked for. The security administrator decides."), "success")
    return see("api_tokens.show", public_id=public_id)


@bp.post("/<uuid:public_id>/grant")
@requires(Permission.GRANT_API_TOKENS)
def grant(public_id: uuid.UUID) -> ResponseReturnValue:
    """Let it be taken out."""
    operations.grant(public_id, actor=current_actor(), now=clock.now())
    flash(_("The token is granted. The business administrator takes out its secret."), "success")
    return see("api_tokens.show", public_id=public_id)


@bp.post("/<uuid:public_id>/refusal")
@requires(Permission.GRANT_API_TOKENS)
def decline(public_id: uuid.UUID) -> ResponseReturnValue:
    """Turn the request down."""
    operations.decline(public_id, actor=current_actor(), now=clock.now())
    flash(_("The request is declined."), "success")
    return see("api_tokens.show", public_id=public_id)


@bp.post("/<uuid:public_id>/secret")
@requires(Permission.MANAGE_API_TOKENS)
def take_out(public_id: uuid.UUID) -> ResponseReturnValue:
    """Show the secret, this once."""
    secret = operations.take_out(public_id, actor=current_actor(), now=clock.now())
    token = access.token(current_actor(), public_id)
    return render_template("interop/secret.html", token=token, secret=secret)


@bp.post("/<uuid:public_id>/revocation")
@requires(Permission.OVERSEE_API_TOKENS)
def revoke(public_id: uuid.UUID) -> ResponseReturnValue:
    """End it at once."""
    operations.revoke(public_id, actor=current_actor(), now=clock.now())
    flash(_("The token is revoked. Its system is not answered any more."), "success")
    return see("api_tokens.show", public_id=public_id)


def _form() -> WishForm:
    form, session = WishForm(), db.session()
    term = current_term(session, current_actor().congress_id)
    form.body.choices = [
        SelectChoice("", _("All but those of the army")),
        *(SelectChoice(str(each.public_id), each.name) for each in (bodies_of(session, term) if term else ())),
    ]
    return form


def _wish(form: WishForm) -> operations.Wish:
    return operations.Wish(
        system=form.system.data or "",
        name=form.name.data or "",
        scopes={Scope(each) for each in form.scopes.data or ()},
        expires_on=day_of(form.expires_on),
        body_public_id=uuid.UUID(form.body.data) if form.body.data else None,
    )

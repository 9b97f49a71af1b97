"""First use and forgotten password: a code by telephone or slip, and the password that it sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for

from lms.core import clock
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import anonymous
from lms.people.accounts import access_codes, current
from lms.people.accounts.forms import CodeRequestForm, RedeemForm, text_of
from lms.people.accounts.views.blueprint import bp, policy, refuse

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/access-code")
@anonymous
def access_code() -> ResponseReturnValue:
    """Ask for a code by short message."""
    return render_template("people/accounts/access_code.html", form=CodeRequestForm())


@bp.post("/access-code")
@anonymous
def request_code() -> ResponseReturnValue:
    """Send a code if there is such an account; the answer is the same if there is none."""
    form = CodeRequestForm()
    if not form.validate():
        return invalid("people/accounts/access_code.html", form=form)
    try:
        access_codes.send_by_message(
            text_of(form.name), visitor=current.this_visitor(), policy=policy(), now=clock.now()
        )
    except DomainError as error:
        return refuse(form, error, "people/accounts/access_code.html")
    flash(_("If this number is known to us, a message with a code is on its way."), "success")
    return redirect(url_for("accounts.activation"), code=303)


@bp.get("/activation")
@anonymous
def activation() -> ResponseReturnValue:
    """Enter a code and choose a password."""
    return render_template("people/accounts/activation.html", form=RedeemForm())


@bp.post("/activation")
@anonymous
def redeem_code() -> ResponseReturnValue:
    """Set the password; the next step is to sign in with it."""
    form = RedeemForm()
    if not form.validate():
        return invalid("people/accounts/activation.html", form=form)
    try:
        access_codes.redeem(
            text_of(form.name),
            text_of(form.code),
            text_of(form.password),
            visitor=current.this_visitor(),
            policy=policy(),
            now=clock.now(),
        )
    except DomainError as error:
        return refuse(form, error, "people/accounts/activation.html")
    flash(_("Your password is set. Please sign in with it."), "success")
    return see("accounts.sign_in")

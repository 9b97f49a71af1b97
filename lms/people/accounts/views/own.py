"""My own sign-in: browsers in which I am signed in, password, second factor, and who acted for me."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.i18n import ngettext
from lms.core.pages import invalid, see
from lms.core.permissions import current_actor, signed_in
from lms.people.accounts import access, current, login_sessions, passwords, queries, second_factor
from lms.people.accounts.forms import PasswordForm, SecondFactorForm, text_of
from lms.people.accounts.models import Account
from lms.people.accounts.views.blueprint import bp, policy, refuse

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.people.accounts.recognition import Login


@bp.get("/my-account")
@signed_in
def security() -> ResponseReturnValue:
    """Where I am signed in, and what I can change."""
    actor = current_actor()
    access.must_be_oneself(actor)
    session = db.session()
    return render_template(
        "people/accounts/security.html",
        logins=queries.live_login_sessions(session, actor.account_id, now=clock.now()),
        here=_login().id,
        has_second_factor=second_factor.is_set_up(session, actor.account_id),
        congresses=queries.congresses_of(session, session.get_one(Account, actor.account_id)),
        actings=queries.actings_for(session, actor.person_id),
    )


@bp.post("/my-account/logins/<uuid:public_id>/end")
@signed_in
def end_login(public_id: uuid.UUID) -> ResponseReturnValue:
    """Sign one browser out."""
    login_sessions.revoke(public_id, actor=current_actor(), now=clock.now())
    flash(_("That browser is signed out."), "success")
    return see("accounts.security")


@bp.post("/my-account/logins/end-others")
@signed_in
def end_other_logins() -> ResponseReturnValue:
    """Sign every other browser out."""
    ended = login_sessions.revoke_others(_login().id, actor=current_actor(), now=clock.now())
    flash(ngettext("%(num)d other browser is signed out.", "%(num)d other browsers are signed out.", ended), "success")
    return see("accounts.security")


@bp.get("/my-account/password")
@signed_in
def password() -> ResponseReturnValue:
    """Choose a new password."""
    access.must_be_oneself(current_actor())
    return render_template("people/accounts/password.html", form=PasswordForm())


@bp.post("/my-account/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change the password; other browsers are signed out."""
    form = PasswordForm()
    if not form.validate():
        return invalid("people/accounts/password.html", form=form)
    try:
        passwords.change(
            text_of(form.present),
            text_of(form.password),
            login_session_id=_login().id,
            actor=current_actor(),
            policy=policy(),
            now=clock.now(),
        )
    except DomainError as error:
        return refuse(form, error, "people/accounts/password.html")
    flash(_("Your password is changed. All other browsers are signed out."), "success")
    return see("accounts.security")


@bp.get("/my-account/second-factor")
@signed_in
def own_second_factor() -> ResponseReturnValue:
    """Set the authenticator up anew, on another telephone."""
    access.must_be_oneself(current_actor())
    return render_template("people/accounts/replace_second_factor.html", form=SecondFactorForm())


@bp.post("/my-account/second-factor")
@signed_in
def replace_second_factor() -> ResponseReturnValue:
    """Take the authenticator away; the next sign-in sets a new one up."""
    form = SecondFactorForm()
    if not form.validate():
        return invalid("people/accounts/replace_second_factor.html", form=form)
    try:
        second_factor.replace_own(text_of(form.code), actor=current_actor(), policy=policy(), now=clock.now())
    except DomainError as error:
        return refuse(form, error, "people/accounts/replace_second_factor.html")
    flash(_("Please sign in again and set up your authenticator anew."), "success")
    return see("accounts.sign_in")


def _login() -> Login:
    login = current.current_login()
    if login is None:  # Never behind `signed_in`; said for the reader and the type checker.
        raise RuntimeError("no login session")
    return login

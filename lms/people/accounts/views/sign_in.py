"""Signing in, step by step, and signing out."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import segno
from flask import current_app, flash, g, redirect, render_template, request, session, url_for

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.forms import SelectChoice
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, safe_path
from lms.core.permissions import anonymous
from lms.people.accounts import current, login_sessions, queries, second_factor
from lms.people.accounts import sign_in as operations
from lms.people.accounts.errors import SignInOver
from lms.people.accounts.forms import CongressForm, SecondFactorForm, SignInForm, text_of
from lms.people.accounts.models import Account, Stage
from lms.people.accounts.views.blueprint import bp, policy, refuse
from lms.people.models import Congress

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

    from lms.people.accounts.recognition import Login
    from lms.people.accounts.sign_in import Entry


@bp.get("/sign-in")
@anonymous
def sign_in() -> ResponseReturnValue:
    """Name and password. Who is signed in already goes on."""
    wanted = safe_path(request.args.get("next"))
    login = current.current_login()
    if login is not None:
        return redirect(_step(login.stage, login.congress_id is None, wanted), code=303)
    return render_template("people/accounts/sign_in.html", form=SignInForm(next=wanted))


@bp.post("/sign-in")
@anonymous
def begin_sign_in() -> ResponseReturnValue:
    """Check name and password."""
    form = SignInForm()
    if not form.validate():
        return invalid("people/accounts/sign_in.html", form=form)
    try:
        entry = operations.sign_in(
            text_of(form.name), text_of(form.password), visitor=current.this_visitor(), policy=policy(), now=clock.now()
        )
    except DomainError as error:
        return refuse(form, error, "people/accounts/sign_in.html")
    return _entered(entry, form.next.data)


@bp.get("/sign-in/second-factor")
@anonymous
def second_factor_step() -> ResponseReturnValue:
    """The code of the authenticator; the first time, how to set one up."""
    login = _pending()
    form = SecondFactorForm(next=safe_path(request.args.get("next")))
    return render_template("people/accounts/second_factor.html", form=form, **_set_up(login))


@bp.post("/sign-in/second-factor")
@anonymous
def pass_second_factor() -> ResponseReturnValue:
    """Check the code. After the first one ever the recovery codes are shown, this once."""
    login = _pending()
    form = SecondFactorForm()
    if not form.validate():
        return invalid("people/accounts/second_factor.html", form=form, **_set_up(login))
    try:
        entry, recovery_codes = operations.pass_second_factor(
            login.id, text_of(form.code), visitor=current.this_visitor(), policy=policy(), now=clock.now()
        )
    except DomainError as error:
        return refuse(form, error, "people/accounts/second_factor.html", **_set_up(login))
    if not recovery_codes:
        return _entered(entry, form.next.data)
    response = current_app.make_response(
        render_template(
            "people/accounts/recovery_codes.html", codes=recovery_codes, next_url=_after(entry, form.next.data)
        )
    )
    current.keep(response, entry.token)
    return response


@bp.get("/sign-in/congress")
@anonymous
def congress() -> ResponseReturnValue:
    """Which congress to work in, for people who have something to do in several."""
    login = _full()
    here = db.session.get(Congress, login.congress_id) if login.congress_id else None
    form = CongressForm(next=safe_path(request.args.get("next")), congress=str(here.public_id) if here else None)
    return render_template("people/accounts/congress.html", form=_with_choices(form, login))


@bp.post("/sign-in/congress")
@anonymous
def choose_congress() -> ResponseReturnValue:
    """Work in that congress until another one is chosen, or signing out."""
    login = _full()
    form = _with_choices(CongressForm(), login)
    if not form.validate():
        return invalid("people/accounts/congress.html", form=form)
    operations.choose_congress(login.id, uuid.UUID(form.congress.data), now=clock.now())
    return redirect(safe_path(form.next.data), code=303)


@bp.post("/sign-out")
@anonymous
def sign_out() -> ResponseReturnValue:
    """End this login session, at whatever step it is."""
    login = current.current_login()
    if login is not None:
        login_sessions.sign_out(login.id, actor=g.actor, now=clock.now())
    flash(_("You are signed out."), "success")
    response = redirect(url_for("accounts.sign_in"), code=303)
    current.drop(response)
    return response


@bp.errorhandler(SignInOver)
def begin_again(error: SignInOver) -> ResponseReturnValue:
    """A step of signing in that is over leads back to the first one."""
    flash(error.message, "warning")
    return redirect(url_for("accounts.sign_in"), code=303)


def _entered(entry: Entry, wanted: str | None) -> Response:
    response = redirect(_after(entry, wanted), code=303)
    current.keep(response, entry.token)
    # What the browser kept from before, the CSRF token too, belonged to nobody.
    session.clear()
    return response


def _after(entry: Entry, wanted: str | None) -> str:
    return _step(entry.stage, entry.chooses_congress, safe_path(wanted))


def _step(stage: Stage, chooses_congress: bool, wanted: str) -> str:
    waiting = wanted if wanted != "/" else None
    if stage is Stage.SECOND_FACTOR:
        return url_for("accounts.second_factor_step", next=waiting)
    return url_for("accounts.congress", next=waiting) if chooses_congress else wanted


def _pending() -> Login:
    login = current.current_login()
    if login is None or login.stage is not Stage.SECOND_FACTOR:
        raise SignInOver
    return login


def _full() -> Login:
    login = current.current_login()
    if login is None or login.stage is not Stage.FULL:
        raise SignInOver
    return login


def _set_up(login: Login) -> dict[str, object]:
    """What the page needs to set up an authenticator; nothing of it once that is done."""
    account = db.session.get_one(Account, login.account_id)
    site = current_app.config["LMS_SITE_NAME"] or _("Deputies' Academy")
    set_up = second_factor.set_up_of(db.session(), account, issuer=site)
    if set_up is None:
        return {"set_up": None}
    return {"set_up": set_up, "qr": segno.make(set_up.uri, micro=False).svg_data_uri(scale=5, light="white")}


def _with_choices(form: CongressForm, login: Login) -> CongressForm:
    account = db.session.get_one(Account, login.account_id)
    congresses = queries.congresses_of(db.session(), account)
    form.congress.choices = [SelectChoice(str(each.public_id), each.name) for each in congresses]
    return form

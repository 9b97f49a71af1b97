"""Calling up: how it stands, the draft with its preview, check and signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.notices.letters import drafting, words
from lms.notices.letters import labels as letter_labels
from lms.notices.letters.queries import letterhead
from lms.notices.letters.states import UNDER_WAY, LetterState
from lms.people.models import LetterForm
from lms.study_sessions import access
from lms.study_sessions import labels as session_labels
from lms.study_sessions.bookings.forms import explain
from lms.study_sessions.bookings.queries import address_of
from lms.study_sessions.call_up import labels, operations, plan, queries, telling
from lms.study_sessions.call_up.forms import CallUpForm, SignatureForm
from lms.study_sessions.call_up.states import Told
from lms.study_sessions.views.dates import free_days, offered_venues

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.study_sessions.call_up.lines import Plan
    from lms.study_sessions.call_up.models import CallUp
    from lms.study_sessions.models import StudySession

bp = Blueprint("call_up", __name__, template_folder="../templates")

NEW, SHOW = "study_sessions/call_up/new.html", "study_sessions/call_up/show.html"


@bp.get("/study-sessions/<uuid:public_id>/call-up")
@requires(Permission.HANDLE_LETTERS)
def index(public_id: uuid.UUID) -> ResponseReturnValue:
    """How the call-up stands: who knows, who has read it, which letter is where, what came back."""
    study_session = access.study_session(current_actor(), public_id)
    return render_template(
        "study_sessions/call_up/index.html",
        study_session=study_session,
        overview=queries.overview(study_session),
        waiting=plan.make(db.session(), study_session),
        may_begin=study_session.state in operations.CALLED_UP_IN,
        has_head=letterhead(current_actor()) is not None,
        LetterState=LetterState,
        Told=Told,
        labels=labels,
        letter_labels=letter_labels,
        session_labels=session_labels,
    )


@bp.get("/study-sessions/<uuid:public_id>/call-up/new")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def ask(public_id: uuid.UUID) -> ResponseReturnValue:
    """What is to be said, and what changes?"""
    study_session = _managed(public_id)
    return render_template(NEW, **_asked(study_session, CallUpForm.of(study_session, offered_venues())))


@bp.post("/study-sessions/<uuid:public_id>/call-up/new")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def begin(public_id: uuid.UUID) -> ResponseReturnValue:
    """Draft it, and look at what it would do."""
    study_session = _managed(public_id)
    form = CallUpForm.of(study_session, offered_venues())
    if not form.validate():
        return invalid(NEW, **_asked(study_session, form))
    try:
        draft_id = operations.begin(study_session.id, form.wish, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        explain(form, refusal)
        study_session = _managed(public_id)
        free = free_days(operations.stay_of(study_session, form.wish), refusal, study_session)
        return invalid(NEW, **_asked(study_session, form), free=free)
    flash(_("The draft is saved. Nobody is told before it is signed."), "success")
    return see("call_up.show", public_id=draft_id)


@bp.get("/call-ups/<uuid:public_id>")
@requires(Permission.HANDLE_LETTERS)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """What it would do; once it is signed, what it did."""
    return render_template(SHOW, **_context(queries.call_up(current_actor(), public_id)))


@bp.post("/call-ups/<uuid:public_id>/check")
@requires(Permission.HANDLE_LETTERS)
def check(public_id: uuid.UUID) -> ResponseReturnValue:
    """Pass it on to who signs."""
    actor = current_actor()
    operations.check(queries.call_up(actor, public_id).id, actor=actor, now=clock.now())
    flash(_("The draft is checked and waits for the signature."), "success")
    return see("call_up.show", public_id=public_id)


@bp.post("/call-ups/<uuid:public_id>/signature")
@requires(Permission.SIGN_LETTERS)
def sign(public_id: uuid.UUID) -> ResponseReturnValue:
    """Sign it: everyone is told, every letter goes out."""
    actor, form = current_actor(), SignatureForm()
    call_up = queries.call_up(actor, public_id)
    is_for_staff = call_up.study_session.is_for_staff
    if not form.validate():
        return invalid(SHOW, **_context(call_up), refusal=_("Please look at the preview again."))
    try:
        operations.sign(call_up.id, form.seen.data or "", actor=actor, now=clock.now())
    except DomainError as refusal:
        return invalid(SHOW, **_context(queries.call_up(actor, public_id)), refusal=refusal.message)
    flash(
        _("Signed. The letters to the sending units are numbered.")
        if is_for_staff
        else _("Signed. The deputies are told, and the letters are numbered."),
        "success",
    )
    return see("call_up.show", public_id=public_id)


@bp.post("/call-ups/<uuid:public_id>/end")
@requires(Permission.HANDLE_LETTERS)
def set_aside(public_id: uuid.UUID) -> ResponseReturnValue:
    """Give the draft up."""
    actor = current_actor()
    call_up = queries.call_up(actor, public_id)
    study_session_id = call_up.study_session.public_id
    operations.set_aside(call_up.id, actor=actor, now=clock.now())
    flash(_("The draft is set aside. Nobody was told."), "success")
    return see("call_up.index", public_id=study_session_id)


def _managed(public_id: uuid.UUID) -> StudySession:
    return access.study_session(current_actor(), public_id, Permission.MANAGE_STUDY_SESSIONS)


def _asked(study_session: StudySession, form: CallUpForm) -> dict[str, object]:
    address = address_of(db.session(), study_session, study_session.venue)
    return {"form": form, "study_session": study_session, "address": address}


def _context(call_up: CallUp) -> dict[str, object]:
    session, actor = db.session(), current_actor()
    is_open = call_up.draft.state in UNDER_WAY
    what = plan.make(session, call_up.study_session, call_up) if is_open else None
    venue = what.facts.venue if what else call_up.venue
    return {
        "call_up": call_up,
        "study_session": call_up.study_session,
        "plan": what,
        "address": address_of(session, call_up.study_session, venue),
        "samples": _samples(what, call_up) if what else (),
        "issued": () if is_open else queries.issued(call_up),
        "may_check": drafting.may_check(call_up.draft, actor),
        "may_sign": drafting.may_sign(call_up.draft, actor),
        "salutation": words.salutation,
        "Told": Told,
        "LetterForm": LetterForm,
        "labels": labels,
        "letter_labels": letter_labels,
        "session_labels": session_labels,
    }


def _samples(what: Plan, call_up: CallUp) -> list[object]:
    """The first letter of each form, as it would read; the number is given by the signature."""
    by_form: dict[LetterForm, object] = {}
    for text in telling.texts(db.session(), call_up.study_session, what):
        by_form.setdefault(text.form, text)
    return list(by_form.values())

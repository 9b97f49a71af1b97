"""A deputy's own: the notice of a call-up in full, the study session for the calendar, and the private address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, render_template, request, url_for

from lms.core import clock
from lms.core.database import db
from lms.core.i18n import gettext as _
from lms.core.pages import see
from lms.core.permissions import Permission, anonymous, current_actor, requires
from lms.documents.download import download
from lms.study_sessions.bookings.queries import address_of
from lms.study_sessions.call_up import calendars, feeds, labels, queries
from lms.study_sessions.call_up.states import Told
from lms.study_sessions.own import waits_for_answer

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

bp = Blueprint("my_call_up", __name__, template_folder="../templates")

CALENDAR = "study_sessions/call_up/calendar.html"


@bp.get("/my/call-ups/<uuid:public_id>")
@requires(Permission.VIEW_OWN_STUDY_SESSIONS)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """The notice: days, place, what to bring, answer by."""
    told = queries.own(current_actor(), public_id)
    return render_template(
        "study_sessions/call_up/mine.html",
        told=told,
        call_up=told.call_up,
        study_session=told.call_up.study_session,
        is_latest=queries.is_latest(told),
        address=address_of(db.session(), told.call_up.study_session, told.call_up.venue),
        waits=waits_for_answer(told.enrolment, today=clock.today()),
        Told=Told,
        labels=labels,
    )


@bp.get("/my/call-ups/<uuid:public_id>/calendar")
@requires(Permission.VIEW_OWN_STUDY_SESSIONS)
def event(public_id: uuid.UUID) -> ResponseReturnValue:
    """The study session for the calendar, as it was told last."""
    actor = current_actor()
    told = queries.own(actor, public_id)
    study_session = told.call_up.study_session
    dated = calendars.of_person(
        db.session(), told.enrolment.person_id, congress_id=actor.congress_id, study_session_id=study_session.id
    )
    name = f"{study_session.title}.ics"
    return download(calendars.calendar(dated), file_name=name, media_type=calendars.MEDIA_TYPE)


@bp.get("/my/calendar")
@requires(Permission.VIEW_OWN_STUDY_SESSIONS)
def ask() -> ResponseReturnValue:
    """Is there a private address?"""
    return render_template(CALENDAR, feed=feeds.current(current_actor()), address=None)


@bp.post("/my/calendar")
@requires(Permission.VIEW_OWN_STUDY_SESSIONS)
def make() -> ResponseReturnValue:
    """A new private address. It is shown here and never again, so this page is no redirect."""
    actor = current_actor()
    secret = feeds.make(actor=actor, now=clock.now())
    address = url_for("my_call_up.feed", secret=secret, _external=True)
    # Calendars of telephones take an address of this scheme as one to subscribe to.
    subscription = address.replace(request.scheme, "webcal", 1)
    page = render_template(CALENDAR, feed=feeds.current(actor), address=address, subscription=subscription)
    response = Response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/my/calendar/end")
@requires(Permission.VIEW_OWN_STUDY_SESSIONS)
def revoke() -> ResponseReturnValue:
    """No private address any more."""
    feeds.revoke(actor=current_actor(), now=clock.now())
    flash(_("The private address no longer answers."), "success")
    return see("my_call_up.ask")


@bp.get("/calendar/<string(minlength=43, maxlength=43):secret>")
@anonymous
def feed(secret: str) -> ResponseReturnValue:
    """The calendar itself, for a program that has the address. It is sent afresh each time."""
    found = feeds.by_secret(secret)
    dated = calendars.of_person(db.session(), found.person_id, congress_id=found.congress_id)
    return download(calendars.calendar(dated), file_name="study-sessions.ics", media_type=calendars.MEDIA_TYPE)

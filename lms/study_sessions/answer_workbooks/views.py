"""Answers by workbook: download it with the names, fill it in, hand it in, see what became of it."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import gettext as _
from lms.core.pages import invalid
from lms.core.permissions import Permission, current_actor, requires
from lms.documents.download import download, safe_file_name
from lms.documents.workbooks import MEDIA_TYPE
from lms.study_sessions.access import study_session as visible_study_session
from lms.study_sessions.answer_workbooks import access, operations, queries
from lms.study_sessions.answer_workbooks.forms import HandInForm
from lms.study_sessions.answer_workbooks.plan import SAID

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from lms.study_sessions.models import Enrolment, StudySession

bp = Blueprint("answer_workbooks", __name__, template_folder="../templates")

INDEX, DONE = "study_sessions/answer_workbooks/index.html", "study_sessions/answer_workbooks/done.html"
SHOWN = 200  # Bad rows on the page; all of them are in the workbook.


@bp.get("/study-sessions/<uuid:public_id>/answers")
@requires(Permission.VIEW_STUDY_SESSIONS)
def index(public_id: uuid.UUID) -> ResponseReturnValue:
    """Who is asked, and the workbook to download and hand in."""
    return render_template(INDEX, **_context(public_id), form=HandInForm())


@bp.get("/study-sessions/<uuid:public_id>/answers/template")
@requires(Permission.VIEW_STUDY_SESSIONS)
def template(public_id: uuid.UUID) -> ResponseReturnValue:
    """The workbook with the names of those called up."""
    study_session, asked = _asked(public_id)
    if not asked:
        raise NotFound
    content = operations.template(study_session, asked, now=clock.now())
    name = safe_file_name(_("Answers, %(title)s.xlsx", title=study_session.title))
    return download(content, file_name=name, media_type=MEDIA_TYPE)


@bp.post("/study-sessions/<uuid:public_id>/answers")
@requires(Permission.VIEW_STUDY_SESSIONS)
def hand_in(public_id: uuid.UUID) -> ResponseReturnValue:
    """Apply the good rows. Nothing is kept of the file, so what became of it stands on this page, which is no redirect:
    loaded again, it changes nothing.
    """
    form, (study_session, _people) = HandInForm(), _asked(public_id)
    if form.validate():
        try:
            outcome = operations.hand_in(
                study_session.id, form.file.data.read(), actor=current_actor(), now=clock.now()
            )
        except DomainError as refusal:
            form.file.errors = [refusal.message]
        else:
            return _done(public_id, outcome)
    return invalid(INDEX, **_context(public_id), form=form)


def _done(public_id: uuid.UUID, outcome: operations.Outcome) -> str:
    study_session, _people = _asked(public_id)
    content = b64encode(operations.bad_rows(study_session, outcome, now=clock.now())).decode() if outcome.bad else ""
    return render_template(
        DONE,
        study_session=study_session,
        outcome=outcome,
        workbook=f"data:{MEDIA_TYPE};base64,{content}",
        workbook_name=safe_file_name(_("Answers to mend, %(title)s.xlsx", title=study_session.title)),
        shown=SHOWN,
    )


def _context(public_id: uuid.UUID) -> dict[str, object]:
    study_session, asked = _asked(public_id)
    unanswered = sum(each.state not in SAID for each in asked)
    return {"study_session": study_session, "asked": asked, "unanswered": unanswered}


def _asked(public_id: uuid.UUID) -> tuple[StudySession, Sequence[Enrolment]]:
    actor = current_actor()
    bodies = access.bodies(actor)
    study_session = visible_study_session(actor, public_id)
    return study_session, queries.asked(db.session(), study_session.id, bodies)

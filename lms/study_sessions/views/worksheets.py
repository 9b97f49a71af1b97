"""The worksheet of an apportionment: on the page, on paper and as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

from lms.core import clock
from lms.core.errors import NotFound
from lms.core.i18n import gettext as _
from lms.core.permissions import Permission, current_actor, requires
from lms.documents import printing as pdf
from lms.documents import workbooks
from lms.documents.download import download
from lms.documents.web_tables import web_table
from lms.study_sessions import access, queries
from lms.study_sessions.labels import BASIS
from lms.study_sessions.sharing import printing, sheet, worksheet_json
from lms.study_sessions.sharing.chart import chart
from lms.study_sessions.sharing.queries import name_of_account
from lms.study_sessions.views.blueprint import bp

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.people.models import ElectingBody
    from lms.study_sessions.models import StudySession
    from lms.study_sessions.sharing.models import ApportionmentRun


@bp.get("/study-sessions/<uuid:public_id>/apportionments/<uuid:run_id>")
@requires(Permission.VIEW_STUDY_SESSIONS)
def worksheet(public_id: uuid.UUID, run_id: uuid.UUID) -> ResponseReturnValue:
    """The worksheet of an apportionment as it was computed."""
    study_session, run = _found(public_id, run_id)
    kept = worksheet_json.from_json(run.worksheet) if run.worksheet else None
    bodies = _bodies(study_session)
    return render_template(
        "study_sessions/worksheet.html",
        study_session=study_session,
        run=run,
        facts=printing.facts(run, kept, name_of_account(run.account_id)) if kept else [],
        sheet=web_table(sheet.table(kept, bodies)) if kept else None,
        chart=chart(kept, bodies) if kept else None,
        rules=sheet.rules(kept, bodies) if kept else [],
        basis=_(BASIS[run.basis]),
    )


@bp.get("/study-sessions/<uuid:public_id>/apportionments/<uuid:run_id>/worksheet.pdf")
@requires(Permission.VIEW_STUDY_SESSIONS)
def worksheet_pdf(public_id: uuid.UUID, run_id: uuid.UUID) -> ResponseReturnValue:
    """The worksheet as printed pages."""
    study_session, run = _computed(public_id, run_id)
    content = printing.worksheet_pdf(
        study_session, run, _bodies(study_session), applied_by=name_of_account(run.account_id), now=clock.now()
    )
    return download(content, file_name=f"{printing.title(study_session)}.pdf", media_type=pdf.MEDIA_TYPE)


@bp.get("/study-sessions/<uuid:public_id>/apportionments/<uuid:run_id>/worksheet.xlsx")
@requires(Permission.VIEW_STUDY_SESSIONS)
def worksheet_workbook(public_id: uuid.UUID, run_id: uuid.UUID) -> ResponseReturnValue:
    """The worksheet as a workbook."""
    study_session, run = _computed(public_id, run_id)
    content = printing.worksheet_workbook(
        study_session, run, _bodies(study_session), applied_by=name_of_account(run.account_id), now=clock.now()
    )
    return download(content, file_name=f"{printing.title(study_session)}.xlsx", media_type=workbooks.MEDIA_TYPE)


def _found(public_id: uuid.UUID, run_id: uuid.UUID) -> tuple[StudySession, ApportionmentRun]:
    actor = current_actor()
    study_session = access.study_session(actor, public_id)
    return study_session, access.apportionment_run(actor, study_session, run_id)


def _computed(public_id: uuid.UUID, run_id: uuid.UUID) -> tuple[StudySession, ApportionmentRun]:
    """Where units draw on the total nothing was computed, and there is nothing to print."""
    study_session, run = _found(public_id, run_id)
    if not run.worksheet:
        raise NotFound
    return study_session, run


def _bodies(study_session: StudySession) -> dict[int, ElectingBody]:
    return {body.id: body for body in queries.bodies(study_session)}

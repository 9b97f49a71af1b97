"""Work in the background: for whoever waits for it, and for whoever keeps the machine going."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template, request, send_file

from lms.core import blobs, clock
from lms.core.event_delivery import retry_given_up
from lms.core.i18n import N_, ngettext
from lms.core.jobs import JobState, access, operations, queries, registry
from lms.core.pages import page_number, see
from lms.core.permissions import Permission, current_actor, requires, signed_in

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

bp = Blueprint("jobs", __name__, url_prefix="/jobs", template_folder="templates")

STATES = {
    JobState.QUEUED: (N_("Task waiting"), ""),
    JobState.RUNNING: (N_("Being worked on"), "blue"),
    JobState.DONE: (N_("Task finished"), "green"),
    JobState.FAILED: (N_("Task failed"), "red"),
}


@bp.get("")
@requires(Permission.VIEW_JOBS)
def index() -> ResponseReturnValue:
    """What was to be done, and how the machine is."""
    state = next((each for each in JobState if each == request.args.get("state")), None)
    page = queries.page_of_runs(current_actor(), state=state, number=page_number())
    condition = queries.condition(clock.now())
    return render_template("jobs/index.html", page=page, condition=condition, states=STATES, title_of=registry.title_of)


@bp.get("/<uuid:run_id>")
@signed_in
def run(run_id: uuid.UUID) -> ResponseReturnValue:
    """How far it is, and what came of it. It asks again by itself while the work goes on."""
    actor = current_actor()
    found = access.run(actor, run_id)
    return render_template(
        "jobs/run.html", run=found, is_own=access.is_own(actor, found), states=STATES, title_of=registry.title_of
    )


@bp.get("/<uuid:run_id>/result")
@signed_in
def result(run_id: uuid.UUID) -> ResponseReturnValue:
    """The file that was made."""
    found = access.run_with_result(current_actor(), run_id)
    blob = blobs.find(found.result_sha256 or "")
    return send_file(
        blobs.open_blob(blob.sha256),
        mimetype=blob.media_type,
        as_attachment=True,
        download_name=found.result_name,
        conditional=False,
        etag=False,
    )


@bp.post("/<uuid:run_id>/attempts")
@requires(Permission.VIEW_JOBS)
def retry(run_id: uuid.UUID) -> ResponseReturnValue:
    """Try failed work once more."""
    actor = current_actor()
    again = operations.retry(access.run(actor, run_id).id, actor=actor, now=clock.now())
    return see("jobs.run", run_id=again.public_id)


@bp.post("/deliveries/attempts")
@requires(Permission.VIEW_JOBS)
def retry_deliveries() -> ResponseReturnValue:
    """Deliver again the events that were given up."""
    count = retry_given_up(now=clock.now())
    flash(ngettext("%(num)d piece of news is passed on again.", "%(num)d pieces of news are passed on again.", count))
    return see("jobs.index")

"""The inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, render_template

from lms.core import clock
from lms.core.i18n import gettext as _
from lms.core.pages import page_number, see
from lms.core.permissions import current_actor, signed_in
from lms.notices import operations, queries
from lms.notices.wording import details, words

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

bp = Blueprint("notices", __name__, url_prefix="/notices", template_folder="templates")


@bp.get("")
@signed_in
def inbox() -> ResponseReturnValue:
    """What I was told."""
    actor = current_actor()
    if actor.acting_for is not None:
        raise operations.InboxIsTheirs
    page = queries.inbox(actor, number=page_number())
    return render_template("notices/inbox.html", page=page, words=words, details=details)


@bp.post("/<uuid:public_id>/reading")
@signed_in
def read(public_id: uuid.UUID) -> ResponseReturnValue:
    """I have read this; go on to what it is about."""
    notice = operations.mark_read(public_id, actor=current_actor(), now=clock.now())
    # A notice outlives releases: a page that has gone leads back to the inbox.
    if notice.link_endpoint in current_app.view_functions:
        return see(notice.link_endpoint, **notice.link_params)
    return see("notices.inbox")


@bp.post("/readings")
@signed_in
def read_all() -> ResponseReturnValue:
    """I have read all of this."""
    operations.mark_all_read(actor=current_actor(), now=clock.now())
    flash(_("All notices are marked as read."), "success")
    return see("notices.inbox")

"""Handing a package in, as a lesson of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, render_template, request

from lms.catalog.authoring import access
from lms.catalog.authoring.views import writable
from lms.catalog.packages.archive import LARGEST_FILE, MEBIBYTE
from lms.catalog.packages.drafting import add_package
from lms.catalog.packages.forms import PackageForm
from lms.core import clock
from lms.core.errors import DomainError
from lms.core.forms import number_of
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

bp = Blueprint(
    "draft_packages", __name__, url_prefix="/authoring/drafts/<uuid:draft_id>/packages", template_folder="../templates"
)

PAGE = "catalog/authoring/package.html"


@bp.url_value_preprocessor
def allow_packages(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A package may be larger than other uploads. This is before anybody looks into the request's body."""
    if endpoint == "draft_packages.add":
        request.max_content_length = LARGEST_FILE + MEBIBYTE


@bp.get("/new")
@requires(Permission.EDIT_COURSES)
def new(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Which package?"""
    return render_template(PAGE, draft=writable(draft_id), form=PackageForm())


@bp.post("")
@requires(Permission.EDIT_COURSES)
def add(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Check it, and add it to the draft."""
    actor, form = current_actor(), PackageForm()
    draft = access.draft(actor, draft_id)
    if form.validate():
        try:
            file, title, minutes = form.file.data.stream, form.title.data or "", number_of(form.minutes)
            key = add_package(draft_id, file, title=title, minutes=minutes, actor=actor, now=clock.now())
        except DomainError as refusal:
            form.file.errors = [refusal.message]
        else:
            flash(_("The package has been taken in."), "success")
            return see("draft_preview.lesson", draft_id=draft_id, lesson_key=key)
    return invalid(PAGE, draft=draft, form=form)

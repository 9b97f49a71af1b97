"""The catalogue of kinds, as the business admin keeps it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.records import heads
from lms.records.kinds import access, operations
from lms.records.kinds.entering import PLATFORM_KINDS
from lms.records.kinds.forms import KindForm, NewKindForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lms.records.models import EntryKind, Head

bp = Blueprint("entry_kinds", __name__, url_prefix="/entry-kinds")

NEW, SHOW = "records/kinds/new.html", "records/kinds/show.html"


@bp.get("")
@requires(Permission.MANAGE_ENTRY_KINDS)
def index() -> ResponseReturnValue:
    """All kinds by head."""
    return render_template("records/kinds/index.html", by_head=_by_head(), words=heads, of_platform=PLATFORM_KINDS)


@bp.get("/new")
@requires(Permission.MANAGE_ENTRY_KINDS)
def new() -> ResponseReturnValue:
    """Add a kind."""
    return render_template(NEW, form=NewKindForm())


@bp.post("")
@requires(Permission.MANAGE_ENTRY_KINDS)
def add() -> ResponseReturnValue:
    """It is added."""
    form = NewKindForm()
    if form.validate():
        try:
            operations.add_kind(
                form.code.data or "", form.chosen_head, form.description_given, actor=current_actor(), now=clock.now()
            )
        except DomainError as refusal:
            form.code.errors = [refusal.message]
        else:
            flash(_("The kind was added."), "success")
            return see("entry_kinds.index")
    return invalid(NEW, form=form)


@bp.get("/<string:code>")
@requires(Permission.MANAGE_ENTRY_KINDS)
def show(code: str) -> ResponseReturnValue:
    """One kind, to describe anew or to retire."""
    kind = _kind(code)
    return render_template(SHOW, kind=kind, form=KindForm.of(kind), words=heads, of_platform=PLATFORM_KINDS)


@bp.post("/<string:code>")
@requires(Permission.MANAGE_ENTRY_KINDS)
def change(code: str) -> ResponseReturnValue:
    """It is described anew."""
    kind, form = _kind(code), KindForm()
    if not form.validate():
        return invalid(SHOW, kind=kind, form=form, words=heads, of_platform=PLATFORM_KINDS)
    operations.change_kind(code, form.description_given, actor=current_actor(), now=clock.now())
    flash(_("The kind was changed."), "success")
    return see("entry_kinds.index")


@bp.post("/<string:code>/retirement")
@requires(Permission.MANAGE_ENTRY_KINDS)
def retire(code: str) -> ResponseReturnValue:
    """No more entries of it."""
    operations.retire_kind(code, actor=current_actor(), now=clock.now())
    flash(_("The kind takes no more entries. Those that are there stay."), "success")
    return see("entry_kinds.index")


@bp.post("/<string:code>/reopening")
@requires(Permission.MANAGE_ENTRY_KINDS)
def reopen(code: str) -> ResponseReturnValue:
    """It takes entries again."""
    operations.reopen_kind(code, actor=current_actor(), now=clock.now())
    flash(_("The kind takes entries again."), "success")
    return see("entry_kinds.index")


def _kind(code: str) -> EntryKind:
    return access.kind(db.session(), code, actor=current_actor())


def _by_head() -> list[tuple[Head, list[EntryKind]]]:
    """The kinds under the five heads in their order, those in use first."""
    order = list(heads.HEAD_WORDS)
    kinds = access.kinds(db.session(), actor=current_actor())
    ordered = sorted(kinds, key=lambda kind: (order.index(kind.head), kind.retired_at is not None, kind.id))
    return [(head, list(of_head)) for head, of_head in groupby(ordered, key=lambda kind: kind.head)]

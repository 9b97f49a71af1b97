"""The desk of those who build courses, a draft as a whole, and what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, render_template, request

from lms.catalog.authoring import access, queries, words
from lms.catalog.authoring.checking import check
from lms.catalog.authoring.content import seal
from lms.catalog.authoring.forms import AboutForm, ReasonForm, TitleForm, number_in
from lms.catalog.authoring.operations import drafts, review
from lms.catalog.authoring.refusals import ChangedMeanwhile
from lms.catalog.questions.labels import KIND
from lms.core import clock
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.catalog.authoring.checking import Checked
    from lms.catalog.authoring.models import CourseDraft

bp = Blueprint("authoring", __name__, url_prefix="/authoring", template_folder="../templates")

DRAFT, ABOUT = "catalog/authoring/draft.html", "catalog/authoring/about.html"


@bp.get("")
@requires(Permission.VIEW_DRAFT_COURSES)
def index() -> ResponseReturnValue:
    """What waits for me, what others write, and the courses there are."""
    return _desk(TitleForm())


@bp.post("/drafts")
@requires(Permission.EDIT_COURSES)
def start() -> ResponseReturnValue:
    """Begin a new course."""
    form = TitleForm()
    if not form.validate():
        return _desk(form), 422
    draft = drafts.start(form.title.data or "", actor=current_actor(), now=clock.now())
    return see("authoring.about", draft_id=draft.public_id)


@bp.post("/courses/<uuid:course_id>/drafts")
@requires(Permission.EDIT_COURSES)
def take_over(course_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a draft of a course that is there."""
    draft = drafts.take_over(course_id, actor=current_actor(), now=clock.now())
    return see("authoring.show", draft_id=draft.public_id)


@bp.get("/drafts/<uuid:draft_id>")
@requires(Permission.VIEW_DRAFT_COURSES)
def show(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The whole draft: what is still missing, its parts, its way, and what I can do."""
    return draft_page(access.draft(current_actor(), draft_id), ReasonForm())


@bp.get("/drafts/<uuid:draft_id>/about")
@requires(Permission.EDIT_COURSES)
def about(draft_id: uuid.UUID) -> ResponseReturnValue:
    """What the course is about."""
    draft = writable(draft_id)
    form = AboutForm.of(draft.said)
    form.offer(queries.outline_nodes(draft.congress_id))
    return render_template(ABOUT, draft=draft, form=form, faults=checked(draft).of("about"))


@bp.post("/drafts/<uuid:draft_id>/about")
@requires(Permission.EDIT_COURSES)
def save_about(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Say it anew."""
    actor, form = current_actor(), AboutForm()
    draft = access.draft(actor, draft_id)
    form.offer(queries.outline_nodes(draft.congress_id))
    if not form.validate():
        return invalid(ABOUT, draft=draft, form=form, faults=[])
    try:
        drafts.save_about(draft_id, form.about, seen=form.seen.data or "", actor=actor, now=clock.now())
    except ChangedMeanwhile as refusal:
        draft = access.draft(actor, draft_id)
        form.seen.data = seal(drafts.about_of(draft.said))
        form.form_errors.append(refusal.message)
        return render_template(ABOUT, draft=draft, form=form, faults=[]), refusal.status
    return after_saving(draft_id, "about", "")


@bp.get("/drafts/<uuid:draft_id>/discard")
@requires(Permission.EDIT_COURSES)
def discarding(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Really?"""
    return render_template("catalog/authoring/discard.html", draft=writable(draft_id))


@bp.post("/drafts/<uuid:draft_id>/discard")
@requires(Permission.EDIT_COURSES)
def discard(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Give the draft up."""
    review.discard(draft_id, revision=revision_seen(), actor=current_actor(), now=clock.now())
    flash(_("The draft has been discarded."), "success")
    return see("authoring.index")


def writable(draft_id: uuid.UUID) -> CourseDraft:
    """A draft that can be changed now; raises NotFound."""
    draft = access.draft(current_actor(), draft_id)
    if not draft.is_being_written:
        raise NotFound
    return draft


def checked(draft: CourseDraft) -> Checked:
    """The draft held against the rules."""
    return check(draft.key, draft.said, nodes=queries.outline_keys(draft.congress_id))


def revision_seen() -> int:
    """The revision that the person looked at."""
    return number_in(request.form.get("revision"))


def after_saving(draft_id: uuid.UUID, section: str, key: str) -> ResponseReturnValue:
    """Back to the draft, with a word on what its part still lacks."""
    faults = checked(access.draft(current_actor(), draft_id)).of(section, key)
    if faults:
        flash(_("Saved. Something is still missing: %(fault)s", fault=faults[0].message), "warning")
    else:
        flash(_("Saved."), "success")
    return see("authoring.show", draft_id=draft_id)


def draft_page(draft: CourseDraft, form: ReasonForm, *, refusal: DomainError | None = None) -> str:
    """The page of a draft; `form` is for a reason to return it."""
    actor = current_actor()
    is_hand = queries.is_hand(draft, actor)
    form.revision.data = str(draft.revision)
    context: dict[str, Any] = {
        "draft": draft,
        "said": draft.said,
        "checked": checked(draft) if draft.is_live else None,
        "history": queries.history(draft),
        "writes": draft.is_being_written and actor.can(Permission.EDIT_COURSES),
        "judges": queries.may_judge(draft, actor, is_hand=is_hand),
        "is_hand": is_hand,
        "form": form,
        "refusal": refusal,
    }
    return render_template(DRAFT, words=words, kinds=KIND, **context)


def _desk(form: TitleForm) -> str:
    return render_template("catalog/authoring/index.html", desk=queries.desk(current_actor()), form=form, words=words)

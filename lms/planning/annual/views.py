"""Annual plans for organizers: beginning one, its text, its study sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template, url_for

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.people.models import Congress
from lms.planning import subjects
from lms.planning.annual import access, labels, lines, writing
from lms.planning.annual.forms import LineForm, NewPlanForm, TextForm
from lms.planning.annual.refusals import NotWritable
from lms.planning.annual.states import BEFORE_DECISION, WORKING, WRITABLE, PlanState
from lms.planning.calendar.diary import open_diaries
from lms.planning.refusals import ChangedByOthers
from lms.planning.resources import access as bookables
from lms.planning.resources.models import Venue

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from lms.planning.annual.models import PlanVersion
    from lms.planning.calendar.rules import Found

bp = Blueprint("annual_plans", __name__, url_prefix="/planning/plans", template_folder="../templates")

NEW, SHOW, TEXT, LINE = (f"planning/annual/{name}.html" for name in ("new", "show", "text", "line"))


@bp.get("")
@requires(Permission.VIEW_PLANNING)
def index() -> ResponseReturnValue:
    """Every plan with its versions."""
    found = access.versions(db.session(), actor=current_actor())
    return render_template("planning/annual/index.html", versions=found, words=labels)


@bp.get("/new")
@requires(Permission.MANAGE_PLANNING)
def new() -> ResponseReturnValue:
    """For which year?"""
    year = clock.today().year + 1
    data = {"year": year, "title": _("Plan of study and training of deputies for %(year)d", year=year)}
    return render_template(NEW, form=NewPlanForm(data=data))


@bp.post("/new")
@requires(Permission.MANAGE_PLANNING)
def begin() -> ResponseReturnValue:
    """Begin its first version."""
    form = NewPlanForm()
    if form.validate():
        try:
            public_id = writing.begin(
                form.year.data or 0, form.title.data or "", actor=current_actor(), now=clock.now()
            )
        except DomainError as refusal:
            form.year.errors = [refusal.message]
        else:
            flash(_("The plan is begun. Next, please enter its study sessions."), "success")
            return see("annual_plans.show", public_id=public_id)
    return invalid(NEW, form=form)


@bp.get("/<uuid:public_id>")
@requires(Permission.VIEW_PLANNING)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """One version: what it plans, with what it clashes, and how it came about."""
    session = db.session()
    version = access.version(session, public_id, actor=current_actor())
    others = access.versions_of(session, version.plan)
    return render_template(
        SHOW,
        version=version,
        versions=others,
        warnings=_warnings(version),
        held=held_urls(version),
        is_writable=version.state in WRITABLE,
        is_to_be_decided=version.state in BEFORE_DECISION,
        is_current=version.state is PlanState.APPROVED,
        public_url=_public_url(version),
        is_amended=any(each.state in WORKING for each in others),
        words=labels,
    )


@bp.get("/<uuid:public_id>/text")
@requires(Permission.MANAGE_PLANNING)
def ask_text(public_id: uuid.UUID) -> ResponseReturnValue:
    """What does it say?"""
    version = _writable(public_id)
    return render_template(TEXT, version=version, form=TextForm.of(version), theirs=None)


@bp.post("/<uuid:public_id>/text")
@requires(Permission.MANAGE_PLANNING)
def say(public_id: uuid.UUID) -> ResponseReturnValue:
    """Save it, unless somebody else did meanwhile."""
    form = TextForm()
    if not form.validate():
        return invalid(TEXT, version=_writable(public_id), form=form, theirs=None)
    try:
        writing.say(
            public_id,
            form.title.data or "",
            form.lead.data or "",
            seen=form.edits_seen,
            actor=current_actor(),
            now=clock.now(),
        )
    except ChangedByOthers as refusal:
        version = _writable(public_id)
        form.form_errors.append(refusal.message)
        form.seen.data = str(version.edits)
        return render_template(TEXT, version=version, form=form, theirs=version), refusal.status
    flash(_("The changes are saved."), "success")
    return see("annual_plans.show", public_id=public_id)


@bp.get("/<uuid:public_id>/lines/new")
@requires(Permission.MANAGE_PLANNING)
def new_line(public_id: uuid.UUID) -> ResponseReturnValue:
    """Which study session?"""
    return render_template(LINE, version=_writable(public_id), line=None, form=LineForm(_venues()), theirs=None)


@bp.post("/<uuid:public_id>/lines/new")
@requires(Permission.MANAGE_PLANNING)
def add_line(public_id: uuid.UUID) -> ResponseReturnValue:
    """Put it into the plan."""
    form = LineForm(_venues())
    if form.validate():
        try:
            writing.add_line(public_id, form.words, actor=current_actor(), now=clock.now())
        except NotFound:
            raise
        except DomainError as refusal:
            form.form_errors.append(refusal.message)
        else:
            flash(_("The study session is in the plan."), "success")
            return see("annual_plans.show", public_id=public_id)
    return invalid(LINE, version=_writable(public_id), line=None, form=form, theirs=None)


@bp.get("/<uuid:public_id>/lines/<uuid:line_id>")
@requires(Permission.MANAGE_PLANNING)
def edit_line(public_id: uuid.UUID, line_id: uuid.UUID) -> ResponseReturnValue:
    """What is different?"""
    version = _writable(public_id)
    line = access.line(db.session(), version, line_id)
    return render_template(LINE, version=version, line=line, form=LineForm.of(line, _venues()), theirs=None)


@bp.post("/<uuid:public_id>/lines/<uuid:line_id>")
@requires(Permission.MANAGE_PLANNING)
def change_line(public_id: uuid.UUID, line_id: uuid.UUID) -> ResponseReturnValue:
    """Change it, unless somebody else did meanwhile."""
    form, theirs = LineForm(_venues()), None
    if form.validate():
        try:
            writing.change_line(
                public_id, line_id, form.words, seen=form.edits_seen, actor=current_actor(), now=clock.now()
            )
        except NotFound:
            raise
        except ChangedByOthers as refusal:
            theirs = access.line(db.session(), _writable(public_id), line_id)
            form.form_errors.append(refusal.message)
            form.seen.data = str(theirs.edits)
        except DomainError as refusal:
            form.form_errors.append(refusal.message)
        else:
            flash(_("The changes are saved."), "success")
            return see("annual_plans.show", public_id=public_id)
    version = _writable(public_id)
    line = access.line(db.session(), version, line_id)
    return invalid(LINE, version=version, line=line, form=form, theirs=theirs, words=labels)


@bp.post("/<uuid:public_id>/lines/<uuid:line_id>/removal")
@requires(Permission.MANAGE_PLANNING)
def remove_line(public_id: uuid.UUID, line_id: uuid.UUID) -> ResponseReturnValue:
    """Take it out of this version."""
    writing.remove_line(public_id, line_id, actor=current_actor(), now=clock.now())
    flash(_("The study session is taken out of this version."), "success")
    return see("annual_plans.show", public_id=public_id)


def held_urls(version: PlanVersion) -> dict[uuid.UUID, str | None]:
    """The page of what came of each line, by the line's key."""
    found = lines.held(db.session(), [line.key for line in version.lines])
    endpoints = {key: (subjects.endpoint(each.kind), each.public_id) for key, each in found.items()}
    return {
        key: url_for(endpoint, public_id=public_id) if endpoint else None
        for key, (endpoint, public_id) in endpoints.items()
    }


def _public_url(version: PlanVersion) -> str | None:
    """Where everybody reads it, once it is published."""
    if version.state is not PlanState.APPROVED or version.plan.published_at is None:
        return None
    congress = db.session.get_one(Congress, version.plan.congress_id)
    return url_for("plan_reading.published", code=congress.code, year=version.plan.year)


def _writable(public_id: uuid.UUID) -> PlanVersion:
    """A version in which this person writes; whoever comes too late is told so."""
    version = access.version(db.session(), public_id, actor=current_actor())
    if version.state not in WRITABLE:
        raise NotWritable
    return version


def _venues() -> Sequence[Venue]:
    return bookables.every(db.session(), Venue, actor=current_actor(), is_offered=True)


def _warnings(version: PlanVersion) -> dict[int, list[Found]]:
    """With what each line of a version that is still written clashes."""
    if version.state not in WORKING:
        return {}
    wishes = {line.id: wish for line in version.lines if (wish := writing.wish_of(line))}
    diaries = open_diaries(db.session(), version.plan.congress_id, list(wishes.values()))
    return {
        line_id: diary.clashes(diary.wish.first_on, diary.wish.last_on)
        for line_id, diary in zip(wishes, diaries, strict=True)
    }

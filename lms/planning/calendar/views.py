"""The year on a page, its dates, and the question which dates are free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, render_template, request, url_for

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, NotFound
from lms.core.forms import FIRST_YEAR, LAST_YEAR, day_of
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.planning import subjects
from lms.planning.annual.models import PlanLine
from lms.planning.calendar import access, operations
from lms.planning.calendar.diary import Wish, open_diary
from lms.planning.calendar.forms import DateForm, FreeDatesForm
from lms.planning.calendar.models import CalendarDate
from lms.planning.calendar.rules import RULES
from lms.planning.calendar.year import MARKS, Mark, read_year
from lms.planning.resources import access as bookables
from lms.planning.resources import labels
from lms.planning.resources.models import Lecturer, Venue

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.planning.calendar.year import Year, YearLine

bp = Blueprint("planning", __name__, url_prefix="/planning", template_folder="../templates")

DATE, FREE = "planning/calendar/date.html", "planning/calendar/free.html"
# Where on the line what is intended for a month stands.
MIDDLE = 15
# What stands on the line over the months, and how it is drawn (macros/year.html).
ON_THE_LINE = {Mark.PLENARY: "off", Mark.COMMITTEE: "off", Mark.PLANNED: "plan"}


@bp.get("")
@requires(Permission.VIEW_PLANNING)
def year() -> ResponseReturnValue:
    """The year asked for, else this one."""
    today = clock.today()
    asked = request.args.get("year", default=today.year, type=int)
    chosen = asked if FIRST_YEAR < asked < LAST_YEAR else today.year
    found = read_year(db.session(), current_actor().congress_id, chosen)
    return render_template(
        "planning/calendar/year.html",
        year=found,
        on_the_line=_on_the_line(found),
        url_of=url_of,
        marks=MARKS,
        today=today,
        words=labels,
    )


@bp.get("/dates/new")
@requires(Permission.MANAGE_PLANNING)
def new_date() -> ResponseReturnValue:
    """What is when?"""
    return render_template(DATE, form=DateForm(), entered=None)


@bp.post("/dates/new")
@requires(Permission.MANAGE_PLANNING)
def enter_date() -> ResponseReturnValue:
    """Enter it."""
    form = DateForm()
    if form.validate():
        try:
            operations.enter(form.words, actor=current_actor(), now=clock.now())
        except DomainError as refusal:
            form.last_on.errors = [refusal.message]
        else:
            flash(_("The date is entered."), "success")
            return see("planning.year", year=day_of(form.first_on).year)
    return invalid(DATE, form=form, entered=None)


@bp.get("/dates/<uuid:public_id>")
@requires(Permission.MANAGE_PLANNING)
def edit_date(public_id: uuid.UUID) -> ResponseReturnValue:
    """What is different?"""
    entered = access.entered(db.session(), public_id, actor=current_actor())
    return render_template(DATE, form=DateForm.of(entered), entered=entered)


@bp.post("/dates/<uuid:public_id>")
@requires(Permission.MANAGE_PLANNING)
def change_date(public_id: uuid.UUID) -> ResponseReturnValue:
    """Change it."""
    entered, form = access.entered(db.session(), public_id, actor=current_actor()), DateForm()
    if form.validate():
        try:
            operations.change(public_id, form.words, actor=current_actor(), now=clock.now())
        except NotFound:
            raise
        except DomainError as refusal:
            form.last_on.errors = [refusal.message]
        else:
            flash(_("The changes are saved."), "success")
            return see("planning.year", year=day_of(form.first_on).year)
    return invalid(DATE, form=form, entered=entered)


@bp.post("/dates/<uuid:public_id>/removal")
@requires(Permission.MANAGE_PLANNING)
def remove_date(public_id: uuid.UUID) -> ResponseReturnValue:
    """Take it out."""
    first_on = operations.remove(public_id, actor=current_actor(), now=clock.now())
    flash(_("The date is taken out of the calendar."), "success")
    return see("planning.year", year=first_on.year)


@bp.get("/free-dates")
@requires(Permission.VIEW_PLANNING)
def free_dates() -> ResponseReturnValue:
    """With what some dates clash, and which are free next; the table of rules stands below."""
    session, actor = db.session(), current_actor()
    form = FreeDatesForm(
        request.args,
        venues=bookables.every(session, Venue, actor=actor, is_offered=True),
        lecturers=bookables.every(session, Lecturer, actor=actor, is_offered=True),
    )
    if not request.args:
        return render_template(FREE, form=form, diary=None, rules=RULES, words=labels)
    if not form.validate():
        return invalid(FREE, form=form, diary=None, rules=RULES, words=labels)
    wish = Wish(
        first_on=day_of(form.first_on),
        last_on=day_of(form.last_on),
        venue=bookables.one(session, Venue, form.venue_id, actor=actor) if form.venue_id else None,
        lecturer=bookables.one(session, Lecturer, form.lecturer_id, actor=actor) if form.lecturer_id else None,
        people=form.people.data,
    )
    diary = open_diary(session, actor.congress_id, wish)
    return render_template(FREE, form=form, diary=diary, rules=RULES, words=labels)


def url_of(line: YearLine) -> str | None:
    """The page of a line of the year, where it has one that this reader may open."""
    source = line.source
    if isinstance(source, CalendarDate):
        may_edit = current_actor().can(Permission.MANAGE_PLANNING)
        return url_for("planning.edit_date", public_id=source.public_id) if may_edit else None
    if isinstance(source, PlanLine):
        return url_for("annual_plans.show", public_id=source.version.public_id)
    endpoint = subjects.endpoint(source.kind) if source else None
    return url_for(endpoint, public_id=source.public_id) if source and endpoint else None


def _on_the_line(found: Year) -> list[dict[str, Any]]:
    """The meetings, the study sessions and the plan's lines, for the line over the months."""
    shapes = {
        each: ON_THE_LINE.get(each.mark) or getattr(each.source, "shape", "")
        for each in found.lines
        if each.mark is Mark.SUBJECT or each.mark in ON_THE_LINE
    }
    return [
        {
            "start": each.first_on if each.has_days else each.first_on.replace(day=MIDDLE),
            "when": "" if each.has_days else _("Day not set yet"),
            "title": each.title,
            "url": url_of(each),
            "state": shape,
        }
        for each, shape in shapes.items()
        if each.first_on.year == found.year
    ]

"""Checking a period: the deputy's page, and the office's list with the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, NotFound
from lms.core.forms import day_of, number_of
from lms.core.i18n import gettext as _
from lms.core.pages import page_number, see
from lms.core.permissions import Permission, current_actor, requires
from lms.records import words
from lms.records.checks import access, operations, queries
from lms.records.checks.forms import PeriodForm
from lms.records.checks.states import CheckState
from lms.records.entries.queries import record_of

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

bp = Blueprint("checks", __name__, template_folder="../templates")


@bp.get("/record/checks/<uuid:public_id>")
@requires(Permission.VIEW_OWN_RECORD)
def mine(public_id: uuid.UUID) -> ResponseReturnValue:
    """What is entered for me in this period: is it right?"""
    actor, today = current_actor(), clock.today()
    if actor.person_id is None:
        raise NotFound
    record = record_of(actor.person_id, congress_id=actor.congress_id, today=today)
    period = next((each for each in record.periods if each.public_id == public_id), None)
    if period is None:
        raise NotFound
    lines = [each for each in record.lines if period.starts_on <= each.entry.occurred_on <= period.ends_on]
    has_open = any(each.is_open for line in lines for each in line.objections)
    return render_template(
        "records/check_own.html", period=period, lines=lines, has_open=has_open, today=today, words=words
    )


@bp.post("/record/checks/<uuid:public_id>/confirmation")
@requires(Permission.VIEW_OWN_RECORD)
def confirm(public_id: uuid.UUID) -> ResponseReturnValue:
    """I have checked it in person."""
    operations.confirm(public_id, actor=current_actor(), now=clock.now())
    flash(_("Thank you. It is noted that you have checked this period in person."), "success")
    return see("checks.mine", public_id=public_id)


@bp.get("/records/checks")
@requires(Permission.VIEW_RECORDS_DESK)
def index() -> ResponseReturnValue:
    """The periods that were laid before the deputies."""
    page = queries.all_periods(current_actor(), number=page_number())
    return render_template("records/checks.html", page=page, today=clock.today())


@bp.get("/records/checks/new")
@requires(Permission.KEEP_RECORDS)
def new() -> ResponseReturnValue:
    """Which days?"""
    return render_template("records/check_new.html", form=PeriodForm())


@bp.post("/records/checks")
@requires(Permission.KEEP_RECORDS)
def open_period() -> ResponseReturnValue:
    """Lay them before the deputies."""
    form = PeriodForm()
    if not form.validate():
        return render_template("records/check_new.html", form=form), 422
    try:
        first, last, days = day_of(form.starts_on), day_of(form.ends_on), number_of(form.working_days)
        made = operations.open_period(first, last, working_days=days, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return render_template("records/check_new.html", form=form), refusal.status
    flash(_("The period is open, and every deputy in office is being told."), "success")
    return see("checks.show", public_id=made.public_id)


@bp.get("/records/checks/<uuid:public_id>")
@requires(Permission.VIEW_RECORDS_DESK)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """How far it is: by unit, and by name for a liaison's own unit."""
    actor, today = current_actor(), clock.today()
    period = access.period(db.session(), public_id, actor=actor)
    bodies = actor.bodies(Permission.VIEW_RECORDS_DESK)
    return render_template(
        "records/check.html",
        period=period,
        units=queries.by_unit(period, today=today, bodies=bodies),
        deputies=[] if bodies is None else queries.requests(period, today=today, bodies=bodies),
        is_open=period.is_open(today),
        states=list(CheckState),
        words=words,
    )


@bp.post("/records/checks/<uuid:public_id>/report")
@requires(Permission.KEEP_RECORDS)
def issue(public_id: uuid.UUID) -> ResponseReturnValue:
    """Issue the report of the period."""
    operations.issue_report(public_id, actor=current_actor(), now=clock.now())
    flash(_("The report is issued. The period takes no more answers."), "success")
    return see("checks.show", public_id=public_id)

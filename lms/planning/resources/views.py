"""Venues and teaching sites, and the bookings of venues and lecturers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.planning import subjects
from lms.planning.calendar.diary import open_diary
from lms.planning.resources import access, booking, labels, operations
from lms.planning.resources.forms import BookingForm, LecturerForm, VenueForm
from lms.planning.resources.models import Lecturer, Venue

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from lms.planning.calendar.diary import Window

bp = Blueprint("bookables", __name__, url_prefix="/planning", template_folder="../templates")

AHEAD = timedelta(days=730)
INDEX, SHOW, EDIT, BOOK = (f"planning/bookables/{name}.html" for name in ("index", "show", "edit", "book"))


@dataclass(frozen=True)
class Sort:
    """One of the two sorts of things that can be booked: its word in addresses, its table and its form."""

    word: str
    table: type[Venue | Lecturer]
    form: type[VenueForm | LecturerForm]

    @property
    def is_venue(self) -> bool:
        """Whether it is a place."""
        return self.table is Venue


SORTS = {"venues": Sort("venues", Venue, VenueForm), "lecturers": Sort("lecturers", Lecturer, LecturerForm)}


@bp.get("/<any(venues,lecturers):sort>")
@requires(Permission.VIEW_PLANNING)
def index(sort: str) -> ResponseReturnValue:
    """The venues, or the lecturers."""
    things = access.every(db.session(), SORTS[sort].table, actor=current_actor())
    return render_template(INDEX, sort=SORTS[sort], things=things, words=labels)


@bp.get("/<any(venues,lecturers):sort>/new")
@requires(Permission.MANAGE_PLANNING)
def new(sort: str) -> ResponseReturnValue:
    """Who or what is to come into the list?"""
    return render_template(EDIT, sort=SORTS[sort], thing=None, form=SORTS[sort].form())


@bp.post("/<any(venues,lecturers):sort>/new")
@requires(Permission.MANAGE_PLANNING)
def add(sort: str) -> ResponseReturnValue:
    """Put it into the list."""
    form = SORTS[sort].form()
    if not form.validate():
        return invalid(EDIT, sort=SORTS[sort], thing=None, form=form)
    try:
        if isinstance(form, VenueForm):
            public_id = operations.add_venue(form.words, actor=current_actor(), now=clock.now())
        else:
            public_id = operations.add_lecturer(form.words, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.name.errors = [refusal.message]
        return invalid(EDIT, sort=SORTS[sort], thing=None, form=form)
    flash(_("It is in the list and can be booked."), "success")
    return see("bookables.show", sort=sort, public_id=public_id)


@bp.get("/<any(venues,lecturers):sort>/<uuid:public_id>")
@requires(Permission.VIEW_PLANNING)
def show(sort: str, public_id: uuid.UUID) -> ResponseReturnValue:
    """One of them, and for what it is booked from today on."""
    thing = _thing(sort, public_id)
    bookings = access.bookings(db.session(), thing, since=clock.today())
    return render_template(SHOW, sort=SORTS[sort], thing=thing, bookings=bookings, words=labels)


@bp.get("/<any(venues,lecturers):sort>/<uuid:public_id>/edit")
@requires(Permission.MANAGE_PLANNING)
def edit(sort: str, public_id: uuid.UUID) -> ResponseReturnValue:
    """What is different?"""
    thing = _thing(sort, public_id)
    form = VenueForm.of(thing) if isinstance(thing, Venue) else LecturerForm(obj=thing)
    return render_template(EDIT, sort=SORTS[sort], thing=thing, form=form)


@bp.post("/<any(venues,lecturers):sort>/<uuid:public_id>/edit")
@requires(Permission.MANAGE_PLANNING)
def change(sort: str, public_id: uuid.UUID) -> ResponseReturnValue:
    """Change it."""
    thing, form = _thing(sort, public_id), SORTS[sort].form()
    if not form.validate():
        return invalid(EDIT, sort=SORTS[sort], thing=thing, form=form)
    try:
        if isinstance(form, VenueForm):
            operations.change_venue(public_id, form.words, actor=current_actor(), now=clock.now())
        else:
            operations.change_lecturer(public_id, form.words, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.name.errors = [refusal.message]
        return invalid(EDIT, sort=SORTS[sort], thing=_thing(sort, public_id), form=form)
    flash(_("The changes are saved."), "success")
    return see("bookables.show", sort=sort, public_id=public_id)


@bp.post("/<any(venues,lecturers):sort>/<uuid:public_id>/retirement")
@requires(Permission.MANAGE_PLANNING)
def retire(sort: str, public_id: uuid.UUID) -> ResponseReturnValue:
    """Offer it no more."""
    operations.retire(SORTS[sort].table, public_id, actor=current_actor(), now=clock.now())
    flash(_("It is no longer offered. Bookings that stand stay."), "success")
    return see("bookables.show", sort=sort, public_id=public_id)


@bp.post("/<any(venues,lecturers):sort>/<uuid:public_id>/return")
@requires(Permission.MANAGE_PLANNING)
def offer_again(sort: str, public_id: uuid.UUID) -> ResponseReturnValue:
    """Offer it again."""
    operations.offer_again(SORTS[sort].table, public_id, actor=current_actor(), now=clock.now())
    flash(_("It is in the list and can be booked."), "success")
    return see("bookables.show", sort=sort, public_id=public_id)


@bp.get("/<any(venues,lecturers):sort>/<uuid:public_id>/bookings/new")
@requires(Permission.MANAGE_PLANNING)
def ask_booking(sort: str, public_id: uuid.UUID) -> ResponseReturnValue:
    """When, and what for?"""
    return _booking_page(sort, _thing(sort, public_id), _booking_form(sort))


@bp.post("/<any(venues,lecturers):sort>/<uuid:public_id>/bookings/new")
@requires(Permission.MANAGE_PLANNING)
def book(sort: str, public_id: uuid.UUID) -> ResponseReturnValue:
    """Book it, or say why not and which dates are free."""
    thing, form = _thing(sort, public_id), _booking_form(sort)
    if not form.validate():
        return _booking_page(sort, thing, form), 422
    try:
        booking.book(SORTS[sort].table, public_id, form.order, actor=current_actor(), now=clock.now())
    except NotFound:
        raise
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        thing = _thing(sort, public_id)
        return _booking_page(sort, thing, form, free=_free(thing, form)), refusal.status
    flash(_("It is booked."), "success")
    return see("bookables.show", sort=sort, public_id=public_id)


@bp.post("/bookings/<uuid:booking_id>/cancellation")
@requires(Permission.MANAGE_PLANNING)
def cancel(booking_id: uuid.UUID) -> ResponseReturnValue:
    """Give a booking back."""
    given_back = booking.cancel(booking_id, actor=current_actor(), now=clock.now())
    flash(_("The booking is given back; its days are free again."), "success")
    thing = given_back.venue or given_back.lecturer
    if thing is None:
        raise NotFound
    return see("bookables.show", sort="venues" if given_back.venue else "lecturers", public_id=thing.public_id)


def _thing(sort: str, public_id: uuid.UUID) -> Venue | Lecturer:
    return access.one(db.session(), SORTS[sort].table, public_id, actor=current_actor())


def _booking_form(sort: str) -> BookingForm:
    today = clock.today()
    coming = subjects.between(db.session(), current_actor().congress_id, today, today + AHEAD)
    return BookingForm(coming, is_venue=SORTS[sort].is_venue)


def _booking_page(sort: str, thing: Venue | Lecturer, form: BookingForm, free: Sequence[Window] = ()) -> str:
    return render_template(BOOK, sort=SORTS[sort], thing=thing, form=form, free=free, words=labels)


def _free(thing: Venue | Lecturer, form: BookingForm) -> Sequence[Window]:
    wish = booking.wish_of(thing, form.order)
    if wish.last_on < wish.first_on:
        return ()
    return open_diary(db.session(), current_actor().congress_id, wish).free_windows()

"""The words of venues, lecturers and bookings on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.i18n import EMPTY, N_, format_day
from lms.core.i18n import gettext as _
from lms.planning.resources.models import Half, VenueKind

if TYPE_CHECKING:
    from datetime import date

    from lms.planning.resources.models import Venue

VENUE_KIND = {VenueKind.VENUE: N_("Conference venue"), VenueKind.SITE: N_("Teaching site")}
HALF = {Half.DAY: N_("The whole day"), Half.MORNING: N_("Morning"), Half.AFTERNOON: N_("Afternoon")}


def span(first_on: date, last_on: date) -> str:
    """Some days; one day is written once."""
    if first_on == last_on:
        return format_day(first_on)
    return _("%(first)s to %(last)s", first=format_day(first_on), last=format_day(last_on))


def kind_words(venue: Venue) -> str:
    """Venue or teaching site."""
    return _(VENUE_KIND[venue.kind])


def capacity_words(venue: Venue) -> str:
    """For how many people."""
    return EMPTY if venue.capacity is None else _("%(count)d people", count=venue.capacity)

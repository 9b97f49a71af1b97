"""What is typed about a study session's venue and lecturers, and how warnings are answered."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Protocol

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms.core.forms import Form, SelectChoice
from lms.core.i18n import format_day
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.planning.resources.labels import HALF, capacity_words
from lms.planning.resources.models import Half
from lms.study_sessions.bookings.refusals import ToConsider

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtforms import StringField

    from lms.core.errors import DomainError
    from lms.planning.resources.models import Lecturer, Venue
    from lms.study_sessions.models import StudySession


class Considering(Protocol):
    """A form on which warnings can be considered."""

    considered: MultiCheckboxField
    form_errors: list[str]


class ChoosingVenue(Protocol):
    """A form on which a venue is chosen from the list, or written."""

    listed_venue: SelectField
    venue: StringField


class MultiCheckboxField(SelectMultipleField):
    """Check boxes of which any number can be ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def venue_choices(venues: Sequence[Venue]) -> list[SelectChoice]:
    """The venues by name, with how many people each holds and where it is."""
    none = SelectChoice("", _("Not from the list"))
    return [none, *(SelectChoice(each.name, _venue_label(each)) for each in venues)]


def choose_venue(form: ChoosingVenue, name: str, venues: Sequence[Venue]) -> None:
    """Show a venue where it belongs: as chosen from the list, or as written by hand."""
    is_listed = any(each.name == name for each in venues)
    form.listed_venue.data, form.venue.data = (name, "") if is_listed else ("", name)


def must_be_one_venue(form: ChoosingVenue, field: StringField) -> None:
    """A venue is chosen or written.

    Raises:
        ValidationError: both.
    """
    if field.data and form.listed_venue.data:
        raise ValidationError(_("Please either choose a venue from the list or write another one."))


def explain(form: Considering, refusal: DomainError) -> None:
    """Show a refusal; each warning becomes a box to tick."""
    if isinstance(refusal, ToConsider):
        form.considered.choices = [SelectChoice(each.mark, each.message) for each in refusal.found]
        form.considered.errors = [_("If you have considered it, please tick it and save again.")]
    else:
        form.form_errors.append(refusal.message)


class LecturerForm(Form):
    """Who speaks on which day, or half of it."""

    lecturer = SelectField(_l("Lecturer"), validators=[InputRequired()])
    number = SelectField(_l("Day of study"), coerce=int, validators=[InputRequired()])
    half = RadioField(_l("Part of the day"), default=Half.DAY.value)

    def __init__(self, study_session: StudySession, lecturers: Sequence[Lecturer], **given: Any) -> None:
        super().__init__(**given)
        self.lecturer.choices = [
            SelectChoice("", _("Not chosen")),
            *(SelectChoice(str(each.public_id), f"{each.name} {each.post}".strip()) for each in lecturers),
        ]
        self.number.choices = [
            SelectChoice(number, _("Day %(number)d, %(day)s", number=number, day=format_day(day)))
            for number, day in enumerate(study_session.study_days, start=1)
        ]
        self.half.choices = [SelectChoice(half.value, _(words)) for half, words in HALF.items()]

    @property
    def lecturer_id(self) -> uuid.UUID:
        """Who was chosen. The form must have been validated."""
        return uuid.UUID(self.lecturer.data)

    @property
    def part(self) -> Half:
        """Which part of the day. The form must have been validated."""
        return Half(self.half.data)


def _venue_label(venue: Venue) -> str:
    size = "" if venue.capacity is None else capacity_words(venue)
    return " · ".join(filter(None, (venue.name, size, venue.address)))

"""What is typed about dates of the year, and the question which dates are free."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lms.core.forms import Form, SelectChoice, day_of, reasonable_year
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.planning.calendar.models import DateKind
from lms.planning.calendar.operations import DateWords
from lms.planning.calendar.year import MARKS, OF_DATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.planning.calendar.models import CalendarDate
    from lms.planning.resources.models import Lecturer, Venue

MOST_PEOPLE = 100_000


class DateForm(Form):
    """A date of the year."""

    kind = RadioField(_l("Kind"), default=DateKind.COMMITTEE.value)
    title = StringField(_l("Title"), validators=[InputRequired(), Length(max=60)])
    first_on = DateField(_l("From the day"), validators=[InputRequired(), reasonable_year])
    last_on = DateField(_l("Until the day"), validators=[InputRequired(), reasonable_year])
    note = StringField(_l("Note"), validators=[Optional(), Length(max=100)])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.kind.choices = [SelectChoice(kind.value, _(MARKS[OF_DATE[kind]][0])) for kind in DateKind]

    @classmethod
    def of(cls, entered: CalendarDate) -> DateForm:
        """The form as the date is now."""
        return cls(obj=entered, data={"kind": entered.kind.value})

    @property
    def words(self) -> DateWords:
        """What was typed. The form must have been validated."""
        return DateWords(
            kind=DateKind(self.kind.data),
            title=self.title.data or "",
            first_on=day_of(self.first_on),
            last_on=day_of(self.last_on),
            note=self.note.data or "",
        )


class FreeDatesForm(Form):
    """Which dates, where, with whom: asked in the address, so that it can be sent round."""

    class Meta(Form.Meta):
        csrf = False

    first_on = DateField(_l("From the day"), validators=[InputRequired(), reasonable_year])
    last_on = DateField(_l("Until the day"), validators=[InputRequired(), reasonable_year])
    venue = SelectField(_l("Venue"), validators=[Optional()])
    lecturer = SelectField(_l("Lecturer"), validators=[Optional()])
    people = IntegerField(_l("How many people"), validators=[Optional(), NumberRange(1, MOST_PEOPLE)])

    def __init__(self, given: Any, *, venues: Sequence[Venue], lecturers: Sequence[Lecturer]) -> None:
        super().__init__(given or None)
        none = SelectChoice("", _("Not chosen"))
        self.venue.choices = [none, *(SelectChoice(str(each.public_id), each.name) for each in venues)]
        self.lecturer.choices = [
            none,
            *(SelectChoice(str(each.public_id), f"{each.name} {each.post}".strip()) for each in lecturers),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields one by one, then that the days are in order."""
        is_valid: bool = super().validate(extra_validators)
        if is_valid and day_of(self.last_on) < day_of(self.first_on):
            self.last_on.errors = [_("The last day must not be before the first.")]
            return False
        return is_valid

    @property
    def venue_id(self) -> uuid.UUID | None:
        """The venue that was chosen."""
        return uuid.UUID(self.venue.data) if self.venue.data else None

    @property
    def lecturer_id(self) -> uuid.UUID | None:
        """The lecturer who was chosen."""
        return uuid.UUID(self.lecturer.data) if self.lecturer.data else None

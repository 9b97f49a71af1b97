"""What is typed about venues, lecturers and bookings."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lms.core.forms import Form, SelectChoice, day_of, reasonable_year
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.planning.resources.booking import Order
from lms.planning.resources.labels import HALF, VENUE_KIND
from lms.planning.resources.models import Half, VenueKind
from lms.planning.resources.operations import LecturerWords, VenueWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.planning.resources.models import Venue
    from lms.planning.subjects import Subject

MOST_PEOPLE = 100_000
SHORT, LINE, TEXT = Length(max=60), Length(max=100), Length(max=300)


class VenueForm(Form):
    """A venue or teaching site."""

    kind = RadioField(_l("Kind"), default=VenueKind.VENUE.value)
    name = StringField(
        _l("Name of the place"),
        description=_l("If halls of one house are used apart, enter each of them."),
        validators=[InputRequired(), SHORT],
    )
    address = StringField(_l("Address"), validators=[Optional(), LINE])
    capacity = IntegerField(_l("How many people it holds"), validators=[Optional(), NumberRange(1, MOST_PEOPLE)])
    rooms = TextAreaField(
        _l("Rooms"),
        description=_l("For example: rooms for groups, dining hall, bedrooms."),
        validators=[Optional(), TEXT],
        render_kw={"rows": 3},
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.kind.choices = [SelectChoice(kind.value, _(words)) for kind, words in VENUE_KIND.items()]

    @classmethod
    def of(cls, venue: Venue) -> VenueForm:
        """The form as the venue is now."""
        return cls(obj=venue, data={"kind": venue.kind.value})

    @property
    def words(self) -> VenueWords:
        """What was typed. The form must have been validated."""
        return VenueWords(
            kind=VenueKind(self.kind.data),
            name=self.name.data or "",
            address=self.address.data or "",
            capacity=self.capacity.data,
            rooms=self.rooms.data or "",
        )


class LecturerForm(Form):
    """A lecturer."""

    name = StringField(_l("Name"), validators=[InputRequired(), SHORT])
    post = StringField(_l("Post"), validators=[Optional(), LINE])
    topics = TextAreaField(
        _l("Subjects taught"),
        description=_l("On what the lecturer speaks."),
        validators=[Optional(), TEXT],
        render_kw={"rows": 3},
    )

    @property
    def words(self) -> LecturerWords:
        """What was typed. The form must have been validated."""
        return LecturerWords(name=self.name.data or "", post=self.post.data or "", topics=self.topics.data or "")


class BookingForm(Form):
    """A booking: of whole days for a venue, by half-days for a lecturer."""

    first_on = DateField(_l("From the day"), validators=[InputRequired(), reasonable_year])
    last_on = DateField(_l("Until the day"), validators=[InputRequired(), reasonable_year])
    half = RadioField(_l("Part of the day"), default=Half.DAY.value)
    subject = SelectField(_l("For"), validators=[Optional()])
    title = StringField(
        _l("What it is for"),
        description=_l("Only where no study session is chosen above."),
        validators=[Optional(), LINE],
    )
    people = IntegerField(_l("How many people"), validators=[Optional(), NumberRange(1, MOST_PEOPLE)])
    despite = BooleanField(_l("I have considered the warnings"))

    def __init__(self, coming: Sequence[Subject], *, is_venue: bool, **given: Any) -> None:
        super().__init__(**given)
        self._titles = {each.key: each.title for each in coming}
        self.subject.choices = [
            SelectChoice("", _("Something else")),
            *(SelectChoice(each.key, each.title) for each in coming),
        ]
        self.half.choices = [SelectChoice(half.value, _(words)) for half, words in HALF.items()]
        if is_venue:
            del self.half
        else:
            del self.people

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields one by one, then that it is said what for."""
        is_valid: bool = super().validate(extra_validators)
        if not self.subject.data and not self.title.data and not self.title.errors:
            self.title.errors = [_("Please say what it is for.")]
            is_valid = False
        return is_valid

    @property
    def order(self) -> Order:
        """What was typed. The form must have been validated."""
        kind, _colon, public_id = (self.subject.data or "").partition(":")
        return Order(
            first_on=day_of(self.first_on),
            last_on=day_of(self.last_on),
            title=self._titles.get(self.subject.data or "") or self.title.data or "",
            half=Half(self.half.data) if "half" in self else Half.DAY,
            people=self.people.data if "people" in self else None,
            subject=(kind, uuid.UUID(public_id)) if kind else None,
            despite=bool(self.despite.data),
        )

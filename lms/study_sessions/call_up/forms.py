"""The form of a call-up: what to say, and what changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from lms.core.forms import Form, SelectChoice, reasonable_year
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.study_sessions.bookings.forms import MultiCheckboxField, must_be_one_venue, venue_choices
from lms.study_sessions.call_up.labels import CHANGE
from lms.study_sessions.call_up.operations import Wish
from lms.study_sessions.call_up.states import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.planning.resources.models import Venue
    from lms.study_sessions.models import StudySession


class CallUpForm(Form):
    """What an organizer wants told, and changed."""

    change = RadioField(_l("What changes?"), validators=[InputRequired()])
    arrival_on = DateField(_l("New day of arrival"), validators=[Optional(), reasonable_year])
    starts_on = DateField(_l("New first day"), validators=[Optional(), reasonable_year])
    ends_on = DateField(_l("New last day"), validators=[Optional(), reasonable_year])
    listed_venue = SelectField(
        _l("New venue, from the list of venues"),
        validators=[Optional()],
        description=_l("The signature books it. If the venue stays, there is nothing to choose and nothing to write."),
    )
    venue = StringField(
        _l("New venue"),
        validators=[Optional(), Length(max=200)],
        description=_l("Only where the venue is not in the list above; then nothing is booked."),
    )
    reason = StringField(
        _l("Reason for the change"),
        validators=[Optional(), Length(max=200)],
        description=_l("It stands in the notices and in the letters."),
    )
    bring = TextAreaField(
        _l("What to bring, and what else to know"),
        validators=[Optional(), Length(max=500)],
        description=_l("It stands in the deputies' notice alone."),
    )
    answer_by = DateField(_l("Answers wanted by"), validators=[Optional(), reasonable_year])
    considered = MultiCheckboxField(_l("Please consider this first"), choices=[], validate_choice=False)

    @classmethod
    def of(cls, study_session: StudySession, venues: Sequence[Venue]) -> CallUpForm:
        """The form with the days that hold, and with the venues to choose from."""
        form = cls(
            change=Change.NONE.value,
            arrival_on=study_session.arrival_on,
            starts_on=study_session.starts_on,
            ends_on=study_session.ends_on,
        )
        form.listed_venue.choices = venue_choices(venues)
        form.change.choices = [SelectChoice(each.value, _(words)) for each, words in CHANGE.items()]
        return form

    def validate_venue(self, field: StringField) -> None:
        """One venue."""
        must_be_one_venue(self, field)

    def validate(self, extra_validators: Any = None) -> bool:
        """New days are said in full, and whoever is told of a change is told why."""
        is_valid = super().validate(extra_validators)
        change = self.change.data
        days = (self.arrival_on, self.starts_on, self.ends_on) if change == Change.POSTPONED else ()
        reason = (self.reason,) if change not in (Change.NONE, None) else ()
        missing = [field for field in (*days, *reason) if not field.data and not field.errors]
        for field in missing:
            field.errors = [*field.errors, _("Please fill this in.")]
        return is_valid and not missing

    @property
    def wish(self) -> Wish:
        """What was typed."""
        change = Change(self.change.data)
        return Wish(
            change=change,
            reason="" if change is Change.NONE else self.reason.data or "",
            arrival_on=self.arrival_on.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            venue=self.listed_venue.data or self.venue.data or None,
            bring=self.bring.data or "",
            answer_by=self.answer_by.data,
            considered=frozenset(self.considered.data or ()),
        )


class SignatureForm(Form):
    """The signature, for what the signer looked at."""

    seen = HiddenField(validators=[InputRequired(), Length(max=64)])

"""The forms of study sessions: what they say, how places are shared, and reasons."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    StopValidation,
    ValidationError,
)

from lms.core.forms import Form, SelectChoice, day_of, number_of, reasonable_year
from lms.core.i18n import EMPTY
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.study_sessions.bookings.forms import MultiCheckboxField, choose_venue, must_be_one_venue, venue_choices
from lms.study_sessions.interests.models import LONGEST_NOTE
from lms.study_sessions.labels import AUDIENCE, BASIS, KIND, METHOD
from lms.study_sessions.operations.drafting import Draft
from lms.study_sessions.operations.quotas import Terms
from lms.study_sessions.sharing.worksheet import Method
from lms.study_sessions.states import COUNTED, FOR_STAFF, Audience, Basis, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lms.planning.resources.models import Venue
    from lms.study_sessions.models import Quota, StudySession
    from lms.study_sessions.queries import Fill

MOST_PLACES = 3000
LONGEST_REASON = 200
TITLE, TEXT = Length(max=100), Length(max=200)


class StudySessionForm(Form):
    """What an organizer says of a study session."""

    kind = SelectField(_l("Kind"), validators=[InputRequired()])
    number = IntegerField(
        _l("Number in the year"),
        validators=[Optional(), NumberRange(1, 99)],
        description=_l("1 for the first of its kind in the year."),
    )
    title = StringField(_l("Title"), validators=[DataRequired(), TITLE])
    theme = StringField(_l("Theme"), validators=[Optional(), TEXT])
    organized_by = StringField(_l("Organized by"), validators=[Optional(), TITLE])
    hosted_by = StringField(_l("Run by"), validators=[Optional(), TITLE])
    arrival_on = DateField(_l("Day of arrival"), validators=[InputRequired()])
    starts_on = DateField(_l("First day"), validators=[InputRequired()])
    ends_on = DateField(_l("Last day"), validators=[InputRequired()])
    recommend_until = DateField(
        _l("Recommendations until"),
        validators=[Optional()],
        description=_l("The last day on which units can recommend; empty means until the list is confirmed."),
    )
    listed_venue = SelectField(_l("From the list of venues"), validators=[Optional()])
    venue = StringField(
        _l("Venue"),
        validators=[Optional(), TEXT],
        description=_l("Only where the venue is not in the list above; then nothing is booked."),
    )
    places = IntegerField(_l("Places"), validators=[InputRequired(), NumberRange(1, MOST_PLACES)])
    audience = RadioField(
        _l("Meant for"),
        default=Audience.DEPUTIES.value,
        description=_l(
            "Units put forward their deputies, or send their staff, who get no record. It cannot be changed later."
        ),
    )
    is_open = BooleanField(
        _l("Open to applications"),
        description=_l("Deputies apply themselves, and places go in order of application. It cannot be changed later."),
    )
    admits_below = BooleanField(
        _l("Deputies of the congresses below can come too"),
        description=_l(
            "The units that stand for a lower congress can also recommend its deputies, within their places. It cannot be "
            "changed later."
        ),
    )
    cut_off_on = DateField(
        _l("Cut-off day"),
        validators=[Optional()],
        description=_l("Through this day units keep their free places; then they belong to the common pool."),
    )
    fills_by_itself = BooleanField(
        _l("The common pool fills itself"),
        description=_l("Who is next in order gets a free place at once; otherwise you decide on each proposal."),
    )
    stop_on = DateField(
        _l("Stop day"),
        validators=[Optional()],
        description=_l("The last day on which a free place is filled; empty means five working days before arrival."),
    )
    considered = MultiCheckboxField(_l("Please consider this first"), choices=[], validate_choice=False)

    def __init__(self, venues: Sequence[Venue] = (), *, may_admit: bool = False, **given: Any) -> None:
        """Without a unit that stands for a lower congress, nobody is asked whether to admit its deputies."""
        super().__init__(**given)
        if not may_admit:
            del self.admits_below
        self.listed_venue.choices = venue_choices(venues)
        self.kind.choices = [SelectChoice(kind.value, _(label)) for kind, label in KIND.items()]
        self.audience.choices = [SelectChoice(each.value, _(label)) for each, label in AUDIENCE.items()]

    @classmethod
    def of(
        cls, study_session: StudySession, venues: Sequence[Venue] = (), *, may_admit: bool = False
    ) -> StudySessionForm:
        """The form as the study session is now."""
        now = {"kind": study_session.kind.value, "audience": study_session.audience.value}
        form = cls(venues, may_admit=may_admit, obj=study_session, data=now)
        choose_venue(form, study_session.venue, venues)
        return form

    def validate_venue(self, field: StringField) -> None:
        """One venue."""
        must_be_one_venue(self, field)

    def validate_is_open(self, field: BooleanField) -> None:
        """Units send their staff."""
        if field.data and self.audience.data == Audience.STAFF:
            raise ValidationError(_("Staff are sent by their units, so they do not apply themselves."))

    @property
    def draft(self) -> Draft:
        """What was said. The form must have been validated."""
        return Draft(
            kind=Kind(self.kind.data),
            number=self.number.data,
            title=self.title.data or "",
            theme=self.theme.data or "",
            organized_by=self.organized_by.data or "",
            hosted_by=self.hosted_by.data or "",
            arrival_on=day_of(self.arrival_on),
            starts_on=day_of(self.starts_on),
            ends_on=day_of(self.ends_on),
            recommend_until=self.recommend_until.data,
            venue=self.listed_venue.data or self.venue.data or "",
            places=number_of(self.places),
            cut_off_on=self.cut_off_on.data,
            stop_on=self.stop_on.data,
            is_open=bool(self.is_open.data),
            audience=Audience(self.audience.data),
            fills_by_itself=bool(self.fills_by_itself.data),
            admits_below="admits_below" in self and bool(self.admits_below.data),
        )


def _needed_to_count(form: TermsForm, field: DateField) -> None:
    """Deputies are counted on a day; plan seats ask for none."""
    if form.basis.data not in COUNTED:
        Optional()(form, field)
    elif not field.raw_data or not field.raw_data[0]:
        field.errors = []
        raise StopValidation(_("Please say on which day."))


class TermsForm(Form):
    """By what places are shared; asked in the address, so that a worksheet can be looked at and sent round."""

    class Meta(Form.Meta):
        csrf = False

    basis = RadioField(_l("Share by"), validators=[InputRequired()], default=Basis.IN_OFFICE.value)
    as_at = DateField(
        _l("In office on"),
        validators=[_needed_to_count, reasonable_year],
        description=_l(
            "The day whose deputies count: in office then, and trained or exempt by then. Plan seats need none."
        ),
    )
    method = RadioField(_l("Method"), validators=[InputRequired()], default=Method.LARGEST_REMAINDER.value)
    minimum = IntegerField(
        _l("At least, for each unit"), validators=[InputRequired(), NumberRange(0, MOST_PLACES)], default=1
    )
    reserve = IntegerField(
        _l("Kept in the common pool"), validators=[InputRequired(), NumberRange(0, MOST_PLACES)], default=0
    )
    grassroots = IntegerField(
        _l("Of these at least, for grassroots deputies"),
        validators=[InputRequired(), NumberRange(0, MOST_PLACES)],
        default=0,
        description=_l("Divided among the units by their places, and held until the cut-off day."),
    )

    def __init__(self, given: Any, study_session: StudySession, *, today: date) -> None:
        is_for_staff = study_session.is_for_staff
        super().__init__(given or None, data={"as_at": today} | ({"basis": Basis.PLAN_SEATS} if is_for_staff else {}))
        offered = [basis for basis in BASIS if not is_for_staff or basis in FOR_STAFF]
        self.basis.choices = [SelectChoice(basis.value, _(BASIS[basis])) for basis in offered]
        if is_for_staff:
            del self.as_at, self.grassroots
        self.method.choices = [SelectChoice(method.value, _(label)) for method, label in METHOD.items()]

    @property
    def terms(self) -> Terms:
        """What was asked. The form must have been validated."""
        basis = Basis(self.basis.data)
        return Terms(
            basis=basis,
            as_at=self.as_at.data if basis in COUNTED else None,
            method=Method(self.method.data),
            minimum=number_of(self.minimum),
            reserve=number_of(self.reserve),
            grassroots=number_of(self.grassroots) if "grassroots" in self else 0,
        )


class MoveForm(Form):
    """Places from one pool to another."""

    giving = SelectField(_l("From"), validators=[InputRequired()])
    getting = SelectField(_l("To"), validators=[InputRequired()])
    places = IntegerField(_l("How many"), validators=[InputRequired(), NumberRange(1, MOST_PLACES)], default=1)
    reason = StringField(_l("Reason"), validators=[DataRequired(), Length(max=LONGEST_REASON)])

    def __init__(self, fill: Fill, **given: Any) -> None:
        super().__init__(**given)
        pools = [SelectChoice(str(quota.public_id), _pool_and_free(fill, quota)) for quota in fill.pools]
        self.giving.choices = self.getting.choices = [SelectChoice("", EMPTY), *pools]

    def validate_getting(self, field: SelectField) -> None:
        """Two different pools."""
        if field.data == self.giving.data:
            raise ValidationError(_("Please choose two different units."))


class ReasonForm(Form):
    """An act that must say why."""

    reason = TextAreaField(_l("Reason"), validators=[DataRequired(), Length(max=LONGEST_REASON)])

    @property
    def text(self) -> str:
        """The reason given."""
        return self.reason.data or ""


class HandBackForm(Form):
    """How many free places a unit gives back, and why."""

    places = IntegerField(_l("How many"), validators=[InputRequired(), NumberRange(1, MOST_PLACES)], default=1)
    reason = StringField(_l("Reason"), validators=[DataRequired(), Length(max=LONGEST_REASON)])


class InterestForm(Form):
    """What a deputy tells the unit."""

    note = TextAreaField(
        _l("A word to your unit"), validators=[Optional(), Length(max=LONGEST_NOTE)], render_kw={"rows": 2}
    )


class ChosenForm(Form):
    """People as the page showed them to the organizer, by the public ids of their enrolments."""

    chosen = StringField(validators=[InputRequired()])

    @property
    def ids(self) -> list[uuid.UUID]:
        """The public ids; what is none is left out, so that nobody is meant by mistake."""
        return [found for each in (self.chosen.data or "").split(",") if (found := _uuid(each))]


class PersonForm(Form):
    """Whom it is about, by the public id of the mandate, or of the staff member; and why, where somebody wants to say so."""

    mandate = StringField(validators=[InputRequired()])
    reason = StringField(_l("Reason"), validators=[Optional(), Length(max=LONGEST_REASON)])

    @property
    def mandate_id(self) -> uuid.UUID | None:
        """The public id; None for what is none."""
        return _uuid(self.mandate.data or "")


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _pool_and_free(fill: Fill, quota: Quota) -> str:
    name = fill.name_of(quota) or _("The common pool")
    if quota.seats_left is None:
        return name
    return _("%(unit)s (%(left)d free)", unit=name, left=quota.seats_left)

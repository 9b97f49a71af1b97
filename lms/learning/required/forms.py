"""What is typed to set a required study, to ask how it stands, and to give a reason."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.core import clock
from lms.core.forms import Form, SelectChoice, reasonable_year
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.learning.required.audience import AskedOf
from lms.learning.required.labels import ASKED_OF, body_name
from lms.learning.required.operations import Wish
from lms.learning.required.states import STUDY_STATE, StudyState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lms.catalog.models import Course
    from lms.people.models import ElectingBody

LONGEST_TITLE, LONGEST_REASON, MOST_DAYS = 60, 300, 1000
INSTANT_FORMATS = ["%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"]


def _boxes(label: Any, **given: Any) -> SelectMultipleField:
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **given)


class RequiredStudyForm(Form):
    """A required study to be. Its preview comes by GET, so that an address says what was chosen."""

    title = StringField(
        _l("Title"),
        description=_l("What deputies read, for example: the Deputies Law as amended."),
        validators=[InputRequired(_l("Please write a title.")), Length(max=LONGEST_TITLE)],
    )
    courses = _boxes(_l("Courses"), validators=[InputRequired(_l("Please choose at least one course."))])
    asked_of = RadioField(_l("Of whom it is asked"), default=AskedOf.ALL.value)
    bodies = _boxes(_l("Electing bodies"), description=_l("Only where chosen electing bodies are asked."))
    is_induction = BooleanField(
        _l("Induction package"),
        description=_l("Asked only of those whose mandate begins from now on; they are told of it by themselves."),
    )
    due_on = DateField(
        _l("To be completed by"),
        description=_l("The same last day for everybody. Whoever comes later is not asked, unless days are given too."),
        validators=[Optional(), reasonable_year],
    )
    days = IntegerField(
        _l("Days after it is asked"),
        description=_l("Everybody's own last day, for example after a new mandate. With both, the later day counts."),
        validators=[Optional(), NumberRange(1, MOST_DAYS)],
    )

    def __init__(self, courses: Sequence[Course], bodies: Sequence[ElectingBody], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.courses.choices = [SelectChoice(str(each.public_id), each.title) for each in courses]
        self.bodies.choices = [SelectChoice(str(each.public_id), body_name(each)) for each in bodies]
        self.asked_of.choices = [SelectChoice(each.value, _(words)) for each, words in ASKED_OF.items()]

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields one by one, then that they make sense together."""
        is_valid: bool = super().validate(extra_validators)
        if self.asked_of.data == AskedOf.BODIES.value and not self.bodies.data:
            self.bodies.errors = [*self.bodies.errors, _("Please choose at least one electing body.")]
            is_valid = False
        if not (self.due_on.data or self.days.data or self.due_on.errors or self.days.errors):
            self.due_on.errors = [_("Please give a last day, a number of days, or both.")]
            is_valid = False
        return is_valid

    @property
    def wish(self) -> Wish:
        """What was chosen. The form must have been validated."""
        return Wish(
            title=self.title.data or "",
            courses=tuple(map(uuid.UUID, self.courses.data or ())),
            asked_of=AskedOf(self.asked_of.data),
            bodies=frozenset(map(uuid.UUID, self.bodies.data or ())),
            is_induction=bool(self.is_induction.data),
            due_on=self.due_on.data,
            days=self.days.data,
        )


class FiguresForm(Form):
    """The two times of the figures, and which deputies are named."""

    as_at = DateField(
        _l("As at"),
        description=_l("The day of the figures; that day is included."),
        validators=[InputRequired(_l("Please choose a day.")), reasonable_year],
    )
    known_at = DateTimeLocalField(
        _l("As known at"),
        description=_l("Beijing time. Leave it empty for now; choose an earlier instant to make an old report again."),
        format=INSTANT_FORMATS,
        validators=[Optional(), reasonable_year],
    )
    unit = SelectField(_l("Electing body"), validators=[Optional()])
    state = SelectField(_l("State"), validators=[Optional()])

    def __init__(self, bodies: Sequence[ElectingBody], *args: Any, **given: Any) -> None:
        super().__init__(*args, meta={"csrf": False}, **given)
        every = SelectChoice("", _("All"))
        self.unit.choices = [every, *(SelectChoice(str(each.public_id), body_name(each)) for each in bodies)]
        self.state.choices = [
            every,
            *(SelectChoice(each.value, _(words)) for each, (words, _tone) in STUDY_STATE.items()),
        ]

    def instant(self, now: datetime) -> datetime:
        """The instant that was chosen, else the present one."""
        chosen: datetime | None = self.known_at.data
        return chosen.replace(tzinfo=clock.SHANGHAI) if chosen else now

    @property
    def chosen_state(self) -> StudyState | None:
        """The state that the list is narrowed to."""
        return StudyState(self.state.data) if self.state.data else None


class ReasonForm(Form):
    """Why something is done."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("In a few words. Please write nothing about health or family."),
        validators=[InputRequired(_l("Please give a reason.")), Length(max=LONGEST_REASON)],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )

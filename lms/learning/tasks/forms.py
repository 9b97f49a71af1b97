"""What is typed to give a task to units, to hand in, and to return."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from wtforms import DateField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import UUID, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.core.forms import Form, SelectChoice, day_of, reasonable_year
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.learning.required.audience import AskedOf
from lms.learning.required.forms import LONGEST_TITLE, ReasonForm
from lms.learning.tasks.labels import body_name, happened, way_name
from lms.learning.tasks.models import LONGEST_TEXT, LONGEST_WORDS, MetBy
from lms.learning.tasks.operations import TaskWish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.catalog.models import Course
    from lms.learning.tasks.models import StudyTask
    from lms.learning.tasks.offers import Offer
    from lms.people.models import ElectingBody


def _boxes(label: Any, **given: Any) -> SelectMultipleField:
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **given)


class TaskForm(Form):
    """A task to be given."""

    title = StringField(
        _l("Title"),
        description=_l("What the units read, for example: study of the Deputies Law as amended."),
        validators=[InputRequired(_l("Please write a title.")), Length(max=LONGEST_TITLE)],
    )
    text = TextAreaField(
        _l("What is asked"),
        description=_l("The topic, and what the units are asked to do. Please enter no names."),
        validators=[InputRequired(_l("Please write what is asked.")), Length(max=LONGEST_TEXT)],
        render_kw={"rows": 5, "maxlength": LONGEST_TEXT},
    )
    given_to = RadioField(_l("To which units"), default=AskedOf.ALL.value)
    bodies = _boxes(_l("Electing bodies"), description=_l("Only where chosen electing bodies are asked."))
    courses = _boxes(
        _l("Courses"),
        description=_l("May be left empty. Deputies are asked for what you choose here, each on the home page."),
    )
    met_by = _boxes(
        _l("What else satisfies it"),
        description=_l("The unit says which of these it did and hands it in; those who were there have met the task."),
    )
    due_on = DateField(
        _l("To be completed by"), validators=[InputRequired(_l("Please choose a day.")), reasonable_year]
    )

    def __init__(self, courses: Sequence[Course], bodies: Sequence[ElectingBody], **given: Any) -> None:
        super().__init__(**given)
        self.given_to.choices = [
            SelectChoice(AskedOf.ALL.value, _("All electing bodies")),
            SelectChoice(AskedOf.BODIES.value, _("Chosen electing bodies")),
        ]
        self.courses.choices = [SelectChoice(str(each.public_id), each.title) for each in courses]
        self.bodies.choices = [SelectChoice(str(each.public_id), body_name(each)) for each in bodies]
        self.met_by.choices = [SelectChoice(each.value, way_name(each)) for each in MetBy]

    @property
    def wish(self) -> TaskWish:
        """What was chosen. The form must have been validated."""
        chosen = self.given_to.data == AskedOf.BODIES.value
        return TaskWish(
            title=self.title.data or "",
            text=self.text.data or "",
            due_on=day_of(self.due_on),
            bodies=frozenset(map(uuid.UUID, self.bodies.data or ())) if chosen else None,
            courses=tuple(map(uuid.UUID, self.courses.data or ())),
            met_by=frozenset(map(MetBy, self.met_by.data or ())),
        )


class ReportForm(Form):
    """By what a unit met its task. `key` makes the same form sent twice one report."""

    key = HiddenField(validators=[InputRequired(), UUID()])
    sessions = _boxes(_l("Study sessions"))
    viewings = _boxes(_l("Group viewings"))
    classes = _boxes(_l("Classes of the unit's own"))
    words = TextAreaField(
        _l("Remarks"),
        description=_l("What the organizer should know besides. Please enter no names."),
        validators=[Optional(), Length(max=LONGEST_WORDS)],
        render_kw={"rows": 3, "maxlength": LONGEST_WORDS},
    )

    def __init__(self, task: StudyTask, offered: Sequence[Offer], **given: Any) -> None:
        super().__init__(**given)
        self._asked = {
            MetBy.SESSION: self.sessions,
            MetBy.VIEWING: self.viewings,
            MetBy.OWN_CLASS: self.classes,
        }
        for way, field in self._asked.items():
            mine = [each for each in offered if each.met_by is way]
            field.choices = [SelectChoice(each.key, happened(each.title, each.day)) for each in mine]
        self.ways = task.ways

    @classmethod
    def new(cls, task: StudyTask, offered: Sequence[Offer], *, chosen: frozenset[str]) -> ReportForm:
        """A form with a key of its own, on which what was handed in before is ticked."""
        ticked = {
            name: [each.key for each in offered if each.met_by is way and each.key in chosen]
            for way, name in (
                (MetBy.SESSION, "sessions"),
                (MetBy.VIEWING, "viewings"),
                (MetBy.OWN_CLASS, "classes"),
            )
        }
        return cls(task, offered, data={"key": str(uuid.uuid4()), **ticked})

    def field_of(self, way: MetBy) -> SelectMultipleField:
        """The field for one of the ways."""
        return self._asked[way]

    @property
    def chosen(self) -> frozenset[str]:
        """The keys of what was chosen."""
        return frozenset(key for way in self.ways for key in self._asked[way].data or ())


class ReturnForm(ReasonForm):
    """Why a report is returned, and which one was read."""

    report = HiddenField(validators=[InputRequired(), UUID()])

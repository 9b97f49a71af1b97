"""The forms on which a liaison records a viewing: first the course, then who took what of it, where and when."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, SelectMultipleField, StringField
from wtforms.validators import UUID, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.core.forms import Form, SelectChoice, day_of, reasonable_year
from lms.core.i18n import lazy_gettext as _l
from lms.learning.viewings.completing import TOGETHER
from lms.learning.viewings.models import LONGEST_PLACE
from lms.learning.viewings.operations import Gathering
from lms.records.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.catalog.models import Course
    from lms.people.models import Mandate


def _boxes(label: Any) -> SelectMultipleField:
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())


class ViewingForm(Form):
    """One viewing of a course. `key` makes the same form sent twice one viewing."""

    key = HiddenField(validators=[InputRequired(), UUID()])
    lessons = _boxes(_l("Lessons that were taken"))
    held_on = DateField(_l("On which day"), validators=[InputRequired(), reasonable_year])
    place = StringField(
        _l("Place"),
        validators=[InputRequired(), Length(max=LONGEST_PLACE)],
        description=_l("For example the deputies' station and its room. Please enter no names."),
        render_kw={"maxlength": LONGEST_PLACE},
    )
    deputies = _boxes(_l("Deputies who were there"))
    evidence = FileField(
        _l("Evidence"),
        validators=[Optional()],
        description=_l("A notice, a sign-in sheet or a picture: PDF, JPEG or PNG, at most 10 MB."),
    )

    def __init__(self, course: Course, deputies: Sequence[Mandate], **given: Any) -> None:
        super().__init__(**given)
        lessons = [each for each in course.lessons if each.kind in TOGETHER]
        self.lessons.choices = [SelectChoice(str(each.public_id), each.title) for each in lessons]
        self.deputies.choices = [SelectChoice(str(each.public_id), each.person.name) for each in deputies]
        self._course = course

    @classmethod
    def new(cls, course: Course, deputies: Sequence[Mandate]) -> ViewingForm:
        """A form with a key of its own; all lessons of the course are ticked."""
        data = {"key": str(uuid.uuid4()), "lessons": [str(each.public_id) for each in course.lessons]}
        return cls(course, deputies, data=data)

    @property
    def gathering(self) -> Gathering:
        """What was entered.

        Raises:
            EvidenceTooLarge, EvidenceNotReadable: the file cannot be kept.
        """
        file = self.evidence.data
        return Gathering(
            course=self._course.public_id,
            lessons=frozenset(map(uuid.UUID, self.lessons.data or ())),
            deputies=frozenset(map(uuid.UUID, self.deputies.data or ())),
            held_on=day_of(self.held_on),
            place=self.place.data or "",
            proof=Evidence.of(file.read(), file.filename or "") if file else None,
        )

"""What is typed about checklists."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lms.core.forms import Form, SelectChoice
from lms.core.i18n import EMPTY
from lms.core.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.planning.checklists.models import ChecklistTemplate
    from lms.planning.subjects import Subject

MOST_DAYS = 250


class TemplateForm(Form):
    """A template's name."""

    name = StringField(_l("Title"), validators=[InputRequired(), Length(max=60)])


class ItemForm(Form):
    """A thing to do."""

    words = StringField(_l("What is to be done"), validators=[InputRequired(), Length(max=100)])
    role = StringField(_l("Whose task it is"), validators=[Optional(), Length(max=60)])
    days_before = IntegerField(
        _l("Working days before the first day"),
        description=_l("0 for the first day itself; a negative number for days after it."),
        validators=[InputRequired(), NumberRange(-MOST_DAYS, MOST_DAYS)],
    )


class CopyForm(Form):
    """Which template, for what."""

    template = SelectField(_l("Template"), validators=[InputRequired()])
    subject = SelectField(_l("Study session"), validators=[InputRequired()])

    def __init__(self, templates: Sequence[ChecklistTemplate], coming: Sequence[Subject], **given: Any) -> None:
        super().__init__(**given)
        none = SelectChoice("", EMPTY)
        self.template.choices = [none, *(SelectChoice(str(each.public_id), each.name) for each in templates)]
        self.subject.choices = [none, *(SelectChoice(each.key, each.title) for each in coming)]

    @property
    def template_id(self) -> uuid.UUID:
        """The template that was chosen. The form must have been validated."""
        return uuid.UUID(self.template.data)

    @property
    def subject_chosen(self) -> tuple[str, uuid.UUID]:
        """What it is for. The form must have been validated."""
        kind, _colon, public_id = str(self.subject.data).partition(":")
        return kind, uuid.UUID(public_id)

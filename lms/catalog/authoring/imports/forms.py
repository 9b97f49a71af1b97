"""What an editor says when a file of questions comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from lms.catalog.fields import MAX_TEXT
from lms.core.forms import Form, SelectChoice
from lms.core.i18n import EMPTY
from lms.core.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lms.catalog.authoring.content import LessonContent


class ImportForm(Form):
    """A file, and what it may leave unsaid."""

    file = FileField(
        _l("File of questions"),
        validators=[FileRequired()],
        description=_l("GIFT (.txt), Moodle XML (.xml) or the filled-in template (.xlsx), at most 10 MB."),
    )
    lesson = SelectField(
        _l("Lesson"),
        validators=[Optional()],
        description=_l("For questions of which the file does not name the lesson."),
    )
    source = StringField(
        _l("Source"),
        validators=[Optional(), Length(max=MAX_TEXT)],
        description=_l("For questions of which the file does not name the source."),
    )

    def offer(self, lessons: Iterable[LessonContent]) -> None:
        """Offer the draft's lessons."""
        self.lesson.choices = [SelectChoice("", EMPTY), *(SelectChoice(each["key"], each["title"]) for each in lessons)]

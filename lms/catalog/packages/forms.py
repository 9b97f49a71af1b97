"""What an editor says when a package comes in."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lms.catalog.fields import MAX_TEXT
from lms.core.forms import Form
from lms.core.i18n import lazy_gettext as _l

LONGEST_MINUTES = 600


class PackageForm(Form):
    """A package for a draft."""

    file = FileField(
        _l("Package file"),
        validators=[FileRequired()],
        description=_l("A .zip of SCORM 1.2 or SCORM 2004, at most 100 MB. It may have several parts."),
    )
    title = StringField(
        _l("Title"),
        validators=[Optional(), Length(max=MAX_TEXT)],
        description=_l("Left empty, the lesson is called as the package calls itself."),
    )
    minutes = IntegerField(
        _l("How many minutes it takes"), validators=[InputRequired(), NumberRange(min=1, max=LONGEST_MINUTES)]
    )

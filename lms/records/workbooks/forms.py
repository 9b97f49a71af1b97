"""The forms of workbooks of entries."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField

from lms.core.forms import Form, SelectChoice
from lms.core.i18n import lazy_gettext as _l
from lms.records.workbooks.operations import Choice


class HandInForm(Form):
    """A filled-in workbook."""

    file = FileField(
        _l("Workbook of entries (.xlsx)"),
        validators=[FileRequired()],
        description=_l("The filled-in template. Nothing is entered before you have seen what would be."),
    )


class EnterForm(Form):
    """What to do with a checked workbook."""

    choice = RadioField(
        _l("If some rows are bad"),
        choices=[
            SelectChoice(Choice.GOOD_ROWS.value, _l("Take the valid rows and leave the bad ones out")),
            SelectChoice(Choice.ALL_OR_NONE.value, _l("Take nothing if any row is bad")),
        ],
        default=Choice.GOOD_ROWS.value,
    )

"""The form that a workbook of answers is handed in with."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired

from lms.core.forms import Form
from lms.core.i18n import lazy_gettext as _l


class HandInForm(Form):
    """A filled-in workbook."""

    file = FileField(
        _l("Workbook of answers (.xlsx)"),
        validators=[FileRequired()],
        description=_l("The filled-in template. Valid rows count at once; the others come back with the reasons."),
    )

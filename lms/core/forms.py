"""Forms: CSRF everywhere, messages in the reader's language, text without stray space."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # The stubs are older than WTForms 3.3.
from wtforms.validators import ValidationError

from lms.core.i18n import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from wtforms import DateField, DateTimeLocalField, IntegerField

__all__ = ("Form", "SelectChoice", "day_of", "number_of", "reasonable_year", "strip_text")

# The first congress met in 1954; no calendar of ours reaches the last.
FIRST_YEAR, LAST_YEAR = 1954, 2200


def strip_text(value: Any) -> Any:
    """Text without space at either end, full-width space included, and without NUL, which PostgreSQL refuses."""
    return value.replace("\0", "").strip(" \t\r\n\u3000") if isinstance(value, str) else value


def day_of(field: DateField) -> date:
    """The day of a validated field that must be filled.

    Raises:
        ValueError: the form was not validated.
    """
    if field.data is None:
        raise ValueError(field.name)
    return field.data


def number_of(field: IntegerField) -> int:
    """The number of a validated field that must be filled.

    Raises:
        ValueError: the form was not validated.
    """
    if field.data is None:
        raise ValueError(field.name)
    return field.data


class Form(FlaskForm):
    """The base of every form. WTForms' own messages come from Flask-Babel's locale."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> MultiDict[str, Any] | None:
            """What was sent, stripped before any field sees it; JSON is no form.

            Thus a blank is nothing to whoever asks: a field that must be filled, one that may be left empty, a choice.
            """
            if not isinstance(formdata, MultiDict):
                formdata = None if request.is_json else super().wrap_formdata(form, formdata)
            if formdata is None:
                return None
            return MultiDict((name, strip_text(value)) for name, value in formdata.items(multi=True))


def reasonable_year(_form: Form, field: DateField | DateTimeLocalField) -> None:
    """A validator: a year that is none of this platform's is a slip of the keyboard, and past what can be reckoned with."""
    value: date | None = field.data
    if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(_("Please check the year."))

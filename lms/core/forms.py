"""Forms: CSRF everywhere, messages in the reader's language, text without stray space."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # The stubs are older than WTForms 3.3.

__all__ = ("Form", "SelectChoice", "strip_text")


def strip_text(value: Any) -> Any:
    """Text without space at either end, full-width space included, and without NUL, which PostgreSQL refuses."""
    return value.replace("\0", "").strip(" \t\r\n\u3000") if isinstance(value, str) else value


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

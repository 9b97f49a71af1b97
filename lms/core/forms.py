"""Forms: CSRF everywhere, messages in the reader's language, text without stray space."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # The stubs are older than WTForms 3.3.

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtforms import Field

__all__ = ("Form", "SelectChoice", "strip_text")


def strip_text(value: object) -> object:
    """A filter: no space at either end, full-width space included; no NUL, which PostgreSQL refuses in any text."""
    return value.replace("\0", "").strip(" \t\r\n\u3000") if isinstance(value, str) else value


class Form(FlaskForm):
    """The base of every form. WTForms' own messages come from Flask-Babel's locale."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Give every text field the filter that strips it, after the field's own filters."""
            if issubclass(unbound_field.field_class, StringField):
                filters: Sequence[Any] = unbound_field.kwargs.get("filters", ())
                options["filters"] = (*filters, strip_text)
                unbound_field = type(unbound_field)(
                    unbound_field.field_class,
                    *unbound_field.args,
                    name=unbound_field.name,
                    **{key: value for key, value in unbound_field.kwargs.items() if key != "filters"},
                )
            bound: Field = super().bind_field(form, unbound_field, options)
            return bound

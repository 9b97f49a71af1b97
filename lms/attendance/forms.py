"""What the sign-in list sends."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from flask import request
from wtforms import DateField
from wtforms.validators import InputRequired

from lms.core.errors import InvalidInput
from lms.core.forms import Form

if TYPE_CHECKING:
    from datetime import date


class SignInForm(Form):
    """Who was marked when the page was shown (`was`) and who is marked now (`present`): only what changed counts."""

    day = DateField(validators=[InputRequired()])

    @property
    def chosen_day(self) -> date:
        """The day of the list; raises InvalidInput for what is no date."""
        if self.day.data is None:
            raise InvalidInput
        return self.day.data

    @property
    def arrived(self) -> set[uuid.UUID]:
        """Those who were marked now."""
        return _ids("present") - _ids("was")

    @property
    def taken_back(self) -> set[uuid.UUID]:
        """Those whose mark was taken back."""
        return _ids("was") - _ids("present")


def _ids(name: str) -> set[uuid.UUID]:
    try:
        return {uuid.UUID(each) for each in request.form.getlist(name)}
    except ValueError:
        raise InvalidInput from None

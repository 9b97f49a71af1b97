"""What the sign-in list and the close-out send."""

from __future__ import annotations

import uuid
from datetime import date

from flask import request
from wtforms import StringField
from wtforms.validators import InputRequired

from lms.core.errors import InvalidInput
from lms.core.forms import Form

EXCUSE = "excuse-"


class SignInForm(Form):
    """Who was marked when the page was shown (`was`) and who is marked now (`present`): only what changed counts."""

    day = StringField(validators=[InputRequired()])

    @property
    def chosen_day(self) -> date:
        """The day of the list; raises InvalidInput for what is no date."""
        return as_day(self.day.data or "")

    @property
    def arrived(self) -> set[uuid.UUID]:
        """Those who were marked now."""
        return _ids("present") - _ids("was")

    @property
    def taken_back(self) -> set[uuid.UUID]:
        """Those whose mark was taken back."""
        return _ids("was") - _ids("present")


class CloseOutForm(Form):
    """A reason for each participant whom the organizer excuses; an empty one excuses nobody."""

    @property
    def excused(self) -> dict[uuid.UUID, str]:
        """Reasons by the enrolment's public id."""
        given = (
            (name.removeprefix(EXCUSE), text.strip()) for name, text in request.form.items() if name.startswith(EXCUSE)
        )
        return {_id(name): text for name, text in given if text}


def as_day(text: str) -> date:
    """A day as the address and the form spell it (ISO 8601).

    Raises:
        InvalidInput: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput from None


def _ids(name: str) -> set[uuid.UUID]:
    return {_id(each) for each in request.form.getlist(name)}


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise InvalidInput from None

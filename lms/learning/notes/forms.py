"""What is typed for a note."""

from __future__ import annotations

from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from lms.core.forms import Form
from lms.core.i18n import lazy_gettext as _l

LONGEST_NOTE = 2000
DIGITS = 6


class NoteForm(Form):
    """A note; the player fills in the second."""

    content = TextAreaField(
        _l("Your note"),
        description=_l("Only you can see your notes."),
        validators=[InputRequired(_l("Please write something.")), Length(max=LONGEST_NOTE)],
        render_kw={"rows": 3, "maxlength": LONGEST_NOTE},
    )
    second = HiddenField()

    @property
    def at(self) -> int | None:
        """The second, if the player gave one."""
        given = str(self.second.data or "")
        return int(given) if given.isascii() and given.isdigit() and len(given) <= DIGITS else None

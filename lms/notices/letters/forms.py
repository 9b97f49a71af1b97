"""The forms of letters: the letterhead, what became of a letter, where it goes, its sealed copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from lms.core.forms import Form, SelectChoice
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.notices.letters.drafting import Head
from lms.notices.letters.labels import LETTER_STATE
from lms.notices.letters.states import LETTER_MOVES, LetterState

if TYPE_CHECKING:
    from lms.notices.letters.models import Letter, Letterhead

E_MAIL = r"^[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[A-Za-z0-9-]+$"
# What a person may say of a letter; that it is to be sent follows from a mended address.
SAID = (LetterState.SENT, LetterState.BOUNCED, LetterState.RECEIVED)


class LetterheadForm(Form):
    """In whose name letters go out."""

    issuer = StringField(
        _l("Issuing body"),
        validators=[DataRequired(), Length(max=60)],
        description=_l("The full name, as it stands in red at the head of each letter."),
    )
    mark = StringField(
        _l("Mark of the number"),
        validators=[DataRequired(), Length(max=20)],
        description=_l("What stands before the year in the number of a letter."),
    )
    contact = StringField(_l("Whom to ask, and the telephone number"), validators=[Optional(), Length(max=100)])

    @property
    def head(self) -> Head:
        """What was typed."""
        return Head(issuer=self.issuer.data or "", mark=self.mark.data or "", contact=self.contact.data or "")

    @classmethod
    def of(cls, head: Letterhead | None) -> LetterheadForm:
        """The form with what holds now."""
        return cls(obj=head)


class DeliveryForm(Form):
    """What became of a letter."""

    to = RadioField(_l("What became of the letter?"), validators=[InputRequired()])
    note = StringField(_l("Note"), validators=[Optional(), Length(max=200)])

    @classmethod
    def of(cls, letter: Letter, *, is_blank: bool = False) -> DeliveryForm:
        """The form with the steps that the letter can take; a blank one passes over what was sent."""
        form = cls(None) if is_blank else cls()
        steps = [each for each in SAID if each in LETTER_MOVES[letter.state]]
        form.to.choices = [SelectChoice(each.value, _(LETTER_STATE[each][0])) for each in steps]
        return form

    @property
    def state(self) -> LetterState:
        """The step that was chosen."""
        return LetterState(self.to.data)


class AddressForm(Form):
    """Where a letter goes."""

    address = StringField(_l("Postal address"), validators=[Optional(), Length(max=200)])
    email = StringField(
        _l("E-mail"),
        validators=[Optional(), Length(max=200), Regexp(E_MAIL)],
        description=_l("With an e-mail address the letter leaves at once, else it is to be posted."),
    )


class SealedCopyForm(Form):
    """The scan of the letter under its seal."""

    file = FileField(_l("Sealed copy (PDF, JPEG or PNG)"), validators=[FileRequired()])

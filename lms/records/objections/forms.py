"""What a deputy objects, and what an officer answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import DateField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from lms.core.forms import SelectChoice, reasonable_year
from lms.core.i18n import lazy_gettext as _l
from lms.records.forms import EvidenceForm, ValuesForm, reason_field

if TYPE_CHECKING:
    from lms.records.entries.queries import Version

LONGEST_TEXT = 1000
CORRECT, TAKE_BACK, ENTER, REJECT = "correct", "take_back", "enter", "reject"


class ObjectionForm(EvidenceForm):
    """What is wrong with an entry."""

    text = TextAreaField(_l("What is wrong"), validators=[DataRequired(), Length(max=LONGEST_TEXT)])


class MissingForm(EvidenceForm):
    """What is missing."""

    happened_on = DateField(_l("Day"), validators=[InputRequired(), reasonable_year])
    text = TextAreaField(_l("What is missing"), validators=[DataRequired(), Length(max=LONGEST_TEXT)])


class AnswerForm(ValuesForm):
    """Upheld, with what is entered instead, or not upheld; always with a reason."""

    outcome = RadioField(_l("Your answer"), validators=[InputRequired()])
    reason = reason_field()

    def __init__(self, *, is_about_entry: bool, **given: Any) -> None:
        super().__init__(**given)
        upheld = (
            [
                SelectChoice(CORRECT, _l("Upheld: other values are proposed, as entered below")),
                SelectChoice(TAKE_BACK, _l("Upheld: it is proposed that the entry be taken back")),
            ]
            if is_about_entry
            else [SelectChoice(ENTER, _l("Upheld: it is entered, as said below"))]
        )
        self.outcome.choices = [*upheld, SelectChoice(REJECT, _l("Not upheld"))]

    @classmethod
    def about(cls, version: Version) -> AnswerForm:
        """The form with the entry's own values."""
        entry = version.entry
        said = {"kind": entry.kind.code, "occurred_on": entry.occurred_on}
        return cls(is_about_entry=True, data=said | {"title": version.title or "", "details": version.details})

    def asks(self) -> bool:
        """What takes its place must be said."""
        return self.outcome.data in (CORRECT, ENTER)

    @property
    def upholds(self) -> bool:
        """Whether the deputy is right."""
        return bool(self.outcome.data != REJECT)

"""Parts of forms that several subjects of the records share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_wtf.file import FileField
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from lms.core.forms import Form, SelectChoice, day_of, reasonable_year
from lms.core.i18n import EMPTY
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.records.corrections.operations import Wanted
from lms.records.evidence import Evidence
from lms.records.heads import head_name, kind_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.records.models import EntryKind

LONGEST_TITLE, LONGEST_DETAILS, LONGEST_REASON = 200, 1000, 500

APPROVE, REFUSE = "approve", "refuse"


class EvidenceForm(Form):
    """A form that takes a file with it."""

    evidence = FileField(
        _l("Evidence"),
        validators=[Optional()],
        description=_l("A PDF file or a picture (JPEG or PNG), at most 10 MB."),
    )

    @property
    def proof(self) -> Evidence | None:
        """The file handed in, if any.

        Raises:
            EvidenceTooLarge, EvidenceNotReadable.
        """
        file = self.evidence.data
        return Evidence.of(file.read(), file.filename or "") if file else None


class UnlessAsked(Optional):
    """May be left empty for one choice and not for another, so it is not called optional."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {}


class ValuesForm(Form):
    """What an entry should say. The fields are asked for only where `asks` says so."""

    kind = SelectField(_l("Kind of entry"), validators=[UnlessAsked()])
    occurred_on = DateField(_l("Day"), validators=[UnlessAsked(), reasonable_year])
    title = StringField(_l("Title"), validators=[UnlessAsked(), Length(max=LONGEST_TITLE)])
    details = TextAreaField(_l("Details"), validators=[Optional(), Length(max=LONGEST_DETAILS)])

    def offer(self, kinds: Sequence[EntryKind]) -> None:
        """Offer a congress's kinds, each under its head."""
        words = {kind.code: f"{head_name(kind.head)} · {kind_name(kind)}" for kind in kinds}
        self.kind.choices = [SelectChoice("", EMPTY), *(SelectChoice(code, name) for code, name in words.items())]

    def asks(self) -> bool:
        """Whether the values are needed for what was chosen."""
        raise NotImplementedError

    def validate(self, extra_validators: Any = None) -> bool:
        """Kind, day and title must be given where they are needed."""
        is_valid = bool(super().validate(extra_validators))
        if not self.asks():
            return is_valid
        for field in (self.kind, self.occurred_on, self.title):
            if not field.data and not field.errors:
                field.errors = [_("This field is required.")]
                is_valid = False
        return is_valid

    @property
    def wanted(self) -> Wanted | None:
        """What was said; None where nothing was asked. The form must have been validated."""
        if not self.asks():
            return None
        return Wanted(
            kind=self.kind.data or "",
            occurred_on=day_of(self.occurred_on),
            title=self.title.data or "",
            details=self.details.data or "",
        )


class DecisionForm(Form):
    """Approve or refuse what another person proposed."""

    outcome = RadioField(
        _l("Decision"),
        choices=[SelectChoice(APPROVE, _l("Approve")), SelectChoice(REFUSE, _l("Refuse"))],
        validators=[InputRequired()],
    )
    reason = TextAreaField(
        _l("Reason"),
        validators=[Optional(), Length(max=LONGEST_REASON)],
        description=_l("Needed for a refusal."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A refusal says why."""
        is_valid = bool(super().validate(extra_validators))
        if self.outcome.data == REFUSE and not self.reason.data:
            self.reason.errors = [_("Please say why.")]
            return False
        return is_valid

    @property
    def approves(self) -> bool:
        """Whether it is approved."""
        return bool(self.outcome.data == APPROVE)

    @property
    def text(self) -> str:
        """The reason given; may be empty for an approval."""
        return self.reason.data or ""


def reason_field() -> TextAreaField:
    """A reason that must be given."""
    return TextAreaField(_l("Reason"), validators=[DataRequired(), Length(max=LONGEST_REASON)])

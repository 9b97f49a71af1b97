"""The forms of the diary."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import UUID, InputRequired, Length, Optional

from lms.core.forms import Form, SelectChoice, day_of, reasonable_year
from lms.core.i18n import lazy_gettext as _l
from lms.records.attached import LONGEST_DETAILS, LONGEST_TITLE
from lms.records.diary.operations import Writing
from lms.records.evidence import Evidence
from lms.records.heads import head_name, kind_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.records.diary.models import DiaryNote
    from lms.records.models import EntryKind

LONGEST_REASON = 500


class NoteForm(Form):
    """A note. `key` makes the same form sent twice one note."""

    key = HiddenField(validators=[InputRequired(), UUID()])
    kind = SelectField(_l("What kind of activity"))
    occurred_on = DateField(_l("On which day"), validators=[InputRequired(), reasonable_year])
    title = StringField(_l("Title"), validators=[InputRequired(), Length(max=LONGEST_TITLE)])
    text = TextAreaField(
        _l("What you did"),
        validators=[Optional(), Length(max=LONGEST_DETAILS)],
        description=_l("Please enter no names and no telephone numbers of others."),
    )
    evidence = FileField(
        _l("Evidence"),
        validators=[Optional()],
        description=_l("A notice, a sign-in sheet or a picture: PDF, JPEG or PNG, at most 10 MB."),
    )

    def __init__(self, kinds: Sequence[EntryKind], **given: Any) -> None:
        super().__init__(**given)
        self.kind.choices = [SelectChoice(kind.code, kind_name(kind), optgroup=head_name(kind.head)) for kind in kinds]

    @classmethod
    def new(cls, kinds: Sequence[EntryKind]) -> NoteForm:
        """An empty form with a key of its own."""
        return cls(kinds, data={"key": str(uuid.uuid4())})

    @classmethod
    def of(cls, note: DiaryNote, kinds: Sequence[EntryKind]) -> NoteForm:
        """The form as the note is."""
        data = {
            "key": str(note.public_id),
            "kind": note.kind.code,
            "occurred_on": note.occurred_on,
            "title": note.title,
            "text": note.text,
        }
        return cls(kinds, data=data)

    @property
    def writing(self) -> Writing:
        """What was written.

        Raises:
            EvidenceTooLarge, EvidenceNotReadable: the file cannot be kept.
        """
        file = self.evidence.data
        return Writing(
            kind=self.kind.data,
            occurred_on=day_of(self.occurred_on),
            title=self.title.data or "",
            text=self.text.data or "",
            proof=Evidence.of(file.read(), file.filename or "") if file else None,
        )


class ReturnForm(Form):
    """Why a note goes back to its deputy."""

    reason = TextAreaField(
        _l("What should be mended"),
        validators=[InputRequired(), Length(max=LONGEST_REASON)],
        description=_l("The deputy reads this."),
    )

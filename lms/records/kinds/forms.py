"""The forms of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from lms.core.forms import Form, SelectChoice
from lms.core.i18n import gettext as _
from lms.core.i18n import lazy_gettext as _l
from lms.records.heads import HEAD_WORDS, READERS_WORDS, SOURCE_WORDS
from lms.records.kinds.operations import Description
from lms.records.models import Head, Readers, Source

if TYPE_CHECKING:
    from lms.records.models import EntryKind

LONGEST_NAME = 60
# The platform enters its own kinds by itself; these are given or not.
GIVEN_SOURCES = (Source.UNIT, Source.EXCEL, Source.DIARY, Source.API)


class KindForm(Form):
    """What can be changed of a kind."""

    name = StringField(_l("Name in Chinese"), validators=[InputRequired(), Length(max=LONGEST_NAME)])
    name_en = StringField(_l("Name in English"), validators=[InputRequired(), Length(max=LONGEST_NAME)])
    sources = SelectMultipleField(
        _l("Who may enter it"),
        description=_l("What the platform sees completed on itself is always entered."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    readers = RadioField(_l("Who reads it, beside the deputy"), default=Readers.OFFICES.value)

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.sources.choices = [SelectChoice(each.value, _(SOURCE_WORDS[each])) for each in GIVEN_SOURCES]
        self.readers.choices = [SelectChoice(each.value, _(words)) for each, words in READERS_WORDS.items()]

    @classmethod
    def of(cls, kind: EntryKind) -> KindForm:
        """The form as the kind is now."""
        sources = [each.value for each in kind.sources]
        return cls(data={"name": kind.name, "name_en": kind.name_en, "sources": sources, "readers": kind.readers.value})

    @property
    def description_given(self) -> Description:
        """What was entered."""
        return Description(
            name=self.name.data or "",
            name_en=self.name_en.data or "",
            sources=frozenset(map(Source, self.sources.data or ())),
            readers=Readers(self.readers.data),
        )


class NewKindForm(KindForm):
    """A kind to be: its code and head never change afterwards."""

    head = SelectField(_l("Head"))
    code = StringField(
        _l("Code"),
        validators=[
            InputRequired(),
            Length(max=40),
            Regexp(r"[a-z][a-z0-9_]*\Z", message=_l("Please use small Latin letters, digits and underscores only.")),
        ],
        description=_l("It stands in every entry of this kind for good, for example group_activity."),
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.head.choices = [SelectChoice(head.value, _(words)) for head, words in HEAD_WORDS.items()]

    @property
    def chosen_head(self) -> Head:
        """The head that was chosen."""
        return Head(self.head.data)

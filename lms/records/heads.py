"""The words for what a record holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.i18n import CHINESE, N_, current_locale
from lms.core.i18n import gettext as _
from lms.records.models import Head, Readers, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lms.records.models import EntryKind
    from lms.records.tallies import Tally

HEAD_WORDS = {
    Head.ATTENDANCE: N_("Meetings attended"),
    Head.OBSERVING: N_("Meetings attended without vote"),
    Head.MOTIONS: N_("Motions and suggestions"),
    Head.ACTIVITIES: N_("Activities between sessions"),
    Head.STUDY: N_("Study and training"),
}

SOURCE_WORDS = {
    Source.PLATFORM: N_("this platform"),
    Source.UNIT: N_("the electing unit"),
    Source.EXCEL: N_("a workbook"),
    Source.API: N_("another system"),
    Source.DIARY: N_("the deputy's diary"),
}

READERS_WORDS = {
    Readers.OFFICES: N_("The offices that read records"),
    Readers.KEEPERS: N_("Only the office that keeps the records"),
}


def head_name(head: Head) -> str:
    """The name of one of the five heads in the reader's language."""
    return _(HEAD_WORDS[head])


def source_name(source: Source) -> str:
    """Where an entry came from, in the reader's language."""
    return _(SOURCE_WORDS[source])


def source_names(sources: Iterable[Source]) -> str:
    """Several sources in the order in which we name them, in the reader's language."""
    return _(", ").join(source_name(each) for each in SOURCE_WORDS if each in set(sources))


def readers_name(readers: Readers) -> str:
    """Which offices read a kind, in the reader's language."""
    return _(READERS_WORDS[readers])


def kind_name(kind: EntryKind | Tally) -> str:
    """The congress's own name for a kind, in the reader's language."""
    return kind.name if current_locale() == CHINESE else kind.name_en

"""The columns of a workbook that people fill in. One declaration serves template, notes, header check and messages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import Generic, TypeVar

from lms.core.i18n import LOCALES, N_, catalogue
from lms.core.i18n import gettext as _

Field = TypeVar("Field", bound=StrEnum)

# Beside the template's own columns, those that a workbook of bad rows adds. They are passed over when it comes back.
ROW_NUMBER = N_("Row in the file")
REASON = N_("What needs mending")


@dataclass(frozen=True, slots=True)
class Column(Generic[Field]):
    """A column: its title and note as msgids, its width in full-width characters."""

    field: Field
    title: str
    note: str
    width: float = 8
    required: bool = False

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return _(self.title)


@dataclass(frozen=True)
class Layout(Generic[Field]):
    """A workbook of one kind.

    Args:
        sheet: the tab that is read, a msgid. A workbook without that tab gives its first sheet.
        columns: in the order of the template.
        notes: how to fill it in, msgids.
        keys: of these columns at least one must be there.
        dates: the columns that hold days.
    """

    sheet: str
    columns: tuple[Column[Field], ...]
    notes: tuple[str, ...]
    keys: tuple[Field, ...] = ()
    dates: frozenset[Field] = frozenset()

    @cached_property
    def by_field(self) -> dict[Field, Column[Field]]:
        """The columns by their keys."""
        return {column.field: column for column in self.columns}

    @cached_property
    def required(self) -> tuple[Field, ...]:
        """What every row must say."""
        return tuple(column.field for column in self.columns if column.required)

    @cached_property
    def by_title(self) -> dict[str, Field]:
        """Which column a title names, in every language that we have."""
        return {catalogue(locale).ugettext(each.title): each.field for each in self.columns for locale in LOCALES}

    def title(self, field: Field) -> str:
        """A column's title in the reader's language."""
        return self.by_field[field].label


@cache
def passed_over() -> frozenset[str]:
    """Titles that a workbook may carry and that mean nothing to us, in every language."""
    return frozenset(catalogue(locale).ugettext(text) for text in (ROW_NUMBER, REASON) for locale in LOCALES)

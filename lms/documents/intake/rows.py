"""Reading a row cell by cell, and gathering every reason why it cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from lms.core.errors import InvalidInput
from lms.core.i18n import gettext as _
from lms.documents.intake.layout import Field
from lms.documents.intake.refusals import Missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from lms.core.errors import DomainError
    from lms.documents.intake.layout import Layout
    from lms.documents.intake.reading import Cell, SheetRow

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Problem(Generic[Field]):
    """One reason against a row, and the column that it concerns, by its key and its title (a msgid)."""

    field: Field
    title: str
    refusal: DomainError

    @property
    def message(self) -> str:
        """The reason in the reader's language, led by the column's title."""
        return _("%(name)s: %(words)s", name=_(self.title), words=self.refusal.message)


@dataclass(frozen=True, slots=True)
class BadRow(Generic[Field]):
    """A row that cannot be taken, as it came, with every reason."""

    row: SheetRow[Field]
    problems: list[Problem[Field]]


@dataclass(slots=True)
class RowReader(Generic[Field]):
    """Reads the cells of one row and gathers what is wrong with them."""

    layout: Layout[Field]
    row: SheetRow[Field]
    problems: list[Problem[Field]] = field(default_factory=list)

    def take(self, name: Field, parse: Callable[[Cell], Value]) -> Value | None:
        """What a cell says; None where it says nothing, or nothing that can be used."""
        cell = self.row.cells.get(name)
        if cell is None:
            if name in self.layout.required:
                self.refuse(name, Missing())
            return None
        try:
            return parse(cell)
        except InvalidInput as refusal:
            self.refuse(name, refusal)
            return None

    def refuse(self, name: Field, refusal: DomainError) -> None:
        """Note a reason against the row."""
        self.problems.append(problem(self.layout, name, refusal))


def problem(layout: Layout[Field], name: Field, refusal: DomainError) -> Problem[Field]:
    """A reason that concerns a column of a layout."""
    return Problem(name, layout.by_field[name].title, refusal)

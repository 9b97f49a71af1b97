"""The columns of a workbook of entries."""

from __future__ import annotations

from enum import StrEnum

from lms.core.i18n import N_
from lms.documents.intake.layout import Column, Layout


class Field(StrEnum):
    """A column by its key. The order is that of the template."""

    CARD_NUMBER = "card_number"
    NAME = "name"
    KIND = "kind"
    OCCURRED_ON = "occurred_on"
    TITLE = "title"
    DETAILS = "details"


LAYOUT: Layout[Field] = Layout(
    sheet=N_("Entries"),
    columns=(
        Column(Field.CARD_NUMBER, N_("Deputy card number"), N_("By it the deputy is found."), 8, required=True),
        Column(Field.NAME, N_("Name"), N_("Held against the card number, so that no slip goes to another."), 8, True),
        Column(Field.KIND, N_("Kind of entry"), N_("Choose from the list."), 16, required=True),
        Column(
            Field.OCCURRED_ON, N_("Day"), N_("A date such as 2026-03-31, on which the deputy was in office."), 7, True
        ),
        Column(
            Field.TITLE, N_("Title"), N_("What it was about, without names and telephone numbers."), 24, required=True
        ),
        Column(Field.DETAILS, N_("Details"), N_("May be left empty."), 30),
    ),
    notes=(
        N_("One row for each deputy and activity. Columns marked * must be filled."),
        N_("Please do not change the titles of columns. Their order does not matter."),
        N_("The same deputy, kind, day and title is one entry: a row that is entered already adds nothing."),
        N_("What is entered stays. A mistake is put right by a correction, not by another workbook."),
        N_("Before anything is entered you see what is new and which rows have errors."),
    ),
    dates=frozenset({Field.OCCURRED_ON}),
)

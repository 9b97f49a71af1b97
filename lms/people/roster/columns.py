"""The columns of a roster. One declaration serves the template, its notes, the header check and every message."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Any

from lms.core.i18n import LOCALES, N_, catalogue
from lms.core.i18n import gettext as _
from lms.documents.intake.layout import Column, Layout
from lms.people import code_tables
from lms.people.labels import COMPOSITION, DOCUMENT_KIND, ELECTION, SEX


class Field(StrEnum):
    """A column by its key. The order is that of the template."""

    CARD_NUMBER = "card_number"
    NAME = "name"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    BORN_ON = "born_on"
    BODY = "electing_body"
    DOCUMENT_KIND = "document_kind"
    DOCUMENT_NUMBER = "document_number"
    PHONE = "phone"
    EMPLOYER = "employer"
    POST = "post"
    EMPLOYER_ADDRESS = "employer_address"
    EMPLOYER_EMAIL = "employer_email"
    WORK_REGION = "work_region"
    PARTY = "party"
    EDUCATION = "education"
    COMPOSITION = "composition"
    ELECTION = "election"
    FROM_ON = "from_on"
    MANUAL_ORDER = "manual_order"


_F = Field
COLUMNS: tuple[Column[Field], ...] = (
    Column(
        _F.CARD_NUMBER,
        N_("Deputy card number"),
        N_("By it a deputy is found again. If it is not known yet, the document must be given."),
    ),
    Column(_F.NAME, N_("Name"), N_("As on the document; “·” between the parts of a name."), required=True),
    Column(_F.SEX, N_("Sex"), N_("Choose from the list."), 4),
    Column(_F.ETHNICITY, N_("Ethnicity"), N_("Choose from the list."), 6),
    Column(_F.BORN_ON, N_("Date of birth"), N_("A date such as 1968-03-31."), 7),
    Column(_F.BODY, N_("Electing body"), N_("Choose from the list; the short name will do."), 14, required=True),
    Column(
        _F.DOCUMENT_KIND, N_("Kind of document"), N_("Choose from the list; empty means a resident identity card."), 10
    ),
    Column(
        _F.DOCUMENT_NUMBER,
        N_("Document number"),
        N_("May be left empty; kept encrypted. Never for deputies of the army."),
        12,
    ),
    Column(
        _F.PHONE,
        N_("Mobile phone"),
        N_("11 digits; for Hong Kong, Macao and Taiwan with +852, +853, +886. Used to sign in; kept encrypted."),
        9,
    ),
    Column(
        _F.EMPLOYER,
        N_("Employer"),
        N_("It is told when the deputy is called to study (Deputies Law, art. 40 and 41)."),
        16,
    ),
    Column(_F.POST, N_("Post"), N_("Not kept for deputies of the army."), 10),
    Column(_F.EMPLOYER_ADDRESS, N_("Employer's address"), N_("The same for all deputies of one employer."), 16),
    Column(_F.EMPLOYER_EMAIL, N_("Employer's e-mail"), N_("The same for all deputies of one employer."), 12),
    Column(_F.WORK_REGION, N_("Work region"), N_("Where the deputy works, e.g. a prefecture or county."), 10),
    Column(_F.PARTY, N_("Political affiliation"), N_("Choose from the list."), 8),
    Column(_F.EDUCATION, N_("Education"), N_("Choose from the list."), 8),
    Column(
        _F.COMPOSITION,
        N_("Composition"),
        N_("Choose from the list. Whether the deputy counts as grassroots follows from it by the office's rule."),
        9,
        required=True,
    ),
    Column(_F.ELECTION, N_("Newly elected or re-elected"), N_("Choose from the list."), 6, required=True),
    Column(
        _F.FROM_ON,
        N_("In office from"),
        N_("A date; empty means the first day of the term. For by-elections the day of the election."),
        7,
    ),
    Column(
        _F.MANUAL_ORDER,
        N_("Manual number"),
        N_("A whole number that puts the deputy before those in stroke order; mostly empty."),
        5,
    ),
)

NOTES = (
    N_("One row for each deputy. Columns marked * must be filled; the others may be empty or left out."),
    N_("Please do not change the titles of columns. Their order does not matter."),
    N_(
        "A deputy who is already known is found by the card number, else by the document. An empty cell changes nothing."
    ),
    N_("A deputy who is not in the file stays as he or she is: a roster never ends a mandate."),
    N_(
        "Card, document and phone numbers are text. If a number was turned into something like 1.39E+10, enter it again."
    ),
    N_("Before anything is changed you see what would be added and changed, and which rows have errors."),
)

LAYOUT = Layout(
    sheet=N_("Roster"),
    columns=COLUMNS,
    notes=NOTES,
    # One of these must be there, in the header and in every row.
    keys=(Field.CARD_NUMBER, Field.DOCUMENT_NUMBER),
    dates=frozenset({Field.BORN_ON, Field.FROM_ON}),
)


def title(field: Field) -> str:
    """A column's title in the reader's language."""
    return LAYOUT.title(field)


def choices(field: Field) -> tuple[str, ...]:
    """The words of a column's list in the reader's language; empty for free columns and for electing bodies."""
    if field in _CODED:
        return tuple(_(label) for label in _CODED[field].values())
    tables = {
        Field.ETHNICITY: code_tables.ethnicities,
        Field.PARTY: code_tables.parties,
        Field.EDUCATION: code_tables.educations,
    }
    return tables[field]() if field in tables else ()


_CODED: dict[Field, dict[Any, str]] = {
    Field.SEX: dict(SEX),
    Field.DOCUMENT_KIND: dict(DOCUMENT_KIND),
    Field.COMPOSITION: dict(COMPOSITION),
    Field.ELECTION: dict(ELECTION),
}


@cache
def coded(field: Field) -> dict[str, Any]:
    """What each word of a coded column means, in every language that we have."""
    return {catalogue(locale).ugettext(label): code for code, label in _CODED[field].items() for locale in LOCALES}

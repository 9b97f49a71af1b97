"""The columns of a workbook of answers."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from lms.core.i18n import LOCALES, N_, catalogue
from lms.documents.intake.layout import Column, Layout

if TYPE_CHECKING:
    from lms.study_sessions.models import StudySession


class Field(StrEnum):
    """A column by its key. The order is that of the template."""

    UNIT = "unit"
    NAME = "name"
    CARD_NUMBER = "card_number"
    POST = "post"
    STATE = "state"
    ANSWER = "answer"
    REASON = "reason"


COMES, DOES_NOT_COME = N_("Comes"), N_("Does not come")

LAYOUT: Layout[Field] = Layout(
    sheet=N_("Answers"),
    columns=(
        Column(Field.UNIT, N_("Electing unit"), N_("As it stands in the template."), 14, required=True),
        Column(Field.NAME, N_("Name"), N_("As it stands in the template."), 8, required=True),
        Column(Field.CARD_NUMBER, N_("Deputy card number"), N_("As it stands in the template."), 8),
        Column(Field.STATE, N_("Present answer"), N_("For you to see; it is not read."), 10),
        Column(Field.ANSWER, N_("Taking part?"), N_("Choose from the list; left empty, nothing changes."), 8),
        Column(Field.REASON, N_("Reason"), N_("Needed where the deputy does not come."), 24),
    ),
    notes=(
        N_("One row for each deputy who was called up. Please fill in what the deputy has told you."),
        N_("Please do not change the titles of columns. Their order does not matter."),
        N_("Each answer counts as given in the deputy's stead, and is shown so."),
        N_("A deputy who does not come gives up the place; it passes to who is next."),
        N_("The same workbook handed in again changes nothing."),
    ),
    keys=(Field.ANSWER,),
)

STAFF_LAYOUT: Layout[Field] = Layout(
    sheet=N_("Answers"),
    columns=(
        Column(Field.UNIT, N_("Sending unit"), N_("As it stands in the template."), 14, required=True),
        Column(Field.NAME, N_("Name"), N_("As it stands in the template."), 8, required=True),
        Column(Field.POST, N_("Post"), N_("As it stands in the template."), 12),
        Column(Field.STATE, N_("Present answer"), N_("For you to see; it is not read."), 10),
        Column(Field.ANSWER, N_("Taking part?"), N_("Choose from the list; left empty, nothing changes."), 8),
        Column(Field.REASON, N_("Reason"), N_("Needed for whoever does not come."), 24),
    ),
    notes=(
        N_("One row for each person of the staff who was called up."),
        N_("Please do not change the titles of columns. Their order does not matter."),
        N_("Whoever does not come gives up the place; it passes to who is next."),
        N_("The same workbook handed in again changes nothing."),
    ),
    keys=(Field.ANSWER,),
)


def layout_of(study_session: StudySession) -> Layout[Field]:
    """The columns for deputies, or for staff, who have a post and no card."""
    return STAFF_LAYOUT if study_session.is_for_staff else LAYOUT


@cache
def answers() -> dict[str, bool]:
    """Whether the deputy comes, by every word that the column may hold, in every language that we have."""
    return {catalogue(locale).ugettext(word): word is COMES for word in (COMES, DOES_NOT_COME) for locale in LOCALES}

"""Why a row of a workbook of answers cannot be taken, beside what the rules of seats forbid."""

from __future__ import annotations

from lms.core.i18n import N_
from lms.documents.intake.refusals import RowInvalid


class NotAskedHere(RowInvalid):
    """Nobody whom the actor may answer for was called up by this number or name."""

    template = N_("“%(text)s” is not among those called up for whom you may answer here.")


class OtherUnit(RowInvalid):
    template = N_("This person belongs to another unit. Please check the row.")


class ReasonNeeded(RowInvalid):
    template = N_("Please say why this person does not come.")


class AnswerNeeded(RowInvalid):
    """A reason without an answer: it is not guessed which was meant."""

    template = N_("There is a reason, but no answer. Please choose one from the list.")

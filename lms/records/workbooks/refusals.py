"""Why a workbook of entries, or a row of it, cannot be taken, beside what any workbook must be."""

from __future__ import annotations

from lms.core.errors import DomainError
from lms.core.i18n import N_
from lms.documents.intake.refusals import RowInvalid, WorkbookUnreadable


class TooManyRows(WorkbookUnreadable):
    template = N_("The table has %(rows)d rows; at most %(most)d can be entered at once.")


class UnknownDeputy(RowInvalid):
    template = N_("There is no deputy with the card number “%(text)s” for whom you may enter something.")


class OtherName(RowInvalid):
    template = N_("The deputy with this card number has another name. Please check the number and the name.")


class UnknownKind(RowInvalid):
    template = N_("“%(text)s” is not a kind that can be entered by workbook.")


class DayToCome(RowInvalid):
    template = N_("The day is still to come. Please enter what has happened.")


class OutOfOffice(RowInvalid):
    template = N_("The deputy was not in office on that day.")


class HasBadRows(DomainError):
    template = N_("Nothing was entered: %(count)d rows have errors, and you chose to take all rows or none.")


class DecidedAlready(DomainError):
    template = N_("This workbook was entered or put away already.")

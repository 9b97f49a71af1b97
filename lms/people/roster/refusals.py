"""Why a roster, or a row of it, cannot be taken. A row's reasons stand beside it in the workbook of bad rows."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_


class RosterUnreadable(InvalidInput):
    """The file as a whole cannot be taken."""


class NotAWorkbook(RosterUnreadable):
    template = N_("This is not an Excel workbook (.xlsx). Please fill in the template and save it as .xlsx.")


class OldOrLockedWorkbook(RosterUnreadable):
    template = N_(
        "This is an old workbook (.xls) or one locked by a password. Please save it as .xlsx without a password."
    )


class HasMacros(RosterUnreadable):
    template = N_("This workbook contains macros. Please save it as a plain workbook (.xlsx).")


class FileTooLarge(RosterUnreadable):
    template = N_("The file is larger than %(megabytes)d MB.")


class UnpacksTooLarge(RosterUnreadable):
    template = N_("Unpacked, the workbook would be larger than %(megabytes)d MB. Please keep only the roster in it.")


class TooFarOut(RosterUnreadable):
    template = N_(
        "The sheet reaches to column %(column)d and row %(row)d; at most %(columns)d columns and %(rows)d rows can be "
        "read. Please delete what is outside the roster."
    )


class NoRows(RosterUnreadable):
    template = N_("The roster is empty: there is no row below the header.")


class HeaderRefused(RosterUnreadable):
    template = N_("The header cannot be used. %(details)s")


class RowInvalid(InvalidInput):
    """One row cannot be taken; the others may be."""


class Missing(RowInvalid):
    template = N_("Please fill this in.")


class NoKey(RowInvalid):
    template = N_(
        "Neither the deputy card number nor the document number is given, so the deputy cannot be recognised."
    )


class NotAChoice(RowInvalid):
    template = N_("“%(text)s” is not in the list of this column.")


class UnknownBody(RowInvalid):
    template = N_("There is no electing body “%(text)s” in this term.")


class ImpossibleDate(RowInvalid):
    template = N_("“%(text)s” is not a date. Please write it like 1968-03-31.")


class DateOutOfRange(RowInvalid):
    template = N_("The date %(date)s cannot be right: it must be between %(first)s and %(last)s.")


class NotANumber(RowInvalid):
    template = N_("“%(text)s” is not a whole number from 1 to %(largest)d.")


class CellError(RowInvalid):
    template = N_("The cell holds an error of the spreadsheet instead of a value.")


class TooLong(RowInvalid):
    template = N_("This is longer than %(largest)d characters.")


class NameInvalid(RowInvalid):
    template = N_("“%(text)s” is not a name: only characters, letters, “·” and hyphens are allowed.")


class CardInvalid(RowInvalid):
    template = N_("“%(text)s” is not a card number: only letters, digits and hyphens are allowed.")


class EmailInvalid(RowInvalid):
    template = N_("“%(text)s” is not an e-mail address.")


class TwiceInFile(RowInvalid):
    template = N_("The same value is in row %(rows)s. It may occur only once.")


class PhoneOfAnother(RowInvalid):
    template = N_("The mobile phone already belongs to another person.")


class DocumentOfAnother(RowInvalid):
    template = N_("The document already belongs to another person.")


class OtherCardNumber(RowInvalid):
    template = N_("The person with this document is already a deputy of this term under card number %(card_number)s.")


class StartDiffers(RowInvalid):
    template = N_("This mandate began on %(date)s. A start that has been announced cannot be changed by a roster.")


class MandateOver(RowInvalid):
    template = N_("This mandate ended on %(date)s; its data cannot be changed any more.")


class EmployerContradicts(RowInvalid):
    template = N_("For the same employer, “%(employer)s”, row %(row)d says something else.")


class HasBadRows(DomainError):
    template = N_("Nothing was changed: %(count)d rows have errors, and you chose to take all rows or none.")


class ImportDone(DomainError):
    template = N_("This import was already applied or put away.")


class NotInFuture(InvalidInput):
    template = N_("The day must not be in the future.")


class BeforeTerm(InvalidInput):
    template = N_("The day must not be before the term began on %(date)s.")

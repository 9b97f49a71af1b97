"""Why a workbook, or a row of it, cannot be taken. A row's reasons stand beside it in the workbook of bad rows."""

from __future__ import annotations

from lms.core.errors import InvalidInput
from lms.core.i18n import N_


class WorkbookUnreadable(InvalidInput):
    """The file as a whole cannot be taken."""


class NotAWorkbook(WorkbookUnreadable):
    template = N_("This is not an Excel workbook (.xlsx). Please fill in the template and save it as .xlsx.")


class OldOrLockedWorkbook(WorkbookUnreadable):
    template = N_(
        "This is an old workbook (.xls) or one locked by a password. Please save it as .xlsx without a password."
    )


class HasMacros(WorkbookUnreadable):
    template = N_("This workbook contains macros. Please save it as a plain workbook (.xlsx).")


class FileTooLarge(WorkbookUnreadable):
    template = N_("The file is larger than %(megabytes)d MB.")


class UnpacksTooLarge(WorkbookUnreadable):
    template = N_(
        "Unpacked, the workbook would be larger than %(megabytes)d MB. Please keep only the filled-in template in it."
    )


class TooFarOut(WorkbookUnreadable):
    template = N_(
        "The sheet reaches to column %(column)d and row %(row)d; at most %(columns)d columns and %(rows)d rows can be "
        "read. Please delete what is outside the table."
    )


class NoRows(WorkbookUnreadable):
    template = N_("The table is empty: there is no row below the header.")


class HeaderRefused(WorkbookUnreadable):
    template = N_("The header cannot be used. %(details)s")


class RowInvalid(InvalidInput):
    """One row cannot be taken; the others may be."""


class Missing(RowInvalid):
    template = N_("Please fill this in.")


class NotAChoice(RowInvalid):
    template = N_("“%(text)s” is not in the list of this column.")


class ImpossibleDate(RowInvalid):
    template = N_("“%(text)s” is not a date. Please write it like 1968-03-31.")


class CellError(RowInvalid):
    template = N_("The cell holds an error of the spreadsheet instead of a value.")


class TooLong(RowInvalid):
    template = N_("This is longer than %(largest)d characters.")


class TwiceInFile(RowInvalid):
    template = N_("The same value is in row %(rows)s. It may occur only once.")

"""Why a file as a whole cannot be read."""

from __future__ import annotations

from lms.core.errors import InvalidInput
from lms.core.i18n import N_


class FileUnreadable(InvalidInput):
    """The file as a whole cannot be taken."""


class NotText(FileUnreadable):
    template = N_("This is neither a text of questions nor a workbook. Please choose a GIFT, Moodle XML or .xlsx file.")


class OtherEncoding(FileUnreadable):
    template = N_("The characters of this file cannot be read. Please save it as UTF-8.")


class NoQuestions(FileUnreadable):
    template = N_("There is no question in this file.")


class TooManyQuestions(FileUnreadable):
    template = N_("The file has more than %(most)d questions. Please share them among several files.")


class BrokenXml(FileUnreadable):
    template = N_("Line %(line)d of the file is not well-formed XML.")


class DeclaresEntities(FileUnreadable):
    template = N_("The file declares a document type of its own (DTD). Please export it from Moodle again.")


class TooDeep(FileUnreadable):
    template = N_("The elements of the file are nested too deeply.")


class NotMoodle(FileUnreadable):
    template = N_("This XML is no file of Moodle questions: it does not begin with <quiz>.")

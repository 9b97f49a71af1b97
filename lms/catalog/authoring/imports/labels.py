"""The words of pages for files of questions."""

from __future__ import annotations

from lms.catalog.authoring.imports.models import ImportState
from lms.catalog.authoring.imports.plan import Outcome
from lms.catalog.questions.imports.found import FileKind
from lms.core.i18n import N_

FILE_KIND = {
    FileKind.GIFT: N_("GIFT text"),
    FileKind.MOODLE_XML: N_("Moodle XML"),
    FileKind.WORKBOOK: N_("Excel template"),
}
PLACE = {FileKind.GIFT: N_("Line"), FileKind.MOODLE_XML: N_("Line"), FileKind.WORKBOOK: N_("Row")}
STATE = {
    ImportState.CHECKED: N_("Waiting for a decision"),
    ImportState.ADDED: N_("Questions added"),
    ImportState.PUT_AWAY: N_("Put away"),
}
TONE = {ImportState.CHECKED: "amber", ImportState.ADDED: "green", ImportState.PUT_AWAY: ""}
OUTCOME = {
    Outcome.NEW: N_("Carried over, with something left out"),
    Outcome.SAME: N_("In the draft already"),
    Outcome.REFUSED: N_("Not carried over"),
}

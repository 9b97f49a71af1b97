"""The words that pages and workbooks use for the enumerations of this room."""

from __future__ import annotations

from lms.core.i18n import N_
from lms.people.models import ChangeKind, Composition, DocumentKind, Ground, MandateStatus, Sex

SEX = {Sex.MALE: N_("Male"), Sex.FEMALE: N_("Female")}

DOCUMENT_KIND = {
    DocumentKind.RESIDENT_ID: N_("Resident identity card"),
    DocumentKind.HK_MACAO_PERMIT: N_("Mainland travel permit for Hong Kong and Macao residents"),
    DocumentKind.TAIWAN_PERMIT: N_("Mainland travel permit for Taiwan residents"),
    DocumentKind.RESIDENCE_PERMIT: N_("Residence permit for Hong Kong, Macao and Taiwan residents"),
}

COMPOSITION = {
    Composition.WORKER: N_("Front-line worker"),
    Composition.FARMER: N_("Farmer"),
    Composition.TECHNICIAN: N_("Technical professional"),
    Composition.OFFICIAL: N_("Party or government official"),
    Composition.ENTERPRISE: N_("Head of an enterprise"),
    Composition.MILITARY: N_("Serviceman or servicewoman"),
    Composition.OTHER: N_("Other"),
}

# By `Mandate.is_newly_elected`.
ELECTION = {True: N_("Newly elected"), False: N_("Re-elected")}

STATUS = {
    MandateStatus.IN_OFFICE: N_("In office"),
    MandateStatus.SUSPENDED: N_("Suspended"),
    MandateStatus.ENDED: N_("Ended"),
}

CHANGE = {
    ChangeKind.ELECTED: N_("Elected"),
    ChangeKind.SUSPENDED: N_("Suspended"),
    ChangeKind.RESUMED: N_("Resumed"),
    ChangeKind.ENDED: N_("Ended"),
    ChangeKind.CHANGED: N_("Changed"),
}

# Deputies Law, art. 61 (suspension) and art. 62 (end): the category and nothing more.
GROUND = {
    Ground.DETAINED: N_("Art. 61 (1): detained or on trial in a criminal case"),
    Ground.SERVING_SENTENCE: N_("Art. 61 (2): serving a sentence that leaves political rights"),
    Ground.MOVED_AWAY: N_("Art. 62 (1): moved or transferred out of the area"),
    Ground.RESIGNED: N_("Art. 62 (2): resignation accepted"),
    Ground.ABSENT_TWICE: N_("Art. 62 (3): absent from two sessions without leave"),
    Ground.RECALLED: N_("Art. 62 (4): recalled"),
    Ground.NATIONALITY_LOST: N_("Art. 62 (5): nationality lost"),
    Ground.RIGHTS_DEPRIVED: N_("Art. 62 (6): deprived of political rights"),
    Ground.INCAPACITATED: N_("Art. 62 (7): lost the capacity to act"),
    Ground.DIED: N_("Deceased"),
}

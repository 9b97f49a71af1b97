"""Congresses, terms, electing bodies, persons and their mandates.

Person and account are global; every other root belongs to a congress. What belongs to a human being hangs on the
person, what belongs to the office on the mandate.
"""

from lms.people.models.congress import (
    BodyKind,
    Congress,
    ElectingBody,
    LetterForm,
    Level,
    Term,
)
from lms.people.models.mandate import (
    IN_OFFICE_KINDS,
    STATUS_KINDS,
    ChangeKind,
    Composition,
    Exemption,
    Ground,
    Mandate,
    MandateChange,
    MandateStatus,
)
from lms.people.models.person import (
    DocumentKind,
    Employer,
    Person,
    Sex,
)
from lms.people.models.roster_import import (
    ImportState,
    RosterImport,
)

__all__ = [
    "IN_OFFICE_KINDS",
    "STATUS_KINDS",
    "BodyKind",
    "ChangeKind",
    "Composition",
    "Congress",
    "DocumentKind",
    "ElectingBody",
    "Employer",
    "Exemption",
    "Ground",
    "ImportState",
    "LetterForm",
    "Level",
    "Mandate",
    "MandateChange",
    "MandateStatus",
    "Person",
    "RosterImport",
    "Sex",
    "Term",
]

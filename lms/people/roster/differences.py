"""Field by field: what a row says otherwise than the database, in words for the admin and in values for the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lms.core import crypto
from lms.core.i18n import EMPTY
from lms.core.i18n import gettext as _
from lms.people.identity import mask_phone
from lms.people.identity.documents import mask_document
from lms.people.labels import COMPOSITION, DOCUMENT_KIND, ELECTION, SEX
from lms.people.roster.columns import Field, title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lms.people.roster.plan import Sealed
    from lms.people.roster.rows import Entry
    from lms.people.roster.snapshot import Snapshot

# Which table an entry's attribute belongs to. Employer, phone and document have rules of their own.
PERSON_FIELDS = (Field.NAME, Field.SEX, Field.ETHNICITY, Field.BORN_ON)
MANDATE_FIELDS = (Field.CARD_NUMBER, Field.POST, Field.WORK_REGION, Field.PARTY, Field.EDUCATION, Field.MANUAL_ORDER)

_WORDS: dict[Field, Mapping[Any, str]] = {
    Field.SEX: SEX,
    Field.COMPOSITION: COMPOSITION,
    Field.ELECTION: ELECTION,
    Field.DOCUMENT_KIND: DOCUMENT_KIND,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that would change, as words. Phone and document are masked on both sides."""

    field: Field
    before: str
    after: str

    @property
    def label(self) -> str:
        """The column's title in the reader's language."""
        return title(self.field)

    @property
    def words(self) -> str:
        """All of it in one line."""
        return _("%(name)s: %(words)s", name=self.label, words=f"{self.before or EMPTY} → {self.after}")


def compare(
    snapshot: Snapshot, entry: Entry, sealed: Sealed, person: Mapping[str, Any], mandate: Mapping[str, Any] | None
) -> list[Difference]:
    """Everything that the entry says otherwise of a person and, if there is one, of the mandate."""
    found = [_difference(name, person[name], getattr(entry, name)) for name in PERSON_FIELDS]
    found += _numbers(entry, sealed, person)
    if mandate is not None:
        found += [_difference(name, mandate[name], getattr(entry, name)) for name in MANDATE_FIELDS]
        found += _of_mandate(snapshot, entry, mandate)
    differences = [each for each in found if each is not None]
    return differences + employer_differences(snapshot, entry)


def employer_differences(snapshot: Snapshot, entry: Entry) -> list[Difference]:
    """What the entry says otherwise of an employer that is known."""
    employer = snapshot.employers.get(entry.employer) if entry.employer else None
    if employer is None:
        return []
    found = (
        _difference(Field.EMPLOYER_ADDRESS, employer.address, entry.employer_address),
        _difference(Field.EMPLOYER_EMAIL, employer.email, entry.employer_email),
    )
    return [each for each in found if each is not None]


def _of_mandate(snapshot: Snapshot, entry: Entry, mandate: Mapping[str, Any]) -> list[Difference | None]:
    employer = snapshot.employer_names.get(mandate["employer_id"], "")
    return [
        _difference(Field.BODY, snapshot.body_names[mandate["electing_body_id"]], entry.body.name),
        _difference(Field.COMPOSITION, mandate["composition"], entry.composition),
        _difference(Field.ELECTION, mandate["is_newly_elected"], entry.is_newly_elected),
        _difference(Field.EMPLOYER, employer, entry.employer),
    ]


def _numbers(entry: Entry, sealed: Sealed, person: Mapping[str, Any]) -> list[Difference | None]:
    phone = document = None
    if entry.phone is not None and sealed.phone != person["phone_index"]:
        before = mask_phone(crypto.decrypt(person["phone_sealed"])) if person["phone_sealed"] else ""
        phone = Difference(Field.PHONE, before, mask_phone(entry.phone))
    if entry.document_number is not None and sealed.document != person["document_index"]:
        before = mask_document(crypto.decrypt(person["document_sealed"])) if person["document_sealed"] else ""
        document = Difference(Field.DOCUMENT_NUMBER, before, mask_document(entry.document_number))
    return [phone, document]


def _difference(name: Field, before: Any, after: Any) -> Difference | None:
    if after is None or after == before:
        return None
    return Difference(name, _in_words(name, before), _in_words(name, after))


def _in_words(name: Field, value: Any) -> str:
    if value is None or value == "":
        return ""
    words = _WORDS.get(name)
    return _(words[value]) if words is not None else str(value)

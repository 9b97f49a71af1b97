"""Identity documents and telephone numbers: each kind by its own rule, in one canonical form."""

from lms.people.identity.documents import check_document
from lms.people.identity.phones import check_phone, mask_phone

__all__ = ["check_document", "check_phone", "mask_phone"]

"""Every operation of the interface, in the order in which the document shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.interop.resources.deputies import DEPUTIES
from lms.interop.resources.entries import ENTRIES
from lms.interop.resources.entry_kinds import ENTRY_KINDS
from lms.interop.resources.new_entries import SEND_ENTRIES

if TYPE_CHECKING:
    from lms.interop.api.operations import AnyRead, AnyWrite

OPERATIONS: tuple[AnyRead | AnyWrite, ...] = (ENTRY_KINDS, DEPUTIES, ENTRIES, SEND_ENTRIES)

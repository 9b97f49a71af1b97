"""What can be wrong with the record and its log, and how it is named."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Fault(StrEnum):
    """One sort of thing that is wrong. The values are those of `--json`."""

    ENTRY = "entry_changed"
    SUPERSEDES = "superseding_link_changed"
    PAYLOAD = "payload_changed"
    PAYLOAD_GONE = "payload_missing"
    LEAF = "leaf_differs_from_entry"
    NO_LEAF = "entry_without_leaf"
    LATE = "entry_waits_too_long"
    ENTRY_GONE = "leaf_without_entry"
    LEAF_GONE = "leaf_missing"
    ORDER = "leaf_order_changed"
    NODE = "node_changed"
    SIGNATURE = "checkpoint_not_ours"
    LOG = "log_changed"
    SHORTER = "log_shortened"
    UNSIGNED = "leaves_without_checkpoint"
    GUARD = "guard_missing"


WORDS = {
    Fault.ENTRY: "{entry}: its columns do not say what its signed bytes say ({detail})",
    Fault.SUPERSEDES: "{entry}: its link to the entry that it supersedes was changed",
    Fault.PAYLOAD: "{entry}: its payload was changed; it does not fit the hash in the entry",
    Fault.PAYLOAD_GONE: "{entry}: its payload is missing, and no erasure is on record",
    Fault.LEAF: "{entry}: its bytes are not those that went into the log",
    Fault.NO_LEAF: "{entry}: it has no leaf and does not wait for one",
    Fault.LATE: "{entry}: it has waited for its leaf for longer than promised ({detail})",
    Fault.ENTRY_GONE: "leaf {first}: its entry was deleted",
    Fault.LEAF_GONE: "leaves {first} to {last} are missing",
    Fault.ORDER: "leaves {first} and {last} are in the wrong order ({detail})",
    Fault.NODE: "leaves {first} to {last}: a stored node over them is not theirs ({detail})",
    Fault.SIGNATURE: "{detail}",
    Fault.LOG: "leaves {first} to {last}: here the log is another one than {detail} states: something was changed, removed or put in",
    Fault.SHORTER: "leaves {first} to {last}: the log does not have them any more, and {detail} covers them: its end was removed, or the database is an older state",
    Fault.UNSIGNED: "leaves {first} to {last} are in no stored checkpoint",
    Fault.GUARD: "{detail}",
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is wrong: with which entry or which leaves, and what shows it."""

    fault: Fault
    entry: str | None = None
    first: int | None = None
    last: int | None = None
    detail: str = ""

    def words(self) -> str:
        """One sentence for a person."""
        leaf = "" if self.first is None else f" (leaf {self.first})"
        return WORDS[self.fault].format(
            entry=f"entry {self.entry}{leaf}", first=self.first, last=self.last, detail=self.detail
        )

    def as_json(self) -> dict[str, Any]:
        """The same for a program."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "")}


@dataclass
class Report:
    """What a run found. It keeps the first findings of each sort, and counts them all."""

    most: int = 100
    kept: list[Finding] = field(default_factory=list)
    counts: Counter[Fault] = field(default_factory=Counter)
    leaves: int = 0
    entries: int = 0
    checkpoints: int = 0

    def add(self, finding: Finding) -> None:
        """Note a finding."""
        self.counts[finding.fault] += 1
        if self.counts[finding.fault] <= self.most:
            self.kept.append(finding)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.counts

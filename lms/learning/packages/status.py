"""What a package says of how far a person came, in the words of both standards, and what we make of it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lms.catalog.packages.manifest import Standard

# SCORM 1.2 RTE 3.4.4 (cmi.core.lesson_status); SCORM 2004 RTE 4.2.4 and 4.2.24 (completion_status, success_status).
COMPLETION = {
    Standard.SCORM_12: frozenset({"passed", "completed", "failed", "incomplete", "browsed", "not attempted"}),
    Standard.SCORM_2004: frozenset({"completed", "incomplete", "not attempted", "unknown"}),
}
SUCCESS = {
    Standard.SCORM_12: frozenset({""}),
    Standard.SCORM_2004: frozenset({"passed", "failed", "unknown"}),
}
AT_FIRST = {Standard.SCORM_12: ("not attempted", ""), Standard.SCORM_2004: ("unknown", "unknown")}
LONGEST_LOCATION = {Standard.SCORM_12: 255, Standard.SCORM_2004: 1000}

NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,7})?")
_SPAN_12 = re.compile(r"([0-9]{2,4}):([0-9]{2}):([0-9]{2}(?:\.[0-9]{1,2})?)")
_SPAN_2004 = re.compile(
    r"P(?=.)(?:[0-9]+Y)?(?:[0-9]+M)?(?:([0-9]{1,4})D)?"
    r"(?:T(?=.)(?:([0-9]{1,6})H)?(?:([0-9]{1,8})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,2})?)S)?)?"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a package said of itself in this sitting, checked. `session_ms` is its claim of how long it ran.

    `has_finished` says that it took its leave, `wants_to_go_on` that it then asked to be taken up again.
    """

    completion: str
    success: str
    location: str
    suspend_data: str
    score_raw: str
    score_scaled: str
    session_ms: int
    has_finished: bool
    wants_to_go_on: bool

    @property
    def is_complete(self) -> bool:
        """Whether the package says that its lesson is done: completed or passed."""
        return self.completion in {"completed", "passed"} or self.success == "passed"


def milliseconds(span: str, standard: Standard) -> int:
    """A span of time as the standard writes it; what is written otherwise is 0, for nothing depends on it."""
    if standard is Standard.SCORM_12:
        match = _SPAN_12.fullmatch(span)
        days, hours, minutes, seconds = ("0", *match.groups()) if match else ("0", "0", "0", "0")
    else:
        match = _SPAN_2004.fullmatch(span)
        days, hours, minutes, seconds = (each or "0" for each in match.groups()) if match else "0000"
    return round(((int(days) * 24 + int(hours)) * 60 + int(minutes)) * 60_000 + float(seconds) * 1000)


def span(total_ms: int, standard: Standard) -> str:
    """A span of time as the standard writes it, to the hundredth of a second."""
    minutes, rest = divmod(total_ms // 10, 6000)
    hours, minutes = divmod(minutes, 60)
    if standard is Standard.SCORM_12:
        return f"{min(hours, 9999):04}:{minutes:02}:{rest // 100:02}.{rest % 100:02}"
    return f"PT{hours}H{minutes}M{rest // 100}.{rest % 100:02}S"

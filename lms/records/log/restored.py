"""After a restore the log is checked before anybody works on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.backup.after_restore import StepFailed, after_restore
from lms.records.log.faults import Fault
from lms.records.log.verifying.running import verify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lms.core.settings import Settings

MOST_NAMED = 5


@after_restore("records.log", command="lms records verify")
def check_log(_settings: Settings, now: datetime) -> Iterator[str]:
    """Check every entry and the log. Entries that waited when the backup was made may wait: the worker was away.

    Raises:
        StepFailed: something is wrong; the first findings are named.
    """
    report = verify(now=now)
    wrong = [each.words() for each in report.kept if each.fault is not Fault.LATE]
    if wrong:
        named = "\n".join(wrong[:MOST_NAMED])
        raise StepFailed(f"the restored record is not whole (`lms records verify` names all):\n{named}")
    yield (
        f"the record is whole: {report.entries} entries, {report.leaves} of them in the log; now hold it against a"
        " checkpoint that was kept outside: lms records verify --checkpoint FILE"
    )

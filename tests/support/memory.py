"""Where tests keep what they throw away: in memory, where syncing to disk costs nothing, if there is plenty of it."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

PLENTY = 2 * 1024**3


def roomy_folder() -> str | None:
    """Memory if it is everybody's and there is plenty of it; None is the usual folder for temporary files."""
    memory = Path("/dev/shm")  # noqa: S108 - whoever asks makes a folder inside, theirs alone
    if not memory.is_dir() or not memory.stat().st_mode & stat.S_IWOTH:
        return None
    return str(memory) if shutil.disk_usage(memory).free > PLENTY else None

"""The set-up says what it does while it does it, in English and Chinese."""

from __future__ import annotations

import sys
from typing import NoReturn


def say(english: str, chinese: str = "") -> None:
    """Announce a step, before anything the step prints itself."""
    print("==>", " · ".join(filter(None, (english, chinese))), flush=True)


def give_up(english: str, chinese: str = "") -> NoReturn:
    """End with an error that says what to do."""
    print("\n".join(filter(None, (f"\nStopped: {english}", chinese))), file=sys.stderr, flush=True)
    raise SystemExit(1)

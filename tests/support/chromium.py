"""Where the browser for the tests is: Debian's Chromium, or the one named by ``LMS_TEST_CHROMIUM``."""

from __future__ import annotations

import os
import shutil

CHROMIUM_VARIABLE = "LMS_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome")

# Root may not use Chromium's sandbox, and nothing but our own pages is ever opened in it.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class ChromiumUnavailable(RuntimeError):
    """There is no browser; the message says what to install."""


def find_chromium() -> str:
    """Return the browser's path. Raises ChromiumUnavailable when there is none."""
    given = os.environ.get(CHROMIUM_VARIABLE)
    for name in (given,) if given else NAMES:
        found = shutil.which(name)
        if found:
            return found
    wanted = given or "Chromium"
    raise ChromiumUnavailable(
        f"There is no {wanted}: apt-get install chromium, or name a browser by {CHROMIUM_VARIABLE}."
    )

"""What the tests need of the machine: a browser and what steers it, a PostgreSQL server, Chinese fonts.

As root what is missing is installed by apt; anybody else is told the exact command, and the tests do not start.
``python -m tools.system_packages`` sees to all of it, ``… postgresql`` to that alone.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.chromium import CHROMIUM_VARIABLE, ChromiumUnavailable, find_chromium
from tests.support.postgres_server import URL_VARIABLE, PostgresUnavailable, find_binaries
from tools.speech import give_up, say

if TYPE_CHECKING:
    from collections.abc import Sequence

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
APT = ["apt-get", "--yes", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0"]
INSTEAD = f"A browser or a server that you have already can be named by {CHROMIUM_VARIABLE} and {URL_VARIABLE}."


def main(wanted: Sequence[str] = ()) -> None:
    """Install what is missing of the wanted (all, if none is named), or say how to."""
    missing = missing_packages(wanted)
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        give_up(
            f"the tests need {', '.join(missing)}. Run this, then try again:\n\n"
            f"    sudo apt-get update && sudo apt-get install --yes --no-install-recommends {' '.join(missing)}\n\n"
            + INSTEAD,
            "测试还需要上述系统软件包，请先运行该命令。",
        )
    say(f"Installing {', '.join(missing)} by apt", "用 apt 安装系统软件包")
    apt("update")
    apt("install", *missing_packages(wanted))
    still_missing = missing_packages(wanted)
    if still_missing:
        give_up(f"apt ran, but this does not work here yet: {', '.join(still_missing)}. {INSTEAD}")


def missing_packages(wanted: Sequence[str] = ()) -> list[str]:
    """Return what apt must bring, by the names of this distribution."""
    there = {
        browser_package(): has_browser,
        "libatomic1": has_driver,
        "postgresql": has_postgresql,
        "fonts-noto-cjk": has_chinese_fonts,
    }
    return [package for package, is_there in there.items() if package in (wanted or there) and not is_there()]


def has_browser() -> bool:
    """Whether there is a browser that starts: Ubuntu has a file of that name that only asks for its snap."""
    try:
        command = [find_chromium(), "--version"]
    except ChromiumUnavailable:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def has_driver() -> bool:
    """Whether what steers the browser starts: Playwright brings a Node that wants a library which Debian may lack."""
    playwright = importlib.util.find_spec("playwright")
    if playwright is None or playwright.origin is None:
        return False
    node = Path(playwright.origin).parent / "driver" / "node"
    return subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0


def has_postgresql() -> bool:
    if os.environ.get(URL_VARIABLE):
        return True
    try:
        find_binaries()
    except PostgresUnavailable:
        return False
    return True


def has_chinese_fonts() -> bool:
    return any(next(Path(folder).expanduser().rglob("Noto*CJK*"), None) for folder in FONT_FOLDERS)


def browser_package() -> str:
    """Return the package of the browser: Debian has chromium, Ubuntu only chromium-browser, which brings the snap."""
    if shutil.which("apt-cache") is None:
        return "chromium"
    policy = subprocess.run(["apt-cache", "policy", "chromium"], capture_output=True, text=True, check=False).stdout
    return "chromium-browser" if "Candidate: (none)" in policy else "chromium"


def apt(*arguments: str) -> None:
    command = [*APT, *arguments]
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, env=environ, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        print(done.stdout, flush=True)
        give_up(f"this command failed: {' '.join(command)}\n{INSTEAD}", "上面的命令未能完成，请查看其输出。")


if __name__ == "__main__":
    main(sys.argv[1:])

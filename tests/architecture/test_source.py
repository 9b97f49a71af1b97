"""What the source must never hold. Each checker is first shown to see a planted fault."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from lms.core.settings import ROOT
from tests.architecture import rules

if TYPE_CHECKING:
    from pathlib import Path

LMS = ROOT / "lms"
SOURCE = list(LMS.rglob("*.py"))
TEMPLATES = list(LMS.rglob("templates/**/*.html"))

# The clock itself, and the supervisor and server tools that measure how long a child has lived.
READ_THE_CLOCK = {"lms/core/clock.py"}
# `transaction()`, and Alembic's own connection.
MAY_COMMIT = {"lms/core/database.py"}
# Data in Chinese that code must know: words of the law's forms, seeds, names. Everything else is in catalogues.
CHINESE_DATA = {"lms/people/names/spelling.py"}
# Forms, views and what serves them know Flask; rules do not.
FLASK_FILES = re.compile(
    r"^lms/(app|cli)\.py$|^lms/web/|/views(_\w+)?\.py$|/views/|/forms(_\w+)?\.py$|/forms/|^lms/core/(forms|pages|i18n|permissions|health|logs)|^lms/documents/download|^lms/people/accounts/current\.py$"
)


def names(paths: list[Path]) -> set[str]:
    return {str(path.relative_to(ROOT)) for path in paths}


def outside(found: list[str], allowed: set[str]) -> list[str]:
    return [fault for fault in found if fault.rsplit(":", 1)[0] not in allowed]


@pytest.mark.parametrize(
    ("checker", "planted"),
    [
        (rules.clock_readers, "from datetime import datetime\nx = datetime.now()"),
        (rules.committers, "def f(session):\n    session.commit()"),
        (rules.chinese_literals, "x = '中文'"),
        (rules.chinese_in_template, "<p>\n中文</p>"),
        (rules.chinese_in_template, "<p>\n{{ one }}，{{ other }}</p>"),
        (rules.inline_code, "<p\n style='color:red'>"),
        (rules.inline_code, "<p>\n<script>alert(1)</script>"),
        (rules.inline_code, "<p>\n<a onclick='x()'>"),
        (lambda text: rules.imports_of(text, "flask"), "import os\nfrom flask import g"),
        (rules.long_parts, "x = 1\ndef f():\n" + "    pass\n" * 40),
    ],
)
def test_each_checker_sees_a_planted_fault(checker: object, planted: str) -> None:
    assert list(checker(planted)) == [2 if "\n" in planted else 1]


def test_foreign_hosts_are_seen() -> None:
    assert rules.foreign_hosts('<img src="https://example.org/x.png">')
    assert rules.foreign_hosts("a { background: url(//example.org/x) }")


def test_nobody_but_the_clock_reads_the_time() -> None:
    assert outside(rules.faults(SOURCE, rules.clock_readers, ROOT), READ_THE_CLOCK) == []


def test_only_transaction_commits() -> None:
    assert outside(rules.faults(SOURCE, rules.committers, ROOT), MAY_COMMIT) == []


def test_rules_know_no_flask() -> None:
    below = [path for path in SOURCE if not FLASK_FILES.search(str(path.relative_to(ROOT)))]
    assert rules.faults(below, lambda text: rules.imports_of(text, "flask", "flask_wtf"), ROOT) == []


def test_chinese_stands_in_catalogues_and_data_alone() -> None:
    assert outside(rules.faults(SOURCE, rules.chinese_literals, ROOT), CHINESE_DATA) == []
    assert rules.faults(TEMPLATES, rules.chinese_in_template, ROOT) == []


def test_templates_hold_nothing_that_the_browser_would_refuse() -> None:
    assert rules.faults(TEMPLATES, rules.inline_code, ROOT) == []


def test_no_page_and_no_style_sheet_fetches_from_another_host() -> None:
    sheets = list((ROOT / "static" / "css").glob("*.css"))
    assert [path for path in TEMPLATES + sheets if rules.foreign_hosts(path.read_text(encoding="utf-8"))] == []


def test_files_and_functions_stay_small() -> None:
    """150 lines of a file and 15 of a function are comfortable; 300 and 40 are the limit."""
    assert rules.faults(SOURCE, rules.long_parts, ROOT) == []

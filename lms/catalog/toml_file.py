"""A TOML file of a folder as a table whose faults are told by file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.catalog.fields import Report, Table
from lms.catalog.problems import Problem
from lms.catalog.toml_lines import TomlError, parse
from lms.core.i18n import N_

if TYPE_CHECKING:
    from pathlib import Path


def read_toml(folder: Path, file: str, problems: list[Problem]) -> Table | None:
    """The file's outermost table, which notes its faults in `problems`; None, with the fault noted, if it is no TOML."""
    report = Report(folder, file, problems=problems)
    try:
        values, report.lines = parse((folder / file).read_text("utf-8"))
    except TomlError as error:
        words = {"reason": str(error)}
        problems.append(Problem(report.name(file), error.line, N_("This is not TOML: %(reason)s"), words))
        return None
    except UnicodeDecodeError:
        problems.append(Problem(report.name(file), 1, N_("The file is not UTF-8 text.")))
        return None
    return Table(values, (), report)

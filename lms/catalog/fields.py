"""Reading the fields of a TOML file one by one; each fault becomes a `Problem` at its line, and reading goes on."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from lms.catalog.problems import Problem
from lms.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from enum import StrEnum
    from pathlib import Path

    from lms.catalog.toml_lines import Path as TomlPath

KEY = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
MAX_TEXT = 200

Choice = TypeVar("Choice", bound="StrEnum")


@dataclass
class Report:
    """The faults found in one file of a folder so far."""

    folder: Path
    file: str = "course.toml"
    lines: Mapping[TomlPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def name(self, file: str) -> str:
        """A file as messages call it: with the course's folder before it."""
        return f"{self.folder.name}/{file}"

    def at(self, path: TomlPath, template: str, **params: object) -> None:
        """Note a fault at a key, or at the nearest table around it."""
        while path not in self.lines and path:
            path = path[:-1]
        self.problems.append(Problem(self.name(self.file), self.lines.get(path, 1), template, params))


@dataclass
class Table:
    """One table of the file. What is missing or wrong is reported once and stands in as an empty value."""

    values: dict[str, Any]
    path: TomlPath
    report: Report
    known: set[str] = field(default_factory=set)

    def fault(self, name: str, template: str, **params: object) -> None:
        """Note a fault of one key."""
        self.report.at((*self.path, name), template, key=name, **params)

    def text(self, name: str, *, required: bool = True, longest: int = MAX_TEXT) -> str:
        """One line of text, without the space around it."""
        value = self._take(name, "")
        if not isinstance(value, str):
            self.fault(name, N_("“%(key)s” must be text in quotation marks."))
        elif required and not value.strip():
            self.fault(name, N_("“%(key)s” is missing."))
        elif not value.strip().isprintable():
            self.fault(name, N_("“%(key)s” must be one line."))
        elif len(value) > longest:
            self.fault(name, N_("“%(key)s” is longer than %(longest)d characters."), longest=longest)
        else:
            return value.strip()
        return ""

    def key(self) -> str:
        """The stable key: it names the thing in all versions, so it must not be changed."""
        key = self.text("key", longest=60)
        if key and not KEY.match(key):
            self.fault("key", N_("“%(key)s” has small letters, digits and single hyphens only."))
        return key

    def integer(self, name: str, *, default: int, low: int, high: int) -> int:
        """A whole number between two bounds, both allowed."""
        value = self._take(name, default)
        if type(value) is int and low <= value <= high:
            return value
        self.fault(name, N_("“%(key)s” must be a whole number from %(low)d to %(high)d."), low=low, high=high)
        return default

    def day(self, name: str) -> dt.date:
        """A day, written 2026-03-31 without quotation marks."""
        value = self._take(name, None)
        if type(value) is dt.date:
            return value
        self.fault(name, N_("“%(key)s” must be a day such as 2026-03-31, without quotation marks."))
        return dt.date.min

    def choice(self, name: str, default: Choice | None, allowed: Iterable[Choice]) -> Choice | None:
        """One of a few words; `default` where the key is left out."""
        choices = {member.value: member for member in allowed}
        value = self._take(name, default.value if default else None)
        if isinstance(value, str) and value in choices:
            return choices[value]
        self.fault(name, N_("“%(key)s” must be one of: %(choices)s."), choices=", ".join(choices))
        return None

    def file(self, name: str) -> Path | None:
        """A file inside the course's folder."""
        value = self.text(name)
        if not value:
            return None
        parts = PurePosixPath(value)
        path = self.report.folder / parts
        if (
            parts.is_absolute()
            or ".." in parts.parts
            or not path.resolve().is_relative_to(self.report.folder.resolve())
        ):
            self.fault(name, N_("“%(file)s” lies outside the course's folder."), file=value)
        elif not path.is_file():
            self.fault(name, N_("There is no file “%(file)s” in the course's folder."), file=value)
        else:
            return path
        return None

    def table(self, name: str) -> Table:
        """A table within this one; an empty one where it is missing."""
        value = self._take(name, {})
        if not isinstance(value, dict):
            self.fault(name, N_("“%(key)s” must be a table, written [%(key)s]."))
            value = {}
        return Table(value, (*self.path, name), self.report)

    def tables(self, name: str) -> Iterator[Table]:
        """The tables of an array; at least one is asked for."""
        value = self._take(name, [])
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            self.fault(name, N_("There must be at least one [[%(key)s]]."))
            return
        for index, item in enumerate(value):
            yield Table(item, (*self.path, name, index), self.report)

    def texts(self, name: str, *, least: int, most: int) -> tuple[str, ...]:
        """Several lines of text, no two of them the same."""
        value = self._take(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            self.fault(name, N_("“%(key)s” must be a list of texts in quotation marks."))
        elif not all(each.strip().isprintable() and len(each) <= MAX_TEXT for each in value):
            self.fault(
                name, N_("Each of “%(key)s” must be one line of at most %(longest)d characters."), longest=MAX_TEXT
            )
        elif not least <= len(value) <= most:
            self.fault(name, N_("“%(key)s” must have %(least)d to %(most)d items."), least=least, most=most)
        elif len({each.strip() for each in value}) < len(value):
            self.fault(name, N_("“%(key)s” has the same text twice."))
        else:
            return tuple(each.strip() for each in value)
        return ()

    def value(self, name: str) -> Any:
        """Whatever stands there, unchecked; None if nothing does."""
        return self._take(name, None)

    def finish(self) -> None:
        """Report keys that nothing reads: most often a typing slip."""
        for name in self.values.keys() - self.known:
            self.fault(name, N_("“%(key)s” is not known here."))

    def _take(self, name: str, default: object) -> Any:
        self.known.add(name)
        return self.values.get(name, default)

"""What is wrong with a course folder: in which file, on which line, and in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lms.core.i18n import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Problem:
    """One fault. `file` is relative to the folder of courses; `template` is an English msgid."""

    file: str
    line: int
    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The fault in the reader's language, after the place where it is: `file:line: what is wrong`."""
        return f"{self.file}:{self.line}: {gettext(self.template, **self.params)}"


class BrokenCourse(Exception):
    """A course folder is refused as a whole; `problems` says everything that is wrong with it."""

    def __init__(self, key: str, problems: list[Problem]) -> None:
        super().__init__(f"{key}: {len(problems)} problems")
        self.key = key
        self.problems = problems

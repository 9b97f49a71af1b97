"""The table that `make bench` prints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table. A ratio is bare CPU time over ours: 1 would mean that we cost nothing.

    A figure that misses its goal fails the command, but for one that reaches what ADR 0016 accepts instead.
    """

    name: str
    value: str
    goal: str = ""
    is_met: bool = True
    note: str = ""
    accepted: str = ""
    is_accepted: bool = False

    @property
    def passes(self) -> bool:
        """Whether the command may succeed with it."""
        return self.is_met or self.is_accepted

    @property
    def sign(self) -> str:
        """How it stands: at its goal, below it by decision, or failed."""
        if self.is_met:
            return "ok"
        return "below" if self.is_accepted else "FAIL"


def table(figures: list[Figure]) -> str:
    """The figures as lines under each other."""
    names = ("name", "value", "goal", "accepted")
    head = Figure("figure", "value", "goal", accepted="accepted", note="")
    widths = [max(len(getattr(each, name)) for each in (head, *figures)) for name in names]
    lines = [_line("", head, widths)]
    lines += [_line(each.sign, each, widths) for each in figures]
    return "\n".join(lines)


def _line(sign: str, figure: Figure, widths: list[int]) -> str:
    name, value, goal, accepted = widths
    cells = f"{figure.name:<{name}}  {figure.value:>{value}}  {figure.goal:<{goal}}  {figure.accepted:<{accepted}}"
    return f"{sign:<5}  {cells}  {figure.note}".rstrip()


def summary(figures: list[Figure]) -> str:
    """How many reach their goals, and what of the others."""
    met = sum(each.is_met for each in figures)
    below = sum(each.passes and not each.is_met for each in figures)
    failed = len(figures) - met - below
    words = [f"{met} of {len(figures)} figures reach their goals"]
    if below:
        words.append(f"{below} do not, within what ADR 0016 accepts")
    if failed:
        words.append(f"{failed} fail")
    return "; ".join(words)

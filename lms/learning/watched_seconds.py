"""Sets of whole seconds of a video, as the bits of an integer: bit *i* is second *i*, played from *i* to *i* + 1.

A union is one `|`, a count one `bit_count()`; an hour is 450 bytes, however often somebody seeks (ADR 0009).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Run = tuple[int, int]  # Whole seconds from the first up to, not including, the second.


def seconds_in(run: Run, *, total: int) -> int:
    """The bits of one run, cut to a video of `total` whole seconds."""
    start, end = max(0, run[0]), min(run[1], total)
    return (1 << end) - (1 << start) if start < end else 0


def union(runs: Iterable[Run], *, total: int) -> int:
    """The bits of all runs together."""
    seconds = 0
    for run in runs:
        seconds |= seconds_in(run, total=total)
    return seconds


def runs_of(seconds: int) -> Iterator[Run]:
    """The maximal runs of a set, in order: as few as there are gaps, not one for each second."""
    at = 0
    while seconds:
        gap = (seconds & -seconds).bit_length() - 1
        seconds >>= gap
        length = (~seconds & (seconds + 1)).bit_length() - 1
        yield at + gap, at + gap + length
        seconds >>= length
        at += gap + length


def first_of(seconds: int, limit: int) -> int:
    """The `limit` earliest seconds of a set, or all of it."""
    if limit <= 0:
        return 0
    if seconds.bit_count() <= limit:
        return seconds
    chosen = 0
    for run in runs_of(seconds):
        end = min(run[1], run[0] + limit)
        chosen |= (1 << end) - (1 << run[0])
        limit -= end - run[0]
        if not limit:
            break
    return chosen


def to_bytes(seconds: int) -> bytes:
    """The set as the database keeps it: second *i* is bit *i* mod 8 of byte *i* div 8; no trailing zero bytes."""
    return seconds.to_bytes((seconds.bit_length() + 7) // 8, "little")


def from_bytes(stored: bytes) -> int:
    """The set that `to_bytes` wrote."""
    return int.from_bytes(stored, "little")

"""What people, programs and accidents put where something else was meant."""

from __future__ import annotations

from itertools import cycle, islice

LONG = "长" * 10_000
NIL = "00000000-0000-0000-0000-000000000000"

TEXTS: dict[str, str | bytes] = {
    "nothing": "",
    "only space": " \u3000\t",
    "NUL": "王\0伟",
    "10,000 characters": LONG,
    "emoji, rare and combined characters": "👩‍👩‍👧 𫖯㙍䶮𠮷 e\u0301",
    "right to left": "\u202eقانون\u200f",
    "half a surrogate pair": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe\xb0",
    "control characters": "a\x07\x1b[31m\x7f\u2028b",
    "two lines": "a\r\nSet-Cookie: b=c",
    "markup": "<script>alert(1)</script>",
    "placeholders": "%(name)s %s %d {0} {{7*7}} %",
    "a formula": "=HYPERLINK(A1)",
    "quotes": "' OR 1=1 --\"\\",
}
NUMBERS: dict[str, str | bytes] = {
    "nought": "0",
    "below nought": "-1",
    "past 32 bits": str(2**31),
    "past 64 bits": str(2**63),
    "5,000 digits": "9" * 5_000,
    "an exponent": "1e9",
    "a fraction": "1.5",
    "no number": "NaN",
    "full-width digits": "１２",
    "a power": "²",
}
DAYS: dict[str, str | bytes] = {
    "no such day": "2026-02-30",
    "noughts": "0000-00-00",
    "the first day": "0001-01-01",
    "the last day": "9999-12-31",
    "year 99999": "99999-01-01",
    "a day as it is spoken": "2026年6月30日",
}
IDS: dict[str, str | bytes] = {"no id": "not-an-id", "nobody's id": NIL}
# How many values of other kinds each field is tried with.
OTHERS = 4
EVERYTHING = TEXTS | NUMBERS | DAYS | IDS


def bad_values(good: str, turn: int) -> dict[str, str | bytes]:
    """Bad values for a field: all of its own kind, told by a good one, and some of the others in turn."""
    if good.isdecimal():
        own = NUMBERS
    elif good[:4].isdecimal() and good[4:5] == "-":
        own = DAYS
    elif good.count("-") == 4:
        own = IDS
    else:
        own = TEXTS
    others = [kind for kind in EVERYTHING if kind not in own]
    return own | {kind: EVERYTHING[kind] for kind in islice(cycle(others), turn * OTHERS, (turn + 1) * OTHERS)}

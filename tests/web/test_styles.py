"""The style sheets hold to the oldest browsers that we serve, and their colours can be read."""

from __future__ import annotations

import re

import pytest

from lms.web.assets import STATIC, STYLE_SHEETS

# What Chromium 86 or Safari 14 does not know. Where a fallback stands beside it, it is not here.
TOO_NEW = re.compile(
    r":has\(|:is\(|:where\(|@layer|@container|color-mix\(|\binset:|[0-9]d[vh]h\b|[0-9][sl]vh\b"
    r"|aspect-ratio|\boklch|^\s*&|:not\([^)]*,|@import",
    re.MULTILINE,
)
# Safari 14.0 lays flex boxes out without gaps.
GAP = re.compile(r"^\s*(?:gap|row-gap|column-gap):", re.MULTILINE)

TEXT_ON_GROUND = (
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "sunken"),
    ("soft", "paper"),
    ("soft", "card"),
    ("soft", "sunken"),
    ("red", "card"),
    ("red", "paper"),
    ("red", "red-soft"),
    ("ink", "red-soft"),
    ("green", "green-soft"),
    ("ink", "green-soft"),
    ("amber", "amber-soft"),
    ("amber", "card"),
    ("ink", "amber-soft"),
    ("blue", "blue-soft"),
    ("ink", "blue-soft"),
    ("on-action", "action"),
    ("on-action", "action-deep"),
    ("on-state", "blue"),
    ("on-state", "green"),
    ("heat-0-ink", "heat-0"),
    ("heat-1-ink", "heat-1"),
    ("heat-2-ink", "heat-2"),
    ("heat-3-ink", "heat-3"),
)
EDGES = (("field-edge", "card"), ("field-edge", "paper"), ("focus", "paper"), ("focus", "card"))
MODES = {
    "normal": ("tokens.css :root",),
    "elder": ("tokens.css :root", "tokens.css .elder"),
    "dark": ("tokens.css :root", "dark.css :root"),
    "elder dark": ("tokens.css :root", "tokens.css .elder", "dark.css :root", "dark.css .elder"),
}


def sheet(name: str) -> str:
    text = (STATIC / "css" / name).read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def tokens(mode: str) -> dict[str, str]:
    """The tokens of a mode, in the order of the cascade."""
    found: dict[str, str] = {}
    for source in MODES[mode]:
        file, selector = source.split()
        block = re.search(rf"^{re.escape(selector)} \{{(.*?)^\}}", sheet(file), re.DOTALL | re.MULTILINE)
        assert block is not None, source
        found.update(re.findall(r"--([\w-]+):\s*([^;]+);", block[1]))
    return found


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def faint(mode: str, pairs: tuple[tuple[str, str], ...], least: float) -> list[str]:
    """The pairs of a mode that cannot be told apart well enough."""
    colours = tokens(mode)
    found = {f"{text} on {ground}": contrast(colours[text], colours[ground]) for text, ground in pairs}
    return [f"{pair}: {ratio:.2f}" for pair, ratio in found.items() if ratio < least]


@pytest.mark.parametrize(("name", "medium"), STYLE_SHEETS)
def test_no_style_sheet_uses_what_the_oldest_browsers_do_not_know(name: str, medium: str | None) -> None:
    assert TOO_NEW.findall(sheet(name)) == []
    assert GAP.findall(sheet(name).replace("grid-gap: var(--s5);\n  gap: var(--s5);", "")) == []


@pytest.mark.parametrize(
    "planted", ["a:has(b) {", "top: 0;\n  inset: 0;", "height: 100dvh;", ":not(a, b) {", "@layer x {"]
)
def test_the_check_for_old_browsers_sees_a_planted_fault(planted: str) -> None:
    assert TOO_NEW.search(planted)


def test_the_check_for_gaps_sees_a_planted_fault() -> None:
    assert GAP.search(".a {\n  gap: 4px;\n}")


@pytest.mark.parametrize(("mode", "least"), [("normal", 4.5), ("dark", 4.5), ("elder", 7.0), ("elder dark", 7.0)])
def test_text_can_be_read_in_every_mode(mode: str, least: float) -> None:
    assert faint(mode, TEXT_ON_GROUND, least) == []


@pytest.mark.parametrize("mode", MODES)
def test_the_edges_of_fields_and_the_focus_can_be_seen_in_every_mode(mode: str) -> None:
    assert faint(mode, EDGES, 3.0) == []


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_elder_mode_keeps_between_18_and_30_pixels_and_targets_of_60() -> None:
    elder = tokens("elder")
    root = 16 * float(elder["root-size"].rstrip("%")) / 100
    sizes = [root * float(value.removesuffix("rem")) for name, value in elder.items() if name.startswith("text-")]
    assert root >= 20
    assert min(sizes) >= 18
    assert max(sizes) <= 30.01
    assert float(elder["leading"]) >= 1.5
    assert (elder["target"], tokens("normal")["target"]) == ("60px", "44px")


def test_only_the_tokens_name_colours() -> None:
    for name, _medium in STYLE_SHEETS:
        if name not in ("tokens.css", "dark.css", "print.css"):
            assert re.findall(r"#[0-9a-f]{3,8}\b", sheet(name)) == [], name

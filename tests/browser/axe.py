"""What axe-core finds on a page, and what we measure besides: sideways scroll and the size of targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lms.core.settings import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# The smallest target in CSS pixels (MIIT's norm for elder-friendly pages: 60 px in elder mode, else 44 px).
SMALLEST = {False: 44, True: 60}

_TARGETS = """
smallest => {
  const found = [];
  for (const each of document.querySelectorAll('a, button, input, select, textarea, summary, [role=button]')) {
    const style = getComputedStyle(each);
    if (style.visibility === 'hidden' || each.closest('[hidden]') || each.type === 'hidden') continue;
    let box = each.getBoundingClientRect();
    if (!box.width || !box.height || box.bottom < 0 || box.right < 0) continue;
    if (each.tagName === 'A' && style.display === 'inline') continue;  // A link in a sentence is exempt (WCAG 2.5.8).
    if (each.type === 'checkbox' || each.type === 'radio') {
      const label = each.closest('label') || document.querySelector(`label[for="${each.id}"]`);
      if (label) {
        const around = label.getBoundingClientRect();
        box = {width: Math.max(box.width, around.width), height: Math.max(box.height, around.height)};
      }
    }
    if (box.height + 0.5 < smallest || box.width + 0.5 < Math.min(smallest, 44)) {
      found.push(`${each.outerHTML.slice(0, 120)} ${Math.round(box.width)}x${Math.round(box.height)}`);
    }
  }
  return found;
}
"""


def violations(page: Page) -> list[str]:
    """What axe-core finds, a line for each: rule, and the first places where it is broken."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS
    )
    return [
        f"{found['id']}: {found['help']} {[node['html'][:160] for node in found['nodes'][:3]]}"
        for found in result["violations"]
    ]


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def small_targets(page: Page, *, elder: bool) -> list[str]:
    """What must be hit with a thumb and is smaller than the norm."""
    found: list[str] = page.evaluate(_TARGETS, SMALLEST[elder])
    return found

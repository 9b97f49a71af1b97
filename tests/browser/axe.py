"""What axe-core finds on a page, and what we measure besides: sideways scroll and the size of targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lms.core.settings import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"type": "tag", "values": TAGS}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}

# The smallest target in CSS pixels (MIIT's norm for elder-friendly pages: 60 px in elder mode, else 44 px).
SMALLEST = {False: 44, True: 60}

# Only what is told of them leaves the page: the whole result has thousands of values, of what is well, too.
_RUN = """
async rules => {
  const {violations} = await axe.run(document, {runOnly: rules, resultTypes: ['violations']});
  return violations.map(({id, help, nodes}) => ({id, help, places: nodes.slice(0, 3).map(node => node.html)}));
}
"""

# A link is exempt when it stands in a sentence (WCAG 2.5.8): among words of its own line that are no link.
_TARGETS = """
smallest => {
  const inSentence = link => [...link.parentElement.childNodes].some(
    other => other !== link && other.nodeType === Node.TEXT_NODE && other.textContent.trim());
  const found = [];
  for (const each of document.querySelectorAll('a, button, input, select, textarea, summary, [role=button]')) {
    if (each.type === 'hidden' || !each.checkVisibility({visibilityProperty: true})) continue;
    let box = each.getBoundingClientRect();
    if (!box.width || !box.height || box.bottom <= 0 || box.right <= 0) continue;
    if (each.tagName === 'A' && getComputedStyle(each).display === 'inline' && inSentence(each)) continue;
    if (each.type === 'checkbox' || each.type === 'radio') {
      const label = each.closest('label') || document.querySelector(`label[for="${each.id}"]`);
      if (label) {
        const around = label.getBoundingClientRect();
        box = {width: Math.max(box.width, around.width), height: Math.max(box.height, around.height)};
      }
    }
    if (box.height + 0.5 < smallest || box.width + 0.5 < 44) {
      found.push(`${each.outerHTML.slice(0, 120)} ${Math.round(box.width)}x${Math.round(box.height)}`);
    }
  }
  return found;
}
"""

_TOO_WIDE = """
() => {
  const {scrollWidth, clientWidth} = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const beyond = [...document.body.querySelectorAll('*')].filter(
    each => each.getBoundingClientRect().right > clientWidth + 0.5 && !each.closest('[role=region][tabindex]'));
  return [`scrolls sideways to ${scrollWidth}: ` + beyond.slice(-3).map(each => each.outerHTML.slice(0, 120)).join(' | ')];
}
"""


def violations(page: Page, rules: dict[str, Any] = EVERYTHING) -> list[str]:
    """What axe-core finds, a line for each: rule, and the first places where it is broken.

    The page must come with axe-core (`context.add_init_script(path=AXE)`), which its own policy would not let in. It is
    looked at when it has come whole: pressing a button ends with the first byte of the page it leads to.
    """
    page.wait_for_load_state("load")
    found: list[dict[str, Any]] = page.evaluate(_RUN, rules)
    return [f"{each['id']}: {each['help']} {[place[:160] for place in each['places']]}" for each in found]


def too_wide(page: Page) -> list[str]:
    """What makes the page wider than the window, so that it scrolls sideways."""
    found: list[str] = page.evaluate(_TOO_WIDE)
    return found


def small_targets(page: Page, *, elder: bool) -> list[str]:
    """What must be hit with a thumb and is smaller than the norm."""
    found: list[str] = page.evaluate(_TARGETS, SMALLEST[elder])
    return found

"""What is looked for on a page: axe's rules, targets that a finger meets, nothing wider than the screen."""

from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
_RUN = """(tags) => axe.run(document, {runOnly: tags, resultTypes: ["violations"], preload: false})
  .then(({violations}) => violations.flatMap(({id, nodes}) =>
    nodes.map((node) => `${id}: ${node.target} (${node.failureSummary})`)))"""
LEAST = 44
# Exceptions: a link within running text is as large as its words; a person on the map of a phone, or of more than a
# hundred people, is as large as the map allows, and the list says the same; a skip link shows on focus only.
_TARGETS = """([least, phone]) => {
  const running = (one) => one.matches("a") && getComputedStyle(one).display.startsWith("inline")
    && one.parentElement.matches("p, dd, li")
    && one.parentElement.textContent.trim().length > one.textContent.trim().length;
  const crowded = phone || document.querySelectorAll(".node").length > 100;
  const shown = (one) => one.checkVisibility({visibilityProperty: true}) && !one.closest(".hush, .skip");
  const target = (one) => one.closest("label") ?? one;
  const all = [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")];
  const small = ({width, height}) => Math.min(width, height) < least - 0.5;
  return all.filter((one) => shown(one) && !running(one) && !(crowded && one.matches(".node")))
    .map(target).map((one) => [one, one.getBoundingClientRect()]).filter(([one, box]) => box.width && small(box))
    .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${Math.round(box.width)} x ${Math.round(box.height)}`);
}"""


def axe(page: Page) -> list[str]:
    """Each element that breaks a rule of axe, with the rule's name."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(url="/static/axe.min.js")  # from the site: the browser keeps what it made of it
    found: list[str] = page.evaluate(_RUN, TAGS)
    return found


def too_small(page: Page, *, phone: bool) -> list[str]:
    """What is smaller than 44 by 44 pixels, though one presses it."""
    found: list[str] = page.evaluate(_TARGETS, [LEAST, phone])
    return found


_HOLD = """() => {
  window.left = [];
  HTMLFormElement.prototype.submit = function () { left.push(`keys to ${this.action}`); };
  addEventListener("submit", (event) => { event.preventDefault(); left.push(`button to ${event.target.action}`); });
}"""


def ways_out(page: Page) -> list[str]:
    """Tries both ways to leave quickly, without leaving; what was sent where. The page is gone afterwards."""
    page.evaluate(_HOLD)
    page.locator("#leave button").click()
    for _ in range(3):
        page.keyboard.press("Shift")
    left: list[str] = page.evaluate("left")
    return [] if page.locator("body").is_visible() else left


def too_wide(page: Page) -> int:
    """By how many pixels the page would scroll sideways."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return max(0, wide)

"""Not a test: a picture of every page, on a desk and on a phone, in light and dark, for someone to look at.

`./dev test tests/browser/screens.py` puts them into `test-results/screens`.
"""

from pathlib import Path

import pytest

from tests.browser.stops import Stop
from tests.browser.tour import STOPS
from tests.browser.visiting import DESK, PHONE, Visit
from tests.browser.world import World

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).parents[2] / "test-results" / "screens"


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_picture(tourist: Visit, world: World, stop: Stop) -> None:
    page = stop.reach(tourist, world)
    name = stop.name.replace(" ", "-").replace(",", "").replace("'", "")
    for size, width in (("desk", DESK), ("phone", PHONE)):
        page.set_viewport_size(width)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=FOLDER / f"{name}-{size}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    tourist.take_wrong()

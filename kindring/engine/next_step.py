"""The step that fits: how to be in touch this time, from how two people are in touch anyway."""

from collections.abc import Collection
from typing import Literal

from kindring.engine.rhythm import Word

Step = Literal["first_word", "message", "call", "walk", "card"]

FACE_TO_FACE = (90, 365)  # days since they last met: long enough to miss it, not so long that they live far apart
_BY_WAY: dict[str, Step] = {
    "in_person": "walk",
    "video": "call",
    "call": "call",
    "message": "message",
    "letter": "card",
}


def next_step(
    *,
    word: Word,
    nothing_noted: bool,
    last_way: str,
    met_days_ago: int | None,
    reachable_by: Collection[str],
    feast_in: int | None,
) -> Step:
    """The first rule that holds.

    1. A birthday or anniversary is near (`feast_in` days): a card; on the day itself a call, or a message where no
       phone number is known.
    2. Nothing noted yet: a first word.
    3. Asleep for long: a message, which asks least of both.
    4. In touch otherwise, but last met 90 to 365 days ago (`met_days_ago`): a walk.
    5. As the last time (`last_way`): in person a walk, video or call a call, letter a card, message a message.
    6. By what is known of them (`reachable_by`: phone, email, address, other): phone a call, only an address a card,
       else a message.
    """
    by_phone: Step = "call" if "phone" in reachable_by else "message"
    if feast_in is not None:
        return "card" if feast_in else by_phone
    if nothing_noted:
        return "first_word"
    if word == "sleeping":
        return "message"
    if met_days_ago is not None and FACE_TO_FACE[0] <= met_days_ago <= FACE_TO_FACE[1]:
        return "walk"
    if last_way in _BY_WAY:
        return _BY_WAY[last_way]
    return "card" if set(reachable_by) == {"address"} else by_phone

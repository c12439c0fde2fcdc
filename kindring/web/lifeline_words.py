"""The plan in words: what each part asks, and where one tap leads from its lines."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kindring.lifeline.models import Part
from kindring.lifeline.plan import Plan, PlanStep
from kindring.people.models import Person
from kindring.web.person_words import Link, channel_links, links_of

# A number that ends a line; a year or a count of days is shorter.
_NUMBER_AT_END = re.compile(r"^(?P<words>.*?)[\s,:;(–-]*(?P<number>\+?\(?[0-9][0-9 ()/.-]{4,18}[0-9])\)?$")
_LEAST_DIGITS = 5
_WITH_NUMBERS = (Part.COMPANY, Part.HELP, Part.PROFESSIONALS)


class Prompts(NamedTuple):
    """What a part's page asks: one sentence, and a few beginnings that one may take or leave."""

    about: str | Promise
    such_as: Sequence[str | Promise]


PROMPTS: dict[Part, Prompts] = {
    Part.SIGNS: Prompts(
        _("How do you notice that it is getting harder? Small things count: they come first."),
        (_("I stop answering messages"), _("I lie awake at four"), _("Everything feels like too much")),
    ),
    Part.MYSELF: Prompts(
        _("What has helped before, even a little, without anyone else? Things that are there at any hour."),
        (_("A warm shower"), _("Outside, to the corner and back"), _("That one playlist")),
    ),
    Part.COMPANY: Prompts(
        _("Who or what takes your mind off it? Nobody here has to know how you are."),
        (_("The library"), _("Choir on Wednesdays"), _("Feeding the neighbour's cat")),
    ),
    Part.HELP: Prompts(
        _("Whom could you tell that it is bad, and who would come or stay on the phone? Ask them on a good day."),
        (),
    ),
    Part.PROFESSIONALS: Prompts(
        _("A doctor, a therapist, a counsellor, a clinic. A number at the end of a line becomes a button."),
        (_("My doctor, and when the practice is open"), _("The clinic that I know")),
    ),
    Part.SAFER: Prompts(
        _("What makes the place around you safer on a bad night? Distance and company help most: someone who stays "
          "over, somewhere else to sleep, things that someone else keeps for you."),
        (_("I sleep at a friend's"), _("Someone stays with me"), _("I do not drink on such a day")),
    ),
    Part.REASONS: Prompts(
        _("What keeps you here? People, animals, places, things you want to see. Large or small, they all count."),
        (_("The dog waits at the door"), _("The sea, once more"), _("My sister's laugh")),
    ),
    Part.WORDS: Prompts(
        _("What would you, on a good day, say to yourself on a bad one?"),
        (_("It passed before. It will pass again."), _("Drink something warm, open the window, call someone.")),
    ),
}  # fmt: skip


class ShownStep(NamedTuple):
    """A line of the plan: its words, and where one tap leads. `person` is set for someone on the map."""

    words: str
    links: Sequence[Link]
    person: UUID | None


class ShownPart(NamedTuple):
    """A part with its lines; `name` is the address of its form."""

    part: Part
    name: str
    steps: Sequence[ShownStep]


def shown_parts(plan: Plan) -> dict[str, ShownPart]:
    """Every part by its key, empty ones too, in the order of the plan."""
    return {part.value: shown_part(part, plan.steps.get(part, ())) for part in Part}


def shown_part(part: Part, steps: Sequence[PlanStep]) -> ShownPart:
    return ShownPart(part, form_of(part), [_shown(part, step) for step in steps])


def form_of(part: Part) -> str:
    """The name of the address where a part is changed."""
    return f"lifeline_{part.value}"


def share_of(part: Part) -> str:
    """The name of the address where one chooses who else reads a part."""
    return f"lifeline_{part.value}_readers"


def _shown(part: Part, step: PlanStep) -> ShownStep:
    if step.person:
        return ShownStep(step.person.shown_name, phone_links(step.person), step.person.id)
    words, number = number_in(step.words) if part in _WITH_NUMBERS else (step.words, "")
    return ShownStep(f"{words} · {number}" if words and number else words or number, _calls(number), None)


def phone_links(person: Person) -> list[Link]:
    """Call and message, by the first number that is noted."""
    for way in person.channels:
        if way.get("kind") == "phone" and (links := channel_links(way)):
            return links
    return []


def _calls(number: str) -> list[Link]:
    return links_of("phone", number)[:1] if number else []


def number_in(line: str) -> tuple[str, str]:
    """ "Dr Novak, 030 1234567" is the words and the number at the end; without one, the words alone."""
    found = _NUMBER_AT_END.fullmatch(line)
    if not found or sum(letter.isdigit() for letter in found["number"]) < _LEAST_DIGITS:
        return line, ""
    return found["words"].strip(), found["number"].strip()

"""A plan to look at, as Ana wrote it on a good day. All of it is made up."""

from datetime import datetime, timedelta

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.days import day_in
from kindring.lifeline.actions import keep_part, set_review
from kindring.lifeline.models import Part
from kindring.lifeline.steps import mark_of
from kindring.people.models import Person

LINES: dict[Part, tuple[str, ...]] = {
    Part.SIGNS: ("not answering messages", "awake at four", "snapping at small things"),
    Part.MYSELF: ("shower, then outside to the park and back", "the blue playlist"),
    Part.COMPANY: ("choir on Wednesdays", "the library"),
    Part.HELP: (),
    Part.PROFESSIONALS: ("Dr Novak, practice, 07700 900461",),
    Part.SAFER: ("Luka stays over on a bad night",),
    Part.REASONS: ("the lake in June", "my brother's children"),
    Part.WORDS: ("It passed the last three times. Drink something warm, open the window, call Mira.",),
}
PEOPLE: dict[Part, tuple[str, ...]] = {Part.COMPANY: ("Luka",), Part.HELP: ("Mira", "Dad")}
SEVERAL_WEEKS = timedelta(days=80)


def write_plan(user: User, now: datetime) -> None:
    """For `user`, whose keys are open, with whom of `PEOPLE` is on their map."""
    by, written = Actor(user), now - SEVERAL_WEEKS
    known = {person.name: person.id for person in Person.objects.visible_to(user).kept()}
    for part, lines in LINES.items():
        people = [known[name] for name in PEOPLE.get(part, ()) if name in known]
        keep_part(by=by, now=written, part=part, lines=lines, people=people, seen=mark_of([]))
    set_review(by=by, now=now, on=day_in(user.time_zone, now) + timedelta(days=10))

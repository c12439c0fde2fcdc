"""What would be left: as the engine weighs it, and soon enough to try one thought after another."""

from itertools import combinations
from time import thread_time

from kindring.accounts.models import User
from kindring.insights.map import MapNode, map_nodes
from kindring.insights.panels import showing_of
from kindring.insights.without import Without, without_facts
from kindring.people.models import Knows, Person
from tests.cast import TODAY, jonas, mira, tomas

ENOUGH = 0.1  # seconds of CPU for an answer about 150 people


def asked(user: User, nodes: list[MapNode], person: str) -> Without:
    return without_facts(user, nodes, showing_of(user), TODAY, person=person, together=True)


def test_an_answer_about_150_people_who_all_know_each_other_comes_at_once(ana: User) -> None:
    people = [Person(owner=ana, name=f"Guest {n}", ring="outer", they_give=n % 16) for n in range(150)]
    Person.objects.bulk_create(people)
    pairs = combinations(sorted(person.id for person in people), 2)
    Knows.objects.bulk_create(Knows(owner=ana, a_id=a, b_id=b) for a, b in list(pairs)[:3000])
    nodes = map_nodes(ana, TODAY)
    asked(ana, nodes, nodes[0].person_id)
    took = []
    for node in nodes[:3]:
        begun = thread_time()
        asked(ana, nodes, node.person_id)
        took.append(thread_time() - begun)
    assert min(took) < ENOUGH


def test_those_on_whom_most_rests_are_named_only_while_they_are_few(ana: User) -> None:
    person = mira(ana, they_give=15)
    tomas(ana, they_give=1)
    assert asked(ana, map_nodes(ana, TODAY), "").alone == (str(person.id),)
    for _ in range(4):
        jonas(ana, they_give=15)
    assert asked(ana, map_nodes(ana, TODAY), "").alone == ()

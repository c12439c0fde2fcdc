"""How the people on a map hang together: who knows whom."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def groups(people: Iterable[Key], knows: Iterable[tuple[Key, Key]]) -> list[tuple[Key, ...]]:
    """Groups of people who know each other, at least through one another; who knows nobody is a group of one.

    The largest first, equal ones and their members as `people` has them. Pairs with someone who is not in `people`,
    and of someone with themselves, count nothing. (In graph words: the connected components.)
    """
    known = neighbours(people, knows)
    seen: set[Key] = set()
    place = {key: number for number, key in enumerate(known)}
    found = []
    for key in known:
        if key not in seen:
            reached = _reached(key, known)
            seen |= reached
            found.append(tuple(sorted(reached, key=place.__getitem__)))
    return sorted(found, key=len, reverse=True)


def neighbours(people: Iterable[Key], knows: Iterable[tuple[Key, Key]]) -> dict[Key, set[Key]]:
    """Whom each of `people` knows among `people`, in the order of `people`."""
    known: dict[Key, set[Key]] = {key: set() for key in people}
    for one, other in knows:
        if one != other and one in known and other in known:
            known[one].add(other)
            known[other].add(one)
    return known


def _reached(start: Key, known: dict[Key, set[Key]]) -> set[Key]:
    reached, waiting = {start}, [start]
    while waiting:
        new = known[waiting.pop()] - reached
        reached |= new
        waiting.extend(new)
    return reached

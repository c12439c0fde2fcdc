"""How the people on a map hang together: who knows whom, in how many groups, in how many roles.

For the curious, in an expert view, and never a grade: a dense network carries one through an illness, a wide one to
a new job, and neither is better. Counted on the user's own network (the user, the people on the map, and who of them
knows whom) as networkx and igraph count it. Sources: R. Burt, Structural Holes (1992), for effective size and
constraint; P. Blau, Inequality and Heterogeneity (1977), for diversity; DESIGN section 6, "Per network".
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import fsum, log
from typing import Generic, Literal, TypeVar

Key = TypeVar("Key", bound=Hashable)
Network = Mapping[Key, Mapping[Key, float]]

ROLES = 8  # that someone can have for the user, "other" among them

Code = Literal["people", "ties", "groups", "alone", "roles"]
UnknownCode = Literal["empty", "one_person", "no_ties_noted", "no_role"]


@dataclass(frozen=True, slots=True)
class Alter(Generic[Key]):
    """Someone on the map. `role` is '' where it was not said; `closeness` weighs the tie with the user, above 0.

    Whoever is unsafe, has ended or has died is not made one. Keys are different from each other.
    """

    key: Key
    role: str = ""
    closeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Reason:
    """What was counted: `count` people, ties between two of them, groups, people alone, or different roles."""

    code: Code
    count: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """What is not known.

    | code | says |
    |---|---|
    | empty | nothing here yet |
    | one_person | with one person there is no tie between two |
    | no_ties_noted | nobody is noted to know another of the `count` people: perhaps it was only not said |
    | no_role | what `count` people are to the user was not said |
    """

    code: UnknownCode
    count: int = 0


@dataclass(frozen=True, slots=True)
class Structure(Generic[Key]):
    """How the map hangs together; whatever is not defined is None.

    size            people
    ties            pairs who know each other
    density         share of all pairs who do; None below two people
    groups          people who know each other, at least through one another; the largest first
    alone           those who know nobody else on the map
    effective_size  people less what they repeat of each other: 1 where everyone knows everyone; None without any
    efficiency      effective_size / size
    constraint      how much all ties lean on the same few; None without any
    constraint_by   what each person adds to it
    hierarchy       0 where all add the same, 1 where one adds all; None below two people
    roles           how many people have each role, the most frequent first; '' is not among them
    diversity       chance that two people, drawn with putting back, differ in role (Blau); None below two with a role
    evenness        diversity as a share of the most that so many possible roles allow
    """

    size: int
    ties: int
    density: float | None
    groups: tuple[tuple[Key, ...], ...]
    alone: tuple[Key, ...]
    effective_size: float | None
    efficiency: float | None
    constraint: float | None
    constraint_by: Mapping[Key, float]
    hierarchy: float | None
    roles: Mapping[str, int]
    diversity: float | None
    evenness: float | None
    reasons: tuple[Reason, ...]
    unknown: tuple[Unknown, ...]


def structure(
    people: Iterable[Alter[Key]],
    knows: Iterable[tuple[Key, Key]],
    *,
    strength: Mapping[frozenset[Key], float] | None = None,
    roles: int = ROLES,
) -> Structure[Key]:
    """How these people hang together; costs as much as there are people and ties.

    `knows` are pairs in any order, doubles counting once; `strength` weighs a pair above 0, 1 where it says nothing.
    `roles` is how many different roles there could be.
    """
    alters = {one.key: one for one in people}
    near = {key: one.closeness for key, one in alters.items()}
    network = _network(neighbours(alters, knows), strength or {})
    size, ties = len(alters), sum(map(len, network.values())) // 2
    effective, by_person = _effective_size(near, network), _constraint_by(near, network)
    told = Counter(sorted(one.role for one in alters.values() if one.role))
    found = _components(network)
    alone = tuple(group[0] for group in found if len(group) == 1)
    return Structure(
        size=size,
        ties=ties,
        density=2 * ties / (size * (size - 1)) if size > 1 else None,
        groups=tuple(found),
        alone=alone,
        effective_size=effective,
        efficiency=None if effective is None else effective / size,
        constraint=fsum(by_person.values()) if by_person else None,
        constraint_by=by_person,
        hierarchy=_hierarchy(list(by_person.values())),
        roles=dict(told.most_common()),
        diversity=_diversity(told),
        evenness=_evenness(_diversity(told), roles),
        reasons=tuple(_reasons(size, ties, len(found), len(alone), len(told))),
        unknown=tuple(_unknown(size, ties, size - told.total())),
    )


def groups(people: Iterable[Key], knows: Iterable[tuple[Key, Key]]) -> list[tuple[Key, ...]]:
    """Groups of people who know each other, at least through one another; who knows nobody is a group of one.

    The largest first, equal ones and their members as `people` has them. Pairs with someone who is not in `people`,
    and of someone with themselves, count nothing. (In graph words: the connected components.)
    """
    return _components(neighbours(people, knows))


def neighbours(people: Iterable[Key], knows: Iterable[tuple[Key, Key]]) -> dict[Key, set[Key]]:
    """Whom each of `people` knows among `people`, in the order of `people`."""
    known: dict[Key, set[Key]] = {key: set() for key in people}
    for one, other in knows:
        if one != other and one in known and other in known:
            known[one].add(other)
            known[other].add(one)
    return known


def _network(known: Mapping[Key, set[Key]], strength: Mapping[frozenset[Key], float]) -> Network[Key]:
    return {key: {other: strength.get(frozenset((key, other)), 1.0) for other in know} for key, know in known.items()}


def _components(known: Mapping[Key, Iterable[Key]]) -> list[tuple[Key, ...]]:
    seen: set[Key] = set()
    place = {key: number for number, key in enumerate(known)}
    found = []
    for key in known:
        if key not in seen:
            reached = _reached(key, known)
            seen |= reached
            found.append(tuple(sorted(reached, key=place.__getitem__)))
    return sorted(found, key=len, reverse=True)


def _reached(start: Key, known: Mapping[Key, Iterable[Key]]) -> set[Key]:
    reached, waiting = {start}, [start]
    while waiting:
        new = set(known[waiting.pop()]) - reached
        reached |= new
        waiting.extend(new)
    return reached


def _effective_size(near: Mapping[Key, float], network: Network[Key]) -> float | None:
    """For each person 1, less what they repeat: how strong they are with those with whom the user is strong too."""
    if not near:
        return None
    whole, repeated = fsum(near.values()), []
    for key, know in network.items():
        strongest = max(near[key], *know.values()) if know else near[key]
        repeated.append(fsum(near[other] * weight for other, weight in know.items()) / (whole * strongest))
    return len(near) - fsum(repeated)


def _constraint_by(near: Mapping[Key, float], network: Network[Key]) -> dict[Key, float]:
    """For each person the square of the part of the user's ties that leads to them, directly or over one other."""
    whole = fsum(near.values())
    spread = {key: near[key] + fsum(know.values()) for key, know in network.items()}
    found = {}
    for key, know in network.items():
        over_others = fsum(near[other] * weight / spread[other] for other, weight in know.items())
        found[key] = ((near[key] + over_others) / whole) ** 2
    return found


def _hierarchy(constraints: list[float]) -> float | None:
    """How unevenly the constraint is spread (Coleman and Theil's index)."""
    size = len(constraints)
    if size < 2:
        return None
    mean = fsum(constraints) / size
    return fsum(one / mean * log(one / mean) for one in constraints) / (size * log(size))


def _diversity(roles: Counter[str]) -> float | None:
    people = roles.total()
    return 1 - fsum((count / people) ** 2 for count in roles.values()) if people > 1 else None


def _evenness(diversity: float | None, roles: int) -> float | None:
    return None if diversity is None or roles < 2 else diversity / (1 - 1 / roles)


def _reasons(size: int, ties: int, groups: int, alone: int, roles: int) -> Iterable[Reason]:
    counted: dict[Code, int] = {"people": size, "ties": ties, "groups": groups, "alone": alone, "roles": roles}
    return (Reason(code, count) for code, count in counted.items() if count)


def _unknown(size: int, ties: int, without_role: int) -> Iterable[Unknown]:
    if size == 0:
        yield Unknown("empty")
    if size == 1:
        yield Unknown("one_person")
    if size > 1 and not ties:
        yield Unknown("no_ties_noted", size)
    if without_role:
        yield Unknown("no_role", without_role)

"""What holds someone up: how many people there are for each kind of support, and what would be left without some.

Counts are of people to whom the user could turn (their own mark), never of contacts. A figure is made for the page
to find its words, not to be shown as a verdict; whether there is enough the user says, and what they say wins.

Kinds are bits (1 emotional, 2 practical, 4 informational, 8 companionship). Source: DESIGN section 6, "Per network".
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from kindring.engine.matching import EVERY_KIND
from kindring.engine.rhythm import SPARE

Key = TypeVar("Key", bound=Hashable)

USUAL_WANT = 2  # people for a kind, where nothing else was wished

Said = Literal["plenty", "enough", "bit_short", "very_short"]
Code = Literal["said", "met", "some", "nobody", "rests_on"]
UnknownCode = Literal["empty", "nothing_wanted", "unmarked", "not_said"]
LossCode = Literal["gone", "short", "met"]


@dataclass(frozen=True, slots=True)
class Supporter(Generic[Key]):
    """Someone on the map; `kinds` are those for which the user could turn to them.

    Whoever is unsafe, has ended or has died is not made one. Keys are different from each other.
    """

    key: Key
    kinds: int = 0


@dataclass(frozen=True, slots=True)
class Cover(Generic[Key]):
    """One kind: `people` to turn to where `want` are wished (0: this kind is not wanted).

    coverage   min(1, people / want); None where the kind is not wanted
    missing    how many more would meet the wish
    said       the user's own answer, None where they gave none
    enough     their own answer where there is one, else whether the wish is met; None: not wanted, nothing said
    rests_on   the one person on whom a wanted kind rests, None where it is nobody or more than one
    """

    kind: int
    people: int
    want: int
    said: Said | None = None
    rests_on: Key | None = None

    @property
    def coverage(self) -> float | None:
        return _share(self.people, self.want) if self.want else None

    @property
    def missing(self) -> int:
        return max(0, self.want - self.people)

    @property
    def enough(self) -> bool | None:
        if self.said is not None:
            return self.said in {"plenty", "enough"}
        return self.people >= self.want if self.want else None


@dataclass(frozen=True, slots=True)
class Reason(Generic[Key]):
    """Why: a code and its numbers; words are made elsewhere.

    | code | says |
    |---|---|
    | said | asked whether there is enough of `kind`, the user said `said` |
    | met | `people` for `kind`, where `want` are wished |
    | some | only `people` of the `want` who are wished for `kind` |
    | nobody | nobody for `kind` yet |
    | rests_on | `kind` rests on `key` alone |
    """

    code: Code
    kind: int
    people: int = 0
    want: int = 0
    said: Said | None = None
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """What is not known.

    | code | says |
    |---|---|
    | empty | nothing here yet |
    | nothing_wanted | no kind is wanted, so that nothing can be covered |
    | unmarked | of `people` it is not said for what one could turn to them |
    | not_said | the user has not said whether there is enough of `kinds` (wanted ones) |
    """

    code: UnknownCode
    people: int = 0
    kinds: int = 0


@dataclass(frozen=True, slots=True)
class Adequacy(Generic[Key]):
    """How the map stands. `covers` are all four kinds in their order, unwanted ones too.

    value        0..1, the mean of `coverage` over the wanted kinds; None on an empty map or with nothing wanted
    kinds_each   for how many kinds one person stands, in the mean; None on an empty map
    people       on the map
    """

    covers: tuple[Cover[Key], ...]
    value: float | None
    kinds_each: float | None
    people: int
    unknown: tuple[Unknown, ...]

    @property
    def wanted(self) -> tuple[Cover[Key], ...]:
        return tuple(cover for cover in self.covers if cover.want)

    @property
    def holes(self) -> tuple[Cover[Key], ...]:
        """The kinds of which there is not enough: the user's own answer first, else the count.

        On an empty map only what the user said: with nothing here yet, nothing is missing.
        """
        return tuple(one for one in self.covers if one.enough is False and (self.people or one.said))

    @property
    def reasons(self) -> tuple[Reason[Key], ...]:
        """For each kind that is wanted or spoken of: what was said, what was counted, on whom it rests."""
        told = self.covers if self.people else ()
        return tuple(reason for cover in told if cover.want or cover.said for reason in _why(cover))


@dataclass(frozen=True, slots=True)
class Loss:
    """What an absence does to one kind: `left` of `people` remain, where `want` are wished.

    gone    there is nobody left, and there was someone
    short   fewer remain than are wished
    met     the wish is still met
    """

    code: LossCode
    kind: int
    people: int
    left: int
    want: int


@dataclass(frozen=True, slots=True)
class Absence(Generic[Key]):
    """What would be left without these people, for whatever reason they are away.

    loss    value now - `value` then, never below 0; None where there is no value now
    value   the adequacy that would be left: 0 where everyone is away, for the wants are still there
    left    what it does to each wanted kind for which one of them stood
    """

    keys: tuple[Key, ...]
    loss: float | None
    value: float | None
    left: tuple[Loss, ...]

    @property
    def reasons(self) -> tuple[Loss, ...]:
        """Those losses that are felt."""
        return tuple(one for one in self.left if one.code != "met")


def adequacy(
    people: Iterable[Supporter[Key]],
    *,
    wants: Mapping[int, int] | None = None,
    said: Mapping[int, Said] | None = None,
) -> Adequacy[Key]:
    """How many people there are for each kind, against how many are wanted, beside what the user says themselves.

    `wants` by kind: how many are wished, 2 where nothing is said, 0 for a kind that is not wanted; below 0 is a
    ValueError. `said` by kind: the answer to "is there enough of this?".
    """
    wants, said = wants or {}, said or {}
    if min(wants.values(), default=0) < 0:
        raise ValueError(f"wants of {dict(wants)}")
    all_people = list(people)
    covers = tuple([_cover(kind, all_people, wants, said) for kind in EVERY_KIND])
    value = _mean([one.coverage for one in covers if one.coverage is not None]) if all_people else None
    each = sum(one.kinds.bit_count() for one in all_people) / len(all_people) if all_people else None
    return Adequacy(covers, value, each, len(all_people), tuple(_unknown(all_people, covers)))


def without(now: Adequacy[Key], away: Collection[Supporter[Key]]) -> Absence[Key]:
    """What would be left of `now` without these people, who are among those from whom it was made."""
    kinds = [one.kinds for one in away]
    return _absence(tuple([one.key for one in away]), now, {kind: _count(kind, kinds) for kind in EVERY_KIND})


def without_each(now: Adequacy[Key], people: Iterable[Supporter[Key]]) -> list[Absence[Key]]:
    """The same for each of these people alone, in their order. Whoever stands for the same kinds weighs the same."""
    weighed: dict[int, Absence[Key]] = {}
    found = []
    for one in people:
        like = weighed.get(one.kinds)
        if like is None:
            like = weighed[one.kinds] = without(now, (one,))
        found.append(Absence((one.key,), like.loss, like.value, like.left))
    return found


def without_groups(
    now: Adequacy[Key], people: Iterable[Supporter[Key]], groups: Iterable[Sequence[Key]]
) -> list[Absence[Key]]:
    """The same for each group, such as `structure.groups` finds; a key that is not among `people` counts nothing."""
    by_key = {one.key: one for one in people}
    return [without(now, [by_key[key] for key in group if key in by_key]) for group in groups]


def keystones(absences: Iterable[Absence[Key]]) -> list[Absence[Key]]:
    """Those without whom most would be missing; none where nothing would be."""
    weighed = [(one.loss, one) for one in absences if one.loss]
    most = max((loss for loss, _ in weighed), default=0.0)
    return [one for loss, one in weighed if loss >= most - SPARE]


def _cover(kind: int, people: list[Supporter[Key]], wants: Mapping[int, int], said: Mapping[int, Said]) -> Cover[Key]:
    givers = [one.key for one in people if one.kinds & kind]
    want = wants.get(kind, USUAL_WANT)
    return Cover(kind, len(givers), want, said.get(kind), givers[0] if want and len(givers) == 1 else None)


def _share(people: int, want: int) -> float:
    return min(people, want) / want


def _mean(shares: Collection[float]) -> float | None:
    return sum(shares) / len(shares) if shares else None


def _absence(keys: tuple[Key, ...], now: Adequacy[Key], fewer: Mapping[int, int]) -> Absence[Key]:
    wanted = [(one.kind, one.people, one.people - fewer[one.kind], one.want) for one in now.wanted]
    left = tuple([_loss(*one) for one in wanted if fewer[one[0]]])
    value = _mean([_share(then, want) for _, _, then, want in wanted])
    if now.value is None or value is None:
        return Absence(keys, None, None, left)
    return Absence(keys, now.value - value, value, left)


def _loss(kind: int, people: int, left: int, want: int) -> Loss:
    return Loss("gone" if not left else "short" if left < want else "met", kind, people, left, want)


def _why(cover: Cover[Key]) -> Iterable[Reason[Key]]:
    kind, people, want = cover.kind, cover.people, cover.want
    if cover.said is not None:
        yield Reason("said", kind, said=cover.said)
    if want:
        yield Reason("met" if not cover.missing else "some" if people else "nobody", kind, people, want)
    if cover.rests_on is not None:
        yield Reason("rests_on", kind, people, want, key=cover.rests_on)


def _unknown(people: list[Supporter[Key]], covers: Iterable[Cover[Key]]) -> Iterable[Unknown]:
    if not people:
        yield Unknown("empty")
    wanted = [cover for cover in covers if cover.want]
    if not wanted:
        yield Unknown("nothing_wanted")
    unmarked = sum(not one.kinds for one in people)
    if unmarked:
        yield Unknown("unmarked", people=unmarked)
    not_said = sum(cover.kind for cover in wanted if cover.said is None)
    if not_said:
        yield Unknown("not_said", kinds=not_said)


def _count(kind: int, kinds: Iterable[int]) -> int:
    return sum(1 for one in kinds if one & kind)

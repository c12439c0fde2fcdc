"""The rhythm of a pair: how often two people are usually in touch, and how likely a silence is to go on.

A day is a plain int, `date.toordinal()` of the calendar day in the user's own zone (only differences count,
so any origin will do). A day with any contact counts once. No clock is read: `today` is an argument.

The numbers in the formulas are fitted, and were chosen by measurement on ten sets of real calls, mail and
messages. After years of silence the fitted formula of a pair would fall again, so there the silence counts
only as far as the risk provably rises (`_counted_silence`).
"""

from collections.abc import Iterable
from math import exp, log, log1p
from typing import Literal, NamedTuple

Word = Literal["in rhythm", "due", "drifting", "sleeping"]
GapFrom = Literal["contacts", "wish", "ring"]
Code = Literal["wish", "usual", "once", "nothing noted", "resting", "not placed", "history"]

MEMORY = 120.0  # days after which a contact weighs e times less
# Days between contacts until a second one shows more; without a ring the most patient guess.
FIRST_GAP = {"inner": 10.0, "middle": 30.0, "outer": 90.0, "": 90.0}
SPARE = 1e-9  # so that exp(log(14)) days count as 14


class Rhythm(NamedTuple):
    """All that is remembered of a pair's contact days.

    contacts   days in all; 0 when nothing is noted yet
    first      first contact day, or the day the person was placed on the map when nothing is noted yet
    last       last contact day, or the same
    recent     contact days with older ones fading (e-fold in 120 days), as of `last`; at least 1
    log_gap    natural logarithm of the usual gap in days; 0 before the second contact
    """

    contacts: int
    first: int
    last: int
    recent: float
    log_gap: float


class Reason(NamedTuple):
    """Why an outlook is what it is: a code and its numbers, whole days and counts; words are made elsewhere.

    | code | says |
    |---|---|
    | wish | wished every `every` days; it has been `silent` |
    | usual | the two usually speak every `every` days; it has been `silent` |
    | once | noted once, `silent` days ago; `every` is only the wish or a guess by ring |
    | nothing noted | on the map for `silent` days, no contact noted yet; `every` as above |
    | resting | the user lets this tie rest |
    | not placed | no ring yet |
    | history | from `times` contact days over `over` days |
    """

    code: Code
    every: int = 0
    silent: int = 0
    times: int = 0
    over: int = 0


class Outlook(NamedTuple):
    """How a tie stands on one day.

    word           state of the pair against `usual_gap`; a wish changes it only where it is the usual gap
    usual_gap      days; of the pair itself from two contacts on, before that the wish, else a guess by ring
    gap_from       which of the three `usual_gap` is
    silent         whole days since the last contact (since placing when nothing is noted), never below 0
    quiet_ratio    silent / usual_gap
    risk           0..1, chance that the silence goes on too long; never falls while it grows; 0 when resting
    days_a_month   contact days in 30, or 30 / wish where that is more
    shorter_gap    days; usual gap or wish, whichever is shorter: from its half on the person may be suggested
    from_wish      the wish, not the pair's own rhythm, set the risk
    contacts       contact days noted; 0 with `nothing_noted`
    suggestible    False when resting (wish 0) or in no ring
    reasons        the one that decides first
    """

    word: Word
    usual_gap: float
    gap_from: GapFrom
    silent: int
    quiet_ratio: float
    risk: float
    days_a_month: float
    shorter_gap: float
    from_wish: bool
    contacts: int
    nothing_noted: bool
    suggestible: bool
    reasons: tuple[Reason, ...]


def placed(day: int) -> Rhythm:
    """The rhythm of someone put on the map on `day`, nothing noted yet: that day stands in for a contact."""
    return Rhythm(contacts=0, first=day, last=day, recent=1.0, log_gap=0.0)


def observe(rhythm: Rhythm | None, day: int) -> Rhythm:
    """The rhythm after contact on `day`; a second contact that day adds nothing.

    None and a placed rhythm start anew. Days come in order, else ValueError: to back-date or delete, replay.
    """
    if rhythm is None or rhythm.contacts == 0:
        return Rhythm(1, day, day, 1.0, 0.0)
    gap = day - rhythm.last
    if gap == 0:
        return rhythm
    if gap < 0:
        raise ValueError(f"day {day} is before the last contact on {rhythm.last}: replay all days")
    share = 0.25 / (1 - 0.75**rhythm.contacts)
    return Rhythm(
        rhythm.contacts + 1,
        rhythm.first,
        day,
        rhythm.recent * exp(-gap / MEMORY) + 1,
        rhythm.log_gap + share * (log(gap) - rhythm.log_gap),
    )


def replay(days: Iterable[int]) -> Rhythm | None:
    """The rhythm of all these contact days, in any order and with doubles; None without any.

    `replay(days) or placed(day)` is the rhythm of a person who is on the map.
    """
    rhythm = None
    for day in sorted(days):
        rhythm = observe(rhythm, day)
    return rhythm


def chance_of_silence(days: Iterable[int], today: int, horizon: float, *, ring: str = "middle") -> float:
    """Chance, 0 to 1, of no contact in [today, today + horizon), after contact on `days`.

    `horizon` in days. `ring` matters only when there is one contact day. ValueError without any contact day
    or for a horizon that is not above 0.
    """
    rhythm = replay(days)
    if rhythm is None or not horizon > 0:
        raise ValueError("at least one contact day and a horizon above 0 are needed")
    gap, _ = _usual_gap(rhythm.contacts, rhythm.log_gap, ring, None)
    return _chance(_leaning(rhythm, max(0, today - rhythm.last), gap), horizon)


def outlook(rhythm: Rhythm, *, today: int, ring: str, wish: int | None) -> Outlook:
    """How the tie stands on `today`, with reasons.

    `ring` is inner, middle, outer or '' (not placed: never suggested). `wish` is the wished gap in days, 0 to
    leave the tie to rest, None without a wish; below 0 is a ValueError, an unknown ring a KeyError. A `today`
    before the last contact (a traveller's calendar can step back) counts as the day of contact itself.
    """
    today = max(today, rhythm.last)
    silent = today - rhythm.last
    gap, gap_from = _usual_gap(rhythm.contacts, rhythm.log_gap, ring, wish)
    risk, from_wish = _risk(_leaning(rhythm, silent, gap), silent, gap, wish)
    own_days = 30 * max(1, rhythm.contacts) / (max(1, today - rhythm.first) + 14)
    return Outlook(
        word=_word(silent, gap),
        usual_gap=gap,
        gap_from=gap_from,
        silent=silent,
        quiet_ratio=silent / gap,
        risk=risk,
        days_a_month=max(own_days, 30 / wish) if wish else own_days,
        shorter_gap=min(gap, wish) if wish else gap,
        from_wish=from_wish,
        contacts=rhythm.contacts,
        nothing_noted=rhythm.contacts == 0,
        suggestible=wish != 0 and ring != "",
        reasons=_reasons(rhythm, silent, gap, ring, wish, from_wish=from_wish),
    )


def word_after(silent: int, *, contacts: int, log_gap: float, ring: str, wish: int | None) -> Word:
    """The word of `outlook` alone, from the little of a rhythm that it rests on: for a map of many people."""
    return _word(max(0, silent), _usual_gap(contacts, log_gap, ring, wish)[0])


def _usual_gap(contacts: int, log_gap: float, ring: str, wish: int | None) -> tuple[float, GapFrom]:
    by_ring = FIRST_GAP[ring]
    if contacts > 1:
        return exp(log_gap), "contacts"
    return (float(wish), "wish") if wish else (by_ring, "ring")


def _counted_silence(rhythm: Rhythm, silent: int, gap: float) -> float:
    """The silence in days, held where the formula of a pair would begin to fall.

    As span = last - first >= gap and recent >= 1, the log-odds rise with the silence r for as long as
    recent * exp(-r/120) > 1/1200 (recent contact still weighs: 850 days at least), and for as long as
    .707 (gap + r) < .560 (span + r). Beyond both a longer silence would only make the tie look older, hence
    steadier: .4 less in log-odds over 40 years.
    """
    if silent <= 850:
        return silent
    weighs = MEMORY * log(1200 * rhythm.recent)
    outlasts = (0.560 * (rhythm.last - rhythm.first) - 0.707 * gap) / 0.147
    return min(silent, max(weighs, outlasts))


def _leaning(rhythm: Rhythm, silent: int, gap: float) -> float:
    """Log-odds of more silence, before the horizon is taken off."""
    if rhythm.contacts < 2:
        return 2.058 + 0.634 * log(gap + silent) + 0.560 * log1p(silent / gap)
    quiet = _counted_silence(rhythm, silent, gap)
    age = rhythm.last - rhythm.first + quiet
    current = (MEMORY * (1 - exp(-age / MEMORY)) + 2) / (rhythm.recent * exp(-quiet / MEMORY) + 0.05)
    return 2.058 + 1.341 * log(current) - 0.707 * log(age) + 0.560 * log1p(quiet / gap)


def _chance(leaning: float, horizon: float) -> float:
    # 1 / (1 + exp(-z)) with z = leaning - .993 ln horizon, written so that no horizon overflows
    return 1 / (1 + exp(0.993 * log(horizon)) * exp(-leaning))


def _risk(leaning: float, silent: int, gap: float, wish: int | None) -> tuple[float, bool]:
    """The risk, and whether the wish set it. Both parts rise with the silence, so the larger one does."""
    if wish == 0:
        return 0.0, False
    own = _chance(leaning, max(14.0, 3 * gap))
    if wish is None:
        return own, False
    if wish < 0:
        raise ValueError(f"a wish of {wish} days")
    wished = 1.0 if silent >= wish else _chance(leaning, wish - silent)
    return max(own, wished), wished >= own


def _word(silent: int, gap: float) -> Word:
    if silent <= gap + SPARE:
        return "in rhythm"
    if silent <= 2 * gap + SPARE:
        return "due"
    return "drifting" if silent <= 8 * gap + SPARE else "sleeping"


def _reasons(
    rhythm: Rhythm, silent: int, gap: float, ring: str, wish: int | None, *, from_wish: bool
) -> tuple[Reason, ...]:
    every = max(1, round(gap))
    found: list[Reason] = []
    if wish == 0:
        found.append(Reason("resting"))
    if ring == "":
        found.append(Reason("not placed"))
    if rhythm.contacts > 1:
        found.append(Reason("usual", every, silent))
        found.append(Reason("history", times=rhythm.contacts, over=rhythm.last - rhythm.first))
    else:
        found.append(Reason("once" if rhythm.contacts else "nothing noted", every, silent))
    if wish:
        found.insert(0 if from_wish else len(found), Reason("wish", wish, silent))
    return tuple(found)

"""A kind word to another member of a circle, and taking one away."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kindring.accounts.actions.one_at_a_time import wait_for_turn
from kindring.accounts.actor import Actor
from kindring.accounts.models import Block
from kindring.asks.actions.telling import reachable
from kindring.asks.models import KindWord
from kindring.asks.models.kind_word import KindWordQuerySet
from kindring.circles.actions.keys import lock_circle, open_for_writing
from kindring.circles.models import Circle, Membership
from kindring.lib.days import hour_of
from kindring.lib.fitting import check_fit
from kindring.lib.refused import Refused
from kindring.lib.rows import made_once
from kindring.lib.texts import can_be_seen, paragraphs
from kindring.notices.actions import forget_notices, leave_notice
from kindring.notices.models import Notice

A_DAY = timedelta(days=1)
MOST_A_DAY = 20
MOST_TO_ONE = 3  # within a day


@transaction.atomic
def say_kind_word(*, by: Actor, now: datetime, key: UUID, circle: Circle, member: UUID, words: str) -> KindWord:
    """Puts a few words before another member, once for each `key`; nobody else is shown them.

    Who looks after a circle sees its members past a block: from them it ends like any other, and counts like any
    other, as if whoever it is for had taken it away at once.
    """
    user = by.signed_in
    wait_for_turn(user)
    word_id = made_once(user.id, key)
    before = KindWord.objects.of(user).filter(pk=word_id).first()
    if before is not None:
        return before
    locked = lock_circle(by, circle.id)
    reader = _other(by, locked, member)
    _refuse_too_many(by, now, reader)
    open_for_writing(by, locked)
    row = KindWord(id=word_id, owner_id=user.id, circle=locked, reader_id=reader, written_at=hour_of(now))
    row.words = paragraphs(words)
    if not can_be_seen(row.words):
        raise Refused("words_empty", _("Write something first."), 422)
    check_fit(row, ["words"])
    if _is_block_between(user.id, reader):
        row.words = ""
    row.save(force_insert=True)
    for told in reachable(user.id, [reader]):
        leave_notice(to=told, sort=Notice.Sort.KIND_WORD, now=now, about=row.id)
    return row


def _is_block_between(one: UUID, other: UUID) -> bool:
    return Block.objects.between(one).filter(Q(owner_id=other) | Q(blocked=other)).exists()


def _other(by: Actor, circle: Circle, member: UUID) -> UUID:
    """The user behind a member whom they see."""
    rows = Membership.objects.visible_to(by.signed_in, as_steward=True).confirmed().exclude(owner_id=by.owner_id)
    found = rows.filter(circle=circle, pk=member).values_list("owner_id", flat=True).first()
    if found is None:
        raise Refused("member_not_found", _("This member is no longer here."), 404)
    return found


def _refuse_too_many(by: Actor, now: datetime, reader: UUID) -> None:
    mine = KindWord.objects.filter(owner_id=by.owner_id, written_at__gt=now - A_DAY)
    if mine.count() >= MOST_A_DAY or mine.filter(reader_id=reader).count() >= MOST_TO_ONE:
        raise Refused("kind_words_today", _("Enough kind words for one day. Tomorrow is another."), 429)


@transaction.atomic
def take_kind_word_away(*, by: Actor, word: KindWord) -> None:
    """By whoever wrote it, or whoever it is for: it is gone for both, and so is what told of it."""
    found = KindWord.objects.visible_to(by.signed_in).select_for_update().filter(pk=word.pk).first()
    if found is None:
        return
    forget_notices(to=found.reader_id, about=found.id)
    found.words = ""
    found.save(update_fields=["words"])


def forget_kind_words(one: UUID, other: UUID) -> None:
    """A block begins: neither hears any more of what the other wrote."""
    for writer, reader in ((one, other), (other, one)):
        _hear_no_more(reader, KindWord.objects.filter(owner_id=writer))


def forget_kind_words_in(circle: Circle, reader: UUID) -> None:
    """Whoever is out of a circle cannot read what was written to them there, and hears of it no more."""
    _hear_no_more(reader, KindWord.objects.filter(circle=circle))


def _hear_no_more(reader: UUID, words: KindWordQuerySet) -> None:
    forget_notices(to=reader, about=list(words.filter(reader_id=reader).values_list("id", flat=True)))

"""The address books of others in ../shared/corpus/vcard, each read by eye and compared value by value.

`python -m pytest tests/people/vcard/test_vcard_corpus.py -s` prints how many cards came in and which did not.
"""

from pathlib import Path

import pytest

from kindring.people.vcard import UnreadableFile
from tests.people.vcard.corpus_table import CARDS, MORE, PHOTOS, REFUSED

CORPUS = Path(__file__).parents[4] / "shared/corpus/vcard"


@pytest.fixture(autouse=True)
def corpus_is_here():
    if not CORPUS.is_dir():
        pytest.skip(f"the corpus is not here: ../shared/corpus/{CORPUS.name}")


def written(card):
    """A card in the notation of the table."""
    dates = []
    for sort, month, day, year, label in card.dates:
        dates.append(f"{sort}: {year or '-'}-{month:02}-{day:02} {label}".rstrip())
    phones, emails = ([f"{label}: {value}" for label, value in list_] for list_ in (card.phones, card.emails))
    return (card.line, card.name, phones, emails, dates)


@pytest.mark.parametrize("file", CARDS)
def test_every_card_comes_in_right_or_is_named(read, file):
    found = read((CORPUS / file).read_bytes())
    assert [written(card) for card in found.cards] == CARDS[file]
    assert found.refused == REFUSED.get(file, [])
    assert found.photos_skipped == PHOTOS.get(file, 0)
    assert found.stopped is None


@pytest.mark.parametrize(("file", "field"), MORE)
def test_what_is_special_comes_in_too(read, file, field):
    (card,) = read((CORPUS / file).read_bytes()).cards
    assert getattr(card, field) == MORE[file, field]


def test_table_has_every_file():
    assert {path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*.vcf")} == set(CARDS)


def test_every_begin_is_a_card_brought_in_or_named(read):
    brought, refused = 0, []
    for path in sorted(CORPUS.rglob("*.vcf")):
        data = path.read_bytes()
        found = read(data)
        assert len(found.cards) + len(found.refused) == data.upper().count(b"\nBEGIN:VCARD") + 1
        brought += len(found.cards)
        refused += [f"{path.parent.name}/{path.name}:{card.line} {card.reason} {card.name}" for card in found.refused]
    print(f"\n{brought} cards brought in, {len(refused)} named with a reason:", *refused, sep="\n  ")
    assert (brought, len(refused)) == (48, 5)


def test_whole_corpus_in_one_file_gives_the_same_cards(read):
    """Also where a file ends without a line break or has other line ends than its neighbour."""
    paths = sorted(CORPUS.rglob("*.vcf"))
    found = read(b"".join(path.read_bytes() for path in paths))
    alone = [card.name for path in paths for card in read(path.read_bytes()).cards]
    assert [card.name for card in found.cards] == alone
    assert (len(found.refused), found.photos_skipped) == (5, sum(PHOTOS.values()))


def test_text_beside_the_cards_is_no_address_book(read):
    with pytest.raises(UnreadableFile):
        read((CORPUS / "ez-vcard/vcard-samples-license.txt").read_bytes())

"""Breaks address books at random and reads them: no crash, no long wait, nothing hidden in what comes out.

python -m benchmarks.fuzz_vcards 100000 [seed]     mutated files (the corpus too, when it is there)
python -m benchmarks.fuzz_vcards hostile           files of 20 MB built to be slow or large, each in its own process
"""

import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter

from kindring.people.vcard import Card, Reading, UnreadableFile, read_cards
from kindring.people.vcard.files import MAX_BYTES
from kindring.people.vcard.text import clean

TODAY = date(2026, 3, 1)
CORPUS = Path(__file__).parents[2] / "shared/corpus/vcard"

OWN = [
    (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Petrovi=C4=87;Ana;;;\r\n"
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ana=20=\r\nPetrovi=C4=87\r\nTEL;HOME;VOICE:1\r\n"
        "PHOTO;ENCODING=BASE64;JPEG:\r\n AAAA\r\n BBBB==\r\n\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:Tomas\r\nEND:VCARD\r\n"
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Mira;14;;\r\nBDAY:19850412\r\nEND:VCARD\r\n"
    ),
    (
        "BEGIN:VCARD\nVERSION:3.0\nN:Petrović;Ana;Maria,Eva;Dr.;\nNICKNAME:Anči\nitem1.TEL;type=CELL:+381 11\n"
        "item1.X-ABLabel:_$!<Mobile>!$_\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-01-22\nNOTE:one\\ntwo\\, and a f\n old\n"
        "ADR;TYPE=HOME:;;Street 1\\nDoor;Town;;11000;Serbia\nURL:http\\://example.org\nitem2.X-ABDATE:2000-09-12\n"
        "item2.X-ABLabel:School\nX-SPOUSE:Jonas\nEND:VCARD\nBEGIN:VCARD\nFN:מרים\nEMAIL:a@example.org\nEND:VCARD"
    ),
    (
        'BEGIN:VCARD\nVERSION:4.0\nFN:Mira\nUID:urn:uuid:1\nTEL;VALUE=uri;TYPE="work,cell";PREF=1:tel:+1-2;ext=3\n'
        'RELATED;TYPE=friend:urn:uuid:2\nADR;LABEL="Main: 1^nTown":;;1;Town;;;\nBDAY:--0229\n'
        "ANNIVERSARY:20090808T1430\nPRONOUNS:she/her\nIMPP:xmpp:m@example.org\nPHOTO:data:image/jpeg;base64,AAAA\nEND:VCARD\n"
    ),
]
TOKENS = [
    *(b"BEGIN:VCARD\n", b"END:VCARD\n", b"\nAGENT:\n", b"\r\n", b"\r", b"\n", b"\n ", b"=\n", b"=\r\n", b"\n\n"),
    *(b"\0", b"\xff", b"\xc3", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\x1b$B", b"\x85", b"\xed\xa0\x80"),
    *(b";", b":", b",", b'"', b"\\", b"\\n", b"^n", b"=", b"=C3", b"==", b".", b" ", b"\t", b"--", b"1604"),
    *(b"ENCODING=QUOTED-PRINTABLE", b"BASE64", b"CHARSET=UTF-16", b"CHARSET=ISO-2022-JP", b"VERSION:2.1\n"),
    *(b"BDAY:99999999\n", b"BDAY:", b"X-ABLabel:", b"item1.", b"X-FCENCODED-", b"urn:uuid:", b"tel:%00", b"PHOTO:"),
]


def seeds() -> list[bytes]:
    """Files to break: our own, and those of others when they are there."""
    others = sorted(CORPUS.rglob("*.vcf")) if CORPUS.is_dir() else []
    return [*(text.encode() for text in OWN), *(path.read_bytes() for path in others)]


def mutants(count: int, seed: int = 1) -> Iterator[bytes]:
    """So many broken files, always the same ones for the same seed."""
    random = Random(seed)
    whole = seeds()
    for _ in range(count):
        data = random.choice(whole)
        for _ in range(random.choice((1, 1, 2, 4, 16))):
            data = random.choice(MUTATIONS)(data, random, whole)
        yield data


def _flip(data: bytes, random: Random, whole: list[bytes]) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def _insert(data: bytes, random: Random, whole: list[bytes]) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(TOKENS) * random.choice((1, 1, 1, 2, 300)) + data[at:]


def _delete(data: bytes, random: Random, whole: list[bytes]) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + data[at + random.choice((1, 2, 30, 3000)) :]


def _repeat(data: bytes, random: Random, whole: list[bytes]) -> bytes:
    at = random.randrange(len(data) + 1)
    part = data[at : at + random.choice((1, 10, 100))]
    return data[:at] + part * random.choice((2, 50)) + data[at:]


def _splice(data: bytes, random: Random, whole: list[bytes]) -> bytes:
    other = random.choice(whole)
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other)) :][:20_000]


def _swap_line(data: bytes, random: Random, whole: list[bytes]) -> bytes:
    lines = data.split(b"\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _line_ends(data: bytes, random: Random, whole: list[bytes]) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", random.choice((b"\r", b"\r\n", b"\r\r\n", b"\n\n", b"\x85")))


def _recode(data: bytes, random: Random, whole: list[bytes]) -> bytes:
    codec = random.choice(("utf-16", "utf-16-be", "utf-32", "utf-8-sig", "cp037"))
    return data[:20_000].decode("latin-1").encode(codec, "replace")


MUTATIONS: list[Callable[[bytes, Random, list[bytes]], bytes]] = [
    *(_flip, _flip, _insert, _insert, _insert, _delete, _delete, _repeat, _splice, _swap_line, _line_ends, _recode)
]


def checked(data: bytes) -> Reading | None:
    """The reading of a file, every promise about it checked; None when it is no address book."""
    try:
        reading = read_cards(data, now=TODAY)
    except UnreadableFile:
        return None
    assert reading.cards or reading.refused or reading.stopped
    for card in reading.cards:
        check_card(card)
    assert all(refused.line > 0 and len(refused.name) <= 200 for refused in reading.refused)
    assert len(reading.cards) + len(reading.refused) <= 20_001
    return reading


def check_card(card: Card) -> None:
    channels = (*card.phones, *card.emails, *card.addresses, *card.others, *card.related)
    texts = [card.name, card.given, card.family, card.nickname, card.pronouns, card.org, card.title, card.uid]
    texts += [text for pair in channels for text in pair]
    texts += [label for *_, label in card.dates] + [skipped.text for skipped in card.skipped]
    for text in texts:
        assert "\n" not in text, text
        assert len(text) <= 500
    for text in (*texts, card.note):
        assert clean(text) == text, (text, clean(text))
        text.encode()
    assert card.name.strip()
    assert all(value for _, value in channels)
    assert len(card.note) <= 10_000
    assert len(channels) + len(card.dates) <= 100
    assert len(card.skipped) <= 20
    for _, month, day, year, _ in card.dates:
        date(year or 2000, month, day)
    assert sum(sort == "birthday" for sort, *_ in card.dates) <= 1


_ANA = b"BEGIN:VCARD\nVERSION:3.0\nFN:Ana\n"
HOSTILE = {  # name: (beginning, what follows again and again)
    "line ends": (_ANA, b"\r"),
    "lines of one letter": (_ANA, b"a\n"),
    "folds": (_ANA + b"NOTE:x\n", b" a\n"),
    "folds without a colon": (_ANA + b"NOTE;QUOTED-PRINTABLE\n", b" a=\n"),
    "soft breaks": (_ANA + b"NOTE;QUOTED-PRINTABLE:x=\n", b"=\n"),
    "base64 in short lines": (_ANA + b"PHOTO;BASE64:\n", b"A\n"),
    "a photo": (_ANA + b"PHOTO;BASE64:\n", b" " + b"A" * 74 + b"\n"),
    "one line": (_ANA + b"NOTE:", b"x"),
    "quotes": (_ANA, b"TEL;" + b'"' * 8_000 + b":1\n"),
    "quote pairs": (_ANA, b"TEL" + b';A="b"' * 1_300 + b":1\n"),
    "semicolons": (_ANA, b"TEL" + b";" * 8_000 + b":1\n"),
    "parameters": (_ANA, b"TEL" + b";TYPE=a" * 1_000 + b":1\n"),
    "types": (_ANA, b"TEL;TYPE=" + b"a," * 4_000 + b":1\n"),
    "carets": (_ANA, b"TEL;TYPE=" + b"^" * 8_000 + b":1\n"),
    "escapes": (b"", _ANA + (b"NOTE:" + b"\\n" * 1_000 + b"\n") * 10 + b"END:VCARD\n"),
    "parts of a name": (_ANA, b"N:" + b",;" * 16_000 + b"\n"),
    "bad bytes": (_ANA, b"NOTE:" + b"\xff\xc3\xa4" * 10_000 + b"\n"),
    "hidden characters": (_ANA, b"NOTE:" + b"\xe2\x80\xae" * 10_000 + b"\n"),
    "marks on one letter": (b"BEGIN:VCARD\n", b"FN:" + b"\xcd\x91" * 15_000 + b"\n"),
    "numbers": (b"", _ANA + b"".join(b"TEL:%d\n" % n for n in range(100)) + b"END:VCARD\n"),
    "bad dates": (b"", _ANA + b"".join(b"BDAY:x%d\n" % n for n in range(30)) + b"END:VCARD\n"),
    "labels": (b"", _ANA + b"".join(b"item%d.X-ABLABEL:x\n" % n for n in range(60)) + b"END:VCARD\n"),
    "empty cards": (b"", b"BEGIN:VCARD\nEND:VCARD\n"),
    "cards without an end": (b"", b"BEGIN:VCARD\nFN:A\n"),
    "cards in cards": (_ANA, b"AGENT:\nBEGIN:VCARD\n"),
    "cards on one line": (_ANA, b"END:VCARDBEGIN:VCARD"),
    "wide notes": (b"", _ANA + b"NOTE:" + b"x" * 900 + b"\xf0\x9f\x98\x80\nEND:VCARD\n"),
    "utf-16": (b"\xff\xfe" + _ANA.decode().encode("utf-16-le"), "NOTE:中中中中中中中中中中\n".encode("utf-16-le")),
}


def hostile(name: str, size: int) -> bytes:
    """A hostile file of nearly `size` bytes."""
    start, unit = HOSTILE[name]
    return start + unit * ((size - len(start)) // len(unit))


def measured(name: str) -> tuple[float, int, Reading]:
    """Seconds, peak memory of this process in MB, and the reading of one hostile file of full size."""
    data = hostile(name, MAX_BYTES)
    began = perf_counter()
    reading = read_cards(data, now=TODAY)
    took = perf_counter() - began
    return took, peak_megabytes(), reading


def peak_megabytes() -> int:
    """The most memory this program held; unlike `ru_maxrss`, not what the process held that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)[1]) // 1024  # type: ignore[index]


def measure(name: str) -> None:
    took, peak, reading = measured(name)
    print(f"{name:24} {took:5.2f} s {peak:4} MB  {len(reading.cards):6} cards {reading.stopped or ''}")


def fuzz(count: int, seed: int) -> None:
    """Read so many broken files; print what came of them."""
    slowest, refused, unreadable, cards = 0.0, 0, 0, 0
    tracemalloc_peak = 0
    for number, data in enumerate(mutants(count, seed)):
        if number % 1000 == 0:
            tracemalloc.start()
        began = perf_counter()
        reading = checked(data)
        if tracemalloc.is_tracing():
            tracemalloc_peak = max(tracemalloc_peak, tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        else:
            slowest = max(slowest, perf_counter() - began)
        cards += len(reading.cards) if reading else 0
        refused += len(reading.refused) if reading else 0
        unreadable += reading is None
    peak = peak_megabytes()
    print(f"{count} broken files, 0 crashes: {cards} cards, {refused} refused, {unreadable} no address book")
    print(f"slowest {slowest:.3f} s, peak of the process {peak} MB, of one file {tracemalloc_peak // 1024} KB")


def main() -> None:
    match sys.argv[1:]:
        case ["hostile"]:
            for name in HOSTILE:
                subprocess.run([sys.executable, "-m", "benchmarks.fuzz_vcards", "hostile", name], check=True)
        case ["hostile", name]:
            measure(name)
        case [count, *seed]:
            fuzz(int(count), int(seed[0]) if seed else 1)
        case _:
            print(__doc__)


if __name__ == "__main__":
    main()

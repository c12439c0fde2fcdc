"""Address books of the cast, and the way from a file to people on the map."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions.imports import bring_some, choose_cards, read_files
from kindring.people.models import ImportCard, ImportFile, Person
from kindring.people.pile import Upload
from tests.cast import NOW
from tests.web.seen import Seen


def card(name: str, *lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", *lines, "END:VCARD", ""])


MIRA = card("Mira Horvat", "UID:5f0c6a1e-mira", "TEL;TYPE=CELL:+385 91 555 0101", "EMAIL:mira@example.org")
JONAS = card("Jonas", "TEL:+49 30 555 0102")


def read(user: User, *texts: str | bytes) -> ImportFile:
    data = [text.encode() if isinstance(text, str) else text for text in texts]
    uploads = [Upload(f"{at}.vcf", each) for at, each in enumerate(data)]
    return read_files(by=Actor(user), now=NOW, uploads=uploads)


def cards_of(user: User, book: ImportFile) -> list[ImportCard]:
    return list(ImportCard.objects.visible_to(user).filter(file=book).order_by("line", "id"))


def choose(user: User, book: ImportFile, *names: str) -> None:
    """Chooses these, or everyone, as if all stood on one page."""
    shown = cards_of(user, book)
    chosen = [row.id for row in shown if not names or row.card["name"] in names]
    choose_cards(by=Actor(user), file=book, shown=[row.id for row in shown], chosen=chosen)


def bring(user: User, *texts: str | bytes) -> list[Person]:
    """Everyone in these files, brought in one go."""
    book = read(user, *texts)
    choose(user, book)
    while bring_some(by=Actor(user), now=NOW, file=book).left:
        pass
    return people_of(user)


def people_of(user: User) -> list[Person]:
    return sorted(Person.objects.visible_to(user), key=lambda person: person.name)


def only(user: User, *lines: str) -> Person:
    """The one person whose card says these lines."""
    (person,) = bring(user, card("Mira", *lines))
    return person


def outcomes(user: User, book: ImportFile) -> list[str]:
    return [row.outcome for row in cards_of(user, book)]


def upload(client: Client, *texts: str | bytes, **options: Any) -> Any:
    """Sends these files as the form of /bring does."""
    data = [text.encode() if isinstance(text, str) else text for text in texts]
    files = [SimpleUploadedFile(f"{at}.vcf", each, "text/vcard") for at, each in enumerate(data)]
    return client.post("/bring", {"book": files}, **options)


def boxes(page: Seen) -> list[dict[str, str]]:
    """The checkboxes of a page, by their attributes."""
    return [attrs for tag, attrs in page.tags if tag == "input" and attrs.get("type") == "checkbox"]

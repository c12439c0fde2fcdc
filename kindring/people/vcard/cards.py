"""From the properties of one card to a filled sheet."""

from datetime import date

from kindring.people.vcard.lines import Deadline
from kindring.people.vcard.properties import Property
from kindring.people.vcard.readers import plain_text, reader_of
from kindring.people.vcard.sheet import Sheet

_NOT_SHOWN_WHEN_CUT = {"PHOTO", "LOGO", "SOUND", "KEY"}  # said to be left out anyway


def fill_sheet(properties: list[Property], line: int, now: date, deadline: Deadline) -> Sheet:
    """A sheet with all that the properties of one card say; raises `OutOfTime`."""
    old = any(each.name == "VERSION" and b"2.1" in each.raw[:16] for each in properties)
    sheet = Sheet(line, now, old=old)
    labels = {each.group: plain_text(sheet, each) for each in properties if each.name == "X-ABLABEL"}
    has_address = any(each.name == "ADR" for each in properties)
    for each in properties:
        deadline.check(each.line)
        read = reader_of(each)
        if read is None or (each.name == "LABEL" and has_address):
            continue
        if each.cut and each.name not in _NOT_SHOWN_WHEN_CUT:
            sheet.skip("cut", each.text())
        read(sheet, each, labels)
    return sheet

"""A photo: known by its content, bounded, sealed, and without what the camera wrote into it."""

import random
from base64 import b64decode

import pytest
from django.db import connection

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.refused import Refused
from kindring.lifeline.actions.photo import keep_photo, remove_photo
from kindring.lifeline.actions.plan import set_review
from kindring.lifeline.models import PlanFrame
from kindring.lifeline.photo import MOST_BYTES, NoPhoto, cleaned
from kindring.lifeline.plan import photo_of, plan_of
from tests.cast import NOW, TODAY
from tests.photos import CAMERA, chunk, exif, jpeg, png, segment, webp

XMP = b"http://ns.adobe.com/xap/1.0/\x00" + CAMERA
ICC = b"ICC_PROFILE\x00\x01\x01colours"


@pytest.mark.parametrize(
    ("data", "media_type"), [(png(), "image/png"), (jpeg(), "image/jpeg"), (webp(), "image/webp")]
)
def test_three_kinds_are_known_by_their_content(data: bytes, media_type: str) -> None:
    assert cleaned(data)[0] == media_type


@pytest.mark.parametrize(
    "data",
    [
        jpeg(segment(0xE1, exif())),
        jpeg(segment(0xE1, XMP)),
        jpeg(segment(0xFE, CAMERA)),
        jpeg(segment(0xED, CAMERA)),
        jpeg(after=b"\xff\xd8" + CAMERA),
        png(8, 8, chunk(b"eXIf", CAMERA), chunk(b"tEXt", b"Comment\x00" + CAMERA), chunk(b"iTXt", CAMERA)),
        png() + CAMERA,
        webp((b"EXIF", CAMERA), (b"XMP ", CAMERA)),
        webp() + CAMERA,
    ],
    ids=[
        "EXIF",
        "XMP",
        "comment",
        "IPTC",
        "second picture",
        "PNG chunks",
        "behind PNG",
        "WebP chunks",
        "behind WebP",
    ],
)
def test_what_the_camera_wrote_is_left_out(data: bytes) -> None:
    assert CAMERA in data
    media_type, picture = cleaned(data)
    assert CAMERA not in picture
    assert cleaned(picture) == (media_type, picture)


def test_which_way_is_up_stays() -> None:
    _, picture = cleaned(jpeg(segment(0xE1, exif(orientation=6))))
    assert picture.count(b"Exif\x00\x00MM\x00\x2a") == 1
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in picture
    assert b"Exif" not in cleaned(jpeg(segment(0xE1, exif(orientation=1))))[1]


def test_colours_stay() -> None:
    assert ICC in cleaned(jpeg(segment(0xE2, ICC)))[1]


def test_flags_of_webp_tell_of_nothing_that_is_gone() -> None:
    assert cleaned(webp((b"EXIF", CAMERA)))[1][20] & 0b0000_1100 == 0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown"),
        (b"GIF89a", "unknown"),
        (b"<html>", "unknown"),
        (b"\x89PNG\r\n\x1a\n", "broken"),
        (png()[:-9], "broken"),
        (jpeg()[:-2], "broken"),
        (b"\xff\xd8\xff\xd9", "broken"),
        (b"RIFF\x04\x00\x00\x00WEBP", "broken"),
        (png(50_000, 8), "too_large"),
        (png(0, 8), "broken"),
        (b"\xff\xd8\xff" + b"\x00" * MOST_BYTES, "too_large"),
    ],
)
def test_anything_else_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(NoPhoto) as no:
        cleaned(data)
    assert no.value.code == code


def test_nothing_that_is_hostile_leaves_otherwise() -> None:
    chance = random.Random(7)
    seeds = [png(), jpeg(segment(0xE1, exif())), webp((b"EXIF", CAMERA))]
    for _ in range(3000):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            cleaned(bytes(data[: chance.randrange(1, len(data) + 1)]))
        except NoPhoto:
            continue


def test_photo_is_kept_sealed_and_replaced(by: Actor, ana: User) -> None:
    keep_photo(by=by, data=png())
    keep_photo(by=by, data=jpeg())
    set_review(by=by, now=NOW, on=None)
    head, _, body = photo_of(ana).partition(",")
    assert head == "data:image/jpeg;base64"
    assert b64decode(body) == jpeg()
    assert PlanFrame.objects.count() == 1
    assert plan_of(ana, TODAY).has_photo
    with connection.cursor() as cursor:
        cursor.execute("SELECT photo FROM lifeline_planframe")
        assert bytes(cursor.fetchone()[0]).startswith(b"K1")
    remove_photo(by=by)
    assert not plan_of(ana, TODAY).has_photo
    assert photo_of(ana) == ""


def test_refusal_says_what_fits(by: Actor) -> None:
    with pytest.raises(Refused) as refused:
        keep_photo(by=by, data=b"GIF89a")
    assert refused.value.code == "photo_unknown"
    assert refused.value.status == 422

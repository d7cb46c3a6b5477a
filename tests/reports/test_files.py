"""Files: what they are by their first bytes, and copies in which nothing is written any more."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from bot.errors import BadInputError
from bot.reports import photos
from bot.reports.file_types import (
    ALL,
    AMR,
    JPEG,
    M4A,
    MP4,
    OPUS,
    PDF,
    PNG,
    THREE_GP,
    WEBP,
    FileKind,
    claimed_kind,
    claims_refused,
    type_of,
)
from bot.reports.footage import clean_footage
from bot.reports.photos import clean_photo
from tests.doubles import pictures

FORMS = [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pictures.photo("JPEG"), JPEG),
        (pictures.photo("PNG"), PNG),
        (pictures.photo("WEBP"), WEBP),
        (pictures.PDF, PDF),
        (pictures.OPUS, OPUS),
        (pictures.AMR, AMR),
        (b"#!AMR-WB\n" + bytes(9), AMR),
        (pictures.video(), MP4),
        (pictures.video(b"M4A "), M4A),
        (pictures.video(b"3gp5"), THREE_GP),
    ],
)
def test_the_first_bytes_tell(content, kind):
    assert type_of(content) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"XXXX\x00\x00\x00\x00WEBP",
        b"OggS" + bytes(24) + b"\x01vorbis",
        b"\x00\x00\x00\x18ftypheic",
        b" %PDF-1.7",
        b"{}",
    ],
)
def test_anything_else_is_not_kept(content):
    assert type_of(content) is None


def test_what_is_claimed_decides_on_words_only():
    assert claimed_kind("audio/ogg") is FileKind.VOICE
    assert claimed_kind("nonsense") is FileKind.DOCUMENT


@pytest.mark.parametrize(
    "claim", ["text/vcard", "text/x-vcard; charset=utf-8", "application/msword", "image/HEIC", "audio/mpeg"]
)
def test_a_claim_that_is_never_kept_is_known_before_the_file_is_fetched(claim):
    assert claims_refused(claim)


@pytest.mark.parametrize("claim", [*ALL, "application/octet-stream", "audio/ogg; codecs=opus", "", "nonsense"])
def test_what_may_be_kept_is_looked_at(claim):
    assert not claims_refused(claim)


@pytest.mark.parametrize(("form", "kind"), FORMS)
def test_the_place_is_read_and_gone_from_the_copy_like_everything_else_that_is_written(form, kind):
    content = pictures.photo(form)
    assert pictures.NOTE in content
    clean = clean_photo(content, kind)
    assert clean.place == pytest.approx(pictures.PLACE, abs=1e-4)
    assert type_of(clean.content) is kind
    assert pictures.NOTE not in clean.content
    assert b"Exif" not in clean.content
    assert b"eXIf" not in clean.content
    with Image.open(BytesIO(clean.content)) as copy:
        copy.load()
        assert not copy.getexif()
        assert not {"exif", "comment", "Comment", "xmp", "icc_profile", "XML:com.adobe.xmp"} & set(copy.info)
        assert clean_photo(clean.content, kind).place is None


@pytest.mark.parametrize(("form", "kind"), FORMS)
def test_the_copy_shows_the_same_the_right_way_up(form, kind):
    clean = clean_photo(pictures.photo(form, turned=6), kind)
    with Image.open(BytesIO(clean.content)) as copy:
        assert copy.size == (48, 64)  # turned by a quarter
        red, blue = copy.convert("RGB").getpixel((24, 60)), copy.convert("RGB").getpixel((24, 4))
    assert red[0] > red[2]
    assert blue[2] > blue[0]


def test_a_large_photo_is_drawn_smaller_and_keeps_its_shape():
    clean = clean_photo(pictures.photo(size=(6400, 6200)), JPEG)
    assert clean.place == pytest.approx(pictures.PLACE, abs=1e-4)
    with Image.open(BytesIO(clean.content)) as copy:
        assert copy.size == (3200, 3100)


def test_what_follows_a_photo_is_not_in_the_copy():
    content = pictures.photo() + pictures.video() + b"-09.8597+124.2830/"
    assert b"-09.8597" not in clean_photo(content, JPEG).content


def test_a_profile_and_xmp_are_gone_too():
    out = BytesIO()
    xmp = b"<x:xmpmeta><exif:GPSLatitude>9,51.5S</exif:GPSLatitude></x:xmpmeta>"
    Image.new("RGB", (9, 9)).save(out, "JPEG", icc_profile=b"maker-profile", xmp=xmp)
    assert b"maker-profile" in out.getvalue()
    copy = clean_photo(out.getvalue(), JPEG).content
    assert b"maker-profile" not in copy
    assert b"GPSLatitude" not in copy


def test_a_transparent_picture_stays_transparent():
    out = BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(clean_photo(out.getvalue(), PNG).content)) as copy:
        assert copy.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    "values",
    [
        {ExifTags.GPS.GPSLatitude: (9.0, 51.0, 35.0)},
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (0.0, 0.0, 0.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (0.0, 0.0, 0.0),
        },
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (99.0, 0.0, 0.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (1.0, 0.0, 0.0),
        },
    ],
)
def test_half_a_place_no_reception_and_nonsense_are_no_place(values):
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(values)
    out = BytesIO()
    Image.new("RGB", (9, 9)).save(out, "JPEG", exif=exif)
    assert clean_photo(out.getvalue(), JPEG).place is None


@pytest.mark.parametrize("size", [(60_000, 60_000), (9_000, 9_000)])
def test_a_bomb_is_refused_before_it_is_drawn(size):
    with pytest.raises(BadInputError, match="too_many_pixels"):
        clean_photo(pictures.bomb(*size), PNG)


def test_what_is_just_small_enough_is_drawn(monkeypatch):
    monkeypatch.setattr(photos, "MOST_PIXELS", 64 * 48)
    assert clean_photo(pictures.photo(), JPEG)
    with pytest.raises(BadInputError, match="too_many_pixels"):
        clean_photo(pictures.photo(size=(64, 49)), JPEG)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pictures.photo("JPEG", (640, 480))[:2000], JPEG),
        (pictures.photo("PNG")[:120], PNG),
        (b"\xff\xd8\xff<html>", JPEG),
        (pictures.photo("PNG"), JPEG),
        (b"RIFF\x00\x00\x00\x00WEBP", WEBP),
    ],
)
def test_a_torn_or_false_photo_is_refused(content, kind):
    with pytest.raises(BadInputError, match="unreadable_photo"):
        clean_photo(content, kind)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(FORMS))
def test_no_damage_leads_to_anything_but_a_refusal_or_a_clean_copy(data, form):
    content = bytearray(pictures.photo(form[0]))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        clean = clean_photo(bytes(content), form[1])
    except BadInputError:
        return
    assert pictures.NOTE not in clean.content


def test_a_video_keeps_its_pictures_and_loses_what_is_written_in_it():
    content = pictures.video()
    clean = clean_footage(content)
    assert len(clean) == len(content)
    assert b"-09.8597" in content
    assert b"-09.8597" not in clean
    assert clean.count(b"pictures") == 10
    assert clean.index(b"mdat") == content.index(b"mdat")


def test_a_video_whose_pictures_are_cut_off_is_cleaned_all_the_same():
    assert b"-09.8597" not in clean_footage(pictures.video()[:-30])


def test_a_video_with_broken_boxes_is_refused():
    broken = pictures.box(b"ftyp", b"isom") + pictures.box(b"moov", b"\x00\xff\xff\xffudta-09.8597")
    with pytest.raises(BadInputError, match="unreadable_footage"):
        clean_footage(broken)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_no_boxes_break_the_cleaning(content):
    with suppress(BadInputError):
        assert len(clean_footage(content)) == len(content)

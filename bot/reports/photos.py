"""Photos: where they were taken, and a copy of what can be seen without anything that is written inside the file.

The copy is drawn anew from the pixels. A copy with the known tags cut out would keep the unknown ones: notes of the
camera's maker, a small preview, a second picture or a video behind the first (Pillow's page on image formats).
"""

from dataclasses import dataclass
from io import BytesIO
from math import isfinite

from PIL import ExifTags, Image, ImageOps

from bot.errors import BadInputError
from bot.reports.file_types import JPEG, PNG, WEBP, FileType

MOST_PIXELS = 50_400_000
"""Our choice: 50 megapixels, as most cameras of phones give at most (8,160 × 6,144 and the like). A file of a few
kilobytes can claim to be a hundred times as large."""

Image.MAX_IMAGE_PIXELS = MOST_PIXELS

_ENOUGH = (3000, 3000)
"""Pixels each way from which a JPEG is drawn at a half or a quarter of its size, so that 50 megapixels need 100 MB of
memory instead of 400. The file as it came is kept as well."""

_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
_HOW = {JPEG: {"quality": 90}, PNG: {"compress_level": 6}, WEBP: {"quality": 90}}
_SPOTS = 12
"""Spots of colour along the longer side of a blurred photo: a face that fills the picture has too few to be known."""

_SOUTH_OR_WEST = ("S", "W")


@dataclass(frozen=True)
class CleanPhoto:
    """A copy without metadata, and where the photo says to be taken: degrees north and east, None where it does not."""

    content: bytes
    place: tuple[float, float] | None


def clean_photo(content: bytes, kind: FileType) -> CleanPhoto:
    """Draw a photo anew. Raises BadInputError for one that is too large to draw, torn, or none at all."""
    try:
        with Image.open(BytesIO(content), formats=(_FORMATS[kind],)) as photo:
            if photo.width * photo.height <= MOST_PIXELS:
                photo.draft("RGB", _ENOUGH)
                photo.load()
                place = _place(photo)  # before it is turned, which takes its tags
                return CleanPhoto(_drawn(photo, kind), place)
            reason = "too_many_pixels"
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        reason = "too_many_pixels"
    except Exception:
        # Files made to break readers raise whatever they find: OSError, SyntaxError, ValueError, struct.error and more.
        reason = "unreadable_photo"
    raise BadInputError(reason)


def blurred_photo(content: bytes, kind: FileType) -> bytes:
    """Return a PNG of at most 12 by 12 pixels of a copy that ``clean_photo`` drew. Raises BadInputError."""
    try:
        with Image.open(BytesIO(content), formats=(_FORMATS[kind],)) as photo:
            photo.draft("RGB", (_SPOTS * 8, _SPOTS * 8))
            small = photo.convert("RGB")
    except (OSError, ValueError) as fault:
        raise BadInputError("unreadable_photo") from fault
    small.thumbnail((_SPOTS, _SPOTS), Image.Resampling.BOX)
    out = BytesIO()
    small.save(out, "PNG")
    return out.getvalue()


def _drawn(photo: Image.Image, kind: FileType) -> bytes:
    """Return the pixels, turned the right way up, as a file of the same type; of a moving picture the first one."""
    ImageOps.exif_transpose(photo, in_place=True)
    mode = "RGBA" if photo.has_transparency_data and kind is not JPEG else "RGB"
    pixels = photo if photo.mode == mode else photo.convert(mode)
    # On a new picture: this one still carries comments and profiles, which are written into the file.
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    pixels.close()
    out = BytesIO()
    bare.save(out, _FORMATS[kind], **_HOW[kind])
    return out.getvalue()


def _place(photo: Image.Image) -> tuple[float, float] | None:
    """Return the position of the EXIF data (tags GPSLatitude and so on); one that makes no sense is none."""
    try:
        told = photo.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        tags = ExifTags.GPS
        north = _degrees(told[tags.GPSLatitude], told[tags.GPSLatitudeRef])
        east = _degrees(told[tags.GPSLongitude], told[tags.GPSLongitudeRef])
    except Exception:  # the position is extra: a photo with broken tags is still a photo
        return None
    sane = isfinite(north) and isfinite(east) and abs(north) <= 90 and abs(east) <= 180
    # Cameras without reception write zeros.
    return (round(north, 6), round(east, 6)) if sane and (north, east) != (0, 0) else None


def _degrees(parts: tuple[float, float, float], side: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(side).strip("\0 ").upper() in _SOUTH_OR_WEST else value

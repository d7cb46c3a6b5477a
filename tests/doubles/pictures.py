"""Files as phones make them, and files that are made to do harm."""

import struct
import zlib
from io import BytesIO

from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

PLACE = (-9.859722, 124.283056)
"""SoE in West Timor, south and east."""

NOTE = b"dari kamera 0812"
OPUS = b"OggS\x00\x02" + bytes(22) + b"OpusHead\x01\x01" + bytes(40)
AMR = b"#!AMR\n" + bytes(64)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def photo(form: str = "JPEG", size: tuple[int, int] = (64, 48), *, place: bool = True, turned: int = 1) -> bytes:
    """Return a photo with a position, a comment and the name of the device inside."""
    picture = Image.new("RGB", size, (200, 30, 30))
    picture.paste((30, 30, 200), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = NOTE.decode()
    exif[ExifTags.Base.Orientation] = turned
    if place:
        gps = ExifTags.GPS
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(
            {
                gps.GPSLatitudeRef: "S",
                gps.GPSLatitude: (9.0, 51.0, 35.0),
                gps.GPSLongitudeRef: "E",
                gps.GPSLongitude: (124.0, 16.0, 59.0),
            }
        )
    more: dict[str, object] = {"comment": NOTE} if form == "JPEG" else {}
    if form == "PNG":
        info = PngInfo()
        info.add_text("Comment", NOTE.decode())
        more = {"pnginfo": info}
    out = BytesIO()
    picture.save(out, form, exif=exif, **more)
    return out.getvalue()


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """Return a PNG of some hundred bytes that claims to have 3,600 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def box(name: bytes, content: bytes) -> bytes:
    """Return one box of an MP4 file."""
    return struct.pack(">I", 8 + len(content)) + name + content


def video(brand: bytes = b"isom") -> bytes:
    """Return the boxes of a video with its place written in the three usual ways."""
    place = box(b"\xa9xyz", b"\x00\x12\x15\xc7-09.8597+124.2830/")
    moov = box(b"mvhd", bytes(100)) + box(b"udta", place) + box(b"meta", b"ISO6709 -09.8597+124.2830/")
    track = box(b"trak", box(b"tkhd", bytes(80)) + box(b"udta", box(b"loci", b"-09.8597")))
    return box(b"ftyp", brand + bytes(4)) + box(b"moov", moov + track) + box(b"mdat", b"pictures" * 10)

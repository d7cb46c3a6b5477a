"""What a file is, by its first bytes; what somebody says it is counts for nothing.

Types: those WhatsApp carries and an officer needs (https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages).
Signatures: ISO/IEC 10918-1, PNG 3rd edition, RFC 9649 (WebP), ISO 32000, RFC 7845 (Opus in Ogg), RFC 4867 (AMR),
ISO/IEC 14496-12 and 3GPP TS 26.244 (the brands of MP4 and 3GP).
"""

from dataclasses import dataclass

from bot.vocabulary import Word


class FileKind(Word):
    """What a piece of evidence is to an officer."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"


@dataclass(frozen=True)
class FileType:
    """A type of file that is kept. ``extension``: what the copies for officers end in."""

    kind: FileKind
    media_type: str
    extension: str


JPEG = FileType(FileKind.PHOTO, "image/jpeg", "jpg")
PNG = FileType(FileKind.PHOTO, "image/png", "png")
WEBP = FileType(FileKind.PHOTO, "image/webp", "webp")
PDF = FileType(FileKind.DOCUMENT, "application/pdf", "pdf")
OPUS = FileType(FileKind.VOICE, "audio/ogg", "ogg")
AMR = FileType(FileKind.VOICE, "audio/amr", "amr")
M4A = FileType(FileKind.VOICE, "audio/mp4", "m4a")
MP4 = FileType(FileKind.VIDEO, "video/mp4", "mp4")
THREE_GP = FileType(FileKind.VIDEO, "video/3gpp", "3gp")

ALL = {one.media_type: one for one in (JPEG, PNG, WEBP, PDF, OPUS, AMR, M4A, MP4, THREE_GP)}

_OPENINGS = (
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (8, b"WEBP", WEBP),
    (0, b"%PDF-", PDF),
    (28, b"OpusHead", OPUS),
    (0, b"#!AMR\n", AMR),
    (0, b"#!AMR-WB\n", AMR),
)
_MAY_BE_KEPT = frozenset({PDF.media_type, "application/octet-stream", "application/ogg"})
_REFUSED = frozenset({"image/heic", "image/heif", "image/gif", "image/tiff", "image/bmp", "audio/mpeg", "audio/aac"})
_BEFORE = {WEBP: b"RIFF", OPUS: b"OggS"}
_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"qt  ")


def type_of(content: bytes) -> FileType | None:
    """Return what a file is, None for a type that is not kept."""
    for at, mark, found in _OPENINGS:
        if content.startswith(mark, at) and content.startswith(_BEFORE.get(found, b"")):
            return found
    return _type_by_brand(content[8:12]) if content[4:8] == b"ftyp" else None


def claimed_kind(content_type: str) -> FileKind:
    """Return the kind a sender claims: good for the words of the first answer, and for nothing else."""
    claims = {"audio": FileKind.VOICE, "video": FileKind.VIDEO, "image": FileKind.PHOTO}
    return claims.get(content_type.partition("/")[0].lower(), FileKind.DOCUMENT)


def claims_refused(content_type: str) -> bool:
    """Tell whether a sender claims a type that is never kept, as a contact card: then its sender is told at once."""
    plain = content_type.partition(";")[0].strip().lower()
    if plain.startswith("application/"):
        return plain not in _MAY_BE_KEPT
    return plain.startswith("text/") or plain in _REFUSED


def _type_by_brand(brand: bytes) -> FileType | None:
    if brand in {b"M4A ", b"M4B "}:
        return M4A
    if brand.startswith((b"3gp", b"3g2")):
        return THREE_GP
    return MP4 if brand in _BRANDS else None

"""Rich Text Format files (.rtf), read by our own walk, which keeps bold, fonts, tables and notes (RTF 1.9.1)."""

from __future__ import annotations

from domain.document import FileKind, walk_paragraphs
from parsers.contents import Contents, Members, Skip, damaged, empty, no_text
from parsers.legacy import Encoding, guess
from parsers.limits import Limits
from parsers.richtext_walk import Walker
from parsers.sample import Sample

VIETNAMESE = "RTF (.rtf)"
NEEDS: tuple[str, ...] = ()

_PICTURES_ONLY = "Tệp RTF chỉ có hình (bản quét), chưa đọc được chữ; cần gửi lại bản có chữ."
_LARGE_PICTURE_NOTE = "Trong tệp có hình lớn; chữ trong hình (nếu có) chưa được đọc."
#: A font of each encoding, to be taken for the font of text that has none.
_FONTS = {Encoding.TCVN3: ".VnTime", Encoding.VNI: "VNI-Times"}


def claims(sample: Sample) -> FileKind | None:
    """Claim what begins as RTF does."""
    return FileKind.RTF if sample.signature == "rtf" else None


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Return the document's paragraphs and tables in reading order, with automatic numbers as labels."""
    return from_rtf(sample.data)


def from_rtf(data: bytes) -> Contents:
    """Return what an RTF file says. Raises UnreadableError.

    A file that was cut is refused: what it has no more must not be taken for missing in the report.
    """
    walker = _walked(data)
    if walker.depth:
        raise damaged(f"{walker.depth} groups are not closed at the end")
    if b"\\par" in data[walker.end :]:
        raise damaged(f"text behind the end of the outermost group, at byte {walker.end} of {len(data)}")
    if not walker.blocks:
        if walker.seen.pictures:
            raise no_text(_PICTURES_ONLY, "pictures only")
        raise empty("no text in the body")
    return Contents(
        blocks=walker.blocks,
        # A page number says nothing of the document.
        margins=tuple(dict.fromkeys(text for text in walker.margins if text.strip("-–. 0123456789"))),
        notes=(_LARGE_PICTURE_NOTE,) if walker.seen.large_pictures else (),
    )


def _walked(data: bytes) -> Walker:
    """Walk; where the file names no fonts, let its letters tell how they are to be understood."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    walker = Walker()
    walker.walk(data)
    if any(font.name for font in walker.fonts.values()):
        return walker
    font = _FONTS.get(guess("\n".join(paragraph.text for paragraph in walk_paragraphs(walker.blocks))))
    if font is None:
        return walker
    walker = Walker(font_of_unnamed=font)
    walker.walk(data)
    return walker

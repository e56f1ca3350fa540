"""Word files of 1997 to 2003: olefile opens the container, our own reading follows [MS-DOC].

Files of Word 6 and 95 have another form; LibreOffice turns them into a .docx where it is installed.
"""

from __future__ import annotations

from domain.document import Block, FileKind, UnreadableCause
from parsers import doc_old
from parsers.contents import Contents, Members, Skip, UnreadableError, damaged, empty, no_text
from parsers.doc_bytes import FormError
from parsers.doc_container import WordFile, open_file
from parsers.limits import Limits
from parsers.sample import Sample
from parsers.word import LARGE_PICTURE_NOTE, PICTURES_ONLY

VIETNAMESE = "Word 97–2003 (.doc)"
NEEDS: tuple[str, ...] = ("olefile",)

_OTHERS = frozenset({"Workbook", "Book", "EncryptedPackage"})


def claims(sample: Sample) -> FileKind | None:
    """Claim OLE containers with a Word document at the top."""
    mine = "WordDocument" in sample.ole_streams and not sample.ole_streams & _OTHERS
    return FileKind.DOC if mine else None


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Return the document's paragraphs and tables in reading order, with automatic numbers as labels."""
    try:
        file = open_file(sample.data)
        return doc_old.read(sample, limits) if file is None else _contents(file)
    except (FormError, IndexError, OverflowError) as error:
        # IndexError: a change of formatting whose operand is shorter than its kind has.
        raise damaged(f"[MS-DOC]: {type(error).__name__}: {error}") from error
    except RecursionError as error:
        raise UnreadableError(
            UnreadableCause.SUSPICIOUS, "Tệp Word lồng quá nhiều lớp bất thường; không đọc.", "nested too deeply"
        ) from error


def _contents(file: WordFile) -> Contents:
    from parsers.doc_walk import Walker

    walker = Walker.of(file)
    blocks: tuple[Block, ...] = walker.main()
    if not blocks:
        if walker.seen.pictures:
            raise no_text(PICTURES_ONLY, "pictures only")
        raise empty("no text in the document")
    notes = (LARGE_PICTURE_NOTE,) if walker.seen.large_pictures else ()
    return Contents(blocks=blocks, margins=walker.margins(), notes=notes)

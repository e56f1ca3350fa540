"""What a file is, told from its bytes, never from its name.

Every reader is asked; exactly one may claim a file. Two claims are a defect of ours and are named, never an order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.document import FileKind
from parsers import (
    archive,
    compressed,
    doc_file,
    excel,
    hypertext,
    locked,
    opendocument,
    outlook,
    pdf,
    picture,
    plain,
    richtext,
    trifle,
    unsupported,
    winmail,
    word,
)
from parsers.contents import Contents, Members, Skip
from parsers.limits import Limits
from parsers.sample import Sample


class FormatReader(Protocol):
    """One reader: a module that says which files are its own and reads them."""

    #: How the office calls what it reads, e.g. 'Word (.docx)'; '' where it only says why a file is not read.
    VIETNAMESE: str
    #: Modules it cannot work without.
    NEEDS: tuple[str, ...]

    def claims(self, sample: Sample) -> FileKind | None:
        """Return what the file is, None where it is another reader's."""
        ...

    def read(self, sample: Sample, limits: Limits) -> Contents | Members | Skip:
        """Return what is in the file. Raises UnreadableError."""
        ...


READERS: Sequence[FormatReader] = [
    word,
    doc_file,
    opendocument,
    richtext,
    excel,
    pdf,
    plain,
    hypertext,
    archive,
    compressed,
    outlook,
    winmail,
    picture,
    trifle,
    locked,
    unsupported,
]


class TwoClaimsError(AssertionError):
    """Two readers claim one file: a defect in what they claim."""


def choose(sample: Sample) -> tuple[FileKind, FormatReader | None]:
    """Return the kind of a file and the one reader that claims it, (UNKNOWN, None) where none does."""
    claims = [(kind, reader) for reader in READERS if (kind := reader.claims(sample)) is not None]
    if len(claims) > 1:
        raise TwoClaimsError("claimed twice: " + ", ".join(f"{_name(r)} as {k}" for k, r in claims))
    return claims[0] if claims else (FileKind.UNKNOWN, None)


def sniff(data: bytes) -> FileKind:
    """Return what a file with these bytes is; UNKNOWN for no bytes at all and for what no reader claims."""
    return choose(Sample(data))[0]


def _name(reader: FormatReader) -> str:
    return str(getattr(reader, "__name__", reader))

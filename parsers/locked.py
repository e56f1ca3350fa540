"""Office files of 2007 and later under a password: an OLE container around an encrypted package (MS-OFFCRYPTO 2.3)."""

from __future__ import annotations

from domain.document import FileKind
from parsers import contents
from parsers.limits import Limits
from parsers.sample import Sample

VIETNAMESE = ""
NEEDS: tuple[str, ...] = ()


def claims(sample: Sample) -> FileKind | None:
    """Claim containers that hold nothing but an encrypted package."""
    return FileKind.ENCRYPTED_OFFICE if "EncryptedPackage" in sample.ole_streams else None


def read(sample: Sample, limits: Limits) -> contents.Contents | contents.Members | contents.Skip:
    """Refuse: nobody here knows the password."""
    raise contents.locked("OLE container with EncryptedPackage")

"""Word files from before 1997: LibreOffice, where it is installed, turns them into a .docx, which is read instead."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from domain.document import UnreadableCause
from parsers import word
from parsers.contents import Contents, Members, Skip, UnreadableError, damaged
from parsers.limits import Limits
from parsers.sample import Sample

_REASON = "Tệp Word quá cũ (Word 6 hoặc Word 95) nên không đọc được; cần gửi lại bằng Word (.docx) hoặc PDF có chữ."
#: Share of a file's time that the conversion may take; reading what comes of it needs the rest.
_SHARE = 0.8
#: LibreOffice maps more address space than it uses; in KiB.
_ADDRESS_SPACE = 8 * 1024 * 1024
#: How `timeout` ends when it had to end the program, and when it had to kill it.
_TOO_SLOW = frozenset({124, 137, -9})


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Return what a file of Word 6 or 95 holds. Raises UnreadableError, UNSUPPORTED without LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        raise UnreadableError(UnreadableCause.UNSUPPORTED, _REASON, "Word 6/95 and no soffice on PATH")
    with tempfile.TemporaryDirectory(prefix="baocao-doc-") as folder:
        return word.read(Sample(_converted(program, sample.data, Path(folder), limits)), limits)


def _converted(program: str, data: bytes, folder: Path, limits: Limits) -> bytes:
    source, target = folder / "a.doc", folder / "a.docx"
    source.write_bytes(data)
    # `timeout` ends it even when this process is killed meanwhile and nobody waits for it any more.
    seconds = f"{limits.seconds * _SHARE:.1f}"
    command = f'ulimit -S -v {_ADDRESS_SPACE}; exec timeout -k 1 {seconds} "$0" "$@"'
    arguments = [f"-env:UserInstallation={folder.as_uri()}/profile", "--headless", "--convert-to", "docx"]
    done = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", command, program, *arguments, "--outdir", str(folder), str(source)],
        capture_output=True,
        check=False,
    )
    if done.returncode in _TOO_SLOW:
        raise UnreadableError(
            UnreadableCause.TOO_SLOW,
            f"Đọc tệp quá {limits.seconds:g} giây nên phải dừng; cần người xem lại.",
            f"limit seconds: soffice ended after {seconds} s",
        )
    if not target.exists():
        raise damaged(f"Word 6/95; soffice ended with {done.returncode} and made nothing")
    return target.read_bytes()

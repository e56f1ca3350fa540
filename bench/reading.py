"""What reading and filing a Word file cost, beside the least it must cost and beside python-docx.

    python -m bench.reading [--rounds 20]

The floor is unpacking the package and running through word/document.xml with lxml.iterparse. All columns are taken in
turns over the same files in one run; only the ratios can be compared between machines. pandoc, markitdown and
docx2python are measured where they are installed.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import docx
from lxml import etree

from bench.rates import WORD
from domain.document import Document
from domain.mail import Attachment
from intake.opening import open_mail
from parsers.limits import Limits
from parsers.mapping import map_report
from parsers.work import Job, read_file
from service.builtin import builtin_period, builtin_template, builtin_units
from service.demo_mails import write_mails

Task = Callable[[bytes], object]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    files = word_files()
    documents = [document for data in files if isinstance(document := read(data), Document)]
    template = builtin_template()
    filing = time_of(lambda _: [map_report([document], template) for document in documents], [b""], rounds)
    floor = time_of(run_through, files, rounds)
    print(f"{len(files)} Word files, {rounds} rounds; the floor is {floor / len(files) * 1000:.2f} ms a file")
    tasks: dict[str, Task] = {"our reader": read, "python-docx, paragraphs and tables": with_python_docx}
    for name, task in tasks.items():
        print(f"{name:36} {time_of(task, files, rounds) / floor:8.1f} x the floor")
    print(f"{'filing what was read':36} {filing / floor:8.1f} x the floor")
    for name, peer in peers().items():
        print(f"{name:36} {time_of(peer, files[:3], 1) / (floor * 3 / len(files)):8.1f} x the floor (3 files, once)")


def word_files() -> list[bytes]:
    """Return the Word files of the demo's mails that can be read."""
    with tempfile.TemporaryDirectory(prefix="baocao-bench-") as name:
        folder = Path(name) / "mails"
        write_mails(folder, builtin_template(), builtin_units(), builtin_period())
        mails = [open_mail(path.read_bytes()) for path in sorted(folder.glob("*.eml"))]
    found = [file for mail in mails for file in mail.attachments if is_word(file)]
    return [file.data for file in found if isinstance(read(file.data), Document)]


def is_word(file: Attachment) -> bool:
    """Whether a file of a sample mail says that it is a Word file, and is a package."""
    return file.declared_type == WORD and zipfile.is_zipfile(io.BytesIO(file.data))


def read(data: bytes) -> object:
    """Read with our reader, in this process."""
    return read_file(Job(name="bao-cao.docx", data=data), Limits())


def run_through(data: bytes) -> None:
    """The floor."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            package.read(name)
        for _ in etree.iterparse(io.BytesIO(package.read("word/document.xml"))):
            pass


def with_python_docx(data: bytes) -> None:
    """Read all text that python-docx gives."""
    document = docx.Document(io.BytesIO(data))
    for paragraph in document.paragraphs:
        _ = paragraph.text
    for table in document.tables:
        for row in table.rows:
            _ = [cell.text for cell in row.cells]


def peers() -> dict[str, Task]:
    """Return the peers that are installed here."""
    found: dict[str, Task] = {}
    if shutil.which("pandoc"):
        found["pandoc"] = lambda data: subprocess.run(
            ["pandoc", "-f", "docx", "-t", "plain"], input=data, capture_output=True, check=True
        )
    if find_spec("markitdown"):
        from markitdown import MarkItDown

        found["markitdown"] = lambda data: MarkItDown().convert_stream(io.BytesIO(data), file_extension=".docx")
    if find_spec("docx2python"):
        from docx2python import docx2python

        found["docx2python"] = lambda data: docx2python(io.BytesIO(data)).text
    return found


def time_of(task: Task, files: Sequence[bytes], rounds: int) -> float:
    """Return the seconds of the fastest round over all `files`."""
    fastest = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for data in files:
            task(data)
        fastest = min(fastest, time.perf_counter() - start)
    return fastest


if __name__ == "__main__":
    main()

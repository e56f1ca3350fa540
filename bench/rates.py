"""How fast mails are collected and processed, beside the least that such work must cost on this machine.

    python -m bench.rates [--mails 200]

collect's floor: writing the same bytes to files of their own, each synced to disk (what "kept" means).
Scans are left out: recognising their characters, some seconds a page, would be all that is measured.
process's floor: unpacking each attached .docx and running through its document.xml with lxml.iterparse.
Both floors run in the same run over the same mails; only the ratios can be compared between machines.
"""

from __future__ import annotations

import argparse
import io
import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from email import message_from_bytes
from pathlib import Path

from lxml import etree

from service.assembly import Service
from service.builtin import builtin_period, builtin_template, builtin_units
from service.config import Config, parse_config
from service.demo import DEMO_START
from service.demo_mails import write_mails

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=200)
    count = parser.parse_args().mails
    with tempfile.TemporaryDirectory(prefix="baocao-bench-") as name:
        folder = Path(name)
        raws = fill(folder, count)
        service = Service(settings(folder), now=lambda: DEMO_START)
        try:
            collect_floor = timed(lambda: floor_of_collect(folder / "floor", raws))
            collect = timed(service.collect)
            words = list(word_files(raws))
            process_floor = timed(lambda: floor_of_process(words))
            service.reader.read_body("", "")
            process = timed(service.process)
            again = timed(service.collect)
        finally:
            service.close()
    size = sum(map(len, raws)) / len(raws) / 1000
    print(f"{len(raws)} mails of {size:.0f} kB on average, {len(words)} Word files among them")
    row("collect", len(raws), collect, collect_floor, "write and fsync each")
    row("process", len(raws), process, process_floor, "unzip and iterparse each .docx")
    row("collect, nothing new", len(raws), again, collect_floor, "write and fsync each")


def fill(folder: Path, count: int) -> list[bytes]:
    """Write `count` different mails, made from the demo's samples, into the mailbox folder; return their bytes."""
    samples = folder / "samples"
    write_mails(samples, builtin_template(), builtin_units(), builtin_period())
    originals = [path.read_bytes() for path in sorted(samples.glob("*.eml")) if "scan" not in path.name]
    mailbox = folder / "mailbox"
    mailbox.mkdir()
    raws = [b"X-Bench: %d\r\n" % n + originals[n % len(originals)] for n in range(count)]
    for n, raw in enumerate(raws):
        (mailbox / f"{n:06}.eml").write_bytes(raw)
    return raws


def settings(folder: Path) -> Config:
    """Return settings that collect from the mailbox folder."""
    raw = {
        "mailbox": {"url": "eml:mailbox"},
        "letters": {"url": "folder:letters"},
        "office": {"sender": "vanphong@ldld.example"},
    }
    return parse_config(raw, base=folder)


def floor_of_collect(folder: Path, raws: Iterable[bytes]) -> None:
    """Write and sync each mail, nothing else."""
    folder.mkdir()
    for n, raw in enumerate(raws):
        with (folder / f"{n}.eml").open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())


def word_files(raws: Iterable[bytes]) -> Iterable[bytes]:
    """Return the attached Word files that can be opened."""
    for raw in raws:
        for part in message_from_bytes(raw).walk():
            data = part.get_payload(decode=True) if part.get_content_type() == WORD else None
            if isinstance(data, bytes) and zipfile.is_zipfile(io.BytesIO(data)):
                yield data


def floor_of_process(files: Iterable[bytes]) -> None:
    """Unpack each document.xml and run through it."""
    for data in files:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open("word/document.xml") as xml:
            for _ in etree.iterparse(xml):
                pass


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that `work` took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def row(name: str, mails: int, seconds: float, floor: float, what: str) -> None:
    """Print one line of the table."""
    print(f"{name:22} {mails / seconds:9.1f} mails/s   {seconds / floor:7.2f} x the floor ({what}: {floor:.3f} s)")


if __name__ == "__main__":
    main()

"""What had no text is looked at again, as pictures of pages: which files, in what order, and what becomes of them.

Pictures that came side by side are the pages of one document, in the order of their numbers. A scan of a file that was
read anyway is told by its first page and left at that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from functools import partial
from typing import Any

from pebble import ProcessExpired

from domain.document import Document, FileKind, Ignored, Reading, Unreadable, UnreadableCause
from domain.vietnamese import fold
from parsers import scan, work
from parsers.contents import Contents, UnreadableError
from parsers.limits import Limits
from parsers.ocr_page import PrintedPage
from parsers.picture import pixels
from parsers.sample import Sample
from parsers.tesseract import too_slow
from parsers.work import Job
from parsers.zipguard import too_large

#: Starts a function in a reading process that may take so many seconds.
Call = Callable[..., Any]

#: Pictures that Pillow opens.
_PICTURES = frozenset({"jpeg", "png", "gif", "tiff", "bmp", "webp"})
_SHEETS = frozenset({FileKind.XLSX, FileKind.XLS, FileKind.ODS})
#: Scans of a file share nearly all triples of words with it, other reports of the same unit about half.
_SAME_TEXT, _ENOUGH_WORDS = 0.7, 40
#: The recogniser ends by itself in time; the process is killed where it does not.
_GRACE = 5
#: An A4 page in fewer pixels cannot be read; with hardly a word on it, shown inside a mail's text, it is a logo.
_LOGO_SIDE, _LOGO_WORDS = 1000, 15
#: A name with its last number: 'IMG_20170622_' '2' '.jpg'.
_NUMBERED = re.compile(r"(.*?)(\d{1,9})(\D*)", re.DOTALL)

Found = tuple[Job, Reading]


@dataclass(frozen=True, slots=True)
class _Scan:
    """Files that show one document, and where they stood among the mail's readings."""

    kind: FileKind
    places: tuple[int, ...]
    files: tuple[Job, ...]

    @property
    def name(self) -> str:
        first, last = self.files[0].name, self.files[-1].name
        return first if len(self.files) == 1 else f"{first} … {last.rpartition('/')[2]}"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page to be recognised."""

    file: Job
    number: int


def look_again(found: Sequence[Found], call: Call, limits: Limits) -> tuple[Reading, ...]:
    """Return the readings of a mail's files, those without text recognised; `call` starts work in a process."""
    outcome: dict[int, list[Reading]] = {n: [reading] for n, (_, reading) in enumerate(found)}
    texts = [r for _, r in found if isinstance(r, Document) and not r.ocr and r.kind not in _SHEETS]
    look = _Look(texts, call, limits)
    for one in _scans(found):
        for place in one.places:
            outcome[place] = []
        outcome[min(one.places)] = list(look.at(one))
    return tuple(reading for n in range(len(found)) for reading in outcome[n])


def may_be_scan(job: Job, reading: Reading) -> bool:
    """Whether a file that was told to have no text shows pages in which letters may be recognised."""
    if not isinstance(reading, Unreadable) or reading.cause is not UnreadableCause.NO_TEXT:
        return False
    return reading.kind is FileKind.PDF or Sample(job.data).signature in _PICTURES


def _scans(found: Sequence[Found]) -> Iterator[_Scan]:
    albums: dict[str, list[tuple[int, Job]]] = {}
    for place, (job, reading) in enumerate(found):
        if not may_be_scan(job, reading):
            continue
        if reading.kind is FileKind.IMAGE and not _may_be_logo(job):
            albums.setdefault(job.name.rpartition("/")[0], []).append((place, job))
        else:
            yield _Scan(reading.kind, (place,), (job,))
    for album in albums.values():
        pages = _in_order(album)
        yield _Scan(FileKind.IMAGE, tuple(place for place, _ in pages), tuple(job for _, job in pages))


def _in_order(album: list[tuple[int, Job]]) -> list[tuple[int, Job]]:
    """Order pages by their number where names differ in nothing else ('trang 2', 'trang 10'), else as they came."""
    names = [_NUMBERED.fullmatch(job.name) for _, job in album]
    if not all(names) or len({(name[1], name[3]) for name in names if name}) > 1:
        return album
    numbers = [int(name[2]) for name in names if name]
    return [page for _, page in sorted(zip(numbers, album, strict=True), key=lambda pair: pair[0])]


class _Look:
    """Recognises the scans of one mail, within the pages that one mail may have."""

    def __init__(self, texts: Sequence[Document], call: Call, limits: Limits) -> None:
        self._texts = texts
        self._call = call
        self._limits = limits
        self._pages = limits.ocr_pages

    def at(self, one: _Scan) -> Iterator[Reading]:
        """Yield what comes of one scan: a document, and what of it stayed unreadable."""
        try:
            sheets = self._sheets(one)
        except UnreadableError as refused:
            yield from (work.told(file.name, one.kind, refused) for file in one.files)
            return
        first = self._recognised(one, sheets[:1])
        if twin := self._twin(first[0]):
            yield from (Ignored(name=f.name, kind=one.kind, reason=_same_as(twin)) for f in one.files)
            return
        yield from self._document(one, sheets, first + self._recognised(one, sheets[1:]))

    def _sheets(self, one: _Scan) -> list[_Sheet]:
        counts = [self._wait(partial(self._count, file, one.kind)) for file in one.files]
        sheets = []
        for file, count in zip(one.files, counts, strict=True):
            # A file that cannot be counted is told so when its first page is looked at.
            sheets += [_Sheet(file, n) for n in range(count if isinstance(count, int) else 1)]
        self._pages -= len(sheets)
        if self._pages < 0:
            raise too_large(
                "ocr_pages",
                f"Quá nhiều trang quét để nhận dạng chữ (một thư được {self._limits.ocr_pages} trang); "
                "cần gửi bằng Word (.docx) hoặc PDF có chữ.",
                f"{len(sheets)} pages of pictures",
            )
        return sheets

    def _count(self, file: Job, kind: FileKind) -> Any:
        return self._call(work.count_pages, file, kind, self._limits, seconds=self._limits.seconds)

    def _recognised(self, one: _Scan, sheets: Sequence[_Sheet]) -> list[PrintedPage | UnreadableError]:
        """Recognise pages side by side, as many as there are processes."""
        starts = [partial(self._start, sheet, one.kind) for sheet in sheets]
        running = [start() for start in starts]
        return [self._wait(start, future) for start, future in zip(starts, running, strict=True)]

    def _start(self, sheet: _Sheet, kind: FileKind) -> Any:
        seconds = self._limits.ocr_seconds + _GRACE
        return self._call(work.recognise_page, sheet.file, kind, sheet.number, self._limits, seconds=seconds)

    def _wait(self, start: Callable[[], Any], running: Any = None) -> Any:
        """Return what a process gives back; one that something else ended is tried again once."""
        for future in (running or start(), None):
            try:
                return (future or start()).result()
            except FutureTimeoutError:
                return too_slow()
            except (ProcessExpired, CancelledError, RuntimeError) as error:
                ended = error
        return UnreadableError(
            UnreadableCause.READER_FAILED,
            "Chương trình nhận dạng chữ bị dừng đột ngột vì tệp này; cần người xem lại.",
            f"recognising process ended: {type(ended).__name__}",
        )

    def _twin(self, page: PrintedPage | UnreadableError) -> Document | None:
        """Return the document that was read of which this is the first page, None where there is none."""
        if isinstance(page, UnreadableError) or len(page.words) < _ENOUGH_WORDS:
            return None
        seen = _triples(" ".join(word.text for line in page.lines for word in line.words))
        alike = [text for text in self._texts if len(seen & _triples(text.text)) >= _SAME_TEXT * len(seen)]
        return alike[0] if alike and seen else None

    def _document(
        self, one: _Scan, sheets: Sequence[_Sheet], pages: Sequence[PrintedPage | UnreadableError]
    ) -> Iterator[Reading]:
        printed = tuple(PrintedPage(()) if isinstance(page, UnreadableError) else page for page in pages)
        made: Contents | UnreadableError = self._wait(
            partial(self._call, work.assemble, printed, self._limits, seconds=self._limits.seconds)
        )
        if isinstance(made, UnreadableError):
            broken = {sheet.file.name: page for sheet, page in zip(sheets, pages, strict=True)}
            for file in one.files:
                page = broken[file.name]
                yield _unread(file, one.kind, page if isinstance(page, UnreadableError) else made, page)
            return
        yield work.document(one.name, one.kind, made)
        for number, (sheet, page) in enumerate(zip(sheets, pages, strict=True), start=1):
            if isinstance(page, UnreadableError):
                yield work.told(_page_name(sheet, one, number), one.kind, page)
            elif page.words and not scan.is_legible(page):
                detail = f"page {number}: {len(page.words)} words, sureness {page.sureness:.0f}"
                yield work.told(_page_name(sheet, one, number), one.kind, scan.blurred(detail))


def _unread(file: Job, kind: FileKind, error: UnreadableError, page: PrintedPage | UnreadableError) -> Reading:
    words = 0 if isinstance(page, UnreadableError) else len(page.words)
    if _may_be_logo(file) and words < _LOGO_WORDS:
        return Ignored(name=file.name, kind=kind, reason="Hình trong thư hầu như không có chữ, không phải tài liệu.")
    return work.told(file.name, kind, error)


def _may_be_logo(file: Job) -> bool:
    size = pixels(Sample(file.data)) if file.inline else None
    return size is not None and min(size) < _LOGO_SIDE


def _page_name(sheet: _Sheet, one: _Scan, number: int) -> str:
    return sheet.file.name if len(one.files) > 1 else f"{sheet.file.name} (trang {number})"


def _same_as(twin: Document) -> str:
    return f"Bản quét cùng nội dung với tệp “{twin.name}” đã đọc được; nội dung lấy từ tệp đó."


def _triples(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", fold(text))
    return set(zip(words, words[1:], words[2:], strict=False))

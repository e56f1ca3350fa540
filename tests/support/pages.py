"""Reading the office's pages in tests: a client over a desk, and the words that a person would see."""

from html.parser import HTMLParser

from starlette.testclient import TestClient

from exports.status_workbook import status_workbook
from web.app import create_app
from web.desk import OfficeDesk

_UNSEEN = frozenset({"title", "option", "style"})


class _Words(HTMLParser):
    """Collects visible text and, apart, the row headings."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.rows: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("meta", "link", "input", "br"):
            return
        row = ("role", "rowheader") in attributes
        self._open.append("rowheader" if row else tag)
        if row:
            self.rows.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if not _UNSEEN.intersection(self._open):
            self.words.append(data)
        if "rowheader" in self._open:
            self.rows[-1] += data.strip()


def client_of(desk: OfficeDesk) -> TestClient:
    """Return a client that sees what a browser on this machine sees."""
    app = create_app(desk, workbook=status_workbook)
    return TestClient(app, base_url="http://127.0.0.1:8017", raise_server_exceptions=False)


def _read(client: TestClient, address: str) -> _Words:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    words = _Words()
    words.feed(answer.text)
    words.close()
    return words


def text_of(client: TestClient, address: str) -> str:
    """Return the visible text of a page on one line, single spaces."""
    return " ".join(" ".join(_read(client, address).words).split())


def rows_of(client: TestClient, address: str) -> list[str]:
    """Return the unit names that head the rows of the board, top to bottom."""
    return _read(client, address).rows

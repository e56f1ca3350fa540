"""What every answer carries, what is refused, and that refusals speak Vietnamese."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from domain.board import StatusBoard
from domain.errors import ArchiveError, RegisterError
from tests.support.office_desk import MemoryDesk, sample_desk
from tests.support.pages import client_of
from web.app import create_app

ADDRESSES = (
    "/", "/?loc=da-nop", "/don-vi/don-vi-10", "/thu-den", "/thu-den/101", "/thu-den/101/tep/0",
    "/thu-den/101/thu-goc.eml", "/thu-di", "/thu-di/1", "/bang-theo-doi.xlsx", "/static/office.css", "/khong-co",
)  # fmt: skip


class _Tags(HTMLParser):
    """Collects every tag with its attributes, as a browser takes them apart."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attributes)))


@pytest.fixture
def client() -> TestClient:
    return client_of(sample_desk(demo=True))


class BrokenDesk(MemoryDesk):
    """A desk whose store fails."""

    error: Exception = ValueError("secret detail")

    def board(self, period: str | None) -> StatusBoard:
        raise self.error


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_policy(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers


@pytest.mark.parametrize("address", [a for a in ADDRESSES if "/tep/" not in a and "." not in a])
def test_pages_hold_no_script_no_inline_style_and_no_outside_address(client: TestClient, address: str) -> None:
    tags = _Tags()
    tags.feed(client.get(address).text)
    assert {name for name, _ in tags.seen} & {"link", "a"}
    for name, attributes in tags.seen:
        assert name not in ("script", "style", "iframe", "object", "embed", "img", "base")
        assert not [a for a in attributes if a == "style" or a.startswith("on")]
        for address_of in ("href", "src", "action", "formaction"):
            assert re.match(r"[/#](?!/)|$", attributes.get(address_of) or ""), attributes


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost@evil.example"])
def test_a_foreign_name_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "Hãy mở bằng địa chỉ mà chương trình in ra" in answer.text
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8017", "localhost:80", "LOCALHOST"])
def test_our_own_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_other_names_can_be_allowed() -> None:
    client = TestClient(create_app(sample_desk(), hosts=["bao-cao.office.example"]))
    assert client.get("/", headers={"Host": "bao-cao.office.example"}).status_code == 200
    assert client.get("/", headers={"Host": "127.0.0.1"}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8017"},
    ],
)
def test_a_post_from_elsewhere_changes_nothing(headers: dict[str, str]) -> None:
    desk = sample_desk(demo=True)
    answer = client_of(desk).post("/dong-ho", data={"toi": "gio"}, headers=headers)
    assert answer.status_code == 403
    assert "đến từ một trang khác" in answer.text
    assert desk.clock is not None
    assert desk.clock.moves == []


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "http://127.0.0.1:8017"}],
)
def test_a_post_from_our_own_page_is_taken(headers: dict[str, str]) -> None:
    desk = sample_desk(demo=True)
    client_of(desk).post("/dong-ho", data={"toi": "gio"}, headers=headers)
    assert desk.clock is not None
    assert desk.clock.moves == [timedelta(hours=1)]


@pytest.mark.parametrize("address", ["/docs", "/redoc", "/openapi.json", "/static/../app.py", "/static/%2e%2e/app.py"])
def test_nothing_else_is_served(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_another_method_is_refused_in_words(client: TestClient) -> None:
    answer = client.post("/thu-den", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 405
    assert "Không làm được việc này ở đây" in answer.text


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (ValueError("secret detail"), 500, "Chương trình gặp trục trặc"),
        (RegisterError("secret detail"), 503, "Sổ theo dõi đang bận"),
        (ArchiveError("secret detail"), 503, "Không lấy được tệp gốc từ kho lưu"),
    ],
)
def test_what_breaks_is_said_without_english_or_detail(error: Exception, status: int, words: str) -> None:
    desk = BrokenDesk()
    desk.error = error
    answer = client_of(desk).get("/")
    assert answer.status_code == status
    assert words in answer.text
    assert "secret" not in answer.text
    assert not re.search(r"error|internal|server|not found", answer.text, re.IGNORECASE)
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_without_a_workbook_none_is_offered() -> None:
    client = TestClient(create_app(sample_desk()), base_url="http://localhost")
    assert "Excel" not in client.get("/").text
    assert client.get("/bang-theo-doi.xlsx").status_code == 404

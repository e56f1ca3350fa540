"""The pages in a real Chromium: what a clerk sees, at an old laptop's size and at a telephone's."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from exports.status_workbook import status_workbook
from tests.support.office_desk import DOCX, MemoryDesk, sample_desk
from web.app import create_app

pytestmark = pytest.mark.chromium

PICTURES = Path(__file__).parents[2] / "artefacts" / "pages"
SIZES = {"laptop": (1366, 768), "telephone": (390, 844)}
PAGES = {
    "board": "/",
    "owing": "/?loc=chua-nop",
    "unit": "/don-vi/don-vi-10",
    "mails": "/thu-den",
    "mail": "/thu-den/101",
    "letters": "/thu-di",
    "letter": "/thu-di/1",
}


@contextmanager
def serving(desk: MemoryDesk) -> Iterator[str]:
    """Serve `desk` on a free port of the loopback; give its address."""
    app = create_app(desk, workbook=status_workbook)
    config = uvicorn.Config(app, log_level="warning", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            _wait_for(server)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)


def _wait_for(server: uvicorn.Server) -> None:
    end = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < end, "the page did not start"
        time.sleep(0.02)


@pytest.fixture
def desk() -> MemoryDesk:
    return sample_desk(demo=True)


@pytest.fixture
def address(desk: MemoryDesk) -> Iterator[str]:
    with serving(desk) as address:
        yield address


@pytest.fixture(params=sorted(SIZES))
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails its test when it complains in its console or asks for anything from elsewhere."""
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN", base_url=address)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(address) else complaints.append(f"asks for {r.url}"))
    page.on("response", lambda r: complaints.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture(params=sorted(PAGES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_page_fits_and_is_kept_as_a_picture(page: Page, name: str) -> None:
    page.goto(PAGES[name])
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{page.viewport_size['width']}.png")  # type: ignore[index]
    page.screenshot(path=PICTURES / f"{name}-{page.viewport_size['width']}-whole.png", full_page=True)  # type: ignore[index]


def test_the_board_is_read_at_a_glance(page: Page) -> None:
    page.goto("/")
    for words in ("Hạn báo cáo nhanh: hết ngày 04/6/2017 — còn 2 ngày", "Bản chạy thử", "Đúng hạn, thiếu 2 mục"):
        assert page.get_by_text(words).first.is_visible()
    assert page.get_by_role("row").filter(has=page.get_by_role("rowheader")).count() == 25
    assert page.get_by_role("link", name="9 Chưa nộp").is_visible()


def test_marks_are_drawn(page: Page) -> None:
    """A cell that holds text is dark, a missing one is hollow: told by shape, not by colour."""
    page.goto("/")
    filled = page.locator(".board .c-full path").first.evaluate("e => getComputedStyle(e).fill")
    hollow = page.locator(".board .c-absent .line").first.evaluate("e => getComputedStyle(e).fill")
    assert filled != "none"
    assert hollow == "none"


def test_a_number_leads_to_its_rows_and_back(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="9 Chưa nộp").click()
    page.wait_for_url("**loc=chua-nop**")
    assert page.get_by_role("rowheader").count() == 9
    assert page.get_by_text("Đang xem 9 đơn vị").is_visible()
    page.get_by_role("link", name="Xem tất cả").click()
    page.wait_for_function("document.querySelectorAll('[role=rowheader]').length === 25")


def test_a_name_is_found_without_accents_by_keyboard(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Tìm đơn vị").focus()
    page.keyboard.type("krong pac")
    page.keyboard.press("Enter")
    page.wait_for_url("**tim=krong**")
    assert page.get_by_role("rowheader").all_inner_texts() == ["Liên đoàn Lao động huyện Krông Pắc"]


def test_the_demo_clock_moves_on(page: Page, desk: MemoryDesk) -> None:
    page.goto("/")
    page.get_by_role("button", name="Tới hết hạn").click()
    page.get_by_text("đồng hồ đang ở 08:00 thứ Hai 05/6/2017").wait_for()
    assert page.get_by_text("Quá hạn chưa nộp").first.is_visible()
    assert desk.clock is not None
    assert len(desk.clock.moves) == 1


def test_a_unit_opens_and_its_file_is_saved_under_its_name(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Liên đoàn Lao động huyện Krông Năng").click()
    page.get_by_role("heading", name="3 đoạn cần xem lại").wait_for()
    with page.expect_download() as saving:
        page.get_by_role("link", name=f"Tải tệp {DOCX}").first.click()
    assert saving.value.suggested_filename == DOCX
    assert Path(saving.value.path()).read_bytes().startswith(b"bytes of ")


def test_a_letter_unfolds(page: Page) -> None:
    page.goto("/don-vi/don-vi-20")
    letter = page.get_by_text("Kính gửi: Ban Thường vụ").first
    assert not letter.is_visible()
    page.locator("summary").first.click()
    assert letter.is_visible()


def test_what_a_stranger_wrote_does_not_run(page: Page) -> None:
    page.goto("/thu-den?loc=cho")
    assert page.locator("main script, main img").count() == 0
    assert page.get_by_text("<script>alert('x')</script>").first.is_visible()


def test_words_are_legible(page: Page) -> None:
    """Vietnamese marks need room above and below: a line is at least one and a half times its letters."""
    page.goto("/")
    for where in ("body", "h1", ".board td", ".note", ".totals a"):
        size, height = page.locator(where).first.evaluate(
            "e => [parseFloat(getComputedStyle(e).fontSize), parseFloat(getComputedStyle(e).lineHeight)]"
        )
        assert height / size >= 1.5, where
        assert size >= 12, where


def test_the_board_prints_on_two_sheets(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    PICTURES.mkdir(parents=True, exist_ok=True)
    printed = page.pdf(path=PICTURES / "board.pdf", prefer_css_page_size=True)
    page.emulate_media(media="print")
    assert printed.count(b"/Type /Page\n") <= 2
    assert not page.get_by_role("button").first.is_visible()
    page.close()

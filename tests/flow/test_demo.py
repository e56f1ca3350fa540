"""`baocao demo`: the main job before one's eyes, in the terminal and in a real browser."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support.free_port import free_port

HOME = Path(__file__).resolve().parents[2]
BAOCAO = [sys.executable, "-m", "service.main"]


def test_once_prints_the_table_and_the_count_of_letters(tmp_path: Path) -> None:
    done = subprocess.run(
        [*BAOCAO, "demo", "--once", "--folder", str(tmp_path / "demo")],
        cwd=HOME, capture_output=True, text=True, timeout=240, check=True,
    )  # fmt: skip
    assert "09:00 thứ Sáu 02/6/2017" in done.stdout
    letters = len(list((tmp_path / "demo" / "thu-di").glob("*.eml")))
    assert letters > 0
    assert f": {letters} thư." in done.stdout
    for word in ("Đúng hạn", "Chưa nộp, còn 2 ngày", "không đọc được", "thiếu", "cần xem lại"):
        assert word in done.stdout
    in_mailbox, accepted, other, waiting = map(
        int,
        re.search(r"(\d+) thư = (\d+) đã nhận \+ (\d+) không phải báo cáo \+ (\d+) chờ", done.stdout).groups(),  # type: ignore[union-attr]
    )
    assert in_mailbox == accepted + other + waiting
    assert in_mailbox >= 25


def test_a_later_start_shows_late_and_overdue_units(tmp_path: Path) -> None:
    done = subprocess.run(
        [*BAOCAO, "demo", "--once", "--at", "2017-06-06T09:00", "--folder", str(tmp_path / "demo")],
        cwd=HOME, capture_output=True, text=True, timeout=240, check=True,
    )  # fmt: skip
    assert "Nộp muộn" in done.stdout
    assert "Quá hạn chưa nộp" in done.stdout


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "quan-trong.txt").write_text("giữ lại", encoding="utf-8")
    done = subprocess.run(
        [*BAOCAO, "demo", "--once", "--folder", str(tmp_path)], cwd=HOME, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["quan-trong.txt"]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[str]:
    """A running demo after its first round; gives the address of its page."""
    port = free_port()
    log = tmp_path / "log"
    with log.open("wb") as out:
        running = subprocess.Popen(
            [*BAOCAO, "demo", "--port", str(port), "--folder", str(tmp_path / "demo")],
            cwd=HOME, stdout=out, stderr=out, env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
    try:
        deadline = time.monotonic() + 120
        while "Xong lượt đầu" not in log.read_text("utf-8"):
            assert running.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < deadline, log.read_text("utf-8")
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/"
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 0, log.read_text("utf-8")
        assert "Traceback" not in log.read_text("utf-8")
    finally:
        if running.poll() is None:
            running.kill()
            running.wait()


@pytest.mark.chromium
def test_moving_the_clock_sends_reminders_and_turns_units_overdue(demo: str, page: Page) -> None:
    page.goto(demo)
    page.screenshot(path=HOME / "artefacts" / "bang-theo-doi.png")
    assert "đồng hồ đang ở 09:00 thứ Sáu 02/6/2017" in page.inner_text("body")
    row = page.get_by_role("row").filter(has_text="Công đoàn ngành Xây dựng")
    assert "Chưa nộp, còn 2 ngày" in row.inner_text()
    assert "1 (02/6)" in row.inner_text()

    page.get_by_role("button", name="Tới hết hạn").click()
    page.wait_for_load_state()

    assert "đồng hồ đang ở 08:00 thứ Hai 05/6/2017" in page.inner_text("body")
    assert "Quá hạn chưa nộp" in row.inner_text()
    assert "2 (05/6)" in row.inner_text()
    late = page.get_by_role("row").filter(has_text="Liên đoàn Lao động huyện Lắk")
    assert "Nộp muộn" in late.inner_text()

"""The command line as others rely on it, each command a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from domain.records import MailState
from service.assembly import Service
from service.config import load_config
from service.pipeline import MAX_ATTEMPTS
from tests.support.broken_mails import broken_mails
from tests.support.free_port import free_port
from tests.support.small_office import NOW, mail, office, put, question_mail, report_mail

BAOCAO = [sys.executable, "-m", "service.main"]
HOME = Path(__file__).resolve().parents[2]


def baocao(*arguments: str, code: int = 0) -> str:
    """Run one command; return what it printed, errors behind the output."""
    done = subprocess.run([*BAOCAO, *arguments], cwd=HOME, capture_output=True, text=True, timeout=240)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The settings file of a small office with two mails in its mailbox."""
    office(tmp_path)
    put(tmp_path, "1", report_mail())
    put(tmp_path, "2", question_mail())
    return write_config(tmp_path)


def write_config(folder: Path, extra: str = "") -> Path:
    path = folder / "config.toml"
    path.write_text(
        '[mailbox]\nurl = "eml:hop-thu"\n[letters]\nurl = "folder:thu-di"\n'
        '[office]\nsender = "vanphong@ldld.example"\n[data]\nfolder = "du-lieu"\nunits = "don-vi.csv"\n' + extra,
        encoding="utf-8",
    )
    return path


def test_step_by_step(config: Path, tmp_path: Path) -> None:
    where = ("--config", str(config))
    assert "Nhận 2 thư mới" in baocao("collect", *where)
    assert "Nhận 0 thư mới" in baocao("collect", *where)
    assert "Đã xử lý 2 thư" in baocao("process", *where)
    assert "Đã xử lý 0 thư" in baocao("process", *where)
    table = baocao("status", *where)
    assert "LĐLĐ huyện Buôn Đôn" in table
    assert "úng hạn" in table
    assert "Hộp thư được xem gần nhất" in baocao("remind", "--dry-run", *where)
    assert not (tmp_path / "thu-di").exists()

    baocao("period", "deadline", "--kind", "official", "--last-day", "2017-06-20", *where)
    assert "hết ngày 20/06/2017" in baocao("period", "list", *where)
    (tmp_path / "moi.csv").write_text("id,name,kind,email,aliases\nmoi,Công đoàn xã Mới,commune,moi@units.example,\n")
    baocao("unit", "import", str(tmp_path / "moi.csv"), *where)
    assert "Công đoàn xã Mới" in baocao("unit", "list", *where)
    baocao("export", str(tmp_path / "bang.xlsx"), *where)
    assert load_workbook(tmp_path / "bang.xlsx").active is not None


def test_a_parked_mail_is_taken_up_again_on_demand(config: Path, tmp_path: Path) -> None:
    where = ("--config", str(config))
    baocao("collect", *where)
    archive = tmp_path / "du-lieu" / "thu-goc"
    archive.rename(tmp_path / "mat-kho")
    clock = [NOW]
    service = Service(load_config(config), now=lambda: clock[0])
    for _ in range(MAX_ATTEMPTS):
        service.process()
        clock[0] += timedelta(days=1)
    parked = [mail.id for mail in service.register.mails() if mail.state is MailState.PARKED]
    service.close()
    assert len(parked) == 2

    shutil.rmtree(archive)
    (tmp_path / "mat-kho").rename(archive)
    assert "Đã xử lý 0 thư" in baocao("process", *where)
    assert "Đã xử lý 1 thư" in baocao("process", "--again", str(parked[0]), *where)
    assert "không có thư số" in baocao("process", "--again", str(parked[0]), *where, code=2)


def test_check_says_what_works_and_what_does_not(config: Path, tmp_path: Path) -> None:
    assert "Mọi phần đều dùng được" in baocao("check", "--config", str(config))
    (tmp_path / "mau").mkdir()
    (tmp_path / "mau" / "overdue.txt.j2").write_text("Tiêu đề: {{ khong_co_ten_nay }}\n\nnội dung\n", encoding="utf-8")
    text = config.read_text("utf-8")
    config.write_text(text.replace("[office]", 'templates = "mau"\n[office]').replace("eml:hop-thu", "eml:khong-co"))
    said = baocao("check", "--config", str(config), code=1)
    assert said.count("[ HỎNG ]") == 2
    assert "overdue.txt.j2" in said
    assert "khong-co" in said


def test_wrong_settings_are_said_at_once_and_end_with_2(tmp_path: Path) -> None:
    path = write_config(tmp_path, "[lạ]\nkhóa = 1\n".replace("lạ", "la").replace("khóa", "khoa"))
    said = baocao("status", "--config", str(path), code=2)
    assert "la: không có khóa này" in said
    assert "Traceback" not in said
    assert "không mở được" in baocao("status", "--config", str(tmp_path / "khong-co.toml"), code=2)


def test_inspect_prints_one_object_a_line_in_order_and_judges_every_mail(tmp_path: Path) -> None:
    mails = [("report", report_mail()), ("question", question_mail()), *broken_mails()]
    paths = []
    for n, (name, raw) in enumerate(mails):
        path = tmp_path / f"{n:03}-{name}.eml"
        path.write_bytes(raw)
        paths.append(str(path))
    lines = subprocess.run(
        [*BAOCAO, "inspect", *paths, "--json"], cwd=HOME, capture_output=True, text=True, timeout=240, check=True
    ).stdout.splitlines()
    shown = [json.loads(line) for line in lines]
    assert [one["message"] for one in shown] == paths
    keys = "message disposition unit kind readable needs_review sections absent unplaced findings"
    assert set(shown[0]) == set(keys.split())
    assert (shown[0]["disposition"], shown[0]["unit"], shown[0]["kind"]) == ("report", "buon-don", "quick")
    assert "II.8.1" in shown[0]["absent"]
    assert (shown[1]["disposition"], shown[1]["unit"], shown[1]["sections"]) == ("not_report", "lak", [])


def test_inspect_under_another_template_and_other_units(tmp_path: Path) -> None:
    titles = [
        "Tình hình sản xuất",
        "Công tác chăn nuôi",
        "Thủy lợi và phòng chống thiên tai",
        "Kiến nghị của hợp tác xã",
    ]
    template = [
        {"id": number, "number": number, "title": title, "leaf": True}
        for number, title in zip("ABCD", titles, strict=True)
    ]
    (tmp_path / "de-cuong.json").write_text(json.dumps(template), encoding="utf-8")
    (tmp_path / "don-vi.csv").write_text("id,name,kind,email,aliases\nhtx,Hợp tác xã Mẫu,other,htx@mau.example,\n")
    texts = [
        "Đã gieo 120 ha lúa hè thu, đạt 80% kế hoạch.",
        "Đàn bò có 450 con, tăng 12 con so với tháng trước.",
        "Nạo vét 3 km kênh mương, huy động 210 ngày công.",
        "Đề nghị huyện hỗ trợ giống lúa cho 35 hộ nghèo.",
    ]
    body = "BÁO CÁO\nTháng 5\n\n" + "\n\n".join(
        f"{number}. {title}\n{text}" for number, title, text in zip("ABCD", titles, texts, strict=True)
    )
    (tmp_path / "1.eml").write_bytes(mail("htx@mau.example", "Báo cáo tháng 5", body))
    said = baocao(
        "inspect", str(tmp_path / "1.eml"), "--json",
        "--template", str(tmp_path / "de-cuong.json"), "--units", str(tmp_path / "don-vi.csv"),
    )  # fmt: skip
    shown = json.loads(said)
    assert shown["unit"] == "htx"
    assert {section["id"]: section["text"] for section in shown["sections"]} == dict(zip("ABCD", texts, strict=True))


def test_inspect_of_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    assert "không có tệp" in baocao("inspect", str(tmp_path / "khong-co.eml"), "--json", code=2)


def page(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
        return str(answer.read().decode())


def wait_for(text: str, port: int, seconds: float = 60) -> None:
    """Wait until the page shows `text`."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if text in page(port):
                return
        except OSError:
            pass
        assert time.monotonic() < deadline, f"the page does not show {text!r}"
        time.sleep(0.3)


def test_run_collects_by_itself_and_stops_cleanly_on_sigterm(tmp_path: Path) -> None:
    office(tmp_path)
    put(tmp_path, "1", report_mail())
    port = free_port()
    path = write_config(tmp_path, f"[web]\nport = {port}\n[schedule]\ncollect_minutes = 0.02\n")
    running = subprocess.Popen(
        [*BAOCAO, "-v", "run", "--config", str(path)],
        cwd=HOME,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        wait_for("Đúng hạn", port)
        put(tmp_path, "2", report_mail("lak", number=5))
        deadline = time.monotonic() + 60
        while page(port).count("Đúng hạn") < 2:
            assert time.monotonic() < deadline, "the second mail does not appear"
            time.sleep(0.3)
        running.send_signal(signal.SIGTERM)
        said = running.communicate(timeout=60)[0].decode()
    finally:
        if running.poll() is None:
            running.kill()
            running.wait()
    assert running.returncode == 0, said
    assert "Traceback" not in said
    assert "Nhận 0 thư mới" in baocao("collect", "--config", str(path)), (
        "the lease was not given back, or a mail not kept"
    )

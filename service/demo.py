"""`baocao demo`: the whole main job on sample mails, embedded: no account, no server, letters go to a folder."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from domain.period import VIETNAM
from exports.status_workbook import status_workbook
from service.assembly import Service
from service.builtin import builtin_period, builtin_template, builtin_units
from service.clock import DemoClock
from service.commands import print_board
from service.config import Config, parse_config
from service.demo_mails import SampleMail, write_mails
from service.desk import Desk
from service.page_server import serve_until_stopped
from web.app import create_app

#: Where the demo's clock stands at the start.
DEMO_START = datetime(2017, 6, 2, 9, 0, tzinfo=VIETNAM)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `baocao demo`."""
    parser.add_argument("--once", action="store_true", help="chạy một lượt, in bảng theo dõi rồi thoát")
    parser.add_argument("--port", type=int, default=8017, help="cổng của trang theo dõi (mặc định 8017)")
    parser.add_argument("--folder", type=Path, help="thư mục dữ liệu mới (mặc định: một thư mục tạm)")
    parser.add_argument(
        "--at", type=_moment, default=DEMO_START, help="đồng hồ lúc đầu, giờ Việt Nam (mặc định 2017-06-02T09:00)"
    )


def run_demo(args: argparse.Namespace) -> int:
    """Make the sample mails, run the first round, then serve the page (or, with --once, print the table)."""
    folder = args.folder or Path(tempfile.mkdtemp(prefix="baocao-demo-"))
    if folder.exists() and any(folder.iterdir()):
        print(f"Thư mục {folder} đã có tệp; bản chạy thử cần một thư mục mới.", file=sys.stderr)
        return 2
    demo = Demo(folder, args.at, tell=_say)
    try:
        if args.once:
            demo.round()
            print_board(demo.service)
            print(f"\nThư nhắc đã ghi vào {demo.outbox}: {demo.letter_count()} thư.")
            return 0
        return _serve(demo, args.port)
    finally:
        demo.close()


class Demo:
    """A service on sample mails, whose postman delivers each mail when the clock passes its arrival."""

    def __init__(self, folder: Path, start: datetime, tell: Callable[[str], None]) -> None:
        self.mailbox, self.outbox = folder / "hop-thu", folder / "thu-di"
        self._on_the_way = folder / "dang-toi"
        self.clock = DemoClock(start)
        for place in (self.mailbox, self.outbox):
            place.mkdir(parents=True)
        tell("Đang tạo thư mẫu …")
        self._samples = write_mails(self._on_the_way, builtin_template(), builtin_units(), builtin_period())
        self.service = Service(_config(folder, self.mailbox, self.outbox), now=self.clock.now, tell=tell)

    def round(self) -> None:
        """Deliver what has arrived by now, then collect, process and remind."""
        self.deliver()
        self.service.round(letters=True, patience=60)

    def move(self, by: timedelta) -> None:
        """Move the clock forward and let one round run; return when it is over."""
        self.clock.move(by)
        self.round()

    def deliver(self) -> None:
        """Put the mails that have arrived by now into the mailbox."""
        now = self.clock.now()
        for sample in self._samples:
            waiting = self._on_the_way / sample.file_name
            if sample.arrival <= now and waiting.exists():
                shutil.move(waiting, self.mailbox / sample.file_name)

    def letter_count(self) -> int:
        """Return how many letters stand in the outbox folder."""
        return len(list(self.outbox.glob("*.eml")))

    @property
    def samples(self) -> list[SampleMail]:
        """The sample mails, delivered or still on the way."""
        return list(self._samples)

    def close(self) -> None:
        """Let go of processes and connections."""
        self.service.runner.stop()
        self.service.close()


def _serve(demo: Demo, port: int) -> int:
    app = create_app(Desk(demo.service, clock=demo), workbook=status_workbook)
    first = threading.Thread(target=_first_round, args=(demo, port), name="first-round", daemon=True)
    first.start()
    serve_until_stopped(app, host="127.0.0.1", port=port)
    demo.service.runner.stop()
    first.join()
    return 0


def _first_round(demo: Demo, port: int) -> None:
    _say(f"Trang theo dõi: http://127.0.0.1:{port}/  (dừng: Ctrl+C)")
    demo.round()
    _say(f"Xong lượt đầu. Thư nhắc: {demo.letter_count()} thư trong {demo.outbox}")
    _say(f"Trang theo dõi: http://127.0.0.1:{port}/  (dừng: Ctrl+C)")


def _config(folder: Path, mailbox: Path, outbox: Path) -> Config:
    return parse_config(
        {
            "mailbox": {"url": f"eml:{mailbox}"},
            "letters": {"url": f"folder:{outbox}"},
            "office": {"sender": "vanphong@ldld.example", "phone": "0262 000 0000"},
            "data": {"folder": str(folder / "du-lieu")},
        },
        base=folder,
    )


def _say(text: str) -> None:
    print(text, flush=True)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)

"""The commands of `baocao`, one function each; every one returns its exit code."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from domain.board import StatusBoard, status_of
from domain.errors import ConfigError
from domain.period import VIETNAM, Deadline, ReportKind
from domain.reminders import LetterDecision
from exports.status_workbook import status_workbook
from parsers.limits import Limits
from parsers.reading import FileReader
from service import inspect as inspection
from service.assembly import Service, limits_of
from service.builtin import builtin_template, builtin_units, load_template, load_units
from service.check import check_all
from service.config import load_config
from service.desk import Desk
from service.schedule import serve
from web.app import create_app
from web.terminal import render_board

#: Name under which the audit log notes what was done by command.
OPERATOR = "dòng lệnh"


def run(args: argparse.Namespace) -> int:
    """The service itself: schedule and page, until SIGTERM."""
    config = load_config(args.config)
    service = Service(config)
    app = create_app(Desk(service), workbook=status_workbook)
    print(f"Trang theo dõi: http://{config.web.host}:{config.web.port}/  (dừng: Ctrl+C)", flush=True)
    serve(service, app, host=config.web.host, port=config.web.port)
    return 0


def collect(args: argparse.Namespace) -> int:
    """Keep what is new in the mailbox."""
    with _service(args) as service:
        report = service.collect()
    return _told(report.trouble, f"Nhận {report.kept} thư mới.")


def process(args: argparse.Namespace) -> int:
    """Read what was kept; first take up again, where asked, one mail that was parked."""
    with _service(args) as service:
        if args.again is not None and not service.register.try_again(args.again, who=OPERATOR, now=service.now()):
            raise ConfigError([f"không có thư số {args.again} đã dừng xử lý (no such parked mail)"])
        report = service.process()
    return _told("", f"Đã xử lý {report.handled} thư.")


def remind(args: argparse.Namespace) -> int:
    """Collect, process, and send what is due; or only say what would be sent."""
    with _service(args) as service:
        if args.dry_run:
            _print_plan(service, service.plan())
            return 0
        report = service.round(letters=True)
    return _told(report.trouble, f"Đã gửi {report.sent} thư nhắc.")


def status(args: argparse.Namespace) -> int:
    """Print the status table."""
    with _service(args) as service:
        print_board(service)
    return 0


def check(args: argparse.Namespace) -> int:
    """Try every part of the settings; exit code 1 where something is wrong."""
    return check_all(load_config(args.config), archive=args.archive)


def inspect_mails(args: argparse.Namespace) -> int:
    """Read mails without storing anything."""
    config = load_config(args.config) if args.config else None
    template_file = args.template or (config.data.template if config else None)
    units_file = args.units or (config.data.units if config else None)
    template = load_template(template_file) if template_file else builtin_template()
    units = load_units(units_file) if units_file else builtin_units()
    missing = [str(path) for path in args.paths if not path.is_file()]
    if missing:
        raise ConfigError([f"không có tệp {path} (no such file)" for path in missing])
    with FileReader(limits_of(config) if config else Limits()) as reader:
        for shown in inspection.inspect(args.paths, reader, template, units):
            print(inspection.as_line(shown) if args.json else inspection.as_text(shown, template), flush=True)
    return 0


def period(args: argparse.Namespace) -> int:
    """List the periods, or set or clear a deadline of the present one."""
    with _service(args) as service:
        if args.action == "deadline":
            deadline = Deadline(last_day=args.last_day) if args.last_day else None
            service.register.set_deadline(
                args.period or service.period.id, ReportKind(args.kind), deadline, who=OPERATOR, now=service.now()
            )
        for one in service.register.periods():
            print(f"{one.id}: {one.name}; đề cương {one.template_id}")
            for kind in ReportKind:
                set_to = one.deadline(kind)
                print(f"  {kind.vietnamese}: {f'hết ngày {set_to.last_day:%d/%m/%Y}' if set_to else 'chưa định hạn'}")
    return 0


def unit(args: argparse.Namespace) -> int:
    """List the units, or import a CSV file of them."""
    with _service(args) as service:
        if args.action == "import":
            units = load_units(args.file)
            service.register.put_units(units, who=OPERATOR, now=service.now())
            print(f"Đã nhập {len(units)} đơn vị.")
            return 0
        for one in service.register.units():
            print(f"{one.id:20} {one.name} <{', '.join(a.email for a in one.addresses) or 'chưa có địa chỉ'}>")
    return 0


def export(args: argparse.Namespace) -> int:
    """Write the status table as an Excel workbook."""
    with _service(args) as service:
        args.file.write_bytes(status_workbook(_board(service)))
    return _told("", f"Đã ghi {args.file}.")


def add_inspect_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `baocao inspect`."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="tệp .eml")
    parser.add_argument("--json", action="store_true", help="mỗi thư một dòng JSON")
    parser.add_argument("--template", type=Path, help="đề cương khác (JSON)")
    parser.add_argument("--units", type=Path, help="danh sách đơn vị khác (CSV)")
    parser.add_argument("--config", type=Path, help="tệp cấu hình")


def add_period_actions(parser: argparse.ArgumentParser, config: argparse.ArgumentParser) -> None:
    """Add what `baocao period` can do; `config` holds the option that every action takes."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    actions.add_parser("list", parents=[config], help="liệt kê kỳ báo cáo và hạn nộp")
    deadline = actions.add_parser("deadline", parents=[config], help="định hạn nộp, hoặc bỏ hạn khi không ghi ngày")
    deadline.add_argument("--kind", choices=[kind.value for kind in ReportKind], required=True)
    deadline.add_argument("--last-day", type=date.fromisoformat, help="ngày cuối cùng còn đúng hạn, YYYY-MM-DD")
    deadline.add_argument("--period", help="kỳ báo cáo (mặc định: kỳ hiện tại)")


def add_unit_actions(parser: argparse.ArgumentParser, config: argparse.ArgumentParser) -> None:
    """Add what `baocao unit` can do; `config` holds the option that every action takes."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="VIỆC")
    actions.add_parser("list", parents=[config], help="liệt kê đơn vị")
    actions.add_parser("import", parents=[config], help="nhập từ tệp CSV").add_argument("file", type=Path)


def print_board(service: Service) -> None:
    """Print the status table of the present period."""
    print(render_board(_board(service), width=shutil.get_terminal_size((120, 40)).columns))


def _board(service: Service) -> StatusBoard:
    now = service.now()
    return status_of(service.register.board_facts(service.period.id, now), now)


@contextmanager
def _service(args: argparse.Namespace) -> Iterator[Service]:
    service = Service(load_config(args.config))
    try:
        yield service
    finally:
        service.close()


def _print_plan(service: Service, decision: LetterDecision) -> None:
    checked = service.register.last_check(service.mailbox.account)
    when = f"lúc {checked.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if checked else "chưa lần nào"
    print(f"Hộp thư được xem gần nhất: {when}.")
    for letter in decision.letters:
        print(f"Sẽ gửi: {letter.unit.name} – {letter.kind.vietnamese} ({letter.key.step})")
    for held in decision.held:
        print(f"Chưa gửi: {held.unit.name} – {held.reason}")
    if not decision.letters and not decision.held:
        print("Không có thư nhắc nào đến lượt.")


def _told(trouble: str, done: str) -> int:
    if trouble:
        print(f"Không xem được hộp thư: {trouble}", file=sys.stderr)
        return 1
    print(done)
    return 0

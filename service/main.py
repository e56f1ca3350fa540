"""The command line `baocao`: parses arguments, says errors in plain words, leaves the work to the commands."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from domain.errors import BaocaoError, ConfigError, RunnerBusyError
from service.ours import ensure_ours

#: Where the settings are looked for when no --config is given.
CONFIG_VARIABLE = "BAOCAO_CONFIG"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0, 1 where it could not do its work now, 2 for a usage or configuration error."""
    try:
        ensure_ours()
        args = _parser().parse_args(argv)
        _log(verbose=args.verbose)
        return int(args.command(args) or 0)
    except ConfigError as error:
        print("Cấu hình hoặc dữ liệu đưa vào chưa dùng được:", file=sys.stderr)
        for problem in error.problems:
            print(f"  - {problem}", file=sys.stderr)
        return 2
    except RunnerBusyError:
        print("Một lượt khác đang chạy; lượt ấy sẽ làm phần việc này.", file=sys.stderr)
        return 1
    except BaocaoError as error:
        print(f"Chưa làm được: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _log(*, verbose: bool) -> None:
    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(message)s")
    for library in ("imapclient", "apscheduler", "alembic"):
        logging.getLogger(library).setLevel(logging.WARNING)


def _parser() -> argparse.ArgumentParser:
    # Only now: a stranger's package under one of our names must be told before it is imported.
    import service.commands as commands
    import service.demo as demo

    parser = argparse.ArgumentParser(
        prog="baocao", description="Nhận báo cáo qua thư điện tử, xếp theo đề cương, theo dõi và nhắc đơn vị chưa nộp."
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="ghi rõ từng việc đang làm")
    sub = parser.add_subparsers(required=True, metavar="LỆNH")
    config = argparse.ArgumentParser(add_help=False)
    default = Path(os.environ.get(CONFIG_VARIABLE, "config.toml"))
    config.add_argument("--config", type=Path, default=default, help="tệp cấu hình (mặc định: config.toml)")

    def add(name: str, command: object, text: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        one = sub.add_parser(name, help=text, description=text, parents=parents)
        one.set_defaults(command=command)
        return one

    demo.add_arguments(add("demo", demo.run_demo, "chạy thử với thư mẫu, không cần tài khoản"))
    add("run", commands.run, "chạy dịch vụ: lịch làm việc và trang theo dõi", config)
    add("collect", commands.collect, "chỉ nhận thư mới từ hộp thư", config)
    process = add("process", commands.process, "chỉ đọc và xếp các thư đã nhận", config)
    process.add_argument("--again", type=int, metavar="SỐ", help="xử lý lại thư số này, đã dừng vì lỗi")
    remind = add("remind", commands.remind, "xem hộp thư, xử lý, rồi gửi thư nhắc đến hạn", config)
    remind.add_argument("--dry-run", action="store_true", help="chỉ nói sẽ gửi gì và vì sao, không gửi")
    add("status", commands.status, "in bảng theo dõi", config)
    check = add("check", commands.check, "thử từng phần của cấu hình và nói rõ chỗ chưa được", config)
    check.add_argument("--archive", action="store_true", help="đối chiếu cả kho thư gốc với sổ (có thể lâu)")
    commands.add_inspect_arguments(add("inspect", commands.inspect_mails, "đọc thư, không lưu"))
    commands.add_period_actions(add("period", commands.period, "xem kỳ báo cáo, định hạn nộp"), config)
    commands.add_unit_actions(add("unit", commands.unit, "xem và nhập danh sách đơn vị"), config)
    export = add("export", commands.export, "xuất bảng theo dõi ra tệp Excel", config)
    export.add_argument("file", type=Path, help="tệp .xlsx sẽ ghi")
    return parser


if __name__ == "__main__":
    sys.exit(main())

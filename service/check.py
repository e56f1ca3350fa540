"""`baocao check`: tries every part of the settings and says in plain words what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from domain.errors import BaocaoError, ConfigError
from domain.period import VIETNAM, Period, current_period
from domain.unit import Unit
from intake.sources import check_mailbox
from notifier.compose import check_templates
from parsers.reading import check_readers
from service.assembly import ARCHIVE_FOLDER, REGISTER_FILE, mailbox_of, office_of, postman_of, seed
from service.clock import system_now
from service.config import Config
from store.archive import Archive
from store.check import check_archive
from store.register import open_register

Check = Callable[[], Sequence[str]]


def check_all(config: Config, *, archive: bool = False) -> int:
    """Run every check, print what each found; return 0 where all is well, else 1. Sends nothing, changes no mailbox.

    `archive`: also read every kept mail and compare its hash.
    """
    wrong = 0
    for title, check in _checks(config, archive):
        try:
            for sentence in check():
                print(f"[ ĐẠT ] {title}: {sentence}")
        except ConfigError as error:
            wrong += 1
            for problem in error.problems:
                print(f"[ HỎNG ] {title}: {problem}")
        except BaocaoError as error:
            wrong += 1
            print(f"[ HỎNG ] {title}: {error}")
    print("Mọi phần đều dùng được." if not wrong else f"{wrong} phần chưa dùng được.")
    return 1 if wrong else 0


def _checks(config: Config, archive: bool) -> Iterator[tuple[str, Check]]:
    yield "Sổ theo dõi", lambda: _check_store(config)
    if archive:
        yield "Kho thư gốc", lambda: _check_archive(config)
    yield "Kỳ báo cáo và đơn vị", lambda: _check_office_data(config)
    yield "Hộp thư", lambda: check_mailbox(mailbox_of(config))
    yield "Đường thư đi", lambda: postman_of(config).check()
    yield "Mẫu thư", lambda: check_templates(office_of(config), config.letters.templates)
    yield "Đọc tệp", check_readers
    yield "Đồng hồ", _check_clock


def _check_store(config: Config) -> list[str]:
    Archive(config.data.folder / ARCHIVE_FOLDER)
    with open_register(config.data.folder / REGISTER_FILE) as register:
        return register.check()


def _check_archive(config: Config) -> list[str]:
    with open_register(config.data.folder / REGISTER_FILE) as register:
        return check_archive(Archive(config.data.folder / ARCHIVE_FOLDER), register.mails())


def _check_office_data(config: Config) -> list[str]:
    period, units = _office_data(config)
    today = system_now().astimezone(VIETNAM).date()
    return [f"kỳ “{period.name}”, {len(units)} đơn vị", *_without_address(units, today)]


def _office_data(config: Config) -> tuple[Period, Sequence[Unit]]:
    with open_register(config.data.folder / REGISTER_FILE) as register:
        seed(register, config, system_now())
        period = current_period(register.periods(), system_now().astimezone(VIETNAM).date())
        units = register.units()
    if period is None or not units:
        raise ConfigError(["sổ chưa có kỳ báo cáo hoặc chưa có đơn vị nào"])
    return period, units


def _without_address(units: Sequence[Unit], on: date) -> list[str]:
    names = [unit.name for unit in units if unit.valid_on(on) and not unit.emails_on(on)]
    return [f"{len(names)} đơn vị chưa có địa chỉ, sẽ không nhắc được: {', '.join(names)}"] if names else []


def _check_clock() -> list[str]:
    now = system_now()
    if now.year < 2024:
        raise ConfigError([f"đồng hồ của máy đang ở năm {now.year}; hãy chỉnh giờ (system clock is wrong)"])
    return [f"{now.astimezone(VIETNAM):%H:%M %d/%m/%Y}"]

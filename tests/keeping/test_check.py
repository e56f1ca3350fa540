"""What the `check` command is told about the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.errors import ArchiveError, RegisterError
from store.archive import Archive
from store.check import check_archive
from store.register import Register, open_register
from tests.support.store_values import NOW, PERIOD, accepted, fetched, outcome, receive, sql


def test_a_sound_register_says_what_stands_in_it(register: Register) -> None:
    register.enter(receive(register, fetched(1)), PERIOD.id, outcome(accepted("một")), NOW)
    receive(register, fetched(2))
    assert register.check() == ["sổ theo dõi nguyên vẹn: 2 thư đến, 1 lần nộp, 0 thư đi"]


def test_a_damaged_register_is_named(register: Register, path: Path) -> None:
    for number in range(200):
        receive(register, fetched(number))
    register.close()
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 8192)
    with pytest.raises(RegisterError, match=r"bị hỏng|malformed"), open_register(path) as damaged:
        damaged.check()


def test_rows_that_refer_to_nothing_are_damage(register: Register, path: Path) -> None:
    sql(path, "INSERT INTO submissions VALUES (1, 99, 'x', 'y', 'quick', 0, '', '2017-06-02 00:00:00.000000')")
    with pytest.raises(RegisterError, match="3 dòng lạc"):
        register.check()


def test_every_kept_mail_is_read_from_the_archive(register: Register, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "kho")
    for number in range(8):
        archive.keep(fetched(number).raw)
        receive(register, fetched(number))
    (sentence,) = check_archive(archive, register.mails())
    assert sentence.startswith("kho thư gốc đủ 8 thư, ổ đĩa còn trống ")
    mails = register.mails()
    archive.path_of(mails[0].sha256).unlink()
    archive.path_of(mails[3].sha256).write_bytes(b"")
    with pytest.raises(ArchiveError, match=rf"2/8 thư \(thư số {mails[0].id}, {mails[3].id}\)"):
        check_archive(archive, mails)

"""The file itself: migrations, durability, and errors that say what is wrong."""

from __future__ import annotations

import resource
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from domain.errors import RegisterError
from store.register import Register, open_register
from store.tables import metadata
from tests.support.children import exit_code_of, together
from tests.support.store_values import NOW, PERIOD, accepted, fetched, outcome, receive, set_up, sha256_of, sql


def test_the_migrations_make_exactly_the_tables_of_this_version(register: Register, path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_opening_again_finds_everything(register: Register, path: Path) -> None:
    receive(register, fetched(1))
    with open_register(path) as again:
        assert again.mails() == register.mails()


def test_folders_that_are_missing_are_made(tmp_path: Path) -> None:
    with open_register(tmp_path / "a" / "b" / "so.db") as opened:
        assert opened.periods() == []


def test_what_was_committed_is_flushed(register: Register) -> None:
    with register._database.reading() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        assert [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas] == ["wal", 2, 1]


def test_a_register_of_a_newer_version_is_refused_and_left_alone(register: Register, path: Path) -> None:
    register.close()
    sql(path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RegisterError, match=r"revision 9999.*a newer version made it"):
        open_register(path)
    assert sql(path, "SELECT version_num FROM alembic_version") == [("9999",)]


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.write_text("Kính gửi Văn phòng, " * 100)
    with pytest.raises(RegisterError, match="not a database"):
        open_register(path)


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "du-lieu").write_text("")
    with pytest.raises(RegisterError, match="cannot be made"):
        open_register(tmp_path / "du-lieu" / "so.db")


def test_a_register_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="unable to open"):
        open_register(tmp_path)


def test_processes_that_open_a_new_register_at_once_all_get_it(path: Path) -> None:
    def run() -> int:
        with open_register(path) as mine:
            return len(mine.periods())

    assert together(*[run] * 6) == [0] * 6


def test_another_writer_is_waited_for(register: Register, path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_register(path, busy_seconds=0.3) as mine:
        assert mine.mails() == []
        started = time.monotonic()
        with pytest.raises(RegisterError, match="locked"):
            mine.note("An", "Xem thư.", NOW)
        assert time.monotonic() - started >= 0.3
        other.execute("COMMIT")
        mine.note("An", "Xem thư.", NOW)
    other.close()


def test_a_reader_sees_one_moment_while_another_writes(register: Register, path: Path) -> None:
    with register._database.reading() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM mails").scalar()
        with open_register(path) as other:
            receive(other, fetched(1))
        assert connection.exec_driver_sql("SELECT count(*) FROM mails").scalar() == before == 0
    assert len(register.mails()) == 1


def test_a_full_disk_is_an_error_and_the_register_stays_whole(register: Register, path: Path) -> None:
    mail = receive(register, fetched(1))
    register.close()

    def child() -> None:
        with open_register(path) as mine:
            resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
            with pytest.raises(RegisterError):
                mine.enter(mail, PERIOD.id, outcome(accepted(*["chữ " * 1000] * 200)), NOW)

    assert exit_code_of(child) == 0
    assert list(register.waiting(NOW)) == [mail]
    assert register.submissions(PERIOD.id) == []
    assert register.check()


def test_an_error_tells_no_text_of_a_mail(register: Register) -> None:
    mail = receive(register, fetched(1))
    with pytest.raises(RegisterError) as caught:
        register.enter(mail, PERIOD.id, outcome(accepted("bí mật", unit="khong-co")), NOW)
    assert "bí mật" not in f"{caught.value} {caught.value.__cause__}"


def test_threads_share_one_register(register: Register) -> None:
    def work(number: int) -> int:
        mail = fetched(number)
        register.received(mail, sha256_of(mail), NOW)
        return register.board_facts(PERIOD.id, NOW).mails.in_mailbox

    with ThreadPoolExecutor(12) as threads:
        seen = list(threads.map(work, range(60)))
    assert max(seen) == len(register.mails()) == 60


def test_a_register_without_a_write_ahead_log_is_brought_to_it(path: Path) -> None:
    with open_register(path) as opened:
        set_up(opened)
    assert sql(path, "PRAGMA journal_mode = DELETE") == [("delete",)]
    with open_register(path) as again, again._database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"

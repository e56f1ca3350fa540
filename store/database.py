"""The SQLite file behind the register: opening, migrating, transactions, and the edge where its errors become ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError

from domain.errors import RegisterError


class Database:
    """Transactions on one SQLite file; safe to use from several threads and several processes."""

    def __init__(self, path: Path, *, busy_seconds: float) -> None:
        """Nothing is opened yet. `busy_seconds`: how long to wait for another process's lock."""
        self.path = path
        url = URL.create("sqlite", database=str(path))
        # Texts of mails and letters are parameters: they belong in no log and no error message.
        self._engine = create_engine(url, connect_args={"timeout": busy_seconds}, hide_parameters=True)
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        self._writer = self._engine.execution_options(begin="BEGIN IMMEDIATE")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Run the body on one unchanging state of the database. Raises RegisterError."""
        with self._ours(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Run the body as the only writer; commit at its end, roll back when it raises. Raises RegisterError."""
        with self._ours(), self._writer.begin() as connection:
            yield connection

    def migrate(self) -> None:
        """Create the tables or bring them up to this version. Raises RegisterError, also for a newer file."""
        with self._ours():
            self._use_write_ahead_log()
        scripts = ScriptDirectory.from_config(_alembic())
        with self.reading() as connection:
            if self._revision(connection, scripts) == scripts.get_current_head():
                return
        with self.writing() as connection:
            command.upgrade(_alembic(connection), "head")

    def close(self) -> None:
        """Let go of every connection that is not in use; the next transaction opens new ones."""
        self._engine.dispose()

    def _revision(self, connection: Connection, scripts: ScriptDirectory) -> str | None:
        revision = MigrationContext.configure(connection).get_current_revision()
        try:
            if revision is not None:
                scripts.get_revision(revision)
        except CommandError as error:
            raise RegisterError(
                f"{self.path} has revision {revision}, which this version does not know: a newer version made it"
            ) from error
        return revision

    def _use_write_ahead_log(self) -> None:
        with self._engine.connect().execution_options(begin=None) as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode = WAL").scalar()
        if mode != "wal":
            raise RegisterError(f"{self.path} stands where no write-ahead log can be kept (journal mode {mode})")

    @contextmanager
    def _ours(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise RegisterError(f"{self.path}: {error.orig}") from error
        except StatementError as error:
            # A value that a column refuses is the caller's defect, not the database's state.
            raise error.orig or error from error
        except SQLAlchemyError as error:
            raise RegisterError(f"{self.path}: {error}") from error


def _alembic(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _prepare(connection: SqliteConnection, _record: object) -> None:
    """Set up one connection: what was committed survives a power cut, and references are checked."""
    # The driver's own guessing at transactions is turned off; _begin does it (SQLAlchemy, "pysqlite" dialect).
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: two that begin as readers cannot both become writers (SQLITE_BUSY_SNAPSHOT).
    begin = connection.get_execution_options().get("begin", "BEGIN")
    if begin is not None:
        connection.exec_driver_sql(begin)

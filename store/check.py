"""What the `check` command asks of the store; answers and errors are Vietnamese sentences."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from sqlalchemy import func, select

from domain.errors import ArchiveError, RegisterError
from domain.records import StoredMail
from store.archive import Archive
from store.part import Part
from store.tables import letters, mails, submissions

#: So many lost mails are named; the rest are counted.
_NAMED = 5

_COUNTED = (mails, submissions, letters)


class SelfCheck(Part):
    """The register looks at itself."""

    def check(self) -> list[str]:
        """Read the whole file and return what stands in it. Raises RegisterError where it is damaged."""
        with self._database.reading() as connection:
            damage = [str(line) for line in connection.exec_driver_sql("PRAGMA integrity_check(5)").scalars()]
            dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            counts = [connection.execute(select(func.count()).select_from(t)).scalar_one() for t in _COUNTED]
        if damage != ["ok"] or dangling:
            raise RegisterError(
                f"sổ theo dõi {self._database.path} bị hỏng ({'; '.join(damage)}; {len(dangling)} dòng lạc); "
                "hãy dừng chương trình và lấy lại sổ từ bản sao lưu (the register is damaged)"
            )
        return ["sổ theo dõi nguyên vẹn: {} thư đến, {} lần nộp, {} thư đi".format(*counts)]


def check_archive(archive: Archive, kept: Sequence[StoredMail]) -> list[str]:
    """Read every mail of `kept` from the archive and return what stands there.

    Raises ArchiveError naming the mails that are missing or damaged. Takes a minute for some ten thousand mails.
    """
    lost = [mail for mail in kept if not _stands(archive, mail)]
    if lost:
        named = ", ".join(str(mail.id) for mail in lost[:_NAMED]) + (" …" if len(lost) > _NAMED else "")
        raise ArchiveError(
            f"kho thư gốc thiếu hoặc hỏng {len(lost)}/{len(kept)} thư (thư số {named}); "
            "hãy lấy lại các tệp đó từ bản sao lưu (mails are missing or damaged)"
        )
    free = shutil.disk_usage(archive.folder).free // 10**9
    return [f"kho thư gốc đủ {len(kept)} thư, ổ đĩa còn trống {free} GB"]


def _stands(archive: Archive, mail: StoredMail) -> bool:
    try:
        return len(archive.get(mail.sha256)) == mail.size
    except ArchiveError:
        return False

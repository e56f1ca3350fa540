"""The archive keeps exact bytes, whatever happens to the process."""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import ArchiveError
from store.archive import Archive
from tests.support.children import exit_code_of, killed_after


def test_what_is_kept_is_given_back_byte_for_byte(tmp_path_factory: pytest.TempPathFactory) -> None:
    archive = Archive(tmp_path_factory.mktemp("kho"))

    @given(st.binary(max_size=300))
    def kept(raw: bytes) -> None:
        sha256 = archive.keep(raw)
        assert sha256 == hashlib.sha256(raw).hexdigest()
        assert archive.get(sha256) == raw

    kept()


def test_a_mail_stands_under_the_first_digits_of_its_hash(tmp_path: Path) -> None:
    sha256 = Archive(tmp_path / "kho").keep(b"thu")
    path = tmp_path / "kho" / sha256[:2] / sha256[2:4] / f"{sha256}.eml"
    assert path.read_bytes() == b"thu"
    assert Archive(tmp_path / "kho").path_of(sha256) == path


def test_keeping_twice_leaves_the_file_alone(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = archive.path_of(archive.keep(b"thu")).stat()
    second = archive.path_of(archive.keep(b"thu")).stat()
    assert (first.st_ino, first.st_mtime_ns) == (second.st_ino, second.st_mtime_ns)


def test_a_missing_mail_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be read"):
        Archive(tmp_path).get("0" * 64)


def test_a_damaged_mail_is_an_error_and_is_mended_when_it_comes_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    sha256 = archive.keep(b"thu")
    archive.path_of(sha256).write_bytes(b"thX")
    with pytest.raises(ArchiveError, match="damaged"):
        archive.get(sha256)
    archive.keep(b"thu")
    assert archive.get(sha256) == b"thu"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_what_is_no_hash_names_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError, match="not a SHA-256"):
        Archive(tmp_path).path_of(name)


def test_a_folder_that_is_a_file_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "kho").write_text("")
    with pytest.raises(ArchiveError, match="cannot be used"):
        Archive(tmp_path / "kho")


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    sha256 = hashlib.sha256(b"thu").hexdigest()
    (tmp_path / sha256[:2]).write_text("a file where a folder should be")
    with pytest.raises(ArchiveError, match="could not be kept"):
        archive.keep(b"thu")


def test_a_full_disk_is_an_error_and_leaves_nothing_half(tmp_path: Path) -> None:
    raw = os.urandom(200_000)

    def child() -> None:
        archive = Archive(tmp_path)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        with pytest.raises(ArchiveError, match="could not be kept"):
            archive.keep(raw)

    assert exit_code_of(child) == 0
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert Archive(tmp_path).get(Archive(tmp_path).keep(raw)) == raw


def test_bytes_are_flushed_before_the_name_and_folders_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path)
    steps: list[str | int] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(handle: int) -> None:
        found = os.fstat(handle)
        steps.append(found.st_ino if stat.S_ISDIR(found.st_mode) else "bytes")
        fsync(handle)

    def noted_replace(source: Path, target: Path) -> Path:
        steps.append("name")
        return replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    path = archive.path_of(archive.keep(b"thu"))
    folders = [path.parent, path.parent.parent, tmp_path]
    assert steps == ["bytes", "name", *(folder.stat().st_ino for folder in folders)]


def test_only_what_a_killed_run_left_long_ago_is_swept(tmp_path: Path) -> None:
    Archive(tmp_path)
    old, young = tmp_path / "unfinished" / "old", tmp_path / "unfinished" / "young"
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    long_ago = time.time() - 7200
    os.utime(old, (long_ago, long_ago))
    Archive(tmp_path)
    assert not old.exists()
    assert young.exists()


@pytest.mark.parametrize("step", range(6))
def test_a_kill_at_any_step_leaves_the_whole_mail_or_none(tmp_path: Path, step: int) -> None:
    raw = os.urandom(60_000)

    def child() -> None:
        archive = Archive(tmp_path)
        left = iter(range(step, -1, -1))

        def or_die(real: Callable[..., Any]) -> Callable[..., Any]:
            def do(*args: Any) -> Any:
                if next(left) == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*args)

            return do

        os.fsync, Path.replace = or_die(os.fsync), or_die(Path.replace)  # type: ignore[method-assign]
        archive.keep(raw)

    # One flush of the bytes, one renaming, three flushes of folders: the sixth step is never reached.
    assert exit_code_of(child) == (-signal.SIGKILL if step < 5 else 0)
    archive = Archive(tmp_path)
    assert [archive.get(path.stem) for path in tmp_path.rglob("*.eml")] == ([raw] if step > 1 else [])
    assert archive.get(archive.keep(raw)) == raw


@pytest.mark.parametrize("milliseconds", [0, 3, 10, 30, 60])
def test_a_kill_at_any_moment_leaves_whole_mails_or_none(tmp_path: Path, milliseconds: int) -> None:
    def keep_for_ever(tell: Callable[[str], None]) -> None:
        archive = Archive(tmp_path)
        while True:
            tell(archive.keep(os.urandom(60_000)))

    told = killed_after(milliseconds / 1000, keep_for_ever)
    archive = Archive(tmp_path)
    assert all(len(archive.get(sha256)) == 60_000 for sha256 in told)
    for path in tmp_path.rglob("*.eml"):
        archive.get(path.stem)

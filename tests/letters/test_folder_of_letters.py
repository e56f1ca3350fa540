"""What only the folder does: files of certain names, each whole, none twice."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import PostmanTemporaryError
from notifier.folder_postman import file_name
from notifier.postman import FolderPostman
from tests.support.sample_letters import NOW, OFFICE, letter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "thu-di"


@pytest.fixture
def read_only(tmp_path: Path) -> Path:
    """A place where no folder can be made, for root too."""
    file = tmp_path / "tep"
    file.write_bytes(b"")
    return file / "thu-di"


def test_the_file_is_named_by_the_message_id(folder: Path) -> None:
    FolderPostman(folder, OFFICE).send(letter(7))
    assert [f.name for f in folder.iterdir()] == [f"baocao.{7:032x}@hoalac.example.eml"]


def test_sending_twice_leaves_the_first_letter_as_it_is(folder: Path) -> None:
    FolderPostman(folder, OFFICE, lambda: NOW).send(letter())
    (file,) = folder.iterdir()
    before = file.read_bytes(), file.stat().st_ino
    FolderPostman(folder, OFFICE, lambda: NOW + timedelta(days=1)).send(letter())
    assert [f.name for f in folder.iterdir()] == [file.name]
    assert (file.read_bytes(), file.stat().st_ino) == before


def test_what_a_killed_run_left_half_written_does_no_harm(folder: Path) -> None:
    folder.mkdir()
    (folder / f".{file_name(letter().message_id)}.tmp").write_bytes(b"From: half a let")
    FolderPostman(folder, OFFICE).send(letter())
    (file,) = folder.iterdir()
    assert file.suffix == ".eml"
    assert file.read_bytes().endswith(b"--\r\n")


def test_bytes_and_name_are_on_disk_before_it_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        steps.append("folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "file")  # noqa: PTH112
        real_fsync(descriptor)

    def rename(self: Path, target: Path) -> Path:
        steps.append("rename")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", rename)
    FolderPostman(folder, OFFICE).send(letter())
    assert steps == ["file", "rename", "folder"]


def test_a_disk_that_refuses_is_tried_again_later(read_only: Path) -> None:
    postman = FolderPostman(read_only, OFFICE)
    with pytest.raises(PostmanTemporaryError, match="thu-di"):
        postman.send(letter())
    with pytest.raises(PostmanTemporaryError, match="thu-di"):
        postman.check()


def test_checking_leaves_nothing_behind(folder: Path) -> None:
    FolderPostman(folder, OFFICE).check()
    assert list(folder.iterdir()) == []


@given(st.lists(st.text() | st.text("<>._a/", max_size=3) | st.text("ab", min_size=190), min_size=2, unique=True))
def test_names_are_safe_and_different(ids: list[str]) -> None:
    names = [file_name(f"<{one}>") for one in ids]
    assert len(set(names)) == len(ids)
    for name in names:
        assert not set(name) & set("/\0")
        assert not name.startswith(".")
        assert len(name.encode()) < 240

"""A stranger's package under one of our names is told before anything is done with it (decision 0001)."""

import pytest

from domain.errors import ConfigError
from service import main, ours


def test_ours_are_ours() -> None:
    ours.ensure_ours()


@pytest.mark.parametrize("stranger", ["json", "khong_co_goi_nay"])
def test_a_stranger_is_named(stranger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ours, "ROOMS", (*ours.ROOMS, stranger))
    with pytest.raises(ConfigError, match=stranger):
        ours.ensure_ours()


def test_the_command_line_says_so_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ours, "ROOMS", ("json",))
    assert main.main(["status"]) == 2
    assert "json" in capsys.readouterr().err

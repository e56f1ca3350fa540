"""A missing server leaves a test out at home and fails it in CI: nothing is skipped in silence there."""

import pytest

from tests.support.needs import need_program


def test_at_home_the_test_is_left_out_saying_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="khong-co-chuong-trinh-nay"):
        need_program("khong-co-chuong-trinh-nay")


def test_in_ci_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="khong-co-chuong-trinh-nay"):
        need_program("khong-co-chuong-trinh-nay")


def test_what_is_there_is_found() -> None:
    assert need_program("sh").endswith("/sh")

"""A program that is missing leaves a test out, and fails it in CI."""

import pytest

from tests.support.needs import need_program


def test_a_program_that_is_there_is_found() -> None:
    assert need_program("sh").endswith("/sh")


@pytest.mark.parametrize("ci", ["", "false"])
def test_a_missing_program_leaves_the_test_out(monkeypatch: pytest.MonkeyPatch, ci: str) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(pytest.skip.Exception, match="khong-co-chuong-trinh-nay"):
        need_program("khong-co-chuong-trinh-nay")


def test_a_missing_program_fails_the_test_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="khong-co-chuong-trinh-nay"):
        need_program("khong-co-chuong-trinh-nay")

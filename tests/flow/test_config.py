"""Settings: every key explained, unknown keys refused, all problems at once, secrets elsewhere."""

import re
from datetime import time
from pathlib import Path

import pytest

from domain.errors import ConfigError
from service.config import Config, load_config, parse_config

HOME = Path(__file__).resolve().parents[2]
LEAST = {
    "mailbox": {"url": "eml:thu"},
    "letters": {"url": "folder:thu-di"},
    "office": {"sender": "vanphong@ldld.example"},
}


def problems_of(raw: dict[str, object]) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_config(raw, base=Path("/noi-nao-do"))
    return caught.value.problems


def test_the_example_can_be_used_as_it_is() -> None:
    config = load_config(HOME / "config.example.toml")
    assert config.mailbox.url.startswith("imaps://")
    assert config.reminders.policy().opens == time(7, 30)


def test_the_example_names_every_key() -> None:
    text = (HOME / "config.example.toml").read_text(encoding="utf-8")
    for table, field in Config.model_fields.items():
        section = re.search(rf"^\[{table}\].*?(?=^\[|\Z)", text, re.M | re.S)
        assert section, f"[{table}] is not explained"
        for key in field.annotation.model_fields:  # type: ignore[union-attr]
            assert re.search(rf"^(# )?{key} = .+#|^(# )?{key} = ", section[0], re.M), f"{table}.{key} is not explained"


def test_all_problems_are_reported_at_once() -> None:
    raw = {
        "mailbox": {"url": "pop3://x", "pass": "1"},
        "letters": {"url": "folder:out", "password_env": "A", "password_file": "b"},
        "office": {"sender": "không phải địa chỉ"},
        "web": {"host": "0.0.0.0"},  # noqa: S104  that it is refused is the point
        "reminders": {"days_before": [0], "weekdays": ["T9"]},
        "lạ": 1,
    }
    problems = "\n".join(problems_of(raw))
    for key in ("mailbox.url", "mailbox.pass", "letters", "office.sender", "web.host", "reminders.days_before", "lạ"):
        assert key in problems


def test_a_missing_table_is_named() -> None:
    assert any(problem.startswith("mailbox") for problem in problems_of({k: LEAST[k] for k in ("letters", "office")}))


def test_a_password_in_the_url_is_refused() -> None:
    raw = LEAST | {"mailbox": {"url": "imaps://ten:matkhau@may.example"}}
    (problem,) = problems_of(raw)
    assert "mailbox.url" in problem
    assert "matkhau" not in problem


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        '[mailbox]\nurl = "eml:thu"\n[letters]\nurl = "folder:thu-di"\n[office]\nsender = "a@b.example"\n', "utf-8"
    )
    config = load_config(file)
    assert config.mailbox.url == f"eml:{tmp_path / 'thu'}"
    assert config.data.folder == tmp_path / "data"


def test_secrets_come_from_environment_or_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOP_THU", "bi mat 1")
    (tmp_path / "smtp").write_text("bi mat 2\n", "utf-8")
    raw = LEAST | {
        "mailbox": {"url": "eml:thu", "password_env": "HOP_THU"},
        "letters": {"url": "folder:x", "password_file": "smtp"},
    }
    config = parse_config(raw, base=tmp_path)
    assert config.mailbox.password() == "bi mat 1"
    assert config.letters.password() == "bi mat 2"
    assert "bi mat" not in repr(config)


@pytest.mark.parametrize("place", [{"password_env": "KHONG_CO_BIEN_NAY"}, {"password_file": "khong-co-tep-nay"}])
def test_a_secret_that_is_not_there_is_named(place: dict[str, str], tmp_path: Path) -> None:
    config = parse_config(LEAST | {"mailbox": {"url": "eml:thu"} | place}, base=tmp_path)
    with pytest.raises(ConfigError, match=next(iter(place.values()))):
        config.mailbox.password()


@pytest.mark.parametrize("text", ["[mailbox", "\xff"])
def test_a_file_that_is_no_toml_is_one_problem(text: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigError, match="TOML"):
        load_config(file)


def test_a_file_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="không mở được"):
        load_config(tmp_path / "config.toml")

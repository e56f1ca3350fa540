"""The settings of one installation: a TOML file with no secret in it, checked as a whole before anything starts.

Every key is explained in config.example.toml. Unknown keys are refused, and all problems are reported at once.
"""

from __future__ import annotations

import os
import tomllib
from datetime import time
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from domain.errors import ConfigError
from domain.reminders import ReminderPolicy
from domain.unit import EMAIL_FORM

_DAYS = {"T2": 0, "T3": 1, "T4": 2, "T5": 3, "T6": 4, "T7": 5, "CN": 6}
#: Sources and destinations that are places on this machine rather than servers.
_PATH_SCHEMES = frozenset({"maildir", "eml", "mbox", "folder"})
_PLAIN_PROBLEM = {
    "missing": "thiếu khóa bắt buộc này (required key is missing)",
    "extra_forbidden": "không có khóa này; xem config.example.toml (unknown key)",
}


def _email(text: str) -> str:
    if not EMAIL_FORM.fullmatch(text):
        raise ValueError(f"“{text}” không phải địa chỉ thư điện tử (not a mail address)")
    return text.lower()


def _loopback(host: str) -> str:
    try:
        inside = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise ValueError("trang web chưa có đăng nhập nên chỉ chạy trên máy này: 127.0.0.1 (loopback addresses only)")
    return host


def _from_base(path: Path, info: ValidationInfo) -> Path:
    return Path(info.context["base"], path.expanduser()) if info.context else path


def _url_of(*schemes: str) -> AfterValidator:
    def check(url: str, info: ValidationInfo) -> str:
        scheme, _, rest = url.partition(":")
        if scheme not in schemes:
            raise ValueError(f"phải bắt đầu bằng {', '.join(s + ':' for s in schemes)} (unknown scheme '{scheme}')")
        if scheme in _PATH_SCHEMES:
            return f"{scheme}:{_from_base(Path(rest), info)}"
        if urlsplit(url).password:
            raise ValueError(
                "không ghi mật khẩu trong địa chỉ; dùng password_env hoặc password_file (no password here)"
            )
        return url

    return AfterValidator(check)


FilePath = Annotated[Path, AfterValidator(_from_base)]
Email = Annotated[str, AfterValidator(_email)]


class _Table(BaseModel):
    """One table of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _WithSecret(_Table):
    """A table with a login, whose password stands in the environment or in a file of its own."""

    password_env: str = ""
    password_file: FilePath | None = None

    @model_validator(mode="after")
    def _one_place(self) -> _WithSecret:
        if self.password_env and self.password_file:
            raise ValueError("chỉ dùng một trong hai: password_env hoặc password_file (two sources of one password)")
        return self

    def password(self) -> str | None:
        """Return the password, None where none is set. Raises ConfigError where it is named but not there."""
        if self.password_env:
            value = os.environ.get(self.password_env)
            if not value:
                raise ConfigError([f"biến môi trường {self.password_env} chưa được đặt (environment variable not set)"])
            return value
        if self.password_file:
            try:
                return self.password_file.read_text(encoding="utf-8").strip("\r\n")
            except OSError as error:
                problem = f"không đọc được tệp mật khẩu {self.password_file} (password file: {error.strerror})"
                raise ConfigError([problem]) from error
        return None


class MailboxSettings(_WithSecret):
    """Where mail comes from; never changed by reading it."""

    url: Annotated[str, _url_of("imaps", "imap", "maildir", "eml", "mbox")]
    folders: tuple[str, ...] = ("INBOX",)
    cafile: FilePath | None = None
    timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 60


class LettersSettings(_WithSecret):
    """How letters leave."""

    url: Annotated[str, _url_of("smtps", "smtp+starttls", "smtp", "folder")]
    cafile: FilePath | None = None
    timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 60
    #: Folder with the office's own wording; a template found there takes the place of the built-in one.
    templates: FilePath | None = None


class OfficeSettings(_Table):
    """Who signs the letters."""

    name: str = "Liên đoàn Lao động tỉnh Đắk Lắk"
    signed_by: str = "Văn phòng Liên đoàn Lao động tỉnh Đắk Lắk"
    sender: Email
    reply_to: Email | None = None
    phone: str = ""
    contact: str = ""
    message_id_domain: str = ""


class ReminderSettings(_Table):
    """When reminders leave."""

    enabled: bool = True
    days_before: tuple[Annotated[int, Field(ge=1, le=60)], ...] = (3, 1)
    on_the_day: bool = True
    days_after: tuple[Annotated[int, Field(ge=1, le=60)], ...] = (1, 3, 7)
    ask_for_missing_sections: bool = True
    opens: time = time(7, 30)
    closes: time = time(17, 0)
    weekdays: tuple[str, ...] = ("T2", "T3", "T4", "T5", "T6")

    @model_validator(mode="after")
    def _sound(self) -> ReminderSettings:
        strange = [day for day in self.weekdays if day not in _DAYS]
        if strange:
            raise ValueError(f"ngày trong tuần là {', '.join(_DAYS)}; không có {', '.join(strange)} (unknown weekday)")
        if self.opens >= self.closes:
            raise ValueError("opens phải trước closes (opens must come before closes)")
        return self

    def policy(self) -> ReminderPolicy:
        """Return the policy these settings stand for."""
        return ReminderPolicy(
            days_before=self.days_before,
            on_the_day=self.on_the_day,
            days_after=self.days_after,
            ask_for_missing_sections=self.ask_for_missing_sections,
            opens=self.opens,
            closes=self.closes,
            weekdays=frozenset(_DAYS[day] for day in self.weekdays),
        )


class ScheduleSettings(_Table):
    """How often the service works by itself."""

    collect_minutes: Annotated[float, Field(gt=0, le=24 * 60)] = 5
    #: Times of the day, Vietnam time, at which a round also sends what is due.
    remind_at: tuple[time, ...] = (time(8, 0), time(14, 0))


class WebSettings(_Table):
    """Where the page listens."""

    host: Annotated[str, AfterValidator(_loopback)] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8017


class DataSettings(_Table):
    """Where everything is kept, and what a new register starts with."""

    folder: FilePath = Field(default=Path("data"), validate_default=True)
    template: FilePath | None = None
    units: FilePath | None = None
    period: FilePath | None = None


class ReadingSettings(_Table):
    """Limits within which each attached file is read."""

    seconds: Annotated[float, Field(gt=0, le=3600)] = 30
    memory_mb: Annotated[int, Field(ge=256)] = 1024
    file_mb: Annotated[int, Field(ge=1)] = 64
    inflated_mb: Annotated[int, Field(ge=1)] = 160
    entries: Annotated[int, Field(ge=10)] = 2000
    depth: Annotated[int, Field(ge=1, le=10)] = 3
    pdf_pages: Annotated[int, Field(ge=1)] = 300
    workers: Annotated[int, Field(ge=1, le=64)] = 2
    ocr_pages: Annotated[int, Field(ge=0, le=1000)] = 40
    ocr_seconds: Annotated[float, Field(gt=0, le=3600)] = 60


class Config(_Table):
    """All settings of one installation."""

    mailbox: MailboxSettings
    letters: LettersSettings
    office: OfficeSettings
    reminders: ReminderSettings = ReminderSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    web: WebSettings = WebSettings()
    data: DataSettings = Field(default_factory=dict, validate_default=True)
    reading: ReadingSettings = ReadingSettings()


def load_config(path: Path) -> Config:
    """Read and check the settings file; paths in it are relative to its folder. Raises ConfigError."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError([f"không mở được tệp cấu hình {path} ({error.strerror})"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path}: không phải TOML đúng quy cách ({error})"]) from error
    return parse_config(raw, base=path.resolve().parent)


def parse_config(raw: dict[str, Any], *, base: Path) -> Config:
    """Check settings given as a plain value; relative paths start from `base`. Raises ConfigError with all problems."""
    try:
        return Config.model_validate(raw, context={"base": base})
    except ValidationError as error:
        raise ConfigError([_plainly(problem) for problem in error.errors(include_url=False)]) from error


def _plainly(problem: Any) -> str:
    key = ".".join(str(part) for part in problem["loc"]) or "(tệp)"
    message = _PLAIN_PROBLEM.get(problem["type"], problem["msg"].removeprefix("Value error, "))
    return f"{key}: {message}"

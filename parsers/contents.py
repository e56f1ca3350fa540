"""What a reader gives back, and how it says that it cannot."""

from __future__ import annotations

from dataclasses import dataclass

from domain.document import Block, UnreadableCause
from domain.errors import BaocaoError


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """A file's text: what becomes a `Document` once the file's name is put to it."""

    blocks: tuple[Block, ...]
    margins: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    #: The text was recognised in a picture.
    ocr: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A file inside an archive or a mail: its bytes, or why it could not be taken out."""

    name: str
    data: bytes | UnreadableError
    #: A mail inside shows it in its text.
    inline: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Members:
    """The files of an archive or a mail, in its order; each is read on its own."""

    files: tuple[Member, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Skip:
    """A file that is no document; `reason` in Vietnamese."""

    reason: str


class UnreadableError(BaocaoError):
    """A file cannot be read. `reason` is one Vietnamese sentence for the clerk, `detail` English for the operator."""

    def __init__(self, cause: UnreadableCause, reason: str, detail: str = "") -> None:
        super().__init__(cause, reason, detail)
        self.cause = cause
        self.reason = reason
        self.detail = detail


def damaged(detail: str) -> UnreadableError:
    """Return the error for a file whose form is broken."""
    return UnreadableError(
        UnreadableCause.DAMAGED, "Tệp bị hỏng hoặc bị cắt giữa chừng, không mở được; cần gửi lại.", detail
    )


def empty(detail: str = "") -> UnreadableError:
    """Return the error for a file that opens and holds no text at all."""
    return UnreadableError(UnreadableCause.EMPTY, "Tệp không có nội dung.", detail)


def locked(detail: str) -> UnreadableError:
    """Return the error for a file that needs a password."""
    return UnreadableError(UnreadableCause.PASSWORD, "Tệp có đặt mật khẩu; cần gửi lại bản không đặt mật khẩu.", detail)


def no_text(reason: str, detail: str = "") -> UnreadableError:
    """Return the error for pictures of text."""
    return UnreadableError(UnreadableCause.NO_TEXT, reason, detail)

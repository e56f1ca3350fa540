"""Bodies of mails as documents."""

from __future__ import annotations

from domain.document import FileKind
from parsers.reading import FileReader, check_readers

_LONG = "- Đã tổ chức hội nghị cán bộ, công chức, viên chức tại 95,1% cơ quan; đối thoại định kỳ tại 16 doanh nghiệp."


def test_html_is_preferred_where_it_tells_more(reader: FileReader) -> None:
    body = reader.read_body("1. Việc một\nViệc hai", "<ol><li><b>Việc một</b></ol><p>Việc hai</p>")
    assert body is not None
    assert (body.name, body.kind) == ("nội dung thư", FileKind.HTML)
    assert body.text == "1. Việc một\nViệc hai"


def test_html_is_preferred_where_the_text_was_wrapped(reader: FileReader) -> None:
    wrapped = f"{_LONG[:66]}\n{_LONG[67:]}\n{_LONG[:66]}\n{_LONG[67:]}"
    body = reader.read_body(wrapped, f"<div>{_LONG}</div><div>{_LONG}</div>")
    assert body is not None
    assert body.kind is FileKind.HTML
    assert body.text == f"{_LONG}\n{_LONG}"


def test_plain_text_is_read_where_html_adds_nothing_or_has_lost_something(reader: FileReader) -> None:
    for html in ("<div>Kính gửi</div><div>Hết</div>", "<b>Kính gửi</b>", "", "<p>"):
        body = reader.read_body("Kính gửi\nHết", html)
        assert body is not None
        assert (body.kind, body.text) == (FileKind.TEXT, "Kính gửi\nHết")


def test_html_alone_is_read(reader: FileReader) -> None:
    body = reader.read_body("", "<p>Kính gửi</p>")
    assert body is not None
    assert body.text == "Kính gửi"


def test_an_empty_body_is_none(reader: FileReader) -> None:
    assert reader.read_body("", "") is None
    assert reader.read_body(" \n", "<p>&nbsp;</p>") is None


def test_every_format_says_that_it_is_read_here() -> None:
    said = check_readers()
    assert any(line.startswith("Word (.docx): ") for line in said)
    assert all(line.endswith("đọc được.") for line in said)

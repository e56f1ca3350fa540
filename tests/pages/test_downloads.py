"""Files from mails are handed over to be saved, whatever their names try."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.office_desk import MemoryDesk, at, sample_desk
from tests.support.pages import client_of
from web.downloads import content_disposition, safe_name


def test_an_attachment_comes_byte_for_byte_under_its_name() -> None:
    answer = client_of(sample_desk()).get("/thu-den/101/tep/0")
    assert answer.content == b"bytes of 101/0"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment; filename=\"Bao cao so ket 6 thang.docx\"; filename*=UTF-8''")
    assert unquote(disposition.rpartition("''")[2]) == "Báo cáo sơ kết 6 tháng.docx"


def test_a_mail_is_never_shown_either() -> None:
    answer = client_of(sample_desk()).get("/thu-den/101/thu-goc.eml")
    assert answer.content.startswith(b"Subject: 101")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith('attachment; filename="thu-101.eml"')


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ('a"; filename=b.exe\r\nSet-Cookie: x', "a_; filename=b.exe  Set-Cookie_ x"),
        ("bao-cao\u202excod.exe", "bao-caoxcod.exe"),
        ("C:\\Windows\\a.docx", "C__Windows_a.docx"),
        ("  .. ", "tep"),
        ("Đề cương.docx", "Đề cương.docx"),
    ],
)
def test_names_lose_what_could_mislead(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text())
def test_the_header_is_one_line_of_ascii_for_any_name(name: str) -> None:
    header = content_disposition(safe_name(name))
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2


@given(st.text(alphabet=st.characters(categories=["L", "N", "Zs"]), min_size=1))
def test_a_plain_name_comes_through_whole(name: str) -> None:
    assert unquote(content_disposition(name).rpartition("''")[2]) == name


@pytest.mark.parametrize("address", ["/thu-den/101/tep/9", "/thu-den/101/tep/-1", "/thu-den/999/thu-goc.eml"])
def test_what_is_not_there_is_not_found(address: str) -> None:
    assert client_of(sample_desk()).get(address).status_code == 404


def test_hostile_names_do_not_break_the_answer() -> None:
    desk = MemoryDesk()
    desk.add_mail(1, at(1, 8), files=("x\r\nSet-Cookie: a=b.docx",))
    answer = client_of(desk).get("/thu-den/101/tep/0")
    assert "set-cookie" not in answer.headers

"""Mails that are broken in ways real mailboxes hold, named by symptom. Made by code, so that the damage can be read."""

from __future__ import annotations

import base64

_TEXT = "LĐLĐ huyện Lắk gửi báo cáo nhanh 6 tháng đầu năm 2017."
_HEAD = b"From: lak@units.example\r\nTo: vanphong@ldld.example\r\nSubject: Bao cao nhanh\r\nMIME-Version: 1.0\r\n"
_PLAIN = b'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'


def _mixed(*parts: bytes, boundary: bytes = b"mau", head: bytes = _HEAD, closed: bool = True) -> bytes:
    start = head + b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n\r\n'
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return start + body + (b"--" + boundary + b"--\r\n" if closed else b"")


def _file(data: bytes, disposition: bytes = b'attachment; filename="bao cao.docx"') -> bytes:
    head = b"Content-Type: application/octet-stream\r\nContent-Disposition: " + disposition + b"\r\n"
    return head + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data)


def _nested_parts(levels: int) -> bytes:
    inner = _PLAIN + _TEXT.encode()
    for level in range(levels):
        inner = _mixed(inner, boundary=b"b%d" % level, head=b"")
    return _HEAD + inner


def _nested_mails(levels: int) -> bytes:
    inner = _HEAD + _PLAIN + _TEXT.encode()
    for level in range(levels):
        inner = _HEAD.replace(b"nhanh", b"lop %d" % level) + b"Content-Type: message/rfc822\r\n\r\n" + inner
    return inner


def _with_header(*lines: bytes) -> bytes:
    return b"\r\n".join(lines) + b"\r\nMIME-Version: 1.0\r\n" + _PLAIN + _TEXT.encode()


def _plain(charset: bytes, body: bytes) -> bytes:
    return _HEAD + b"Content-Type: text/plain; charset=" + charset + b"\r\n\r\n" + body


def broken_mails() -> list[tuple[str, bytes]]:
    """Return (symptom, bytes) pairs; every one of them can be opened, whatever is wrong with it."""
    text = _PLAIN + _TEXT.encode()
    return [
        ("khong-co-gi", b""),
        ("chi-co-dong-trong", b"\r\n\r\n\r\n"),
        ("chi-co-nul", b"\x00" * 64),
        ("khong-co-dau-thu", _TEXT.encode()),
        ("rac-nhi-phan", bytes(range(256)) * 20),
        ("chi-co-dau-thu", _HEAD),
        ("khong-co-message-id", _HEAD + text),
        ("from-la-rac", _with_header(b"From: <<<>>> ,,;;: @@ \xff\xfe", b"Subject: rac")),
        ("from-trong", _with_header(b"From:", b"Subject: trong")),
        ("khong-co-from", _with_header(b"Subject: khong nguoi gui")),
        ("reply-to-rong", _with_header(b"From: lak@units.example", b"Reply-To: <>", b"Subject: x")),
        ("tu-ma-hoa-hong", _with_header(b"From: =?utf-8?B?!!?= <lak@units.example>", b"Subject: =?utf-8?Q?=ZZ?= =?x?")),
        ("tu-ma-hoa-bang-ma-la", _with_header(b"From: a@b.example", b"Subject: =?x-khong-co?B?QsOhbyBjw6Fv?=")),
        ("date-la-rac", _with_header(b"From: a@b.example", b"Date: hom qua luc 25:99", b"Subject: x")),
        ("dau-thu-8bit-cp1258", _with_header(b"From: a@b.example", "Subject: B\u00e1o c\u00e1o".encode("cp1258"))),
        ("dau-thu-rat-dai", _with_header(b"From: a@b.example", b"Subject: " + b"bao cao " * 40_000)),
        ("rat-nhieu-dau-thu", _with_header(b"From: a@b.example", *(b"X-%d: 1" % n for n in range(3000)))),
        ("bang-ma-la", _plain(b"x-vntime", _TEXT.encode())),
        ("bang-ma-sai", _plain(b"iso-8859-1", _TEXT.encode())),
        ("khai-utf8-nhung-la-cp1258", _plain(b"utf-8", "B\u00e1o c\u00e1o g\u01b0\u0309i".encode("cp1258"))),
        ("bang-ma-khong-phai-chu", _plain(b"base64", b"QsOhbw==")),
        ("nul-trong-than-thu", _plain(b"utf-8", b"bao\x00cao\x00nhanh")),
        ("base64-bi-cat", _mixed(text, _file(b"PK\x03\x04" + b"x" * 5000)[:-1501], closed=False)),
        ("mime-bi-cat", _mixed(text, _file(b"x" * 500), closed=False)[:-40]),
        ("khai-nhieu-phan-khong-ranh-gioi", _HEAD + b"Content-Type: multipart/mixed\r\n\r\n" + _TEXT.encode()),
        ("ranh-gioi-khai-sai", _mixed(text, _file(b"abc" * 9)).replace(b'boundary="mau"', b'boundary="khac"')),
        ("ranh-gioi-mat-trong-thu-ben-trong", b"Content-Type: message/rfc822\r\n\r\n" + _HEAD
            + b'Content-Type: multipart/mixed; boundary="khong-co"\r\n\r\n' + _TEXT.encode()),
        ("ba-muoi-lop-phan", _nested_parts(30)),
        ("hai-tram-lop-phan", _nested_parts(200)),
        ("ba-muoi-thu-long-nhau", _nested_mails(30)),
        ("hai-tram-thu-long-nhau", _nested_mails(200)),
        ("ba-nghin-phan", _mixed(*[text] * 3000)),
        ("ten-tep-di-ra-ngoai", _mixed(text, _file(b"abc", b'attachment; filename="../../etc/passwd"'))),
        ("tep-khong-ten", _mixed(text, b"Content-Type: application/pdf\r\n\r\n%PDF-1.4 mau")),
        ("transfer-encoding-la", _mixed(text, b"Content-Type: a/b\r\nContent-Transfer-Encoding: x-la\r\n\r\nmau")),
        ("uuencode-hong", _mixed(text, b"Content-Transfer-Encoding: x-uue\r\nContent-Type: a/b\r\n\r\nbegin 6 x\r\n@")),
        ("content-type-la-rac", _HEAD + b"Content-Type: ;;;==\xff\r\n\r\n" + _TEXT.encode()),
        ("thu-25-mb", _mixed(text, _file(b"\x50\x4b\x03\x04" + b"\x00" * 18_000_000))),
    ]  # fmt: skip

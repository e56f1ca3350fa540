"""The number, letter or bullet that a line begins with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How a line is numbered."""

    PART = "part"
    ROMAN = "roman"
    UPPER = "upper"
    DECIMAL = "decimal"
    LOWER = "lower"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Number:
    """One number as it stands before a line: '2.1.' is (DECIMAL, (2, 1))."""

    style: Style
    path: tuple[int, ...]
    #: What tells levels of one style apart: the bullet's character, how many components, brackets.
    key: str

    @property
    def value(self) -> int:
        """The last component; 0 for a bullet."""
        return self.path[-1] if self.path else 0

    @property
    def counts(self) -> bool:
        """Whether it says which one of its level the line is."""
        return self.style is not Style.BULLET


_PART_WORDS = {
    "nhất": 1,
    "nhat": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "tu": 4,
    "bon": 4,
    "năm": 5,
    "nam": 5,
}
_PART = re.compile(
    r"ph[ầâa]n\s+(?:th[ứưu]\s+)?(nhất|nhat|một|hai|ba|bốn|bon|tư|tu|năm|nam|[ivx]{1,4}|\d|[abcd])(?!\w)\s*[.:/)\-–]*\s*",
    re.I,
)
_SEPARATOR = r"(?:\s*[./)\-–:]+)"
_CAPITAL = r"[A-ZÀ-ỸĐ]"
_ROMAN = re.compile(rf"([IVX]{{1,5}})(?:{_SEPARATOR}(?![a-z\d/])\s*|\s+(?={_CAPITAL}{{2}}))")
#: A separator, or nothing but a capital after it ('1 Đại diện', '1.1Kết quả'); a digit after it is a figure or a date.
_DECIMAL = re.compile(
    rf"(\d{{1,2}}(?:\.\d{{1,2}}){{0,4}})(?![\d%])(?:{_SEPARATOR}(?!\s*\d[\d.,/%]*\s*%)(?!\d)\s*|\s+(?={_CAPITAL})|(?={_CAPITAL}))"
)
_UPPER = re.compile(r"([A-HĐ])(?:\s*[/)\-–:]+\s*|\s*\.\s*(?=\s)\s*|\.(?=[A-ZÀ-ỸĐ][A-ZÀ-ỸĐ]))(?=\S)")
_LOWER = re.compile(r"([a-zđ])\s*[.)/]+\s*(?=\S)|([a-zđ])\s*[-–]\s+(?=\S)")
_BRACKETED = re.compile(r"\(\s*(?:(\d{1,2})|([a-zđ])|([ivx]{1,4}))\s*\)\s*")
_BULLET = re.compile(r"([-–—•●▪■◦·*+►➢✓◊♦❖§\uf000-\uf0ff])+\s*|(o)\s+(?=\S)")
#: Vietnamese lists run a b c d đ e g h.
_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}


def split_number(text: str) -> tuple[Number | None, str]:
    """Return the number that `text` begins with, and what follows it."""
    text = text.strip()
    bullet = _BULLET.match(text)
    if bullet:
        inner, body = split_number(text[bullet.end() :])
        if inner is not None and inner.counts:
            return inner, body
        return Number(Style.BULLET, (), "bullet" + _bullet_key(bullet.group())), body
    for read in (_part, _roman, _decimal, _upper, _lower, _bracketed):
        found = read(text)
        if found:
            return found[0], text[found[1] :].strip()
    return None, text


def label_number(label: str) -> Number | None:
    """Return the number that an automatic label stands for."""
    bare = label.strip()
    if not bare:
        return None
    number, _ = split_number(f"{bare} X" if bare[-1] in ".)/-–:" else f"{bare}. X")
    return number or Number(Style.BULLET, (), "bullet" + _bullet_key(bare))


def _bullet_key(mark: str) -> str:
    mark = mark.strip()[:1]
    return "-" if mark in "–—-" else mark


def roman_value(digits: str) -> int | None:
    """Return the value of a Roman numeral up to XXX, None where it is none."""
    if not digits or any(d not in _ROMAN_DIGITS for d in digits):
        return None
    values = [_ROMAN_DIGITS[d] for d in digits]
    total = sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return total if to_roman(total) == digits else None


def to_roman(value: int) -> str:
    """Return `value` (1 to 39) as a Roman numeral."""
    digits = ""
    for worth, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= worth:
            digits, value = digits + sign, value - worth
    return digits


_Found = tuple[Number, int] | None


def _part(text: str) -> _Found:
    match = _PART.match(text)
    if not match:
        return None
    word = match.group(1).lower()
    value = _PART_WORDS.get(word) or roman_value(word.upper()) or (int(word) if word.isdigit() else ord(word[0]) - 96)
    return Number(Style.PART, (value,), "part"), match.end()


def _roman(text: str) -> _Found:
    match = _ROMAN.match(text)
    value = roman_value(match.group(1)) if match else None
    return (Number(Style.ROMAN, (value,), "roman"), match.end()) if match and value else None


def _decimal(text: str) -> _Found:
    match = _DECIMAL.match(text)
    if not match:
        return None
    path = tuple(int(part) for part in match.group(1).split("."))
    if 0 in path:
        return None
    return Number(Style.DECIMAL, path, f"decimal{len(path)}"), match.end()


def _upper(text: str) -> _Found:
    match = _UPPER.match(text)
    return (Number(Style.UPPER, (_letter(match.group(1)),), "upper"), match.end()) if match else None


def _lower(text: str) -> _Found:
    match = _LOWER.match(text)
    if not match:
        return None
    return Number(Style.LOWER, (_letter(match.group(1) or match.group(2)),), "lower"), match.end()


def _bracketed(text: str) -> _Found:
    match = _BRACKETED.match(text)
    if not match:
        return None
    value = int(match.group(1)) if match.group(1) else _letter(match.group(2) or "a")
    return Number(Style.DECIMAL, (value,), "bracketed"), match.end()


def _letter(letter: str) -> int:
    return _ALPHABET.find(letter.lower()) + 1

"""Rich Text Format taken apart: groups, control words, bytes (RTF specification 1.9.1, 'RTF Syntax')."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from parsers.legacy import Encoding, encoding_of

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,40})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\(.)|([{}])|[\r\n\x00]+|([^\\{}\r\n\x00]+)", re.DOTALL
)


class Kind(Enum):
    """What a token is."""

    OPEN = "{"
    CLOSE = "}"
    #: A control word and its number.
    WORD = "word"
    #: A backslash with one character that is no letter.
    SYMBOL = "symbol"
    #: Text, in the code page of the font it is drawn in.
    BYTES = "bytes"


class Token(NamedTuple):
    """One token; `end` is where the next one begins."""

    kind: Kind
    word: str = ""
    number: int | None = None
    data: bytes = b""
    end: int = 0


def tokens(data: bytes) -> Iterator[Token]:
    """Yield the tokens of an RTF file; what \\bin announces is passed over."""
    at = 0
    while match := _TOKEN.match(data, at):
        at = match.end()
        word, number, code, symbol, brace, text = match.groups()
        if text is not None:
            yield Token(Kind.BYTES, data=text, end=at)
        elif code is not None:
            yield Token(Kind.BYTES, data=bytes.fromhex(code.decode()), end=at)
        elif word is not None:
            value = None if number is None else int(number)
            if word == b"bin":
                at += max(0, value or 0)
            yield Token(Kind.WORD, word.decode(), value, end=at)
        elif brace is not None:
            yield Token(Kind.OPEN if brace == b"{" else Kind.CLOSE, end=at)
        elif symbol is not None:
            yield Token(Kind.SYMBOL, symbol.decode("latin-1"), end=at)


#: Code pages of font character sets (\\fcharset); what is not here is drawn in the Western one.
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
_SYMBOL_CHARSET = 2
_DEFAULT_CHARSET = 1


@dataclass(slots=True)
class Font:
    """One entry of the font table."""

    name: str = ""
    charset: int = _DEFAULT_CHARSET
    #: \\cpg, which goes before the character set.
    code_page: str | None = None

    def decode(self, data: bytes, default: str) -> str:
        """Return the characters that `data` stands for; `default` is the document's code page."""
        if encoding_of(self.name) is not Encoding.UNICODE:
            # A legacy font redraws Western letters, whatever character set its file claims.
            return _decode(data, "cp1252")
        if self.charset == _SYMBOL_CHARSET:
            return self._symbols(data)
        own = default if self.charset == _DEFAULT_CHARSET else _CHARSETS.get(self.charset, "cp1252")
        return _decode(data, self.code_page or own)

    def _symbols(self, data: bytes) -> str:
        """Return private use characters, as Word stores them; Symbol draws figures and marks as they are."""
        plain = self.name.lower().startswith("symbol")
        return "".join(chr(b) if plain and b < 0x80 else chr(0xF000 + b) for b in data)


def _decode(data: bytes, code_page: str) -> str:
    try:
        return data.decode(code_page)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def code_page(number: int | None) -> str | None:
    """Return the name of code page `number`, None where there is no such one."""
    name = "mac_roman" if number == 10000 else f"cp{number}"
    try:
        codecs.lookup(name)
    except LookupError:
        return None
    return name

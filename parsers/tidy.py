"""The last touch on every text a reader hands on: NFC, no invisible marks, bullets of symbol fonts as real bullets."""

from __future__ import annotations

import re

from domain.vietnamese import nfc

#: Symbol and Wingdings characters as Word stores them (U+F000 + byte), and what they look like.
SYMBOLS = {
    0xF02D: "-",
    0xF02B: "+",
    0xF02A: "*",
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF06E: "■",
    0xF06C: "●",
    0xF071: "❑",
    0xF076: "❖",
    0xF0A8: "◻",
    0xF0D8: "➢",
    0xF0E0: "→",
    0xF0DE: "⇒",
    0xF0FC: "✓",
    0xF0FB: "✗",
    0xF0B0: "°",
    0xF0B3: "≥",
    0xF0A3: "≤",
    0xF0B1: "±",
    0xF0B4: "×",
    0xF020: " ",
}
#: Any other character of a symbol font stands at the head of a line more often than anywhere else.
_OTHER_SYMBOL = "•"
_SYMBOL = re.compile("[\uf000-\uf0ff]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff]")
_CLEAN_ALREADY = re.compile(r"[\t\n -~\u00a0-\u00ac\u00ae-\u02ff\u1ea0-\u1ef9]*")


def tidy(text: str) -> str:
    """Return `text` in NFC without characters that nobody sees; line breaks as '\\n', otherwise as written."""
    if _CLEAN_ALREADY.fullmatch(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    text = _SYMBOL.sub(lambda m: SYMBOLS.get(ord(m[0]), _OTHER_SYMBOL), text)
    return nfc(_UNSEEN.sub("", text.replace("\u2028", "\n").replace("\u2029", "\n")))

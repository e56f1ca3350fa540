"""Comparing Vietnamese text as people read it, whatever the bytes say.

Text is kept as written (in NFC); only comparison folds it.
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache

#: Characters that no reader sees and that break words in two: zero-width marks and the soft hyphen.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
#: Look-alikes that Vietnamese keyboards and converters produce for another letter (notes: Ð for Đ, ƣ for ư).
_LOOK_ALIKES = str.maketrans(
    {
        "Ð": "Đ",
        "ð": "đ",
        "Ƣ": "Ư",
        "ƣ": "ư",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "\u00a0": " ",
        "\u202f": " ",
    }
)
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def nfc(text: str) -> str:
    """Return `text` in Unicode NFC (UAX #15), which every text that is stored has."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the words of `text` for comparison: lower case, no accents, đ as d, single spaces, no punctuation.

    Old and new tone placement (hoà / hòa) agree because accents go; apostrophes inside a word go without
    leaving a gap (Ea H'leo, Ea H’leo and Ea Hleo agree).
    """
    text = nfc(text).translate(_LOOK_ALIKES).translate(_INVISIBLE).lower().replace("đ", "d").replace("'", "")
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", bare).strip()


def squeeze(text: str) -> str:
    """Return `fold(text)` without its spaces: glued words and spaces inside words agree too."""
    return fold(text).replace(" ", "")


def written_date(day: date) -> str:
    """Return `day` as offices write it: '04/6/2017', '28/01/2008', '31/12/2017'.

    Days below 10 and the months 1 and 2 take a zero, so that no figure can be added in front (Circular 01/2011/TT-BNV).
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"

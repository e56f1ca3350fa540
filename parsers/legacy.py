"""Vietnamese in fonts from before Unicode: TCVN3 (ABC, fonts '.Vn…') and VNI for Windows (fonts 'VNI-…').

A text in such a font holds Western letters; the font draws Vietnamese ones in their places. Which table applies is
told by the font's name. Where no font is known (plain text, some PDFs) `guess` goes by letter pairs that occur in
one encoding only.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from domain.vietnamese import nfc


class Encoding(Enum):
    """How a run's characters are to be understood."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    #: A TCVN3 font whose name ends in H draws capitals only, whatever was typed.
    TCVN3_CAPITALS = "tcvn3 capitals"
    VNI = "vni"


#: TCVN 5712:1993 VN3, bytes A1-AE (letters) and B5-FE (letters with tone marks); gaps hold no letter.
_TCVN3 = str.maketrans(
    dict(zip("¡¢£¤¥¦§¨©ª«¬\u00ad®", "ĂÂÊÔƠƯĐăâêôơưđ", strict=True))
    | dict(zip("µ¶·¸¹»¼½¾ÆÇÈÉÊË", "àảãáạằẳẵắặầẩẫấậ", strict=True))
    | dict(zip("ÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞ", "èẻẽéẹềểễếệìỉĩíị", strict=True))
    | dict(zip("ßáâãäåæçèéêëìíî", "òỏõóọồổỗốộờởỡớợ", strict=True))
    | dict(zip("ïñòóôõö÷øùúûüýþ", "ùủũúụừửữứựỳỷỹýỵ", strict=True))
    # Programs that fold the micro sign to the Greek letter, and D0 to the letter it looks like.
    | {"μ": "à", "Đ": "é"}
)

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
#: VNI letters that stand alone.
_VNI_SINGLE = str.maketrans("ÑñÖöÔôÆæÓóÒòÎî", "ĐđƯưƠơỈỉĨĩỊịỴỵ")
#: VNI marks, typed after their vowel: what they add to it.
_VNI_MARKS = {
    "ù": _ACUTE,
    "ø": _GRAVE,
    "û": _HOOK,
    "õ": _TILDE,
    "ï": _DOT,
    "â": _CIRCUMFLEX,
    "á": _CIRCUMFLEX + _ACUTE,
    "à": _CIRCUMFLEX + _GRAVE,
    "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE,
    "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE,
    "é": _BREVE + _ACUTE,
    "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}
_VNI_MARKS |= {mark.upper(): accents for mark, accents in _VNI_MARKS.items()}
_VNI_PAIR = re.compile("([AEOUYaeouyÖöÔô])([" + "".join(_VNI_MARKS) + "])|([ÑñÖöÔôÆæÓóÒòÎî])")

#: A letter that only Unicode Vietnamese has: its presence says that the font's name means nothing.
_BEYOND_LATIN1 = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_COMBINING = re.compile("[\u0300-\u0323]")

#: Pairs and letters frequent in one encoding and next to impossible in the others or in Unicode.
_TCVN3_SIGNS = re.compile("®[¬­µ¸¹Æ-þo-u]|­[¬¥n]|c[«¸]|v[µi]Ö|nhi[ÖÒÔ]|l[µ]|[a-z][¬«©]n|[hk]«n|cña|®[éîåÓÕÖ]")
_VNI_SIGNS = re.compile(
    "[aeouAEOU][ÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]|[eo][âáàåãä]|a[àáåãäêéèúüëøùûõï]|ö[ôïøùûõ]|ñ[aeoöiuòôî]|ô[øùûõï]"
)
_ENOUGH_SIGNS = 0.02


def encoding_of(font: str | None) -> Encoding:
    """Return how text in `font` is to be understood."""
    name = (font or "").strip().lower()
    if name.startswith(".vn"):
        return Encoding.TCVN3_CAPITALS if name.split(" ")[0].endswith("h") else Encoding.TCVN3
    return Encoding.VNI if name.startswith(("vni-", "vni ")) else Encoding.UNICODE


def is_unicode(text: str) -> bool:
    """Whether `text` holds Vietnamese letters that no legacy text can hold, so its font's name must be ignored."""
    return bool(_BEYOND_LATIN1.search(text) or _COMBINING.search(text))


def decode(text: str, encoding: Encoding) -> str:
    """Return `text` as a person sees it in a font of `encoding`, NFC."""
    if encoding is Encoding.UNICODE:
        return text
    if encoding is Encoding.VNI:
        return nfc(_VNI_PAIR.sub(_vni_letter, text))
    plain = nfc(text.translate(_TCVN3))
    return plain.upper() if encoding is Encoding.TCVN3_CAPITALS else plain


def _vni_letter(match: re.Match[str]) -> str:
    base, mark, single = match.groups()
    if single:
        return str(single.translate(_VNI_SINGLE))
    letter = base.translate(_VNI_SINGLE)
    composed = unicodedata.normalize("NFC", letter + _VNI_MARKS[mark])
    # A mark that does not go with this vowel is a letter of its own ('hoà' typed as Unicode in between).
    return composed if len(composed) == 1 else letter + mark.translate(_VNI_SINGLE)


def guess(text: str) -> Encoding:
    """Return the encoding that a text of unknown font was most likely typed in; UNICODE unless it is plain."""
    if not text or is_unicode(text):
        return Encoding.UNICODE
    letters = sum(map(str.isalpha, text)) or 1
    signs = {
        Encoding.TCVN3: len(_TCVN3_SIGNS.findall(text)) / letters,
        Encoding.VNI: len(_VNI_SIGNS.findall(text)) / letters,
    }
    best = max(signs, key=lambda encoding: signs[encoding])
    return best if signs[best] >= _ENOUGH_SIGNS else Encoding.UNICODE

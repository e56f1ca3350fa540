"""Word's own multilevel list for the outline (ECMA-376, part 1, 17.9): 'I.', '1.', '1.1.', then '-' for items."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

#: Level of list items under the three levels of headings.
BULLET_LEVEL = 3

#: Format, text and indent in twentieths of a point of each level.
_LEVELS = (
    ("upperRoman", "%1.", 720),
    ("decimal", "%2.", 720),
    ("decimal", "%2.%3.", 720),
    ("bullet", "-", 720),
)


class OutlineList:
    """One multilevel list of a document."""

    def __init__(self, document: Any) -> None:
        """Define the list in the document's numbering part."""
        root = document.part.numbering_part.element
        abstract_id = 1 + max((int(a.get(qn("w:abstractNumId"))) for a in root.findall(qn("w:abstractNum"))), default=0)
        abstract = parse_xml(_abstract(abstract_id))
        first = root.find(qn("w:num"))
        if first is None:
            root.append(abstract)
        else:
            first.addprevious(abstract)
        self._id = root.add_num(abstract_id).numId

    def put(self, paragraph: Any, level: int) -> None:
        """Make `paragraph` an item of the list at `level`."""
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = self._id


def _abstract(abstract_id: int) -> str:
    levels = "".join(_level(number, *level) for number, level in enumerate(_LEVELS))
    return (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract_id}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )


def _level(number: int, form: str, text: str, indent: int) -> str:
    bold = "" if form == "bullet" else "<w:b/>"
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="0" w:firstLine="{indent}"/></w:pPr><w:rPr>{bold}</w:rPr></w:lvl>'
    )

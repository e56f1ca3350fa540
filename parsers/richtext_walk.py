"""Walks through the tokens of an RTF file and tells its stories (RTF specification 1.9.1, 'Contents of an RTF File').

Numbers of lists are taken as the writer drew them (\\listtext); of what stands twice for programs of different age one
is taken; what was deleted, hidden or only instructs a program is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from domain.document import Block, walk_paragraphs
from parsers.richtext_state import CHANGES, State, changed
from parsers.richtext_story import RowDefinition, Story
from parsers.richtext_tokens import Font, Kind, Token, code_page, tokens
from parsers.seen import Seen
from parsers.word_styles import Look

#: Groups without text of the document, though nothing but their name says so.
_LEFT_OUT = frozenset(
    [
        "colortbl",
        "info",
        "fldinst",
        "nonshppict",
        "nonesttables",
        "mmathPict",
        "shprslt",
        "sp",
        "pntxta",
        "pntxtb",
        "xe",
        "tc",
        "rxe",
        "txe",
        "comment",
        "private",
        "ftnsep",
        "ftnsepc",
        "ftncn",
        "aftnsep",
        "aftnsepc",
        "aftncn",
        "atnid",
        "atnauthor",
        "annotation",
        "datafield",
    ]
)
#: Groups that are marked as unknown to old programs (\\*) and hold text of the document all the same.
_OPTIONAL = frozenset(
    ["shpinst", "shppict", "ud", "nesttableprops", "do", "moMath", "moMathPara", "footnote", "listtext", "pntext"]
)
_MARGINS = frozenset(["header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"])
_BOXES = frozenset({"shptxt", "dptxbxtext"})
_LABELS = frozenset({"listtext", "pntext"})
_CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
#: '\\-' is the letter ư of a TCVN3 font that Word took for an optional hyphen; elsewhere it is never seen.
_SYMBOLS = {"~": "\u00a0", "-": "\u00ad", "_": "-", "\\": "\\", "{": "{", "}": "}"}
_HEADING = re.compile(r"heading (\d)")
_CONTENTS = re.compile(r"toc \d")
_LINE = re.compile(r"brdr(s|th|db|dot|dash|hair|inset|outset|triple|wavy|frame|emboss|engrave)")
#: A picture of 10 cm each way, in twips, may be a page of text.
_LARGE = 5670


class Walker:
    """Walks one file; `blocks` and `margins` hold what was read, `fonts` what its runs may be drawn in."""

    def __init__(self, font_of_unnamed: str = "") -> None:
        """`font_of_unnamed`: what is taken for the font of text that the file names no font for."""
        self.seen = Seen()
        self.fonts: dict[int | None, Font] = {}
        self.blocks: tuple[Block, ...] = ()
        self.margins: list[str] = []
        #: Groups that are still open at the file's end: more than none in a file that was cut.
        self.depth = 0
        #: Where the outermost group ends.
        self.end = 0
        self._unnamed = Font(font_of_unnamed)
        self._code_page = "cp1252"
        self._default_font: int | None = None
        self._state = State()
        self._stack: list[tuple[State, Callable[[], None] | None, Callable[[str], None]]] = []
        self._outlines: dict[int, int] = {}
        self._left_out: set[int | None] = set()
        self._stories = [self._new_story()]
        self._write: Callable[[str], None] = self._to_story
        self._buffer: list[str] = []
        self._bytes = bytearray()
        self._name = ""
        self._row = RowDefinition()
        self._edging = False
        self._picture = [0, 0]
        self._skipped_from = 0
        self._optional = self._skip_group = False
        self._to_skip = 0
        self._high = 0

    def walk(self, data: bytes) -> None:
        """Read a whole file."""
        for token in tokens(data):
            if token.kind is Kind.OPEN:
                self._open()
            elif token.kind is Kind.CLOSE:
                self._close()
                if not self.depth:
                    self.end = token.end
                    break
            elif not self._skipped_from:
                self._take(token)
        self._flush()
        self.blocks = self._stories[0].finish(self._state.paragraph)

    # ---- groups

    def _open(self) -> None:
        self.depth += 1
        self._to_skip = 0
        if not self._skipped_from:
            self._flush()
            self._stack.append((self._state, None, self._write))
            if self._skip_group:
                self._leave_out()
        self._skip_group = self._optional = False

    def _close(self) -> None:
        self._to_skip = 0
        if self._skipped_from and self.depth > self._skipped_from:
            self.depth -= 1
            return
        self._skipped_from = 0
        self.depth = max(0, self.depth - 1)
        if self._stack:
            self._flush()
            state, ending, write = self._stack.pop()
            if ending is not None:
                ending()
            self._state, self._write = state, write

    def _leave_out(self) -> None:
        self._skipped_from = self.depth

    def _at_end(self, ending: Callable[[], None]) -> None:
        """Have the open group followed by `ending`."""
        if self._stack:
            state, _, write = self._stack[-1]
            self._stack[-1] = (state, ending, write)

    # ---- tokens

    def _take(self, token: Token) -> None:
        if token.kind is Kind.WORD:
            self._to_skip = 0
            self._word(token.word, token.number)
            self._optional = False
        elif token.kind is Kind.SYMBOL:
            self._symbol(token.word)
        else:
            data = token.data[self._to_skip :]
            self._to_skip -= len(token.data) - len(data)
            if data:
                self._bytes += data

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._optional = True
        elif symbol in "\r\n":
            self._word("par", None)
        elif symbol in _SYMBOLS and self._to_skip:
            self._to_skip -= 1
        elif symbol in _SYMBOLS:
            self._put(_SYMBOLS[symbol])

    def _word(self, word: str, number: int | None) -> None:
        if word in CHANGES:
            self._flush()
            self._state = changed(self._state, word, number)
        elif word == "u":
            self._unicode((number or 0) & 0xFFFF)
        elif word in _CHARACTERS:
            self._put(_CHARACTERS[word])
        elif word in _LEFT_OUT or (self._optional and word not in _OPTIONAL):
            self._leave_out()
        elif word in _ACTIONS:
            self._flush()
            _ACTIONS[word](self, number)
        elif self._edging and _LINE.match(word):
            self._row.bordered = True

    def _unicode(self, code: int) -> None:
        """Take \\u: characters beyond the first 65,536 come as two."""
        self._to_skip = self._state.fallback
        if 0xD800 <= code < 0xDC00:
            self._high = code
        elif 0xDC00 <= code < 0xE000:
            self._put(chr(0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00) if self._high else "\ufffd")
            self._high = 0
        else:
            self._put(chr(code))

    # ---- text

    def _put(self, text: str) -> None:
        self._flush_bytes()
        self._buffer.append(text)

    def _font(self) -> Font:
        return self.fonts.get(self._state.font if self._state.font is not None else self._default_font) or self._unnamed

    def _flush_bytes(self) -> None:
        if self._bytes:
            self._buffer.append(self._font().decode(bytes(self._bytes), self._code_page))
            self._bytes.clear()

    def _flush(self) -> None:
        self._flush_bytes()
        if self._buffer:
            self._write("".join(self._buffer))
            self._buffer.clear()

    def _look(self) -> Look:
        return _in_font(self._state.look, self._font().name or self._unnamed.name or None)

    def _to_story(self, text: str) -> None:
        if not (self._state.deleted or self._state.look.hidden):
            self._stories[-1].gathered.add(text, self._look())

    def _to_label(self, text: str) -> None:
        self._stories[-1].label.append((text, self._look()))

    def _to_nowhere(self, text: str) -> None:
        """Leave out what describes a picture."""

    # ---- tables of fonts and styles

    def begin_fonts(self, number: int | None) -> None:
        """Take \\fonttbl."""
        self._write = self._to_font_name

    def _to_font_name(self, text: str) -> None:
        font = self.fonts.setdefault(self._state.font, Font())
        font.name = (font.name + text).split(";")[0].strip()

    def charset(self, number: int | None) -> None:
        """Take \\fcharset."""
        self.fonts.setdefault(self._state.font, Font()).charset = number or 0

    def font_code_page(self, number: int | None) -> None:
        """Take \\cpg."""
        self.fonts.setdefault(self._state.font, Font()).code_page = code_page(number)

    def begin_styles(self, number: int | None) -> None:
        """Take \\stylesheet."""
        self._write = self._to_style_name

    def _to_style_name(self, text: str) -> None:
        self._name += text
        if ";" not in self._name:
            return
        name, style = self._name.split(";")[0].strip().lower(), self._state.paragraph.style or 0
        self._name = ""
        if heading := _HEADING.fullmatch(name):
            self._outlines[style] = int(heading[1]) - 1
        elif self._state.paragraph.outline is not None:
            self._outlines[style] = self._state.paragraph.outline
        elif _CONTENTS.fullmatch(name):
            self._left_out.add(style)

    def default_font(self, number: int | None) -> None:
        """Take \\deff."""
        self._default_font = number

    def default_code_page(self, number: int | None) -> None:
        """Take \\ansicpg, \\mac, \\pc and \\pca."""
        self._code_page = code_page(number) or self._code_page

    def plain(self, number: int | None) -> None:
        """Take \\plain, which takes all formatting of characters back."""
        self._state = replace(State(), paragraph=self._state.paragraph, fallback=self._state.fallback)

    # ---- stories

    def _new_story(self) -> Story:
        return Story(self.seen, self._outlines, self._left_out)

    def _begin_story(self, ending: Callable[[tuple[Block, ...]], None]) -> None:
        """Have the open group be a story of its own, handed to `ending` when it is read."""
        self._stories.append(self._new_story())
        self._state = State(fallback=self._state.fallback)
        self._write = self._to_story
        self._at_end(lambda: ending(self._stories.pop().finish(self._state.paragraph)))

    def begin_footnote(self, number: int | None) -> None:
        """Take \\footnote, endnotes too."""
        hanging_on = self._stories[-1].gathered.footnotes
        self._begin_story(lambda blocks: hanging_on.extend(filter(None, [_one_line(blocks)])))

    def begin_margin(self, number: int | None) -> None:
        """Take \\header, \\footer and the like."""
        self._begin_story(lambda blocks: self.margins.append(_one_line(blocks)))

    def begin_box(self, number: int | None) -> None:
        """Take the text of a drawn box."""
        self._begin_story(lambda blocks: self._stories[-1].gathered.add_boxes(blocks))

    def begin_label(self, number: int | None) -> None:
        """Take \\listtext and \\pntext: the number or bullet as the writer drew it."""
        self._write = self._to_label

    def begin_picture(self, number: int | None) -> None:
        """Take \\pict."""
        self.seen.pictures += 1
        self._picture = [0, 0]
        self._write = self._to_nowhere

    def picture_side(self, side: int, number: int | None) -> None:
        """Take \\picwgoal and \\pichgoal, in twips."""
        self._picture[side] = number or 0
        self.seen.large_pictures += min(self._picture) >= _LARGE

    def begin_choice(self, number: int | None) -> None:
        """Take \\upr: of the two groups that follow, the second says it in Unicode."""
        self._skip_group = True

    # ---- paragraphs and rows

    def end_paragraph(self, number: int | None) -> None:
        """Take \\par: a paragraph whose end was deleted goes on in the next one."""
        if not self._state.deleted:
            self._stories[-1].end_paragraph(self._state.paragraph)

    def end_cell(self, nested: bool) -> None:
        """Take \\cell and \\nestcell."""
        self._stories[-1].end_cell(self._state.paragraph, nested)

    def end_row(self, nested: bool) -> None:
        """Take \\row and \\nestrow."""
        self._stories[-1].end_row(self._state.paragraph, self._row, nested)

    def begin_row(self, number: int | None) -> None:
        """Take \\trowd."""
        self._row = RowDefinition()

    def define_cell(self, number: int | None) -> None:
        """Take \\cellx."""
        self._row.end_cell(number or 0)

    def edge(self, of_table: bool) -> None:
        """Take the side that the kind of line which follows is drawn on."""
        self._edging = of_table

    def merge(self, name: str) -> None:
        """Take what \\clvmgf and the like say of the coming cell."""
        setattr(self._row.coming, name, True)


@lru_cache(maxsize=1024)
def _in_font(look: Look, font: str | None) -> Look:
    return replace(look, font=font)


def _one_line(blocks: tuple[Block, ...]) -> str:
    return " ".join(paragraph.text for paragraph in walk_paragraphs(blocks) if paragraph.text)


_Action = Callable[[Walker, int | None], None]
_ACTIONS: dict[str, _Action] = {
    "fonttbl": Walker.begin_fonts,
    "fcharset": Walker.charset,
    "cpg": Walker.font_code_page,
    "stylesheet": Walker.begin_styles,
    "deff": Walker.default_font,
    "ansicpg": Walker.default_code_page,
    "mac": lambda walker, _: walker.default_code_page(10000),
    "pc": lambda walker, _: walker.default_code_page(437),
    "pca": lambda walker, _: walker.default_code_page(850),
    "plain": Walker.plain,
    "footnote": Walker.begin_footnote,
    "upr": Walker.begin_choice,
    "pict": Walker.begin_picture,
    "picwgoal": lambda walker, number: walker.picture_side(0, number),
    "pichgoal": lambda walker, number: walker.picture_side(1, number),
    **dict.fromkeys(_MARGINS, Walker.begin_margin),
    **dict.fromkeys(_BOXES, Walker.begin_box),
    **dict.fromkeys(_LABELS, Walker.begin_label),
    "par": Walker.end_paragraph,
    "sect": Walker.end_paragraph,
    "cell": lambda walker, _: walker.end_cell(nested=False),
    "nestcell": lambda walker, _: walker.end_cell(nested=True),
    "row": lambda walker, _: walker.end_row(nested=False),
    "nestrow": lambda walker, _: walker.end_row(nested=True),
    "trowd": Walker.begin_row,
    "cellx": Walker.define_cell,
    "clvmgf": lambda walker, _: walker.merge("begins_down"),
    "clvmrg": lambda walker, _: walker.merge("goes_on_down"),
    "clmrg": lambda walker, _: walker.merge("goes_on_across"),
    **{
        f"{place}brdr{side}": lambda walker, _: walker.edge(of_table=True)
        for place in ("cl", "tr")
        for side in "tlbrhv"
    },
    **{f"brdr{side}": lambda walker, _: walker.edge(of_table=False) for side in ("t", "l", "b", "r", "btw", "bar")},
    "box": lambda walker, _: walker.edge(of_table=False),
}

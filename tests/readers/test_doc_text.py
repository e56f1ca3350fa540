"""What stands in a .doc file comes out once, in reading order, whatever pieces and pages it is made of."""

from __future__ import annotations

import struct

import pytest

from domain.document import Block, Paragraph, Table, UnreadableCause, walk_paragraphs
from parsers import doc_file
from parsers.contents import Contents, UnreadableError
from parsers.limits import Limits
from parsers.sample import Sample
from tests.support.old_word import BOLD, ITALIC, OldWord, Para, character_style, para, sprm, style, u16

_IN_TABLE, _ROW_END, _INNER_CELL, _INNER_ROW = sprm(0x2416, 1), sprm(0x2417, 1), sprm(0x244B, 1), sprm(0x244C, 1)
_DELETED, _SPECIAL, _HIDDEN = sprm(0x0800, 1), sprm(0x0855, 1), sprm(0x083C, 1)


def read(file: OldWord) -> Contents:
    """Return what is read from `file`."""
    found = doc_file.read(Sample(file.made()), Limits())
    assert isinstance(found, Contents)
    return found


def paragraphs(*texts: Para, **parts: object) -> list[Paragraph]:
    """Return the paragraphs read from a file of these."""
    return list(walk_paragraphs(read(OldWord(texts, **parts)).blocks))  # type: ignore[arg-type]


def texts(*made: Para, **parts: object) -> list[str]:
    """Return their texts."""
    return [p.text for p in paragraphs(*made, **parts)]


def refused(data: bytes) -> UnreadableCause:
    """Return why a file is not read."""
    with pytest.raises(UnreadableError) as told:
        doc_file.read(Sample(data), Limits())
    assert told.value.reason.endswith(".")
    return told.value.cause


@pytest.mark.parametrize("backwards", [False, True])
def test_pieces_of_one_and_of_two_bytes_in_any_order(backwards: bool) -> None:
    # 'à' and the dash are of Windows-1252, 'ế' is not: the second and fourth pieces are UTF-16.
    written = ["hà – một", "kết quả", "ba", "tồn tại, hạn chế", "năm", "sáu"]
    assert texts(*map(para, written), backwards=backwards) == written
    bold = [Para([(text[:2], BOLD), (text[2:], b"")]) for text in written]
    assert [p.bold_until for p in paragraphs(*bold, backwards=backwards)] == [2] * 4 + [2, 2]


def test_characters_beyond_the_first_plane_count_as_two() -> None:
    found = paragraphs(Para([("a\ud83d\ude00", BOLD), ("ế", b"")]), para("sau"))
    assert [(p.text, p.bold_until) for p in found] == [("a😀ế", 2), ("sau", 0)]


def test_changes_of_a_whole_piece_go_over_all_others() -> None:
    bold, deleted, centered = 0x55, 0x41, 0x05
    found = paragraphs(
        para("đậm", prm=bold << 1 | 1 << 8),
        para("bỏ", prm=deleted << 1 | 1 << 8),
        para("giữa", prm=centered << 1 | 1 << 8),
        para("cả hai", prm=1 << 1 | 1),
        para("không có nhóm", prm=7 << 1 | 1),
        groups=[ITALIC, BOLD + sprm(0x2461, 1)],
    )
    # The deleted piece takes its end with it.
    assert [(p.text, p.bold, p.italic, p.centered) for p in found] == [
        ("đậm", True, False, False),
        ("giữa", False, False, True),
        ("cả hai", True, False, True),
        ("không có nhóm", False, False, False),
    ]


def test_special_characters() -> None:
    assert texts(para("a\x0bb\tc\x1ed\x1fe\xa0f\x0eg")) == ["a\nb\tc-de\xa0f\ng"]


def test_a_page_break_inside_a_paragraph_and_the_end_of_a_section() -> None:
    broken = para("trước\x0csau")
    section = para("hết phần", mark="\x0c")
    assert texts(broken, section, para("phần hai"), sections=[19, 28]) == ["trước\nsau", "hết phần", "phần hai"]


def test_fields_show_their_result_only() -> None:
    field = "trang \x13 IF \x13 PAGE \x141\x15 = 1 \x14một\x15 hết \x13 SEQ a \x15."
    assert texts(para(field), para("\x13 TOC \x14kết"), para("quả\x15 sau")) == ["trang một hết .", "kết", "quả sau"]


def test_an_unclosed_instruction_does_not_swallow_the_next_paragraph() -> None:
    assert texts(para("a \x13 IF b"), para("c")) == ["a", "c"]


def test_deleted_and_hidden_text_is_left_out() -> None:
    kept = Para([("giữ ", b""), ("bỏ ", _DELETED), ("ẩn ", _HIDDEN), ("thêm", sprm(0x0801, 1))])
    joined = Para([("một ", b"")], mark_changes=_DELETED)
    assert texts(kept, joined, para("hai")) == ["giữ thêm", "một hai"]


def test_text_whose_end_was_deleted_is_kept_where_nothing_follows() -> None:
    last = Para([("cuối", b"")], mark_changes=_DELETED)
    assert texts(para("một"), last) == ["một", "cuối"]
    in_cell = Para([("ô", b"")], _IN_TABLE, mark="\x07", mark_changes=_DELETED)
    (found,) = read(OldWord([in_cell, cell("b"), end(row([0, 100, 200]))])).blocks
    assert drawn(found) == [[("ô", 1, 1), ("b", 1, 1)]]


def test_symbols() -> None:
    symbol = sprm(0x6A09, 1, 0, 0xFC, 0xF0) + _SPECIAL
    assert texts(Para([("(", symbol), (" xong (a)", b"")])) == ["✓ xong (a)"]


def test_special_marks_without_text_say_nothing() -> None:
    assert texts(Para([("\x02", _SPECIAL), ("\x05", _SPECIAL), ("a", b"")])) == ["a"]


_STYLES = [
    style("Normal", built_in=0),
    style("Đậm", base=0, character=BOLD, paragraph=sprm(0x2403, 1)),
    style("Theo", base=1, character=sprm(0x0835, 0x81) + ITALIC),
    character_style("Nhấn", BOLD),
    style("toc 1", base=0, built_in=19),
    style("vòng", base=5),
]


def looks(*made: Para) -> list[tuple[bool, bool, bool]]:
    """Return bold, italic and centered of paragraphs in the styles above."""
    return [(p.bold, p.italic, p.centered) for p in paragraphs(*made, styles=_STYLES)]


def test_looks_come_from_styles_and_what_they_are_based_on() -> None:
    assert looks(*[para("a", style=n) for n in (0, 1, 2, 5)]) == [
        (False, False, False), (True, False, True), (False, True, True), (False, False, False)
    ]  # fmt: skip


def test_toggles_refer_to_the_style() -> None:
    plain, as_style, unlike = sprm(0x0835, 0), sprm(0x0835, 0x80), sprm(0x0835, 0x81)
    changes = [plain, as_style, unlike, BOLD, BOLD + sprm(0x2A33, 0), u16(0x4A30, 3), u16(0x4A30, 3) + BOLD]
    in_bold = [Para([("a", change)], style=1) for change in changes]
    in_plain = [Para([("a", change)], style=0) for change in changes]
    assert [bold for bold, _, _ in looks(*in_bold)] == [False, True, False, True, True, False, True]
    assert [bold for bold, _, _ in looks(*in_plain)] == [False, False, True, True, False, True, True]


def test_a_paragraphs_own_properties_go_over_its_styles() -> None:
    found = paragraphs(para("a", sprm(0x2461, 0), style=1), para("b", u16(0x4600, 1), style=0), styles=_STYLES)
    assert [p.centered for p in found] == [False, True]


def test_lines_of_a_table_of_contents_are_left_out() -> None:
    assert texts(para("I. Tình hình ... 3", style=4), para("I. Tình hình"), styles=_STYLES) == ["I. Tình hình"]


def test_legacy_fonts_are_decoded_run_by_run() -> None:
    tcvn3, capitals, vni = (u16(0x4A4F, n) + u16(0x4A51, n) for n in (1, 2, 3))
    found = texts(
        Para([("c\u00abng ®oµn nh\u00ad ", tcvn3), ("tr\x1fíc", tcvn3), (" – à", b"")]),
        Para([("\uf063\uf0ab\uf06e\uf067", tcvn3)]),
        Para([("c\u00abng", capitals)]),
        Para([("Coâng ", vni), ("ñoaøn", vni + BOLD)]),
        fonts=["Times New Roman", ".VnTime", ".VnTimeH", "VNI-Times"],
    )
    assert found == ["công đoàn như trước – à", "công", "CÔNG", "Công đoàn"]


def test_properties_too_long_for_a_page_continue_in_the_data_stream() -> None:
    far = sprm(0x2461, 1) + sprm(0x2640, 2)
    data = bytes(6) + struct.pack("<H", len(far)) + far
    (found,) = paragraphs(para("a", sprm(0x6646, 6, 0, 0, 0)), data=data)
    assert (found.centered, found.outline_level) == (True, 2)
    assert refused(OldWord([para("a", sprm(0x6646, 0, 0, 9, 0))], data=data).made()) is UnreadableCause.DAMAGED


# ---- tables


def row(edges: list[int], flags: list[int] | None = None, line: int = 0) -> bytes:
    """Return the definition of a row: edges of its cells, their merging, the kind of line around them."""
    merging = flags or [0] * (len(edges) - 1)
    cells = b"".join(struct.pack("<HH", flag, 0) + bytes([4, line, 0, 0]) * 4 for flag in merging)
    operand = bytes([len(merging)]) + struct.pack(f"<{len(edges)}h", *edges) + cells
    return struct.pack("<HH", 0xD608, len(operand) + 1) + operand


def cell(text: str, changes: bytes = b"") -> Para:
    """Return the last paragraph of a cell."""
    return para(text, _IN_TABLE + changes, mark="\x07")


def end(definition: bytes) -> Para:
    """Return what ends a row."""
    return para("", _IN_TABLE + _ROW_END + definition, mark="\x07")


def drawn(block: Block) -> list[list[tuple[str, int, int]]]:
    """Return the cells of a table: text, columns, rows."""
    assert isinstance(block, Table)
    return [[(c.text, c.column_span, c.row_span) for c in row] for row in block.rows]


def test_a_table_in_place() -> None:
    made = [para("trước"), para("a", _IN_TABLE), cell("b"), cell("c"), end(row([0, 500, 1000])), para("sau")]
    before, found, after = read(OldWord(made)).blocks
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)
    assert drawn(found) == [[("a b", 1, 1), ("c", 1, 1)]]
    assert isinstance(found, Table)
    assert found.borderless is True
    assert [p.where for p in walk_paragraphs((found,))] == ["bảng 1 dòng 1"] * 3


def test_a_table_with_lines() -> None:
    (by_cells,) = read(OldWord([cell("a"), end(row([0, 500], line=1))])).blocks
    borders = bytes([24]) + bytes([4, 1, 0, 0]) * 6
    (by_table,) = read(OldWord([cell("a"), end(row([0, 500]) + struct.pack("<H", 0xD605) + borders)])).blocks
    assert isinstance(by_cells, Table)
    assert isinstance(by_table, Table)
    assert (by_cells.borderless, by_table.borderless) == (False, False)


# Word 97 marked the first of merged cells by 1 and the others by 2; [MS-DOC] has it the other way round.
@pytest.mark.parametrize(("first", "other"), [(1, 2), (2, 1), (3, 1)])
def test_cells_merged_into_their_left_neighbour(first: int, other: int) -> None:
    rows = [cell("a"), cell(""), cell("b"), end(row([0, 100, 200, 300], [first, other, 0]))]
    rows += [cell("c"), cell("d"), cell("e"), end(row([0, 100, 200, 300]))]
    (found,) = read(OldWord(rows)).blocks
    assert drawn(found) == [[("a", 2, 1), ("b", 1, 1)], [("c", 1, 1), ("d", 1, 1), ("e", 1, 1)]]


def test_cells_merged_by_having_fewer_edges_that_lie_nearly_the_same() -> None:
    rows = [cell("a"), cell("b"), end(row([0, 205, 300]))]
    rows += [cell("c"), cell("d"), cell("e"), end(row([3, 100, 200, 303]))]
    (found,) = read(OldWord(rows)).blocks
    assert drawn(found) == [[("a", 2, 1), ("b", 1, 1)], [("c", 1, 1), ("d", 1, 1), ("e", 1, 1)]]


def test_cells_merged_downwards_and_text_that_such_a_cell_still_has() -> None:
    rows = [cell("a"), cell("b"), end(row([0, 100, 200], [0x60, 0]))]
    rows += [cell(""), cell("c"), end(row([0, 100, 200], [0x20, 0]))]
    rows += [cell("còn"), cell("d"), end(row([0, 100, 200], [0x20, 0]))]
    (found,) = read(OldWord(rows)).blocks
    assert drawn(found) == [[("a", 1, 2), ("b", 1, 1)], [("c", 1, 1)], [("còn", 1, 1), ("d", 1, 1)]]


def test_a_table_inside_a_cell() -> None:
    deeper = _IN_TABLE + sprm(0x6649, 2, 0, 0, 0)
    inner = [
        para("x", deeper + _INNER_CELL),
        para("y", deeper + _INNER_CELL),
        para("", deeper + _INNER_CELL + _INNER_ROW),
    ]
    (found,) = read(OldWord([cell("a"), para("b", _IN_TABLE), *inner, cell("c"), end(row([0, 100, 200]))])).blocks
    assert isinstance(found, Table)
    _, holder = found.rows[0]
    assert holder.text == "b x y c"
    before, table, after = holder.blocks
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)
    assert drawn(table) == [[("x", 1, 1), ("y", 1, 1)]]


def test_rows_that_define_less_cells_than_they_have() -> None:
    (found,) = read(OldWord([cell("a"), cell("b"), end(row([0, 100])), cell("c"), end(b"")])).blocks
    assert drawn(found) == [[("a", 1, 1), ("b", 1, 1)], [("c", 1, 1)]]


def test_a_table_that_never_ends_its_row_keeps_its_text() -> None:
    (found,) = read(OldWord([cell("a"), para("b", _IN_TABLE)])).blocks
    assert drawn(found) == [[("a", 1, 1), ("b", 1, 1)]]


def test_text_at_the_end_of_a_row_is_kept() -> None:
    odd = para("còn", _IN_TABLE + _ROW_END + row([0, 100]), mark="\x07")
    (found,) = read(OldWord([cell("a"), odd])).blocks
    assert drawn(found) == [[("a", 1, 1), ("còn", 1, 1)]]


def test_tables_in_tables_beyond_reason_are_flattened() -> None:
    found = texts(para("a", _IN_TABLE + sprm(0x6649, 0xFF, 0xFF, 0xFF, 0x7F)), para("b"))
    assert found == ["a", "b"]


# ---- what is not read


def test_a_password() -> None:
    assert refused(OldWord([para("a")], flags=0x0100).made()) is UnreadableCause.PASSWORD


def test_no_text_and_pictures_only() -> None:
    assert refused(OldWord([para("")]).made()) is UnreadableCause.EMPTY
    assert refused(OldWord([Para([("\x01", _SPECIAL)])]).made()) is UnreadableCause.NO_TEXT


@pytest.mark.parametrize(("side", "told"), [(5669, 1), (1000, 0)])
def test_a_large_picture_is_told(side: int, told: int) -> None:
    picture = bytearray(0x44)
    struct.pack_into("<4H", picture, 0x1C, side * 2, side * 2, 500, 500)
    anchor = sprm(0x6A03, 8, 0, 0, 0) + _SPECIAL
    found = read(OldWord([Para([("a", b""), ("\x01", anchor)])], data=bytes(8) + bytes(picture)))
    assert len(found.notes) == told

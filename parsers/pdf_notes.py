"""Footnotes of a PDF page: what stands below a short line at its foot and has its raised number in the text above."""

from __future__ import annotations

from dataclasses import replace

from parsers.pdf_page import Page, Segment, Word

Line = tuple[Segment, ...]

#: The line above footnotes is shorter than so much of the page's width, and in its lower part.
_SHORT, _LOWER = 0.45, 0.6


def take_notes(page: Page) -> None:
    """Hang footnotes on the words that bear their numbers, and take both out of the text.

    Lines whose number no word above bears are left as they are: they may be anything.
    """
    rule = _rule(page)
    below = [line for line in page.lines if line[0].baseline < rule]
    notes = _notes(below)
    above = [line for line in page.lines if line[0].baseline >= rule]
    borne = {word.raised for line in above for segment in line for word in segment.words}
    if notes and notes.keys() <= borne:
        page.lines = [tuple(_hung(segment, notes) for segment in line) for line in above]


def _rule(page: Page) -> float:
    """Return the height of the line above the footnotes, 0 where there is none."""
    upright = [end for rule in page.vertical for end in (rule.start, rule.end)]
    found = (
        rule.at
        for rule in page.horizontal
        if rule.end - rule.start < _SHORT * page.width and rule.at < _LOWER * page.height
    )
    return min((at for at in found if all(abs(at - end) > 3 for end in upright)), default=0.0)


def _notes(lines: list[Line]) -> dict[str, str]:
    """Return the notes by number; nothing where the lines do not begin with one."""
    notes: dict[str, str] = {}
    number = ""
    for line in lines:
        words = [word for segment in line for word in segment.words]
        if words[0].text.isdigit() and len(words) > 1:
            number = words.pop(0).text
            notes[number] = ""
        elif not number:
            return {}
        notes[number] = " ".join(filter(None, [notes[number], *(word.text for word in words)]))
    return notes


def _hung(segment: Segment, notes: dict[str, str]) -> Segment:
    return replace(segment, words=tuple(_bearing(word, notes) for word in segment.words))


def _bearing(word: Word, notes: dict[str, str]) -> Word:
    if word.raised not in notes:
        return word
    return replace(word, text=word.text.removesuffix(word.raised), note=notes[word.raised])

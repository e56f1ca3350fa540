"""Whether confidence means something: of the entries given so much, how many are right.

    python -m bench.calibration CORPUS_DIR

CORPUS_DIR holds folders with message.eml and expect.json, as a labelled corpus does. An entry is right where a
paragraph that a careful clerk files under its section holds its text, or is held by it. Entries of text that the
labels file nowhere (letterhead, annexes, `ignore`) are not counted.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from domain.report import SectionEntry
from domain.vietnamese import squeeze
from parsers.reading import FileReader
from service.builtin import builtin_template, builtin_units
from service.examine import examine

#: Lower bounds of the table's lines.
BINS = (0.99, 0.95, 0.9, 0.8, 0.6, 0.4, 0.0)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    counted: Counter[tuple[float, bool]] = Counter()
    for confidence, right in judged(parser.parse_args().corpus):
        counted[next(low for low in BINS if confidence >= low), right] += 1
    print("confidence   entries    right   share")
    for low in BINS:
        right, wrong = counted[low, True], counted[low, False]
        share = f"{right / (right + wrong):.4f}" if right + wrong else "–"
        print(f"from {low:.2f}   {right + wrong:9} {right:8}   {share}")
    sure = [counted[low, right] for right in (True, False) for low in BINS if low >= 0.95]
    rights = sum(sure[: len(sure) // 2])
    print(f"from 0.95 in all: {rights} of {sum(sure)} right, {rights / (sum(sure) or 1):.4f} (to reach: 0.9950)")


def judged(corpus: Path) -> Iterator[tuple[float, bool]]:
    """Yield confidence and whether it is right, for every entry of every labelled mail."""
    template, units = builtin_template(), builtin_units()
    with FileReader() as reader:
        for folder in sorted(path.parent for path in corpus.glob("*/expect.json")):
            truth = json.loads((folder / "expect.json").read_text(encoding="utf-8"))
            raw = (folder / "message.eml").read_bytes()
            entries = examine(raw, reader=reader, template=template, units=units).read.mapped.entries
            homes = {leaf: [squeeze(text) for text in texts] for leaf, texts in truth["sections"].items()}
            yield from ((entry.confidence, right) for entry in entries if (right := is_right(entry, homes)) is not None)


def is_right(entry: SectionEntry, homes: dict[str, list[str]]) -> bool | None:
    """Return whether `entry` stands where the labels file its text; None where they file it nowhere."""
    text = squeeze(entry.text)
    if not text:
        return None
    held_by = [leaf for leaf, texts in homes.items() if any(text in one or one in text for one in texts if one)]
    return entry.section in held_by if held_by else None


if __name__ == "__main__":
    main()

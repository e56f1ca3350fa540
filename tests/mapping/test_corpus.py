"""The labelled mails: what the mapping makes of every report that the readers read."""

import importlib.util
import json
from collections import Counter
from pathlib import Path

import pytest

from domain.document import Document
from intake.opening import open_mail
from parsers.mapping import map_report
from parsers.reading import FileReader
from service.template_file import load_template

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="needs the labelled corpus in ../shared"),
]


@pytest.fixture(scope="module")
def score():
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def mails():
    """(name, truth, documents) of every mail that is a report."""
    found = []
    with FileReader() as reader:
        for folder in sorted((SHARED / "corpus").iterdir()):
            expected = folder / "expect.json"
            if expected.exists():
                truth = json.loads(expected.read_text(encoding="utf-8"))
                found.append((folder.name, truth, _documents(folder / "message.eml", reader)))
    return found


def _documents(path, reader):
    opened = list(open_mail(path.read_bytes()).walk())
    bodies = [reader.read_body(mail.text, mail.html) for mail in opened]
    readings = reader.read([file for mail in opened for file in mail.attachments])
    return [b for b in bodies if b] + [r for r in readings if isinstance(r, Document)]


def _rows(mails, score, template):
    for name, truth, documents in mails:
        report = map_report(documents, template)
        if truth["disposition"] != "report" or not truth.get("readable", True) or not report.entries:
            continue
        got = {
            **{key: truth[key] for key in ("disposition", "unit", "kind")},
            "sections": [{"id": e.section, "text": e.text, "needs_review": e.needs_review} for e in report.entries],
            "absent": report.absent,
            "unplaced": [u.text for u in report.unplaced],
        }
        yield name, any(d.ocr for d in documents), score.score_case(name, truth, got), report, truth


@pytest.mark.parametrize(
    "template", [ROOT / "service/data/template.json", SHARED / "template.json"], ids=["own", "bare"]
)
def test_what_is_read_is_filed_where_a_clerk_files_it(mails, score, template):
    places, absent, needless = Counter(), Counter(), 0
    for _, scanned, row, _, _ in _rows(mails, score, load_template(template)):
        if not scanned:
            places.update(row["places"])
            needless += row["needless"]
            absent.update(zip(("told", "wrongly", "untold"), row["absent"], strict=True))
    total = sum(places.values())
    assert total > 2000
    assert places["right"] >= 0.998 * total
    assert places["silent"] == 0
    assert places["lost"] <= 0.001 * total
    assert needless <= 0.05 * places["right"]
    assert absent["wrongly"] == 0
    assert absent["untold"] <= 0.1 * (absent["told"] + absent["untold"])


def test_high_confidence_is_nearly_always_right(mails, score):
    sure = Counter()
    for _, _, _, report, truth in _rows(mails, score, load_template(ROOT / "service/data/template.json")):
        homes = {score.fold(p): section for section, texts in truth["sections"].items() for p in texts}
        for entry in report.entries:
            home = homes.get(score.fold(entry.text))
            if home and entry.confidence >= 0.95:
                sure[home == entry.section] += 1
    assert sure[True] > 1500
    assert sure[False] <= 0.005 * sure[True]


def test_mails_that_are_no_reports_have_next_to_nothing_of_the_outline(mails):
    template = load_template(ROOT / "service/data/template.json")
    for name, truth, documents in mails:
        if truth["disposition"] == "not_report":
            assert map_report(documents, template).entries == (), name

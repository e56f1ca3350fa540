"""Letter templates: the built-in ones, and those of the office that stand in their place."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from domain.errors import LetterTemplateError
from domain.reminders import Purpose

BUILT_IN = Path(__file__).parent / "templates"
#: The first line of a text template carries the letter's subject behind this mark.
SUBJECT_MARK = "Tiêu đề:"
#: RFC 5322, 2.1.1 advises 78; two are left for the '> ' of an answer.
TEXT_COLUMNS = 76
#: What a faulty template can raise while it is compiled or rendered, besides Jinja's own errors: Python runs inside it.
_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)
_BULLET = re.compile(r"\s*(?:[-•+*]\s+)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """A letter's words, ready to be sent."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class LetterTemplates:
    """Pairs '<purpose>.txt.j2' and '<purpose>.html.j2', and the two frames 'letter.txt.j2' and 'letter.html.j2'.

    A file of that name in `folder` (the office's own, None: none) stands in place of the built-in one. The first
    line of the text is 'Tiêu đề: …', the letter's subject. Templates see only the values of notifier/wording.py, run in
    Jinja's sandbox, and a name they misspell is an error rather than a gap in the letter.
    """

    folder: Path | None = None

    @cached_property
    def _environment(self) -> ImmutableSandboxedEnvironment:
        folders = [self.folder, BUILT_IN] if self.folder else [BUILT_IN]
        return ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(folders, encoding="utf-8"),
            undefined=StrictUndefined,
            autoescape=lambda name: name is not None and name.endswith(".html.j2"),
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, purpose: Purpose, words: Mapping[str, object]) -> Rendered:
        """Return the letter for `purpose`. Raises LetterTemplateError, naming the template, where it cannot be made."""
        subject, text = self._subject_and_text(f"{purpose.value}.txt.j2", words)
        html = self._render(f"{purpose.value}.html.j2", {**words, "subject": subject})
        return Rendered(subject=subject, text=text, html=html.strip() + "\n")

    def _subject_and_text(self, name: str, words: Mapping[str, object]) -> tuple[str, str]:
        first, _, rest = self._render(name, words).strip().partition("\n")
        subject = " ".join(first.removeprefix(SUBJECT_MARK).split())
        if not first.startswith(SUBJECT_MARK) or not subject:
            raise LetterTemplateError(f"Mẫu thư {name}: dòng đầu phải là “{SUBJECT_MARK} …” và không để trống.")
        if not rest.strip():
            raise LetterTemplateError(f"Mẫu thư {name}: không có nội dung.")
        return subject, wrapped(rest)

    def _render(self, name: str, words: Mapping[str, object]) -> str:
        try:
            return self._environment.get_template(name).render(words)
        except _FAULTS as e:
            raise LetterTemplateError(f"Không dùng được mẫu thư {name}: {e}") from e


@lru_cache(maxsize=8)
def templates_of(folder: Path | None) -> LetterTemplates:
    """Return the templates of `folder` (None: the built-in ones), compiled once; a file changed on disk is seen."""
    return LetterTemplates(folder)


def wrapped(text: str) -> str:
    """Return `text` with lines of at most TEXT_COLUMNS, list items hanging, at most one empty line between paragraphs.

    A single word that is longer (an address) keeps its own line: breaking it would make it wrong.
    """
    lines = [_wrapped_line(line.rstrip()) for line in text.strip().splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _wrapped_line(line: str) -> str:
    head = _BULLET.match(line)
    hanging = " " * (head.end() if head else 0)
    return textwrap.fill(line, TEXT_COLUMNS, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)

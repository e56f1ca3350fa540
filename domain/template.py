"""The outline (đề cương) that a dispatch asks reports to follow."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Section:
    """One section (mục) of the outline."""

    #: Path in the outline, e.g. 'II.1.2'; unique in a template.
    id: str
    #: The number as printed, e.g. '1.2' or 'II'.
    number: str
    #: The title as printed.
    title: str
    #: Text is filed under leaves only.
    leaf: bool
    #: Other titles that units use for it.
    aliases: tuple[str, ...] = ()
    #: What the dispatch asks under this section; a report that only repeats these says nothing.
    prompts: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """Number and title in one line: '1.2. Tồn tại, hạn chế', 'a) Mặt được'; an unnumbered one's title alone."""
        dot = "." if self.number[-1:].isalnum() else ""
        return f"{self.number}{dot} {self.title}".strip()


@dataclass(frozen=True)
class Template:
    """A whole outline, sections in the order printed; parents come before their children."""

    sections: tuple[Section, ...]
    #: Name shown to people, e.g. 'Đề cương báo cáo sơ kết 6 tháng đầu năm 2017'.
    name: str = ""
    _by_id: dict[str, Section] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = {s.id: s for s in self.sections}
        if len(by_id) != len(self.sections):
            raise ValueError("a section id stands twice in the template")
        object.__setattr__(self, "_by_id", by_id)

    def __getitem__(self, section_id: str) -> Section:
        return self._by_id[section_id]

    def __contains__(self, section_id: str) -> bool:
        return section_id in self._by_id

    @cached_property
    def leaves(self) -> tuple[Section, ...]:
        """The sections under which text is filed, in order."""
        return tuple(s for s in self.sections if s.leaf)

    def parent(self, section_id: str) -> Section | None:
        """Return the section that `section_id` stands under: the longest other id that is a prefix of it."""
        head, _, _ = section_id.rpartition(".")
        while head:
            if head in self._by_id:
                return self._by_id[head]
            head, _, _ = head.rpartition(".")
        return None

    def children(self, section_id: str | None) -> tuple[Section, ...]:
        """Return the sections directly under `section_id` (None: the top level), in order."""
        return tuple(s for s in self.sections if (p.id if (p := self.parent(s.id)) else None) == section_id)

    def printed(self, section_id: str) -> str:
        """Return number and title as a letter names them: '7.2. Tồn tại, hạn chế (7. Công tác nữ công)'."""
        section, parent = self._by_id[section_id], self.parent(section_id)
        return f"{section.heading} ({parent.heading})" if parent else section.heading

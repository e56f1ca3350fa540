"""Generic package names are shared with others on PyPI (there is a well-known `intake`): make sure ours are in use."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from domain.errors import ConfigError

ROOMS = ("domain", "intake", "parsers", "store", "notifier", "exports", "web", "service")


def ensure_ours() -> None:
    """Raise ConfigError where a package of one of our names comes from elsewhere (decision 0001)."""
    home = Path(__file__).resolve().parent.parent
    strangers = [f"{room}: {origin}" for room in ROOMS if (origin := _origin(room)) is None or origin.parent != home]
    if strangers:
        raise ConfigError([f"gói không phải của baocao (foreign package shadows ours): {s}" for s in strangers])


def _origin(room: str) -> Path | None:
    spec = find_spec(room)
    return Path(spec.origin).resolve().parent if spec and spec.origin else None

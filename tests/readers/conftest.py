"""Fixtures for reading files as the service does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from parsers.reading import FileReader


@pytest.fixture(scope="session")
def reader() -> Iterator[FileReader]:
    """Return a reader with the limits of the service."""
    with FileReader() as reader:
        yield reader

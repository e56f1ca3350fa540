"""Fixtures for reading files as the service does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from parsers.limits import Limits
from parsers.reading import FileReader


@pytest.fixture(scope="session")
def reader() -> Iterator[FileReader]:
    """Return a reader with the limits of the service that leaves scans alone: recognising them takes seconds a page."""
    with FileReader(Limits(ocr_pages=0)) as reader:
        yield reader

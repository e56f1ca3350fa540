"""Fixtures of the tests of the store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.register import Register, open_register
from tests.support.store_values import set_up


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A register's file that is not there yet."""
    return tmp_path / "so.db"


@pytest.fixture
def register(path: Path) -> Iterator[Register]:
    """A new register in which the office has set its template, period and units."""
    with open_register(path) as opened:
        yield set_up(opened)

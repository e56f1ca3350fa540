"""The built-in half-year of 2017, and the loaders for an office's own files in the same forms."""

from __future__ import annotations

from pathlib import Path

from domain.period import Period
from domain.template import Template
from domain.unit import Unit
from service.period_file import load_period
from service.template_file import load_template
from service.units_file import load_units

__all__ = ["builtin_period", "builtin_template", "builtin_units", "load_period", "load_template", "load_units"]

_DATA = Path(__file__).parent / "data"


def builtin_template() -> Template:
    """Return the outline of the dispatch of the half-year of 2017: 23 leaf sections."""
    return load_template(_DATA / "template.json")


def builtin_units() -> tuple[Unit, ...]:
    """Return the 23 units of the province in 2017."""
    return load_units(_DATA / "units.csv")


def builtin_period() -> Period:
    """Return the half-year of 2017."""
    return load_period(_DATA / "period.toml")

"""Mapping: the text of documents filed under the sections of a template."""

from parsers.mapping.mapper import map_report

__all__ = ["map_report"]

"""Frozen values to plain trees and back, for the columns that keep evidence as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from domain.identity import Identity, Judgement, KindClaim, Source, UnitClaim
from domain.mail import Disposition
from domain.period import ReportKind
from domain.template import Section, Template


def outline_tree(template: Template) -> dict[str, Any]:
    """Return the sections of `template`, aliases and prompts included, as plain values."""
    return {"sections": [asdict(section) for section in template.sections]}


def template_of(name: str, tree: dict[str, Any]) -> Template:
    """Return the template that `outline_tree` was made of."""
    return Template(tuple(Section(**_tuples(section)) for section in tree["sections"]), name)


def judgement_of(tree: dict[str, Any]) -> Judgement:
    """Return the judgement that `asdict` took apart."""
    return Judgement(**_tuples(tree) | {"disposition": Disposition(tree["disposition"])})


def identity_of(tree: dict[str, Any]) -> Identity:
    """Return the identity that `asdict` took apart."""
    return Identity(
        unit=tree["unit"],
        kind=ReportKind(tree["kind"]) if tree["kind"] else None,
        unit_claims=tuple(
            UnitClaim(unit=c["unit"], source=Source(c["source"]), words=c["words"]) for c in tree["unit_claims"]
        ),
        kind_claims=tuple(
            KindClaim(kind=ReportKind(c["kind"]), source=Source(c["source"]), words=c["words"])
            for c in tree["kind_claims"]
        ),
        contradictions=tuple(tree["contradictions"]),
    )


def _tuples(tree: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in tree.items()}

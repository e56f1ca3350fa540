"""Templates of the pages. Everything is escaped; a name that a template does not know is an error, not a blank."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from domain.vietnamese import written_date
from web import words
from web.totals import surely_absent
from web.unit_view import why_doubtful

HERE = Path(__file__).parent


def href(*path: str | int, **parameters: str | int | None) -> str:
    """Return an address of ours: every part quoted, parameters that are None or '' left out."""
    address = "/" + "/".join(quote(str(part), safe="") for part in path)
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    return f"{address}?{urlencode(given)}" if given else address


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["href"] = href
    spoken = (
        words.capital, words.day_of, words.deadline_words, words.disposition_words, words.full_moment,
        words.mail_words, words.short_day, words.short_moment, words.shorten, words.size_words, words.step_words,
        words.visible, surely_absent, why_doubtful, written_date,
    )  # fmt: skip
    environment.filters.update({filter_.__name__: filter_ for filter_ in spoken})
    return environment


_ENVIRONMENT = _environment()


def page(template: str, context: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """Return the page `template` ('board.html') with `context` in it."""
    return HTMLResponse(_ENVIRONMENT.get_template(template).render(context), status_code=status)


def refusal(status: int, title: str, advice: str) -> HTMLResponse:
    """Return a page that says in plain words what went wrong and what to do next. It asks the desk nothing."""
    return page("refusal.html", {"title": title, "advice": advice}, status)

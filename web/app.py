"""The office's page (bảng theo dõi của văn phòng) as one ASGI application."""

from __future__ import annotations

from collections.abc import Collection

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from web import refusals
from web.desk import OfficeDesk
from web.guard import Guard
from web.pages import OfficePages, Workbook
from web.rendering import HERE

#: Names under which the page answers while it has no login: this machine only.
LOOPBACK = ("127.0.0.1", "localhost")


def create_app(office: OfficeDesk, *, workbook: Workbook | None = None, hosts: Collection[str] = LOOPBACK) -> FastAPI:
    """Return the application over `office`.

    `workbook` makes the .xlsx of a board; without it the page offers none. `hosts` are the names that a request's
    Host header may hold, without port. Nothing is read or started before the first request.
    """
    pages = OfficePages(office, workbook)
    app = FastAPI(title="Theo dõi báo cáo", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(
        Guard, hosts=tuple(hosts), wrong_host=refusals.wrong_host(), foreign_post=refusals.foreign_post()
    )
    refusals.install(app)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.get("/")(pages.board)
    app.get("/don-vi/{unit}")(pages.unit)
    app.get("/thu-den")(pages.mails)
    app.get("/thu-den/{mail_id}")(pages.mail)
    app.get("/thu-den/{mail_id}/thu-goc.eml")(pages.raw_mail)
    app.get("/thu-den/{mail_id}/tep/{index}")(pages.attachment)
    app.get("/thu-di")(pages.letters)
    app.get("/thu-di/{letter_id}")(pages.letter)
    app.get("/bang-theo-doi.xlsx")(pages.workbook)
    app.post("/dong-ho")(pages.move_clock)
    return app

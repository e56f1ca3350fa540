"""Errors as pages in plain Vietnamese: what happened, what to do next, never a number or a trace."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from domain.errors import ArchiveError, BaocaoError
from web.guard import HEADERS
from web.rendering import refusal

log = logging.getLogger(__name__)

_NOT_FOUND = (
    "Không có trang này",
    "Địa chỉ có thể đã gõ nhầm, hoặc thư và đơn vị này không còn trong sổ. Hãy trở về bảng theo dõi.",
)
_BY_STATUS = {
    404: _NOT_FOUND,
    405: ("Không làm được việc này ở đây", "Hãy trở về bảng theo dõi và bấm lại nút cần dùng."),
    400: ("Yêu cầu không hiểu được", "Hãy trở về bảng theo dõi và bấm lại nút cần dùng."),
}


class NotThere(HTTPException):
    """What the address names is not in the register."""

    def __init__(self) -> None:
        super().__init__(404)


def wrong_host() -> HTMLResponse:
    """Return the page for a request that came under a foreign name."""
    return refusal(
        400, "Địa chỉ này không dùng để mở chương trình", "Hãy mở bằng địa chỉ mà chương trình in ra khi khởi động."
    )


def foreign_post() -> HTMLResponse:
    """Return the page for a button that was not pressed on one of our pages."""
    return refusal(
        403, "Yêu cầu đến từ một trang khác nên không thực hiện", "Hãy mở bảng theo dõi và bấm nút ngay tại đó."
    )


def install(app: FastAPI) -> None:
    """Make every error of `app` a page."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _http)
    app.add_exception_handler(BaocaoError, _known)
    app.add_exception_handler(Exception, _defect)


def _http(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return refusal(status, *_BY_STATUS.get(status, _NOT_FOUND))


def _known(request: Request, error: Exception) -> Response:
    log.error("%s could not be answered: %s", request.url.path, error)
    if isinstance(error, ArchiveError):
        return refusal(
            503, "Không lấy được tệp gốc từ kho lưu", "Hãy báo người vận hành kiểm tra ổ đĩa của kho lưu thư."
        )
    return refusal(503, "Sổ theo dõi đang bận", "Xin chờ một phút rồi tải lại trang; nếu vẫn thế, báo người vận hành.")


def _defect(_request: Request, _error: Exception) -> Response:
    # Starlette raises the error again after this answer, and the server logs it with its trace. It answers from
    # outside all middleware, so that the guard's headers are set here.
    answer = refusal(
        500,
        "Chương trình gặp trục trặc khi lập trang này",
        "Thư và báo cáo không bị ảnh hưởng. Hãy trở về bảng theo dõi; nếu gặp lại, báo người vận hành giờ xảy ra.",
    )
    answer.headers.update(HEADERS)
    return answer

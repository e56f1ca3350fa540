"""Files from mails, handed over to be saved and never to be shown: their content is whatever a stranger sent."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from starlette.responses import Response

from web.words import visible

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Separators of folders and what Windows does not allow in a name.
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|]')


def safe_name(name: str) -> str:
    """Return a file name without folders, control and direction marks; 'tep' where nothing is left."""
    return _NOT_IN_A_NAME.sub("_", visible(name)).strip(" .")[:150] or "tep"


def content_disposition(name: str) -> str:
    """Return the header that has a file saved under `name`: ASCII words for old clients, RFC 8187 for all others."""
    bare = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    ascii_name = re.sub(r"[^A-Za-z0-9 ._()-]", "_", "".join(c for c in bare if not unicodedata.combining(c)))
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def download(name: str, data: bytes, media_type: str = "application/octet-stream") -> Response:
    """Return `data` as a file to be saved."""
    headers = {"Content-Disposition": content_disposition(safe_name(name))}
    return Response(data, media_type=media_type, headers=headers)

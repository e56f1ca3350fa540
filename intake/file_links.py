"""Links to files in a cloud store, which mail programs put in place of a large attachment. Nothing is fetched."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

_URL = re.compile(r"https?://[^\s<>\"'\u00a0]+", re.IGNORECASE)
#: Stores of files, by how their host begins; what follows (.com, .vn …) varies.
_STORE_HOSTS = re.compile(
    r"^(drive|docs)\.google\.|^drive\.usercontent\.google\.|(^|\.)sharepoint\.|^onedrive\.|^1drv\.|(^|\.)dropbox(usercontent)?\."
    r"|^db\.tt$|(^|\.)wetransfer\.|^we\.tl$|^mega\.(nz|io)$|(^|\.)mediafire\.|(^|\.)fshare\.|^(www\.)?icloud\."
    r"|(^|\.)box\.com$|(^|\.)terabox|(^|\.)4shared\.|(^|\.)pcloud\.|^mail\.zoho\.|^workdrive\.|^disk\.yandex\."
)
_NO_FILE_PATH = re.compile(r"^/(forms|maps|intl|about)\b", re.IGNORECASE)
#: Parameters in which link checkers (Outlook, Google) carry the address they stand for.
_WRAPPED_IN = ("url", "q", "u")


def file_links(text: str, html: str) -> tuple[str, ...]:
    """Return the addresses of stored files that stand in `text` or `html`, each once, in order."""
    found = [_unwrapped(url) for url in _URL.findall(text)]
    found += [_unwrapped(unescape(url)) for url in _URL.findall(html)]
    return tuple(dict.fromkeys(url for url in found if _is_stored_file(url)))


def _unwrapped(url: str) -> str:
    url = url.rstrip(".,;:!?)]}>*_")
    parts = _parts(url)
    if parts is None or not ("safelinks" in parts[0] or parts[1] == "/url"):
        return url
    try:
        carried = parse_qs(parts[2])
    except ValueError:
        return url
    return next((carried[key][0] for key in _WRAPPED_IN if carried.get(key, [""])[0].startswith("http")), url)


def _is_stored_file(url: str) -> bool:
    parts = _parts(url)
    return parts is not None and bool(_STORE_HOSTS.search(parts[0])) and not _NO_FILE_PATH.match(parts[1])


def _parts(url: str) -> tuple[str, str, str] | None:
    """Return host, path and query, None where it is no address."""
    try:
        split = urlsplit(url)
    except ValueError:
        return None
    return (split.hostname or "", split.path, split.query)

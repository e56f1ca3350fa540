"""Office files are zip packages that carry the clock in them; the same report is to give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

_CORE = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def stamped(package: bytes, moment: datetime) -> bytes:
    """Return the office file `package` (ECMA-376, part 2) with `moment` (aware) for every time stamp in it."""
    utc = moment.astimezone(UTC)
    text = utc.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == _CORE:
                data = _STAMP.sub(rb"\g<1>" + text + rb"\g<3>", data)
            entry = zipfile.ZipInfo(name, date_time=utc.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    return out.getvalue()

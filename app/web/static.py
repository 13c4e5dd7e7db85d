"""Serves the built front-end, whose file names hold a hash of what is in them.

Files are read once and served from memory: a class that opens a lab needs no open file for each of
its downloads, and nothing is packed anew, because the build has put packed copies beside them.
"""

import os
from functools import lru_cache
from hashlib import blake2b
from mimetypes import guess_type
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from app.core.preferences import preferences

HASHED = "assets"
"""The folder of the build in which a name never changes its content."""

PACKINGS = (("br", ".br"), ("gzip", ".gz"))
"""Encodings of HTTP and the endings of files packed so, the smallest first."""

KEPT = 512
"""Files in memory: a build has a few dozen, three times."""


class FrontEnd(StaticFiles):
    """Files that a browser may keep: hashed ones for good, the others for an hour."""

    def file_response(
        self,
        full_path: "os.PathLike[str] | str",
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return the file, packed where the client takes that, with how long it may be kept."""
        path = Path(full_path)
        headers = Headers(scope=scope)
        encoding, chosen, found = None, path, stat_result
        packings = _packings(path)
        for name, packed in packings:
            if _takes(headers.get("accept-encoding"), name):
                encoding, chosen, found = name, packed, packed.stat()
                break
        content, tag = _read(chosen, found.st_mtime_ns, found.st_size)
        kept = {
            "Cache-Control": "public, max-age=31536000, immutable"
            if path.parent.name == HASHED
            else "public, max-age=3600",
            "ETag": tag,
        }
        if packings:
            kept["Vary"] = "Accept-Encoding"
        if encoding:
            kept["Content-Encoding"] = encoding
        media = guess_type(path)[0] or "application/octet-stream"
        response = Response(content, status_code, kept, media)
        return (
            NotModifiedResponse(response.headers)
            if self.is_not_modified(response.headers, headers)
            else response
        )


def _packings(path: Path) -> list[tuple[str, Path]]:
    """Return the packed copies of a file, as they are encoded, the smallest first."""
    copies = ((name, path.with_name(path.name + ending)) for name, ending in PACKINGS)
    return [(name, copy) for name, copy in copies if copy.is_file()]


def _takes(accept_encoding: str | None, encoding: str) -> bool:
    """Whether a client takes an encoding (RFC 9110, section 12.5.3)."""
    weights = dict(preferences(accept_encoding))
    return weights.get(encoding, weights.get("*", 0)) > 0


@lru_cache(KEPT)
def _read(path: Path, changed_ns: int, size: int) -> tuple[bytes, str]:
    """Return what is in a file, and a tag that changes with it.

    Called with another time or size, it reads the file again: while the front-end is being worked
    on, it is built again and again.
    """
    content = path.read_bytes()
    return content, f'"{blake2b(content, digest_size=12).hexdigest()}"'

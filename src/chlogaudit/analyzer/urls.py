"""
Request targets: their path, what kind of thing they name, and a template that holds nothing of a visitor.

A template is for publishing, so it errs on the side of naming a segment a variable. What it cannot know is that a plain
word is somebody's name; the reports' threshold of distinct visitors stands behind it.
"""

from __future__ import annotations

import re

from chlogaudit.analyzer import segments

NOT_A_PATH = "(not a path)"
HOST = "{host}"

# Files that are part of a page or downloads: GoAccess' list (its configuration's `static-file` lines) and the newer
# kinds of pictures, fonts and scripts.
STATIC = frozenset(
    b"css js mjs map wasm jpg jpeg png gif ico svg webp avif bmp tif tiff heic jxl woff woff2 ttf otf eot pdf csv txt doc docx"
    b" xls xlsx ppt pptx odt ods odp epub zip gz tgz tar bz2 xz zst rar 7z dmg iso exe msi deb rpm apk jar mp3 ogg wav flac m4a"
    b" aac mp4 m4v mpg mpeg webm mov avi flv mkv swf".split()
)
# What a browser shows as a document of its own. A path without an extension is one too.
PAGES = frozenset(
    b"html htm xhtml shtml php php3 php4 php5 php7 phtml asp aspx jsp jspx do action cgi pl py rb cfm md pdf".split()
) - {b"pdf"}  # a PDF is counted as a file

_LONGEST = 2000
_SHOWN = 200
_ABSOLUTE = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{1,20}://[^/?#]*")
_AUTHORITY = re.compile(rb"(?:[\w.-]{1,255}|\[[0-9A-Fa-f:.]{2,60}\]):\d{1,5}")
# Where the query begins, also when somebody encoded its mark or forgot it ("/list&id=5", ";jsessionid=").
_QUERY = re.compile(rb"[?#;&]|%(?:25)?(?:3[FfBb]|2[36])")
_EXTENSION = re.compile(rb"\.([A-Za-z][A-Za-z0-9]{0,7})$")
_PLAIN = re.compile(rb"/(?:[a-z]{1,11}(?:[-_.][a-z]{1,11}){0,3}(?:/|$)){0,6}")
_LOGGED = re.compile(rb"\\x([0-9A-Fa-f]{2})")


def path(url: bytes) -> bytes:
    """Cut the query and the fragment off; of an absolute URI only the path is left ("/" where it has none)."""
    if not url.startswith(b"/"):
        absolute = _ABSOLUTE.match(url)
        if absolute:
            url = url[absolute.end() :]
            if not url.startswith(b"/"):
                url = b"/" + url
    return url.partition(b"?")[0].partition(b"#")[0]


def extension(url: bytes) -> bytes:
    """Give the extension of the file that ``url`` names, in small letters without the dot; b"" without one."""
    cut = path(url).partition(b";")[0]
    found = _EXTENSION.search(cut, max(0, len(cut) - 12))
    return found[1].lower() if found else b""


def is_static(url: bytes) -> bool:
    """Say whether ``url`` names a file that is part of a page or a download, by ``STATIC``; a query changes nothing."""
    return extension(url) in STATIC


def is_page(url: bytes) -> bool:
    """Say whether ``url`` names a document that a browser shows: no extension, or one of ``PAGES``."""
    found = extension(url)
    return found in PAGES if found else path(url).startswith(b"/")


def template(url: bytes) -> str:
    """
    Write ``url`` so that it can be published: no query, each variable part as ``{what}``, at most 200 characters of
    printable ASCII.

    "*" stays; a host and port (CONNECT) is ``HOST``, whatever else does not begin with "/" is ``NOT_A_PATH``.
    Templates of templates are the same.
    """
    cut = path(url[:_LONGEST])
    if _PLAIN.fullmatch(cut) and not segments.MARKED.search(cut):
        return cut.decode("ascii")[:_SHOWN]
    if not cut.startswith(b"/"):
        if cut == b"*":
            return "*"
        return HOST if cut == HOST.encode() or _AUTHORITY.fullmatch(cut) else NOT_A_PATH
    cut = _LOGGED.sub(rb"%\1", cut)
    query = _QUERY.search(cut)
    if query:
        cut = cut[: query.start()]
    parts = cut.split(b"/")
    if len(url) > _LONGEST and not query and len(parts) > 1:
        parts[-1] = b"..."  # a piece of a segment could not be judged
    named = "/".join(segments.name_all(parts))
    return named if len(named) <= _SHOWN else named[: _SHOWN - 3].rpartition("/")[0] + "/..."

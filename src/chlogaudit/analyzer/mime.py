"""
What kind of file a URL names, by its extension.

Logs hold no Content-Type, so this is the name's claim. The table is our own copy of the registered types (IANA; the
standard library's ``mimetypes`` agrees where it has them): ``mimetypes`` itself reads the machine's files and changes
with the Python version, and a report must not.
"""

from __future__ import annotations

from chlogaudit.analyzer import urls

NONE = "(no extension)"
OTHER = "(other)"

_BY_TYPE = {
    "text/html": "html htm xhtml shtml",
    "text/css": "css",
    "text/csv": "csv",
    "text/plain": "txt log text",
    "text/markdown": "md markdown",
    "text/calendar": "ics",
    "text/vcard": "vcf",
    "text/javascript": "js mjs cjs",
    "text/vtt": "vtt",
    "text/xml": "xml xsl",
    "application/json": "json map",
    "application/ld+json": "jsonld",
    "application/manifest+json": "webmanifest",
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/wasm": "wasm",
    "application/pdf": "pdf",
    "application/postscript": "ps eps",
    "application/rtf": "rtf",
    "application/zip": "zip",
    "application/gzip": "gz tgz",
    "application/zstd": "zst",
    "application/x-bzip2": "bz2",
    "application/x-xz": "xz",
    "application/x-tar": "tar",
    "application/x-7z-compressed": "7z",
    "application/vnd.rar": "rar",
    "application/java-archive": "jar war",
    "application/octet-stream": "bin exe dmg iso img msi dll",
    "application/vnd.android.package-archive": "apk",
    "application/vnd.debian.binary-package": "deb",
    "application/x-rpm": "rpm",
    "application/msword": "doc dot",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/epub+zip": "epub",
    "application/sql": "sql",
    "application/x-sh": "sh",
    "application/x-shockwave-flash": "swf",
    "application/x-httpd-php": "php php3 php4 php5 php7 phtml",
    "application/vnd.apple.mpegurl": "m3u8",
    "application/dash+xml": "mpd",
    "image/png": "png",
    "image/jpeg": "jpg jpeg jpe jfif",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/svg+xml": "svg svgz",
    "image/vnd.microsoft.icon": "ico",
    "image/bmp": "bmp",
    "image/tiff": "tif tiff",
    "image/heic": "heic",
    "image/jxl": "jxl",
    "font/woff": "woff",
    "font/woff2": "woff2",
    "font/ttf": "ttf",
    "font/otf": "otf",
    "application/vnd.ms-fontobject": "eot",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg oga opus",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "video/mp4": "mp4 m4v",
    "video/mpeg": "mpg mpeg",
    "video/webm": "webm",
    "video/quicktime": "mov",
    "video/x-msvideo": "avi",
    "video/x-flv": "flv",
    "video/x-matroska": "mkv",
    "video/mp2t": "ts",
}
_TYPES = {extension.encode(): kind for kind, extensions in _BY_TYPE.items() for extension in extensions.split()}


def of(url: bytes) -> str:
    """Name the type that the extension in ``url`` stands for; ``NONE`` without one, ``OTHER`` for one we do not know."""
    extension = urls.extension(url)
    return _TYPES.get(extension, OTHER) if extension else NONE


def group(kind: str) -> str:
    """Name the family of a type that ``of`` gave: "image" for "image/png"."""
    return kind.partition("/")[0]

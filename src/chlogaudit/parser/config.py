"""The log formats that a server's configuration declares, and which log has which; reading files is the caller's."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from chlogaudit.errors import FormatError
from chlogaudit.model.format import LogFormat
from chlogaudit.parser.apache import compile_apache
from chlogaudit.parser.formats import BY_NAME
from chlogaudit.parser.nginx import compile_nginx

Read = Callable[[str], bytes]
Glob = Callable[[str], list[str]]

_DEEPEST = 20  # includes in includes; a cycle is met before that and skipped
_NGINX = re.compile(
    rb"^[ \t]*(?:log_format\s|access_log\s|error_log\s|http[ \t]*\{|server[ \t]*\{|events[ \t]*\{)", re.MULTILINE
)
_APACHE_WORD = re.compile(r"\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)'|(\S+)", re.DOTALL)
_NGINX_WORD = re.compile(
    r"\s+|#[^\n]*|(?P<end>[;{}])|\"(?P<double>(?:\\.|[^\"\\])*)\"|'(?P<single>(?:\\.|[^'\\])*)'|(?P<bare>(?:\\.|\$\{|[^\s;{}\"'#\\])(?:\\.|\$\{[^}]*\}|[^\s;{}\\])*)",
    re.DOTALL,
)
_COMBINED_NGINX = (
    '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"'
)


@dataclass(slots=True)
class Declared:
    """
    What a configuration says of its logs.

    ``formats`` by name; ``logs`` are (path as written, name of its format); ``problems`` are directives that could not
    be understood and files that could not be found, one sentence each.
    """

    formats: dict[str, LogFormat] = field(default_factory=dict)
    logs: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_config(path: str, read: Read, matching: Glob) -> Declared:
    """
    Read the formats out of the configuration at ``path`` and all that it includes.

    ``read`` gives a file's bytes and may raise for the first file; ``matching`` the paths that a glob pattern finds.
    Which server's configuration it is follows from its directives. A file that includes itself is read once.
    """
    data = read(path)
    declared = Declared()
    reader = _Nginx(declared, read, matching) if _NGINX.search(data) else _Apache(declared, read, matching)
    reader.root = posixpath.dirname(path)
    reader.seen.add(posixpath.normpath(path))
    reader.text(data.decode("utf-8", "surrogateescape"), path, 0)
    reader.finish()
    return declared


class _Reader:
    """What both languages share: includes, and a place to put what was found."""

    def __init__(self, declared: Declared, read: Read, matching: Glob) -> None:
        self.declared = declared
        self.read = read
        self.matching = matching
        self.root = ""
        self.seen: set[str] = set()

    def text(self, text: str, path: str, depth: int) -> None:
        """Read the text of one file."""
        raise NotImplementedError

    def finish(self) -> None:
        """Add what the server does when nothing is said."""

    def include(self, pattern: str, path: str, depth: int, *, optional: bool) -> None:
        """Read the files that ``pattern`` finds, relative to the server's root; each once."""
        whole = posixpath.join(self.root, pattern)
        found = self.matching(whole)
        if not found and not optional and not re.search(r"[*?\[]", pattern):
            self.declared.problems.append(f"{path} includes {pattern}, which is not there.")
        for name in found:
            if posixpath.normpath(name) in self.seen or depth >= _DEEPEST:
                continue
            self.seen.add(posixpath.normpath(name))
            self.text(self.read(name).decode("utf-8", "surrogateescape"), name, depth + 1)

    def add(self, name: str, source: str, compiler: Callable[[str, str], LogFormat], path: str) -> None:
        """Compile a declared format; one that cannot be read is said, not swallowed."""
        try:
            self.declared.formats[name] = compiler(source, name)
        except FormatError as error:
            self.declared.problems.append(f"{path}: the format {name} cannot be read. {error}")


class _Nginx(_Reader):
    """``log_format``, ``access_log``, ``error_log``, ``include``."""

    def text(self, text: str, path: str, depth: int) -> None:
        words: list[str] = []
        raw: list[str] = []
        at = 0
        while match := _NGINX_WORD.match(text, at):
            at = match.end()
            if match["end"]:
                if words and match["end"] == ";":
                    self.directive(words, raw, path, depth)
                words, raw = [], []
            elif match.lastgroup:
                words.append(match[match.lastgroup])
                raw.append(match[0])
            if at >= len(text):
                break

    def directive(self, words: list[str], raw: list[str], path: str, depth: int) -> None:
        """One directive up to its semicolon."""
        name, *rest = words
        if name == "log_format" and len(rest) > 1:
            self.add(rest[0], " ".join([*raw, ";"]), compile_nginx, path)
        elif name == "access_log" and rest and rest[0] != "off":
            named = [w for w in rest[1:] if "=" not in w]
            self.declared.logs.append((rest[0], named[0] if named else "combined"))
        elif name == "error_log" and rest:
            self.declared.logs.append((rest[0], "nginx_error"))
        elif name == "include" and rest:
            self.include(rest[0], path, depth, optional=False)

    def finish(self) -> None:
        if any(name == "combined" for _, name in self.declared.logs) and "combined" not in self.declared.formats:
            self.declared.formats["combined"] = compile_nginx(_COMBINED_NGINX, "combined")
        if any(name == "nginx_error" for _, name in self.declared.logs):
            self.declared.formats["nginx_error"] = BY_NAME["nginx_error"]


class _Apache(_Reader):
    """``LogFormat``, ``CustomLog``, ``TransferLog``, ``ErrorLog``, ``ErrorLogFormat``, ``Include``, ``ServerRoot``."""

    def __init__(self, declared: Declared, read: Read, matching: Glob) -> None:
        super().__init__(declared, read, matching)
        self.default = "common"  # what a TransferLog or a CustomLog without a format writes
        self.unnamed = 0
        self.own_errors = False

    def text(self, text: str, path: str, depth: int) -> None:
        # A backslash at the end of a line continues it (httpd's documentation, configuring.html).
        for line in re.sub(r"\\[ \t]*\r?\n[ \t]*", " ", text).splitlines():
            stripped = line.strip()
            if not stripped or stripped.startswith(("#", "<")):
                continue
            name, _, rest = stripped.partition(" ") if " " in stripped else stripped.partition("\t")
            words = list(_APACHE_WORD.finditer(rest.strip()))
            if words:
                self.directive(name.lower(), words, path, depth)

    def directive(self, name: str, words: list[re.Match[str]], path: str, depth: int) -> None:
        """One directive with its words; quotes are kept in ``word[0]`` for the compiler."""
        plain = [_unquoted(w) for w in words]
        if name == "logformat":
            nick = plain[1] if len(plain) > 1 else ""
            self.add(nick or self.next_name(), words[0][0], compile_apache, path)
            if not nick:
                self.default = f"custom_{self.unnamed}"
        elif name in {"customlog", "globallog"} and plain:
            self.declared.logs.append((plain[0], self.format_of(words[1], path) if len(words) > 1 else self.default))
        elif name == "transferlog":
            self.declared.logs.append((plain[0], self.default))
        elif name == "errorlog":
            self.declared.logs.append((plain[0], "apache_error"))
        elif name == "errorlogformat" and plain[0] not in {"connection", "request"}:
            self.own_errors = True
            self.declared.problems.append(
                f"{path}: ErrorLogFormat is set; only the default format of error logs is read, other lines are searched as text."
            )
        elif name == "serverroot":
            self.root = plain[0]
        elif name in {"include", "includeoptional"}:
            self.include(plain[0], path, depth, optional=name == "includeoptional")

    def format_of(self, word: re.Match[str], path: str) -> str:
        """The name of a CustomLog's format: its nickname, or a new one for a format written in place."""
        plain = _unquoted(word)
        if "%" not in plain:
            return plain
        name = self.next_name()
        self.add(name, word[0], compile_apache, path)
        return name

    def next_name(self) -> str:
        """A name for a format without one."""
        self.unnamed += 1
        return f"custom_{self.unnamed}"

    def finish(self) -> None:
        used = {name for _, name in self.declared.logs}
        for name in ("common", "apache_error"):
            if name in used and name not in self.declared.formats:
                self.declared.formats[name] = BY_NAME[name]


def _unquoted(word: re.Match[str]) -> str:
    """A word without its quotes and their escapes."""
    return next(re.sub(r"\\([\\\"'])", r"\1", g) if i < 2 else g for i, g in enumerate(word.groups()) if g is not None)

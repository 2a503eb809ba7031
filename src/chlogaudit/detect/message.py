"""Cut the text of a message into named values: pairs, rows and conditions of databases, directory names, dumps, paths of files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chlogaudit.detect.detector import Path, Slot, key_names, words
from chlogaudit.detect.given_names import GIVEN, fold
from chlogaudit.detect.view import View

_PAIR = re.compile(
    r"(?<![\w&?;/])([A-Za-z_][\w.-]{1,40})=(\"[^\"]{1,200}\"|'[^']{1,200}'|\([^)]{1,200}\)|[^\s\"'&,;)\]}]{1,200})"
)
# ModSecurity: ARGS:key (Value: `x'), and: found within ARGS:key: x
_ARGUMENT = re.compile(
    r"(?<![\w/])(?:ARGS(?:_GET|_POST)?|[A-Za-z_][\w-]{1,40}):([A-Za-z_][\w.-]{0,40}) ?\(Value: ?[`'\"]([^`\"]{1,400}?)[`'\"]\)"
)
_WITHIN = re.compile(
    r"\bwithin (?:ARGS(?:_GET|_POST)?|REQUEST_COOKIES|REQUEST_HEADERS|FILES|XML|JSON):([A-Za-z_][\w.-]{0,40}): ([^\"\]]{1,400})"
)
_MATCHED = re.compile(
    r"Matched Data: ([^\"\]]{1,400}?) found within (?:ARGS(?:_GET|_POST)?|REQUEST_COOKIES|XML|JSON):([A-Za-z_][\w.-]{0,40})"
)
# ... at REQUEST_COOKIES:key. [file "x"] [data "y"]
_DATA = re.compile(
    r"\b(?:at|against) \"?(?:ARGS(?:_GET|_POST)?|REQUEST_COOKIES|XML|JSON):([A-Za-z_][\w.-]{0,40})[^\r\n]{0,2000}?\[data \"(?!Matched Data)([^\"\]]{1,400})\"\]"
)
# A name has blanks that no quotes protect: name=Jane Doe room=12
_WORDS_ON = re.compile(r"(?: [A-Z\x80-\xff][\w\x80-\xff'-]{1,30}){1,3}(?=\s*(?:$|[,;)\]'\"]| [A-Za-z_][\w.-]{0,40}=))")
_COLUMN = re.compile(r"\(([A-Za-z_][\w, .]{1,200})\)=\(([^)]{1,400})\)")
_HEADER = re.compile(r"(?<![\w-])([A-Z][A-Za-z-]{2,40}): ([^\s\"'`,;\]]{3,400})")
_HEADERS = words(
    "authorization xapikey xauthtoken apikey xaccesstoken xjfrogartapi privatetoken "
    "proxyauthorization xcsrf xforwardedfor xrealip cookie token"
)
# Conditions and settings of SQL: `email` = 'x', user_login LIKE '%x%'.
_CONDITION = re.compile(
    r"(?<![\w&?;/])[`\"\[]?([A-Za-z_][\w.]{1,40})[`\"\]]?(?: (?:=|<>|!=) ?|(?<=`)=| I?LIKE )(?:'%?((?:[^'%\\]|\\.|(?<=\w)'(?=\w)){1,200})%?'|\"%?([^\"%]{1,200})%?\"|(\d{3,20})\b)"
)
_INSERT = re.compile(r"\bINTO [^\s(]{1,80} ?\(([^()]{2,1000})\) ?VALUES ?(?=\()", re.IGNORECASE)
_DATUM = re.compile(r"'((?:[^'\\]|\\.|''){0,400})'|([^\s,()'][^,()']{0,400})|(\))")
# MySQL, SQL Server and MongoDB say which index a value is already in; the index is named after its columns.
_TAKEN = re.compile(r"Duplicate entry '([^']{1,255})' for key '([\w.`-]{1,100})'")
_TAKEN_MS = re.compile(
    r"(?:index|constraint) '([\w.]{1,100})'[^()]{0,200}duplicate key value is \(([^()]{1,200})\)", re.IGNORECASE
)
_INDEX = re.compile(
    r"^(?:uq|uk|ux|ix|idx|unique|uniq)_+|(?:_(?:key|unique|uniq|uq|uk|idx|index|ux|\d+))+$", re.IGNORECASE
)
# Members of dumps whose keys stand bare: email: "x", :email=>"x", [email] => x.
_MEMBER = re.compile(
    r"(?<![\w.\"'/-]):?([A-Za-z_][\w-]{1,40})(?::| ?=>) ?(?:\"([^\"]{1,200})\"|'([^']{1,200})'|\"\"\"|'')"
)
_PRINTED = re.compile(
    r"\[['\"]?([A-Za-z_][\w-]{1,40})['\"]?\] ?=>(?:\\n|\s){0,12}(?:string\(\d{1,6}\) )?\"?([^\s\"\[(\\][^\"\r\n\[()\\]{0,200})"
)
# Who a number belongs to: "user":{"id":7} and a class of models with the key of one of its rows.
_NESTED = re.compile(
    r"[\"']([A-Za-z_]\w{1,40})[\"']: ?\{ ?[\"']((?:uu|u)?id|name|login|username|number|no|key|mail)[\"']: ?(?:[\"']([^\"']{1,120})[\"']|(\d{1,20}))"
)
_MODEL = re.compile(r"\[(?:[A-Za-z]\w{0,40}\\{1,2}){1,6}([A-Z]\w{1,40})\] (\d{1,20}|[0-9a-f-]{36})(?![\w.])")
# ActiveRecord: Couldn't find Patient with 'id'=7
_ROW_OF = re.compile(
    r"\bfind (?:[A-Z]\w{0,40}::){0,4}([A-Z]\w{1,40}) with ['\"]?\w{0,20}id['\"]?=['\"]?([\w-]{1,40})", re.IGNORECASE
)
# What a form or program says of a person, a key before each value: Name: Jane Doe, Phone: 0201 123456
_SAID = re.compile(r"(?<![\w.\"'/-])([A-Za-z][\w -]{1,24}): ?([^\s\"'`:;,|\[\](){}<>][^\"'`:;,|\[\](){}<>\r\n]{1,79})")
# Distinguished names of directories and certificates, RFC 4514 and the older form with slashes.
_DN = re.compile(
    r"(?<![\w.-])(?:[A-Za-z]{1,20}|\d(?:\.\d{1,10}){2,10})=(?:[^,/\"'()\[\]=\\+]|\\.){1,100}(?:(?:, ?|/|\+)(?:[A-Za-z]{1,20}|\d(?:\.\d{1,10}){2,10})=(?:[^,/\"'()\[\]=\\+]|\\.){0,100}){1,20}"
)
_RDN = re.compile(r"([A-Za-z]{1,20})=((?:[^,/\"'()\[\]=\\+]|\\.){1,100})")
_DN_WORDS = re.compile(r"\b(?:ou|o|dc|c)=", re.IGNORECASE)
_OF_PERSONS = re.compile(
    r"\b(?:e-?mail(?:address)?|uid|userid|gn|sn|givenname|surname|samaccountname)=|\bou=[^,/]{0,40}(?:user|people|person|staff|employee|member|student|mitarbeiter|benutzer|utilisateur|usuario)|\bcn=users\b",
    re.IGNORECASE,
)
_NOT_PERSONS = words(
    "ca root issuing authority admins admin domain groups group computers users user builtin staff encrypt trust global rsa ecdsa tls ssl intermediate certificate"
    " internal signing code device server web policy service services controllers people localhost snakeoil root-ca manager system test validation class root"
)
_PATH = re.compile(
    r"(?:(?<![\w.~:/\\%-])|(?<=unix:)|(?<=[\"'])[\w.-]{2,64}(?=/[^\s\"']{6}))(?:/[^\s\"'<>()`,;|&?=:\[\]{}/\\]{1,255}){1,40}"
)
# Where programs live, not what visitors ask for.
_PROGRAM = re.compile(
    r"/(?:site-packages|dist-packages|node_modules|vendor|plugins|themes|modules|(?<!var/)lib|lib64|src|app/(?:controllers|models|views)|wp-(?:includes|admin)|proc|sys|etc|bin|sbin)/"
)
_SOURCE = re.compile(
    r"\.(?:php\d?|phtml|inc|py|rb|p[lm]|jsx?|tsx?|java|go|rs|c|cc|cpp|h|cs|vue|twig|tpl|erb|module|conf|lua|so|sh|log|sock|pid)$"
)


def pairs(raw: View) -> Iterator[Slot]:
    """Every ``key=value`` of a text, whatever writes it: logs, databases, directories, firewalls, dumps of programs."""
    text = raw.text
    if "=" in text:
        of_directory = _DN_WORDS.search(text) is not None
        for match in _PAIR.finditer(text):
            start, end = _bare(text, *match.span(2))
            if start < end and not (of_directory and match.group(1).lower() == "cn"):
                names = key_names(match.group(1))
                on = _WORDS_ON.match(text, end) if "A" <= text[start] <= "Z" or text[start] >= "\x80" else None
                if on is not None:
                    yield Slot(names, raw.sub(start, on.end()).percent_decoded(plus=False), kind="said")
                yield Slot(names, raw.sub(start, end).percent_decoded(plus=True), kind="message")
        yield from _of_databases(raw)
        yield from _of_directories(raw)
    if "Value:" in text:
        for match in _ARGUMENT.finditer(text):
            yield Slot(key_names(match.group(1)), raw.sub(*match.span(2)).percent_decoded(plus=False), kind="json")
    if '[data "' in text:
        for match in _DATA.finditer(text):
            yield Slot(key_names(match.group(1)), raw.sub(*match.span(2)).percent_decoded(plus=False), kind="json")
    if "ithin " in text:
        for match in _MATCHED.finditer(text):
            yield Slot(key_names(match.group(2)), raw.sub(*match.span(1)), kind="json")
        for match in _WITHIN.finditer(text):
            yield Slot(key_names(match.group(1)), raw.sub(*match.span(2)).percent_decoded(plus=False), kind="json")
    if ": " in text:
        for match in _HEADER.finditer(text):
            names = key_names(match.group(1))
            if any(key in _HEADERS for key in names[:1]):
                yield Slot(names, raw.sub(*match.span(2)), kind="message")


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the quotes around it."""
    quoted = end - start > 1 and text[start] in "\"'" and text[end - 1] == text[start]
    return (start + 1, end - 1) if quoted else (start, end)


def said(raw: View) -> Iterator[Slot]:
    """Values with a key and a colon or an arrow before them, and rows that a database could not write."""
    text = raw.text
    if "ey" in text and "uplicate" in text:
        yield from _taken(raw)
    if "VALUES" in text or "values" in text:
        yield from _inserted(raw)
    if ":" in text or "=>" in text:
        for match in _MEMBER.finditer(text):
            group = match.lastindex or 1
            if group > 1:
                yield Slot(key_names(match.group(1)), raw.sub(*match.span(group)), kind="json")
    yield from nested(raw)
    for match in _ROW_OF.finditer(text) if "find " in text else ():
        yield Slot(key_names(match.group(1) + "Id"), raw.sub(*match.span(2)), kind="json")
    for match in _MODEL.finditer(text) if "\\" in text else ():
        yield Slot(key_names(match.group(1) + "Id"), raw.sub(*match.span(2)), kind="json")
    if "=>" in text:
        for match in _PRINTED.finditer(text):
            yield Slot(key_names(match.group(1)), raw.sub(match.start(2), _trimmed(text, *match.span(2))), kind="json")
    if ": " in text:
        for match in _SAID.finditer(text):
            key = match.group(1).replace(" ", "_")
            yield Slot(key_names(key), raw.sub(match.start(2), _trimmed(text, *match.span(2))), kind="said")


def nested(raw: View) -> Iterator[Slot]:
    """First members of members, under the keys of both."""
    for match in _NESTED.finditer(raw.text) if "{" in raw.text else ():
        value = raw.sub(*match.span(match.lastindex or 3))
        yield Slot(key_names(f"{match.group(1)}_{match.group(2)}"), value, kind="json")


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(" ."))


def _of_databases(raw: View) -> Iterator[Slot]:
    text = raw.text
    for match in _COLUMN.finditer(text):  # Key (email)=(x) already exists.
        if "," not in match.group(1):
            yield Slot(key_names(match.group(1)), raw.sub(*match.span(2)), kind="json")
    for match in _CONDITION.finditer(text):
        group = match.lastindex or 1
        yield Slot(key_names(match.group(1)), raw.sub(*match.span(group)), kind="json")


def _taken(raw: View) -> Iterator[Slot]:
    for pattern, index, value in ((_TAKEN, 2, 1), (_TAKEN_MS, 1, 2)):
        for match in pattern.finditer(raw.text):
            column = _INDEX.sub("", match.group(index).rpartition(".")[2].strip("`"))
            if column:
                yield Slot(key_names(column), raw.sub(*match.span(value)), kind="json")


def _inserted(raw: View) -> Iterator[Slot]:
    """Columns and values of ``INSERT INTO t (a, b) VALUES (x, y), (…)``, row by row."""
    text = raw.text
    for match in _INSERT.finditer(text):
        names = [key_names(column.strip(' `"[]\r\n\t')) for column in match.group(1).split(",")]
        siblings = frozenset(name[0] for name in names if name)
        at = 0
        for datum in _DATUM.finditer(text, match.end()):
            if datum.group(3):
                if text[datum.end() : datum.end() + 1] != ",":
                    break
                at = 0
                continue
            group = 1 if datum.group(1) is not None else 2
            if at < len(names) and names[at]:
                yield Slot(names[at], raw.sub(*datum.span(group)), siblings=siblings, kind="json")
            at += 1


def _of_directories(raw: View) -> Iterator[Slot]:
    """The common name and account of an entry of a directory or the subject of a certificate, where it is a person's."""
    for match in _DN.finditer(raw.text):
        whole = match.group()
        if _DN_WORDS.search(whole) is None:
            continue
        personal = _OF_PERSONS.search(whole) is not None
        for part in _RDN.finditer(whole):
            key = part.group(1).lower()
            if key not in ("cn", "sn", "gn", "givenname", "surname", "uid", "displayname", "name"):
                continue
            value = part.group(2).strip()
            folded = {fold(word) for word in re.split(r"[\s.-]+", value)}
            if not folded.isdisjoint(_NOT_PERSONS) or not (
                personal or folded & GIVEN or (" " not in value and "dc=" in whole.lower())
            ):
                continue
            start = match.start() + part.start(2)
            name = {"sn": "surname", "gn": "givenname", "cn": "fullname" if " " in value else "cn"}.get(key, key)
            yield Slot((name,), raw.sub(start, start + len(part.group(2).rstrip())), kind="message")


def files(raw: View) -> Iterator[Path]:
    """Paths that a message names, those of programs left out: they mirror what was asked for."""
    text = raw.text
    if "/" not in text:
        return
    for match in _PATH.finditer(text):
        found = match.group().rstrip(".")
        if _PROGRAM.search(found) is None and _SOURCE.search(found) is None:
            yield Path(raw.sub(match.start(), match.start() + len(found)))

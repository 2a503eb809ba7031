"""Names of people in prose: before an address, behind a form of address or a word for a person, in quotes, in rows of a database."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chlogaudit.detect.called import PAIRS
from chlogaudit.detect.detector import Hit, Hits, Where, hit
from chlogaudit.detect.given_names import COMMON, FAMOUS, GIVEN, PARTICLES, SURE, SURNAMES, fold
from chlogaudit.detect.name_words import (
    as_meant,
    is_common,
    is_name,
    split_up,
)
from chlogaudit.detect.validators import has_digit, speaks
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_FORMS = (
    "Mr",
    "Ms",
    "Mis",
    "Dr",
    "Prof",
    "Herr",
    "Frau",
    "Mme",
    "Mon",
    "Mad",
    "Sr",
    "Sig",
    "Pan",
    "Meneer",
    "Mev",
    "Dhr",
)


_PROSE_NAME = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herrn?|Frau|Mme|Monsieur|Madame|Sr|Sra|Sig(?=\.)|Signor|Signora|Meneer|Mevrouw|Mevr|Dhr|Pan|Pani)\b\.? ((?:[A-Z\x80-\xff][\w\x80-\xff.'-]{1,20})(?: [A-Z\x80-\xff][\w\x80-\xff'-]{1,24}){0,2})"
)


# "beneficiary Maria Ioannou account ... closed"
_WORDS_FOR_PERSONS = (
    "customer", "beneficiary", "patient", "guest", "member", "passenger", "recipient", "student", "employee", "applicant", "tenant", "donor", "visitor", "subscriber",
    "holder", "kunde", "kundin", "mitglied", "empf", "mieter", "teilnehmer", "cliente", "destinataire", "pasajero", "klient", "pacjent", "attendee",
)  # fmt: skip


_BEHIND_PERSON = re.compile(
    r"\b(?:customer|beneficiary|patient|guest|member|passenger|recipient|student|employee|applicant|tenant|donor|visitor|subscriber|holder|kunde|kundin|patientin|mitglied"
    r"|empf\xc3\xa4nger|mieter|teilnehmer|cliente|destinataire|pasajero|klient|pacjent|attendee) ([A-Z\x80-\xff][\w\x80-\xff'-]{1,20}) ([A-Z\x80-\xff][\w\x80-\xff'-]{1,24})(?![\w\x80-\xff])"
)


_ROW = re.compile(
    r"(?<=[(,]) ?([A-Z\x80-\xff][A-Za-z\x80-\xff'-]{1,24}), ([A-Z\x80-\xff][A-Za-z\x80-\xff'-]{1,24})(?=[,)])"
)


_ROW_FULL = re.compile(
    r"(?<=[(,]) ?([A-Z\x80-\xff][A-Za-z\x80-\xff'-]{1,24}(?: [A-Z\x80-\xff][A-Za-z\x80-\xff'.-]{0,24}){1,3})(?=[,)])"
)


_GIVEN_OR_LAST = GIVEN | SURNAMES


_GIVEN_OR_JOINT = GIVEN | PARTICLES


# Who an address belongs to, as headers of mail have it: Jane Doe <jane@example.com>
_MAILBOX = re.compile(
    r"(?:[\"'](?P<quoted>[^\"'<>@\r\n]{2,60})[\"']|(?P<bare>(?:[A-Z\x80-\xff][\w\x80-\xff.'-]{0,24} ){1,3})) ?(?:<|&lt;|\()([^<>@\s]{1,64})@"
)


def _of_mailboxes(view: View) -> Iterator[Hit]:
    for match in _MAILBOX.finditer(view.text):
        group = "quoted" if match["quoted"] is not None else "bare"
        start, end = match.span(group)
        if group == "bare":
            end -= 1
        text = as_meant(view.sub(start, end))
        parts = [fold(part) for part in split_up(text)]
        local = fold(match[3])
        if (
            is_name(text, least=2, sure=True)
            and any(part in _GIVEN_OR_LAST or (len(part) > 2 and part in local) for part in parts)
        ) or (len(parts) == 1 and parts[0] in SURE):
            yield hit(view, start, end, IdType.NAME, 0.8, "name before an address")


def in_text(view: View, where: Where, _key: str) -> Hits:
    """Hits in prose, and before an address in any value."""
    if where in (Where.TEXT, Where.VALUE) and "@" in view.text and ("<" in view.text or "(" in view.text):
        yield from _of_mailboxes(view)
    if where is Where.TEXT:
        for match in _PROSE_NAME.finditer(view.text) if any(form in view.text for form in _FORMS) else ():
            parts = [fold(part) for part in match.group(1).split()]
            titled = f"{match.group()[: match.start(1) - match.start()].rstrip('. ').lower()} {parts[0]}"
            if not any(part in COMMON for part in parts) and titled not in PAIRS:
                yield hit(view, *match.span(1), IdType.NAME, 0.7, "form of address")
        for match in _BEHIND_PERSON.finditer(view.text) if speaks(view.text, _WORDS_FOR_PERSONS) else ():
            if fold(as_meant(View(match.group(1)))) in GIVEN and not is_common(fold(as_meant(View(match.group(2))))):
                yield hit(view, match.start(1), match.end(2), IdType.NAME, 0.7, "name behind a word for a person")
        if "row" in view.text or "VALUES" in view.text or "values" in view.text or "tuple" in view.text:
            yield from _in_row(view)


# A name in quotes of its own, as programs print arguments; the value of a member has its key to tell.
_LETTER = r"(?:[A-Za-z'.-]|[\xc3-\xd1][\x80-\xbf])"


_QUOTED = re.compile(
    rf"(?<![:=])(?<![:=] )(?:[\"'`]|\xe2\x80[\x98\x9c\x9e])((?:[A-Z]|[\xc3-\xd1][\x80-\xbf]){_LETTER}{{1,24}}(?: {_LETTER}{{1,24}}){{1,3}})(?=[\"'`]|\xe2\x80[\x99\x9c\x9d])"
)


def in_quotes(view: View) -> Iterator[Hit]:
    """``findGuest('Jane Doe')``: a given name, then words that are none of the language's, and nothing else in the quotes."""
    if not has_digit(view.text) and ": " not in view.text:
        return  # the sieve lets such texts pass
    for match in _QUOTED.finditer(view.text):
        parts = [fold(part) for part in split_up(as_meant(View(match.group(1))))]
        if (
            len(parts) > 1
            and parts[0] in SURE
            and not any(part in COMMON and part not in _GIVEN_OR_JOINT for part in parts)
            and " ".join(parts[:2]) not in FAMOUS
            and match.group(1).rpartition(" ")[2][:1] != match.group(1).rpartition(" ")[2][:1].lower()
        ):
            yield hit(view, *match.span(1), IdType.NAME, 0.7, "name in quotes")


def _in_row(view: View) -> Iterator[Hit]:
    """Rows that databases print with their errors."""
    for match in _ROW.finditer(view.text):
        folded = [fold(as_meant(View(match.group(group)))) for group in (1, 2)]
        beside = "@" in view.text[match.end() : match.end() + 80].partition(")")[0]  # an e-mail in the same row
        if any(word in GIVEN for word in folded) or (beside and not any(word in COMMON for word in folded)):
            yield hit(view, *match.span(1), IdType.NAME, 0.7, "name in a database row")
            yield hit(view, *match.span(2), IdType.NAME, 0.7, "name in a database row")
    for match in _ROW_FULL.finditer(view.text):
        parts = [fold(part) for part in split_up(as_meant(View(match.group(1))))]
        if not any(part in COMMON for part in parts) and any(part in GIVEN for part in parts):
            yield hit(view, *match.span(1), IdType.NAME, 0.75, "name in a database row")

"""Apache's log directives as a table: what each holds, how it is written, and its name where the library has none."""

from __future__ import annotations

from typing import NamedTuple

from chlogaudit.model.format import Holds, Shape
from chlogaudit.parser.headers import key, request_header, response_header


class Rule(NamedTuple):
    """What a directive or variable holds and how it is written; ``name`` is empty where apache-log-parser has one."""

    holds: Holds
    shape: Shape = Shape.TOKEN
    name: str = ""
    may_be_empty: bool = True


# Source: httpd's documentation of mod_log_config, mod_logio and mod_ssl, versions in the comments where not all have it.
DIRECTIVES: dict[str, Rule] = {
    "a": Rule(Holds.CLIENT, Shape.WORD, may_be_empty=False),
    "A": Rule(Holds.ADDRESS, Shape.WORD, may_be_empty=False),
    "B": Rule(Holds.BYTES, Shape.INT),
    "b": Rule(Holds.BYTES, Shape.INT),
    "D": Rule(Holds.DURATION, Shape.INT),
    "f": Rule(Holds.TEXT),  # below a user's folder it names the user
    "h": Rule(Holds.CLIENT, Shape.WORD, may_be_empty=False),
    "H": Rule(Holds.PROTOCOL),
    "k": Rule(Holds.NUMBER, Shape.INT),  # 2.2.11
    "l": Rule(Holds.IDENT),
    "L": Rule(Holds.PLAIN, Shape.WORD, "log_id"),  # 2.4
    "m": Rule(Holds.METHOD),
    "p": Rule(Holds.PLAIN, Shape.INT),
    "P": Rule(Holds.PLAIN, Shape.INT),
    "q": Rule(Holds.URL),
    "r": Rule(Holds.REQUEST),
    "R": Rule(Holds.PLAIN),  # 2.2
    "s": Rule(Holds.STATUS, Shape.INT),
    "t": Rule(Holds.TIME),  # only with a status list; else TIME_CLF in brackets
    "T": Rule(Holds.DURATION, Shape.NUMBER),
    "u": Rule(Holds.USER),
    "U": Rule(Holds.URL),
    "v": Rule(Holds.HOST, Shape.WORD),
    "V": Rule(Holds.HOST, Shape.WORD),
    "X": Rule(Holds.PLAIN, Shape.WORD),
    "c": Rule(Holds.PLAIN, Shape.WORD, "conn_status"),  # 1.3's name of %X
    "I": Rule(Holds.BYTES, Shape.INT),  # mod_logio
    "O": Rule(Holds.BYTES, Shape.INT),  # mod_logio
    "S": Rule(Holds.BYTES, Shape.INT, "bytes_total"),  # mod_logio, 2.4.7
    "^FB": Rule(Holds.NUMBER, Shape.INT, "time_to_first_byte_us"),  # mod_logio with LogIOTrackTTFB, 2.4.13
}

# Directives that take an argument in braces.
BY_ARGUMENT = frozenset({"a", "h", "C", "e", "i", "n", "o", "p", "P", "t", "T", "x", "c", "^ti", "^to"})

_ENVIRONMENT: dict[str, Rule] = {
    "remote_addr": Rule(Holds.CLIENT),
    "remote_host": Rule(Holds.CLIENT),
    "remote_user": Rule(Holds.USER),
    "remote_port": Rule(Holds.PORT),
    "unique_id": Rule(Holds.PLAIN),  # mod_unique_id: server address, process, counter
    "https": Rule(Holds.PLAIN),
    "server_name": Rule(Holds.HOST),
    "server_addr": Rule(Holds.ADDRESS),
    "ssl_protocol": Rule(Holds.TLS),
    "ssl_cipher": Rule(Holds.TLS),
    "ssl_cipher_usekeysize": Rule(Holds.TLS),
    "ssl_cipher_algkeysize": Rule(Holds.TLS),
    "ssl_tls_sni": Rule(Holds.HOST),
    "ssl_session_id": Rule(Holds.SECRET),
}
_FIXED: dict[tuple[str, str], Rule] = {
    ("a", "c"): Rule(Holds.CLIENT, Shape.WORD, "remote_ip_peer", may_be_empty=False),  # 2.4
    ("h", "c"): Rule(Holds.CLIENT, Shape.WORD, "remote_host_peer", may_be_empty=False),  # 2.4.24
    ("p", "canonical"): Rule(Holds.PLAIN, Shape.INT),
    ("p", "local"): Rule(Holds.PLAIN, Shape.INT),
    ("p", "remote"): Rule(Holds.PORT, Shape.INT),
    ("P", "pid"): Rule(Holds.PLAIN, Shape.INT),
    ("P", "tid"): Rule(Holds.PLAIN, Shape.INT),
    ("P", "hextid"): Rule(Holds.PLAIN, Shape.WORD),
    ("T", "s"): Rule(Holds.DURATION, Shape.NUMBER, "time_s"),  # 2.4.13, as the next two
    ("T", "ms"): Rule(Holds.DURATION, Shape.NUMBER, "time_ms"),
    ("T", "us"): Rule(Holds.DURATION, Shape.NUMBER, "time_us"),
}


def argument_rule(letter: str, argument: str) -> Rule | None:
    """Return the rule of ``%{argument}letter``; None when httpd has no such directive."""
    if (letter, argument.lower()) in _FIXED:
        return _FIXED[letter, argument.lower()]
    name = key(argument)
    if letter == "i":
        return Rule(
            request_header(argument), Shape.LIST if request_header(argument) is Holds.FORWARDED else Shape.TOKEN
        )
    if letter == "o":
        return Rule(response_header(argument))
    if letter == "C":
        return Rule(Holds.COOKIE)
    if letter in {"e", "n"}:
        return _named(letter, name)
    if letter in {"x", "c"}:  # %{...}c is mod_ssl's old way to write %{...}x
        rule = _named(letter, name)
        return rule._replace(name=f"extension_{name}") if letter == "c" else rule
    if letter == "^ti":
        return Rule(Holds.TEXT, name=f"request_trailer_{name}")  # 2.4
    if letter == "^to":
        return Rule(Holds.TEXT, name=f"response_trailer_{name}")  # 2.4
    return None


def _named(letter: str, name: str) -> Rule:
    """A variable, note or extension by its name; what is not known may hold anything."""
    if letter == "n" and name == "cookie":
        return Rule(Holds.COOKIE)  # mod_usertrack's note
    if name in _ENVIRONMENT:
        return _ENVIRONMENT[name]
    if name.startswith("http_"):
        return Rule(request_header(name.removeprefix("http_")))
    if name.startswith(("ssl_client_v", "ssl_client_i_dn")):
        return Rule(Holds.PLAIN)  # verdict and times of the visitor's certificate, its issuer
    if name.startswith("ssl_client_"):
        return Rule(Holds.USER)  # the visitor's certificate
    return Rule(Holds.TEXT)

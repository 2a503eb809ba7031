"""The keys of JSON logs: which column, what it holds, how it is written; nginx, Apache, Caddy, Traefik, Envoy, ingress."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from chlogaudit.model.format import Field, Holds, Shape
from chlogaudit.parser.directives import Rule
from chlogaudit.parser.headers import key, request_header, response_header
from chlogaudit.parser.variables import VARIABLES, variable_rule

_CLIENT = Rule(Holds.CLIENT, Shape.TOKEN, "remote_host")
_PEER = Rule(Holds.CLIENT, Shape.TOKEN, "remote_host_peer")
_USER = Rule(Holds.USER, Shape.TOKEN, "remote_user")
_METHOD = Rule(Holds.METHOD, Shape.TOKEN, "method")
_URL = Rule(Holds.URL, Shape.TOKEN, "request_url")
_PATH = Rule(Holds.URL, Shape.TOKEN, "url_path")
_QUERY = Rule(Holds.URL, Shape.TOKEN, "query_string")
_REQUEST = Rule(Holds.REQUEST, Shape.TOKEN, "request_first_line")
_PROTOCOL = Rule(Holds.PROTOCOL, Shape.TOKEN, "protocol")
_STATUS = Rule(Holds.STATUS, Shape.INT, "status")
_SIZE = Rule(Holds.BYTES, Shape.INT, "response_bytes_clf")
_SENT = Rule(Holds.BYTES, Shape.INT, "bytes_tx")
_RECEIVED = Rule(Holds.BYTES, Shape.INT, "bytes_rx")
_REFERER = Rule(Holds.REFERER, Shape.TOKEN, "request_header_referer")
_AGENT = Rule(Holds.USER_AGENT, Shape.TOKEN, "request_header_user_agent")
_FORWARDED = Rule(Holds.FORWARDED, Shape.TOKEN, "request_header_x_forwarded_for")
_COOKIE = Rule(Holds.COOKIE, Shape.TOKEN, "request_header_cookie")
_HOST = Rule(Holds.HOST, Shape.TOKEN, "server_name")
_TIME = Rule(Holds.TIME, Shape.TOKEN, "time_received")  # these keys are written in one shape or another
_PORT = Rule(Holds.PORT, Shape.INT, "server_port_remote")
_SECONDS = Rule(Holds.DURATION, Shape.NUMBER, "time_s")
_PLAIN = Rule(Holds.PLAIN)
_ADDRESS = Rule(Holds.ADDRESS)

# Whole paths, lower case with "-" as "_".
_PATHS: dict[str, Rule] = {
    # Caddy
    "ts": _TIME,
    "request.remote_ip": _PEER,
    "request.remote_addr": _PEER,
    "request.client_ip": _CLIENT,
    "request.remote_port": _PORT,
    "request.proto": _PROTOCOL,
    "request.method": _METHOD,
    "request.host": _HOST,
    "request.uri": _URL,
    "user_id": _USER,
    "size": _SIZE,
    "bytes_read": _RECEIVED,
    "duration": _SECONDS,
    "logger": _PLAIN,
    "msg": Rule(Holds.TEXT, name="message"),
    "level": Rule(Holds.PLAIN, name="level"),
    # Traefik
    "clientaddr": Rule(Holds.CLIENT, Shape.TOKEN, "remote_host_peer"),
    "clienthost": _CLIENT,
    "clientport": _PORT,
    "clientusername": _USER,
    "downstreamstatus": _STATUS,
    "downstreamcontentsize": _SIZE,
    "duration_ns": Rule(Holds.DURATION, Shape.INT, "duration_ns"),
    "originduration": Rule(Holds.NUMBER, Shape.INT, "upstream_time_ns"),
    "origincontentsize": Rule(Holds.BYTES, Shape.INT, "upstream_response_length"),
    "originstatus": Rule(Holds.PLAIN, Shape.INT, "upstream_status"),
    "overhead": Rule(Holds.NUMBER, Shape.INT, "overhead_ns"),
    "requestaddr": Rule(Holds.HOST, Shape.TOKEN, "request_header_host"),
    "requesthost": _HOST,
    "requestmethod": _METHOD,
    "requestpath": _URL,
    "requestprotocol": _PROTOCOL,
    "requestscheme": Rule(Holds.PLAIN, name="scheme"),
    "requestport": Rule(Holds.PLAIN, name="server_port"),
    "requestcontentsize": _RECEIVED,
    "requestcount": Rule(Holds.NUMBER, Shape.INT, "request_count"),
    "retryattempts": Rule(Holds.NUMBER, Shape.INT, "retries"),
    "routername": Rule(Holds.PLAIN, name="router_name"),
    "servicename": Rule(Holds.PLAIN, name="service_name"),
    "serviceaddr": Rule(Holds.ADDRESS, name="upstream_addr"),
    "serviceurl": Rule(Holds.ADDRESS, name="upstream_url"),
    "serviceurl.host": Rule(Holds.ADDRESS, name="upstream_url_host"),
    "startutc": _TIME,
    "startlocal": Rule(Holds.TIME, Shape.TOKEN, "time_received_local"),
    "entrypointname": Rule(Holds.PLAIN, name="entry_point"),
    "tlsversion": Rule(Holds.TLS, name="extension_ssl_protocol"),
    "tlscipher": Rule(Holds.TLS, name="extension_ssl_cipher"),
    "tlsclientsubject": Rule(Holds.USER, name="extension_ssl_client_s_dn"),
    # Envoy
    ":authority": _HOST,
    "authority": _HOST,
    "start_time": _TIME,
    "response_code": _STATUS,
    "bytes_received": _RECEIVED,
    "downstream_remote_address": _CLIENT,
    "downstream_direct_remote_address": _PEER,
    "downstream_remote_address_without_port": _CLIENT,
    "downstream_local_address": Rule(Holds.ADDRESS, name="local_ip"),
    "upstream_host": Rule(Holds.ADDRESS, name="upstream_addr"),
    "upstream_local_address": _ADDRESS,
    "x_envoy_origin_path": _URL,
    "x_envoy_original_path": _URL,
    "response_flags": _PLAIN,
    "response_code_details": _PLAIN,
    "route_name": _PLAIN,
    "upstream_cluster": Rule(Holds.TEXT),  # a mesh names the host in it
    "x_request_id": Rule(Holds.PLAIN, name="request_id"),
    # Elastic Common Schema, nested or flattened
    "@timestamp": _TIME,
    "source.ip": _CLIENT,
    "source.address": _CLIENT,
    "client.ip": _CLIENT,
    "client.address": _CLIENT,
    "source.port": _PORT,
    "client.port": _PORT,
    "user.name": _USER,
    "url.original": _URL,
    "url.path": _PATH,
    "url.query": _QUERY,
    "url.domain": _HOST,
    "http.request.method": _METHOD,
    "http.version": _PROTOCOL,
    "http.request.referrer": _REFERER,
    "http.response.status_code": _STATUS,
    "http.response.body.bytes": _SIZE,
    "user_agent.original": _AGENT,
}
# The last key of a path, or the only one.
_KEYS: dict[str, Rule] = {
    "ip": _CLIENT,
    "client": _CLIENT,
    "client_ip": _CLIENT,
    "clientip": _CLIENT,
    "client_addr": _CLIENT,
    "client_address": _CLIENT,
    "remote_ip": _CLIENT,
    "remoteip": _CLIENT,
    "remote_host": _CLIENT,
    "remotehost": _CLIENT,
    "remoteaddr": _CLIENT,
    "remote_address": _CLIENT,
    "real_ip": _CLIENT,
    "source_ip": _CLIENT,
    "src_ip": _CLIENT,
    "visitor": _CLIENT,
    "forwarded_for": _FORWARDED,
    "xff": _FORWARDED,
    "c_ip": _CLIENT,
    "client_port": _PORT,
    "remoteport": _PORT,
    "user": _USER,
    "username": _USER,
    "remoteuser": _USER,
    "auth_user": _USER,
    "remote_logname": Rule(Holds.IDENT, name="remote_logname"),
    "ident": Rule(Holds.IDENT, name="remote_logname"),
    "request_line": _REQUEST,
    "requestline": _REQUEST,
    "first_line": _REQUEST,
    "verb": _METHOD,
    "http_method": _METHOD,
    "method": _METHOD,
    "url": _URL,
    "path": _URL,
    "target": _URL,
    "query": _QUERY,
    "request_query": _QUERY,
    "protocol": _PROTOCOL,
    "proto": _PROTOCOL,
    "http_version": _PROTOCOL,
    "httpversion": _PROTOCOL,
    "code": _STATUS,
    "status_code": _STATUS,
    "statuscode": _STATUS,
    "http_status": _STATUS,
    "response_status": _STATUS,
    "bytes": _SIZE,
    "length": _SIZE,
    "response_size": _SIZE,
    "body_bytes": _SIZE,
    "bytes_out": _SENT,
    "bytes_in": _RECEIVED,
    "request_size": _RECEIVED,
    "referer": _REFERER,
    "referrer": _REFERER,
    "user_agent": _AGENT,
    "useragent": _AGENT,
    "ua": _AGENT,
    "agent": _AGENT,
    "x_forwarded_for": _FORWARDED,
    "cookie": _COOKIE,
    "cookies": _COOKIE,
    "authorization": Rule(Holds.SECRET, name="request_header_authorization"),
    "vhost": _HOST,
    "virtual_host": _HOST,
    "domain": _HOST,
    "servername": _HOST,
    "server": _HOST,
    "time": _TIME,
    "timestamp": _TIME,
    "datetime": _TIME,
    "date": _TIME,
    "timelocal": _TIME,
    "response_time": _SECONDS,
    "elapsed": _SECONDS,
    "generation_time_milli": Rule(Holds.DURATION, Shape.NUMBER, "time_ms"),
}
_TRAEFIK_REQUEST = re.compile(r"^request_([A-Z].*)$")
_RESPONSE_HEADERS = re.compile(
    r"^(?:resp|response)_?(?:headers?)?\.|\.(?:resp|response)_?headers\.|^(?:downstream|origin)_(?=[A-Z])"
)
_INDEX = re.compile(r"\[[0-9]+\]")
# Traefik's Duration is in nanoseconds where Caddy's duration is in seconds; only the capital tells.
_EXACT: dict[str, Rule] = {"Duration": _PATHS["duration_ns"]}


@lru_cache(maxsize=4096)
def key_rule(path: str) -> Rule:
    """Return what the value at ``path`` holds and its column; a key that is not known is TEXT: it may hold anything."""
    if path in _EXACT:
        return _EXACT[path]
    bare = _INDEX.sub("", path).replace("\\", "")
    lower = bare.lower().replace("-", "_")
    if lower in _PATHS:
        return _PATHS[lower]
    if lower.startswith("serviceurl."):
        return Rule(Holds.ADDRESS)  # Traefik writes the parts of the backend's URL
    header = _header(bare)
    if header is not None:
        return header
    if lower in VARIABLES:
        return VARIABLES[lower]._replace(may_be_empty=True)
    last = lower.rsplit(".", 1)[-1]
    if last in _KEYS and (last == lower or lower.count(".") == 1):
        return _KEYS[last]
    known = variable_rule(key(bare).strip("_") or "key")
    return known if known.holds is not Holds.TEXT else Rule(_by_end(last.replace("_", "")))


# Ends of keys that a CDN or a program made up: ClientRequestURI, cs_uri_query, edgeReferrer.
_ENDS = (
    (("uri", "url", "uriquery", "uristem", "requestpath", "querystring"), Holds.URL),
    (("referer", "referrer"), Holds.REFERER),
    (("useragent",), Holds.USER_AGENT),
    (("clientip", "remoteip", "sourceip", "clientaddress", "remoteaddress", "xrealip", "connectingip"), Holds.CLIENT),
    (("forwardedfor",), Holds.FORWARDED),
    (("csusername",), Holds.USER),
)


def _by_end(last: str) -> Holds:
    for ends, holds in _ENDS:
        if last.endswith(ends):
            return holds
    return Holds.TEXT


def _header(path: str) -> Rule | None:
    """The rule of a header below ``headers``, or of Traefik's ``request_``, ``downstream_`` and ``origin_`` keys."""
    response = _RESPONSE_HEADERS.search(path)
    if response:
        name = path[response.end() :]
        return Rule(response_header(name), Shape.TOKEN, "response_header_" + key(name))
    request = _TRAEFIK_REQUEST.match(path)
    name = request[1] if request else ""
    if not name:
        below = re.search(r"(?:^|\.)(?:request_?)?headers?\.([^.]+)$", path, re.IGNORECASE)
        name = below[1] if below else ""
    return Rule(request_header(name), Shape.TOKEN, "request_header_" + key(name)) if name else None


def json_fields(paths: Iterable[str]) -> tuple[Field, ...]:
    """
    Return one field per path, in their order, with distinct names; ``directive`` is the path.

    Where two paths are the same column (``remote_addr`` beside ``client_ip``), a path that a known server writes takes
    the name before a key that only sounds like it, then the alphabet decides; the others are numbered.
    """
    given = list(paths)
    taken: set[str] = set()
    names: dict[str, str] = {}
    for path in sorted(set(given), key=lambda p: (not _is_known(p), p)):
        base = key_rule(path).name or key(_INDEX.sub(lambda m: "_" + m[0][1:-1], path)).strip("_") or "key"
        name, n = base, 1
        while name in taken:
            n += 1
            name = f"{base}_{n}"
        taken.add(name)
        names[path] = name
    return tuple(Field(names[p], key_rule(p).holds, key_rule(p).shape, p) for p in given)


def _is_known(path: str) -> bool:
    """Tell whether the path is one that a known server writes."""
    lower = path.replace("\\", "").lower().replace("-", "_")
    return path in _EXACT or lower in _PATHS or lower in VARIABLES

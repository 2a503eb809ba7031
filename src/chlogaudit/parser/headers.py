"""What the headers of requests and responses hold, for every server and for JSON logs alike."""

from __future__ import annotations

import re

from chlogaudit.model.format import Holds

# Lower case, "-" as "_". What a request's header is not known to hold is TEXT: a visitor may send anything in it.
REQUEST_HEADERS: dict[str, Holds] = {
    "referer": Holds.REFERER,
    "referrer": Holds.REFERER,
    "user_agent": Holds.USER_AGENT,
    "cookie": Holds.COOKIE,
    "cookie2": Holds.COOKIE,
    "authorization": Holds.SECRET,
    "proxy_authorization": Holds.SECRET,
    "x_api_key": Holds.SECRET,
    "x_auth_token": Holds.SECRET,
    "x_access_token": Holds.SECRET,
    "x_csrf_token": Holds.SECRET,
    "x_xsrf_token": Holds.SECRET,
    "x_amz_security_token": Holds.SECRET,
    "x_forwarded_for": Holds.FORWARDED,
    "x_original_forwarded_for": Holds.FORWARDED,
    "forwarded": Holds.FORWARDED,
    "x_real_ip": Holds.CLIENT,
    "x_client_ip": Holds.CLIENT,
    "x_cluster_client_ip": Holds.CLIENT,
    "client_ip": Holds.CLIENT,
    "true_client_ip": Holds.CLIENT,
    "cf_connecting_ip": Holds.CLIENT,
    "cf_connecting_ipv6": Holds.CLIENT,
    "fastly_client_ip": Holds.CLIENT,
    "x_envoy_external_address": Holds.CLIENT,
    "x_remote_user": Holds.USER,
    "remote_user": Holds.USER,
    "x_forwarded_user": Holds.USER,
    "x_forwarded_email": Holds.USER,
    "host": Holds.HOST,
    "x_forwarded_host": Holds.HOST,
    "x_forwarded_server": Holds.HOST,
    "content_length": Holds.BYTES,
    "origin": Holds.REFERER,
    "x_original_url": Holds.URL,
    "x_rewrite_url": Holds.URL,
}

RESPONSE_HEADERS: dict[str, Holds] = {
    "set_cookie": Holds.COOKIE,
    "set_cookie2": Holds.COOKIE,
    "location": Holds.URL,
    "content_location": Holds.URL,
    "content_length": Holds.BYTES,
    "content_type": Holds.PLAIN,
    "content_encoding": Holds.PLAIN,
    "cache_control": Holds.PLAIN,
    "connection": Holds.PLAIN,
    "keep_alive": Holds.PLAIN,
    "transfer_encoding": Holds.PLAIN,
    "vary": Holds.PLAIN,
    "expires": Holds.PLAIN,
    "last_modified": Holds.PLAIN,
    "date": Holds.PLAIN,
    "server": Holds.PLAIN,
    "age": Holds.PLAIN,
    "x_cache": Holds.CACHE,
    "x_cache_status": Holds.CACHE,
    "x_proxy_cache": Holds.CACHE,
    "cf_cache_status": Holds.CACHE,
}


def key(name: str) -> str:
    """Write a header's, variable's or key's name as a column's: lower case, anything else than letters and digits ``_``."""
    return re.sub(r"[^a-z0-9]", "_", name.strip().lower())


def request_header(name: str) -> Holds:
    """What the request header ``name`` holds."""
    return REQUEST_HEADERS.get(key(name), Holds.TEXT)


def response_header(name: str) -> Holds:
    """What the response header ``name`` holds."""
    return RESPONSE_HEADERS.get(key(name), Holds.TEXT)

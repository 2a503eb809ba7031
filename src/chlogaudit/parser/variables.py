"""nginx's variables as a table: the column of their Apache twin, what each holds, how it is written."""

from __future__ import annotations

from chlogaudit.model.format import Holds, Shape
from chlogaudit.parser.directives import Rule
from chlogaudit.parser.headers import request_header, response_header

# Source: nginx' documentation of ngx_http_core, log, upstream, ssl, realip, geoip and ingress-nginx' log format page.
VARIABLES: dict[str, Rule] = {
    "remote_addr": Rule(Holds.CLIENT, Shape.WORD, "remote_host", may_be_empty=False),
    "realip_remote_addr": Rule(Holds.CLIENT, Shape.WORD, "remote_host_peer", may_be_empty=False),
    "the_real_ip": Rule(Holds.CLIENT, Shape.WORD, "remote_host_real", may_be_empty=False),  # ingress-nginx before 0.23
    "proxy_protocol_addr": Rule(Holds.CLIENT, Shape.WORD, "remote_host_proxy_protocol"),
    "binary_remote_addr": Rule(Holds.CLIENT, Shape.TOKEN, "remote_host_binary"),
    "proxy_add_x_forwarded_for": Rule(Holds.FORWARDED, Shape.LIST, "request_header_x_forwarded_for"),
    "remote_port": Rule(Holds.PORT, Shape.INT, "server_port_remote"),
    "realip_remote_port": Rule(Holds.PORT, Shape.INT, "server_port_remote_peer"),
    "proxy_protocol_port": Rule(Holds.PORT, Shape.INT, "server_port_remote_proxy_protocol"),
    "remote_user": Rule(Holds.USER, Shape.TOKEN, "remote_user"),
    "time_local": Rule(Holds.TIME, Shape.TIME_CLF, "time_received", may_be_empty=False),
    "time_iso8601": Rule(Holds.TIME, Shape.TIME_ISO, "time_received", may_be_empty=False),
    "msec": Rule(Holds.TIME, Shape.TIME_EPOCH, "time_received", may_be_empty=False),
    "request": Rule(Holds.REQUEST, Shape.TOKEN, "request_first_line"),
    "request_method": Rule(Holds.METHOD, Shape.TOKEN, "method"),
    "request_uri": Rule(Holds.URL, Shape.TOKEN, "request_url"),
    "uri": Rule(Holds.URL, Shape.TOKEN, "url_path"),
    "document_uri": Rule(Holds.URL, Shape.TOKEN, "url_path"),
    "request_filename": Rule(Holds.TEXT, Shape.TOKEN, "filename"),
    "args": Rule(Holds.URL, Shape.TOKEN, "query_string"),
    "query_string": Rule(Holds.URL, Shape.TOKEN, "query_string"),
    "is_args": Rule(Holds.PLAIN, Shape.TOKEN, "is_args"),
    "server_protocol": Rule(Holds.PROTOCOL, Shape.TOKEN, "protocol"),
    "scheme": Rule(Holds.PLAIN, Shape.WORD, "scheme"),
    "https": Rule(Holds.PLAIN, Shape.WORD, "https"),
    "status": Rule(Holds.STATUS, Shape.INT, "status"),
    "body_bytes_sent": Rule(Holds.BYTES, Shape.INT, "response_bytes_clf"),
    "bytes_sent": Rule(Holds.BYTES, Shape.INT, "bytes_tx"),
    "request_length": Rule(Holds.BYTES, Shape.INT, "bytes_rx"),
    "content_length": Rule(Holds.BYTES, Shape.TOKEN, "request_header_content_length"),
    "content_type": Rule(Holds.TEXT, Shape.TOKEN, "request_header_content_type"),
    "request_body": Rule(Holds.TEXT, Shape.TOKEN, "request_body"),
    "host": Rule(Holds.HOST, Shape.WORD, "server_name"),
    "server_name": Rule(Holds.HOST, Shape.WORD, "server_name"),
    "hostname": Rule(Holds.HOST, Shape.WORD, "hostname"),
    "server_addr": Rule(Holds.ADDRESS, Shape.WORD, "local_ip"),
    "server_port": Rule(Holds.PLAIN, Shape.INT, "server_port"),
    "pid": Rule(Holds.PLAIN, Shape.INT, "pid"),
    "connection": Rule(Holds.NUMBER, Shape.INT, "connection"),
    "connection_requests": Rule(Holds.NUMBER, Shape.INT, "num_keepalives"),
    "connection_time": Rule(Holds.NUMBER, Shape.NUMBER, "connection_time_s"),
    "pipe": Rule(Holds.PLAIN, Shape.WORD, "pipe"),
    "request_completion": Rule(Holds.PLAIN, Shape.WORD, "request_completion"),
    "request_id": Rule(Holds.PLAIN, Shape.WORD, "request_id"),
    "req_id": Rule(Holds.PLAIN, Shape.WORD, "request_id"),  # ingress-nginx
    "request_time": Rule(Holds.DURATION, Shape.NUMBER, "time_s"),
    "gzip_ratio": Rule(Holds.NUMBER, Shape.NUMBER, "gzip_ratio"),
    "nginx_version": Rule(Holds.PLAIN, Shape.WORD, "nginx_version"),
    "ssl_protocol": Rule(Holds.TLS, Shape.WORD, "extension_ssl_protocol"),
    "ssl_cipher": Rule(Holds.TLS, Shape.WORD, "extension_ssl_cipher"),
    "ssl_curve": Rule(Holds.TLS, Shape.WORD, "extension_ssl_curve"),
    "ssl_curves": Rule(Holds.TLS, Shape.WORD, "extension_ssl_curves"),
    "ssl_ciphers": Rule(Holds.TLS, Shape.WORD, "extension_ssl_ciphers"),
    "ssl_server_name": Rule(Holds.HOST, Shape.WORD, "extension_ssl_tls_sni"),
    "ssl_session_id": Rule(Holds.SECRET, Shape.WORD, "extension_ssl_session_id"),
    "ssl_session_reused": Rule(Holds.PLAIN, Shape.WORD, "extension_ssl_session_reused"),
    "upstream_addr": Rule(Holds.ADDRESS, Shape.LIST, "upstream_addr"),
    "upstream_status": Rule(Holds.PLAIN, Shape.LIST, "upstream_status"),
    "upstream_response_time": Rule(Holds.PLAIN, Shape.LIST, "upstream_response_time"),
    "upstream_connect_time": Rule(Holds.PLAIN, Shape.LIST, "upstream_connect_time"),
    "upstream_header_time": Rule(Holds.PLAIN, Shape.LIST, "upstream_header_time"),
    "upstream_queue_time": Rule(Holds.PLAIN, Shape.LIST, "upstream_queue_time"),
    "upstream_response_length": Rule(Holds.PLAIN, Shape.LIST, "upstream_response_length"),
    "upstream_bytes_sent": Rule(Holds.PLAIN, Shape.LIST, "upstream_bytes_sent"),
    "upstream_bytes_received": Rule(Holds.PLAIN, Shape.LIST, "upstream_bytes_received"),
    "upstream_cache_status": Rule(Holds.CACHE, Shape.WORD, "upstream_cache_status"),
    "proxy_upstream_name": Rule(Holds.PLAIN, Shape.TOKEN, "proxy_upstream_name"),  # ingress-nginx, as the next ones
    "proxy_alternative_upstream_name": Rule(Holds.PLAIN, Shape.TOKEN, "proxy_alternative_upstream_name"),
    "namespace": Rule(Holds.PLAIN, Shape.WORD, "namespace"),
    "ingress_name": Rule(Holds.PLAIN, Shape.WORD, "ingress_name"),
    "service_name": Rule(Holds.PLAIN, Shape.WORD, "service_name"),
    "service_port": Rule(Holds.PLAIN, Shape.WORD, "service_port"),
    "uid_got": Rule(Holds.COOKIE, Shape.TOKEN, "uid_got"),
    "uid_set": Rule(Holds.COOKIE, Shape.TOKEN, "uid_set"),
    "auth_jwt_claim_sub": Rule(Holds.USER, Shape.TOKEN, "auth_jwt_claim_sub"),
}


def variable_rule(name: str) -> Rule:
    """Return the rule of the variable ``name`` (lower case, without ``$``); what is not known may hold anything."""
    if name in VARIABLES:
        return VARIABLES[name]
    if name.startswith("http_"):
        holds = request_header(name.removeprefix("http_"))
        shape = Shape.LIST if holds is Holds.FORWARDED else Shape.TOKEN
        return Rule(holds, shape, "request_header_" + name.removeprefix("http_"))
    if name.startswith("sent_http_"):
        return Rule(response_header(name.removeprefix("sent_http_")), Shape.TOKEN, "response_header_" + name[10:])
    if name.startswith("upstream_http_"):
        return Rule(response_header(name.removeprefix("upstream_http_")), Shape.TOKEN, name)
    if name.startswith(("cookie_", "upstream_cookie_")):
        return Rule(Holds.COOKIE, Shape.TOKEN, name)
    if name.startswith("arg_"):
        return Rule(Holds.TEXT, Shape.TOKEN, name)
    if name.startswith(("ssl_client_v", "ssl_client_i_dn")):  # verdict and times of the certificate, its issuer
        return Rule(Holds.PLAIN, Shape.TOKEN, "extension_" + name)
    if name.startswith("ssl_client_"):
        return Rule(Holds.USER, Shape.TOKEN, "extension_" + name)
    if name.startswith("sent_trailer_"):
        return Rule(Holds.TEXT, Shape.TOKEN, "response_trailer_" + name.removeprefix("sent_trailer_"))
    return Rule(Holds.TEXT, Shape.TOKEN, name)

"""The named formats, one file each. A format that says more of a line stands before one that says less."""

from chlogaudit.model.format import LogFormat
from chlogaudit.parser.formats import (
    apache_error,
    apache_error_22,
    apache_error_bare,
    combined,
    combined_plus,
    combinedio,
    common,
    common_plus,
    forwarded_combined,
    forwarded_common,
    ingress_nginx,
    json_lines,
    nginx_error,
    nginx_json,
    nginx_main,
    traefik,
    vhost_combined,
    vhost_combined_plus,
    vhost_common,
)

FORMATS: tuple[LogFormat, ...] = (
    ingress_nginx.FORMAT,
    traefik.FORMAT,
    nginx_main.FORMAT,
    combinedio.FORMAT,
    forwarded_combined.FORMAT,
    vhost_combined.FORMAT,
    combined.FORMAT,
    forwarded_common.FORMAT,
    vhost_common.FORMAT,
    common.FORMAT,
    nginx_error.FORMAT,
    apache_error.FORMAT,
    apache_error.CLF_TIME,
    apache_error.ISO_TIME,
    apache_error_22.FORMAT,
    apache_error_bare.FORMAT,
    nginx_json.FORMAT,
    json_lines.FORMAT,
    vhost_combined_plus.FORMAT,
    combined_plus.FORMAT,
    common_plus.FORMAT,
)

# One made-up line of each format, for the golden tests and the documentation.
SAMPLES: dict[str, bytes] = {
    ingress_nginx.FORMAT.name: ingress_nginx.SAMPLE,
    traefik.FORMAT.name: traefik.SAMPLE,
    nginx_main.FORMAT.name: nginx_main.SAMPLE,
    combinedio.FORMAT.name: combinedio.SAMPLE,
    forwarded_combined.FORMAT.name: forwarded_combined.SAMPLE,
    forwarded_common.FORMAT.name: forwarded_common.SAMPLE,
    vhost_combined.FORMAT.name: vhost_combined.SAMPLE,
    combined.FORMAT.name: combined.SAMPLE,
    vhost_common.FORMAT.name: vhost_common.SAMPLE,
    common.FORMAT.name: common.SAMPLE,
    nginx_error.FORMAT.name: nginx_error.SAMPLE,
    apache_error.FORMAT.name: apache_error.SAMPLE,
    apache_error.CLF_TIME.name: apache_error.CLF_TIME_SAMPLE,
    apache_error.ISO_TIME.name: apache_error.ISO_TIME_SAMPLE,
    apache_error_22.FORMAT.name: apache_error_22.SAMPLE,
    apache_error_bare.FORMAT.name: apache_error_bare.SAMPLE,
    nginx_json.FORMAT.name: nginx_json.SAMPLE,
    json_lines.FORMAT.name: json_lines.SAMPLE,
    vhost_combined_plus.FORMAT.name: vhost_combined_plus.SAMPLE,
    combined_plus.FORMAT.name: combined_plus.SAMPLE,
    common_plus.FORMAT.name: common_plus.SAMPLE,
}

# Also as the projects themselves write the names.
ALIASES: dict[str, LogFormat] = {"ingress-nginx": ingress_nginx.FORMAT, "main": nginx_main.FORMAT}
BY_NAME: dict[str, LogFormat] = {f.name: f for f in FORMATS} | ALIASES

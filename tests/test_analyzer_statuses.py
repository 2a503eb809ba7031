"""Status codes in words."""

from __future__ import annotations

import pytest

from chlogaudit.analyzer import statuses


@pytest.mark.parametrize(
    ("code", "group", "reason"),
    [
        (200, "2xx Success", "OK"),
        (103, "1xx Informational", "Early Hints"),
        (301, "3xx Redirection", "Moved Permanently"),
        (404, "4xx Client error", "Not Found"),
        (413, "4xx Client error", "Content Too Large"),
        (444, "4xx Client error", "No Response: nginx closed the connection"),
        (499, "4xx Client error", "Client closed the connection first (nginx)"),
        (503, "5xx Server error", "Service Unavailable"),
        (522, "5xx Server error", "Origin did not connect in time (Cloudflare)"),
        (0, "0 No answer", "No status was sent"),
        (299, "2xx Success", "Unknown status"),
        (42, "Not a status", "Unknown status"),
        (999, "Not a status", "Unknown status"),
        (-1, "Not a status", "Unknown status"),
    ],
)
def test_status(code: int, group: str, reason: str) -> None:
    """Every number has a class and a reason, also those that no standard knows."""
    assert (statuses.group(code), statuses.reason(code)) == (group, reason)

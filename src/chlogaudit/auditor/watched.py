"""Requests that controls watch for when they are answered 2xx: published logs, exports of contacts, tracking endpoints."""

from __future__ import annotations

import re

PUBLISHED = "published"
EXPORT = "export"
TRACKING = "tracking"

WATCHED: dict[str, re.Pattern[bytes]] = {
    PUBLISHED: re.compile(
        rb"/(?:[^/]*(?:access|error|vhosts?)[_.-]?log(?:[._-][0-9]{1,8})?(?:\.(?:gz|bz2|xz|zst|zip|txt))?"
        rb"|[^/]{1,80}\.log(?:\.[0-9]{1,3})?(?:\.(?:gz|bz2|xz|zst))?|server-status|server-info|nginx_status|stub_status"
        rb"|awstats[^/]*\.txt|webalizer\.(?:current|hist)|logs?/?)\Z",
        re.IGNORECASE,
    ),
    EXPORT: re.compile(
        rb"/[^/]*(?:export|download|dump|backup)[^/]*\Z|/[^/]*(?:contact|customer|client|user|member|subscriber|address|order)"
        rb"[^/]{0,40}\.(?:csv|xlsx?|vcf|sql|json|xml|zip|gz)\Z",
        re.IGNORECASE,
    ),
    TRACKING: re.compile(
        rb"/(?:(?:matomo|piwik)\.(?:php|js)|(?:g/)?collect|__utm\.gif|gtag/js|analytics\.js|ga\.js|pixel(?:\.gif|\.png)?"
        rb"|tr|beacon(?:\.gif)?|track(?:ing)?(?:\.gif|\.php|\.png)?|fbevents\.js|hit\.gif|plausible/api/event|api/event)\Z",
        re.IGNORECASE,
    ),
}

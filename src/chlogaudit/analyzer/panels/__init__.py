"""The panels of a report: one file each, and this list, which is their order."""

from __future__ import annotations

from chlogaudit.analyzer.panels import (
    ai_crawlers,
    bots,
    browsers,
    cache,
    days,
    devices,
    entry_pages,
    exit_pages,
    hosts,
    hours,
    methods,
    mimes,
    months,
    not_found,
    phrases,
    protocols,
    referrers,
    requests,
    response_times,
    sites,
    static_files,
    statuses,
    systems,
    tls,
    users,
    vhosts,
    visits,
    weekdays,
)
from chlogaudit.analyzer.spec import PanelSpec

COUNTED: tuple[PanelSpec, ...] = (
    days.PANEL,
    months.PANEL,
    hours.PANEL,
    weekdays.PANEL,
    requests.PANEL,
    static_files.PANEL,
    not_found.PANEL,
    statuses.PANEL,
    vhosts.PANEL,
    hosts.PANEL,
    referrers.PANEL,
    sites.PANEL,
    phrases.PANEL,
    browsers.PANEL,
    systems.PANEL,
    devices.PANEL,
    bots.PANEL,
    ai_crawlers.PANEL,
    methods.PANEL,
    protocols.PANEL,
    mimes.PANEL,
    users.PANEL,
    cache.PANEL,
    tls.PANEL,
)
"""Panels that count every line under one key."""

MEASURED = (response_times, entry_pages, exit_pages, visits)
"""Panels with an accumulation of their own."""

"""Crawlers that feed or serve artificial intelligence, with who runs them and what for, as user agents claim."""

from __future__ import annotations

from chlogaudit.analyzer.panels.bots import listing

PANEL = listing("ai_crawlers", "AI crawlers", "Crawler", lambda agent: agent.bot_kind.startswith("ai_"))

"""The officer's page in a real browser: no script runs, nothing is fetched, nothing is complained about."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from audit_samples import hostile
from chlogaudit.report.audit_outputs import render

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ATTACK = (
    "<script>document.title='OWNED'</script><img src=https://evil.example.com/i.png onerror=\"document.title='OWNED'\">"
    "<svg/onload=document.title='OWNED'><iframe src=https://evil.example.com></iframe><link rel=stylesheet "
    "href=https://evil.example.com/x.css></style><style>@import 'https://evil.example.com/y.css'</style>"
    "<meta http-equiv=refresh content='0;url=https://evil.example.com'></textarea></title>--><base href=//evil.example.com>"
)


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here")
def test_nothing_runs_and_nothing_is_fetched(tmp_path: Path) -> None:
    """With the attack in every text: the title is ours, the console silent, and the net log knows no other host."""
    page, netlog = tmp_path / "audit.html", tmp_path / "net.json"
    html = render(hostile(ATTACK), "html")
    assert isinstance(html, str)
    page.write_text(html, encoding="utf-8")
    run = subprocess.run(
        [
            str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--disable-component-update", "--no-first-run", f"--user-data-dir={tmp_path / 'profile'}",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--virtual-time-budget=2000",
            f"--log-net-log={netlog}", "--net-log-capture-mode=Everything", "--dump-dom", page.as_uri(),
        ],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip

    assert "<title>Privacy audit of web-server logs, 2026-11-22</title>" in run.stdout
    assert "CONSOLE" not in run.stderr
    # A net log is cut off when the browser ends, so it is read as text, not as JSON.
    assert "evil.example.com" not in netlog.read_text(errors="replace").replace(json.dumps(str(page)), "")

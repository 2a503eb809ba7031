"""The filter behind real servers: Apache httpd's piped log and nginx' log followed by tail, on loopback, as any user."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from redact_fakes import START, environment
from test_stream_filter import wait_for

TOKEN = re.compile(rb"^fd[0-9a-f]{2}(?::[0-9a-f]{0,4}){2,7} - - \[", re.MULTILINE)
MODULES = Path("/usr/lib/apache2/modules")


def free_port() -> int:
    """A port of the loopback that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def server(*names: str) -> str:
    """The path of a server's program, also where only root has it on the path."""
    for name in names:
        found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
        if found:
            return found
    pytest.skip(f"{names[0]} is not installed")


@contextmanager
def running(command: list[str], port: int, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server until the test ends."""
    process = subprocess.Popen(
        command, env=environment(tmp_path), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        end = time.monotonic() + 30
        while True:
            if process.poll() is not None:
                assert process.stdout is not None
                pytest.fail(process.stdout.read().decode("utf-8", "replace"))
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.05)
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def visit(port: int, *targets: str) -> None:
    """Requests from a visitor whose address another header gives, since loopback names nobody."""
    for n, target in enumerate(targets):
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}{target}",
            headers={"X-Forwarded-For": f"192.0.2.{n + 1}", "User-Agent": "visitor/1.0"},
        )
        # The folders of a test are closed to the server's user, and a refusal is logged like any answer.
        with suppress(urllib.error.HTTPError), urllib.request.urlopen(request, timeout=30) as answer:
            answer.read()


def filter_script(tmp_path: Path) -> Path:
    """The command as a file, since a server starts it by its path."""
    script = tmp_path / "chlogaudit"
    script.write_text(f"#!{sys.executable}\n{START}\n")
    script.chmod(0o755)
    return script


def test_apache_piped_log(tmp_path: Path) -> None:
    """``CustomLog "|chlogaudit redact - ..."``: lines come while the server runs; none is lost when it stops."""
    apache = server("apache2", "httpd")
    if not MODULES.is_dir():
        pytest.skip("no modules of Apache httpd at their Debian place")
    port, out = free_port(), tmp_path / "access.log"
    wanted = ("mpm_event", "authz_core", "dir", "remoteip")
    user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    config = tmp_path / "apache.conf"
    config.write_text(
        "".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so\n" for name in wanted)
        + f"""{user}ServerName localhost
ServerRoot {tmp_path}
DefaultRuntimeDir {tmp_path}
PidFile {tmp_path}/apache.pid
Mutex sem
Listen 127.0.0.1:{port}
DocumentRoot {tmp_path}
RemoteIPHeader X-Forwarded-For
RemoteIPInternalProxy 127.0.0.1
ErrorLog {tmp_path}/error.log
LogFormat "%a %l %u %t \\"%r\\" %>s %O \\"%{{Referer}}i\\" \\"%{{User-Agent}}i\\"" combined
CustomLog "|{filter_script(tmp_path)} redact - --log-format combined --output {out}" combined
"""
    )
    with running([apache, "-f", str(config), "-D", "FOREGROUND"], port, tmp_path):
        visit(port, *(f"/?q={n}" for n in range(10)))
        wait_for(out, 10)
        visit(port, *(f"/?late={n}" for n in range(20)))
    data = wait_for(out, 30)

    # The test's own look at whether the server listens may leave a line without a request.
    assert len(re.findall(rb'"GET /\?(?:q|late)=\d+ HTTP/1.1" [24]\d\d ', data)) == 30
    assert len(TOKEN.findall(data)) >= 30
    assert b"192.0.2." not in data


def test_nginx_followed_by_tail(tmp_path: Path) -> None:
    """``tail -F access.log | chlogaudit redact -``: the same, over a rotation."""
    nginx, tail = server("nginx"), server("tail")
    port, log, out = free_port(), tmp_path / "raw.log", tmp_path / "access.log"
    config = tmp_path / "nginx.conf"
    paths = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config.write_text(
        f"""{"user root;" if os.geteuid() == 0 else ""} daemon off; worker_processes 1; pid {tmp_path}/nginx.pid; error_log {tmp_path}/error.log;
events {{ worker_connections 64; }}
http {{
{paths}
set_real_ip_from 127.0.0.1; real_ip_header X-Forwarded-For;
access_log {log} combined;
server {{ listen 127.0.0.1:{port}; location / {{ return 204; }} }}
}}
"""
    )
    log.touch()
    with running(
        [nginx, "-p", str(tmp_path), "-c", str(config), "-e", f"{tmp_path}/error.log"], port, tmp_path
    ) as process:
        follower = subprocess.Popen(
            [tail, "-n", "+1", "-s", "0.1", "-F", str(log)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        command = [str(filter_script(tmp_path)), "redact", "-", "--log-format", "combined", "--output", str(out)]
        filtering = subprocess.Popen(command, stdin=follower.stdout, env=environment(tmp_path), stderr=subprocess.PIPE)
        assert follower.stdout is not None
        follower.stdout.close()
        try:
            visit(port, *(f"/?q={n}" for n in range(10)))
            wait_for(out, 10)
            log.rename(tmp_path / "raw.log.1")
            process.send_signal(signal.SIGUSR1)
            wait_for_path(log)
            visit(port, *(f"/?late={n}" for n in range(20)))
            data = wait_for(out, 30)
        finally:
            follower.terminate()
            follower.wait(30)
            _, said = filtering.communicate(timeout=30)

    assert filtering.returncode == 0, said
    assert len(re.findall(rb'"GET /\?(?:q|late)=\d+ HTTP/1.1" [24]\d\d ', data)) == 30
    assert b"192.0.2." not in data


def wait_for_path(path: Path) -> None:
    """Until a server has opened its log anew."""
    end = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.02)

"""Accounts by their form alone, and the places that ask for it: logins in messages, folders, columns, owners."""

from __future__ import annotations

import pytest

from chlogaudit import find_identifiers
from chlogaudit.detect import find, find_free, flagged, sieve_table
from chlogaudit.detect.handle import is_handle
from chlogaudit.model.format import Holds


@pytest.mark.parametrize(
    "text", ["d.brandao", "mwilson", "hkessler", "tgarcia", "svetlana_k", "anna.b", "o-petersen", "pierre7"]
)
def test_reads_as_an_account(text):
    """Somebody's name, or an initial before one."""
    assert is_handle(text)


@pytest.mark.parametrize(
    "text",
    [
        "theme", "umsatz", "sales", "deploy", "app.local", "index.php", "php5.conf", "jquery-ui", "wp-admin", "db.orders", "nginx", "vscode", "k8s", "rfc2616",
        "mod_ssl", "x.y", "v1.2", "Smith", "d41d8cd98f00b204", "system:svc", "", "a",
    ],
)  # fmt: skip
def test_reads_as_something_else(text):
    """Words, programs, files, modules and hashes name nobody."""
    assert not is_handle(text)


def covered(text, holds=Holds.MESSAGE):
    """What is found in a message, with its type."""
    return {(text[one.start : one.end], one.type.value) for one in find(text, holds)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (b"Bad credentials for d.brandao from 198.51.100.9", b"d.brandao"),
        (b"Accepted publickey for builder from 198.51.100.9 port 22 ssh2", b"builder"),
        (b"two-factor check failed for mwilson", b"mwilson"),
        (b"bad credentials for d.brandao", b"d.brandao"),
        (b"Not Found: /accounts/svetlana_k/orders/ 404", b"svetlana_k"),
        (b"Unable to PUT new contents for /dav/o.petersen/notes.txt.  [403, #0]", b"o.petersen"),
        (b"PHP Warning: x in /www/htdocs/w01f3a2b/kontakt/send.php on line 12", b"w01f3a2b"),
        (b"PHP Warning: x in /kunden/123456_40213/rp-hosting/a.php on line 2", b"123456_40213"),
        (b"cannot read /home/www/rvogel/.htaccess (13)", b"rvogel"),
    ],
)
def test_accounts_in_messages(text, wanted):
    """Who logs in, and whose folder it is, is found by the sentence or the layout of the disk."""
    import numpy as np

    data = np.frombuffer(text, np.uint8)

    assert (wanted, "user") in covered(text)
    assert flagged(data, np.array([0]), np.array([len(text)]), sieve_table(Holds.MESSAGE))[0]
    assert (wanted, "user") in {(text[one.start : one.end], one.type.value) for one in find_free(text)}


@pytest.mark.parametrize(
    "text",
    [
        b"session cache for workers of 10 bytes",
        b"access denied for directory listing 3",
        b"authentication is required for downloads as of 2026",
        b"access forbidden by rule, client: 198.51.100.120, server: shop.example.com",
        b"lua user thread aborted: runtime error 4",
        b"cannot open /home/app/static/logo.png (2)",
        b"not found: /accounts/settings/language/ 404",
        b"not found: /dav/holidays/2026.txt",
    ],
)
def test_neighbours_of_accounts(text):
    """The same words without somebody in them."""
    assert "user" not in {kind for _, kind in covered(text)}


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (b"/list?owner=mwilson", [b"mwilson"]),
        (b"/list?owner=theme", []),
        (b"/webdav/tgarcia/backup", [b"tgarcia"]),
        (b"/webdav/software/backup", []),
        (b"/accounts/svetlana_k/orders", [b"svetlana_k"]),
        (b"/f?fname=Umsatz", []),
        (b"/f?fname=Umsatz&email=x%40example.org", [b"Umsatz", b"x%40example.org"]),
        (b"/f?fname=Chidinma", [b"Chidinma"]),
        (b"/uploads/passports/Rosalind_Achterberg.jpg", [b"Rosalind_Achterberg"]),
        (b"/uploads/landscapes/Rosalind_Achterberg.jpg", []),
        (b"/cv/anna-kowalczyk", [b"anna-kowalczyk"]),
        (b"/blog/anna-kowalczyk", []),
    ],
)
def test_keys_and_folders_that_need_an_account_or_a_name(url, wanted):
    """``owner``, ``fname`` and folders of servers count where the value reads as somebody."""
    assert [url[one.start : one.end] for one in find(url, Holds.URL)] == wanted


def test_a_column_with_an_account_behind_the_forwarded_list():
    """Columns that a format does not know are read one by one."""
    line = b'192.0.2.1 - - [03/Jun/2026:21:40:00 +0200] "GET /a HTTP/2.0" 200 9 "-" "Mozilla/5.0" "2001:db8::5" "henrik.s" "h2" "TLSv1.3"'

    found = {line[one.start : one.end]: one.type.value for one in find_identifiers(line)}

    assert found == {b"192.0.2.1": "client_ip", b"2001:db8::5": "client_ip", b"henrik.s": "user"}

"""Fields and lines that are not as their format has them: other protocols, sockets, cookies, quotes, commands."""

from __future__ import annotations

import pytest

from chlogaudit import find_identifiers
from chlogaudit.detect import find, find_free, flagged, sieve_table
from chlogaudit.model.format import Holds


def texts(value, holds, column=""):
    """What is found in a field, with its type."""
    return {(value[one.start : one.end], one.type.value) for one in find(value, holds, column)}


@pytest.mark.parametrize(
    ("value", "holds", "wanted"),
    [
        (b"http://unix:/run/g.sock:/t/3?pin=7714", Holds.URL, {(b"7714", "token")}),
        (b"http://unix:/run/g.sock:/t/3?page=7714", Holds.URL, set()),
        (b"203.0.113.5.1711900000123456", Holds.FORWARDED, {(b"203.0.113.5.1711900000123456", "device_id")}),
        (b"203.0.113.5", Holds.FORWARDED, {(b"203.0.113.5", "client_ip")}),
        (b"APOP jroberts c4c9334bac560ecc", Holds.REQUEST, {(b"jroberts", "user")}),
        (b"PASS hunter2", Holds.REQUEST, {(b"hunter2", "token")}),
        (b"GET / USER", Holds.REQUEST, set()),
        (b"lang=sv; .ASPXAUTH=7F3A9C21B4D6E8F0A1B2", Holds.COOKIE, {(b"7F3A9C21B4D6E8F0A1B2", "token")}),
        (b"lang=sv; csrf_token=7F3A9C21B4D6E8F0A1B2", Holds.COOKIE, set()),
        (b"http://169.254.169.254/latest/meta-data/", Holds.REFERER, set()),
        (b"http://169.254.9.17/latest/", Holds.REFERER, {(b"169.254.9.17", "ip")}),
        (
            b'rewritten data: "/a", args: "name=Bettina+Wolff&plz=80331", client 7',
            Holds.MESSAGE,
            {(b"Bettina+Wolff", "name"), (b"80331", "postcode")},
        ),
        (b'rewritten data: "/a", args: "page=Bettina&id=80331", client 7', Holds.MESSAGE, set()),
        (
            b"order 55012 by Aino Virtanen <aino@example.org> failed",
            Holds.MESSAGE,
            {(b"Aino Virtanen", "name"), (b"aino@example.org", "email")},
        ),
        (b"Mail Delivery <bounce@example.org> 3", Holds.MESSAGE, {(b"bounce@example.org", "email")}),
        (b"www.example.com:443", Holds.CLIENT, set()),
        (b"pc4.example.com:50112", Holds.CLIENT, {(b"pc4.example.com:50112", "client_ip")}),
        (
            b'Pattern match "x" at REQUEST_COOKIES:PHPSESSID. [file "/a"] [data "r8s7t6u5v4w3x2y1z0a9"] [uri "/"]',
            Holds.MESSAGE,
            {(b"r8s7t6u5v4w3x2y1z0a9", "session_id")},
        ),
        (
            b'Pattern match "x" at REQUEST_LINE. [file "/a"] [data "r8s7t6u5v4w3x2y1z0a9"] [uri "/"]',
            Holds.MESSAGE,
            set(),
        ),
        (b"Ticket 'ST-48213-kX9vQ2mPz7LwR4tN' unknown", Holds.MESSAGE, {(b"ST-48213-kX9vQ2mPz7LwR4tN", "token")}),
        (b"invite sent by=ogonzalez 4", Holds.MESSAGE, {(b"ogonzalez", "user")}),
        (b"list sorted by=title 4", Holds.MESSAGE, set()),
        (
            b'*5 http header: "Cookie: lang=sv; remember_me=c7Qz91LmXv83KpTn"',
            Holds.MESSAGE,
            {(b"c7Qz91LmXv83KpTn", "session_id")},
        ),
        (b'*5 http header: "Accept: lang=sv; level_me=c7Qz91LmXv83KpTn"', Holds.MESSAGE, set()),
        (b"GET http://a.example/ HIER_DIRECT/198.51.100.3 text/css", Holds.MESSAGE, {(b"198.51.100.3", "ip")}),
        (b"built with OpenSSL/198.51.100.3 and zlib", Holds.MESSAGE, set()),
        (b"Tool-CP-8841/14.2 (00CAE540B1D2)", Holds.USER_AGENT, set()),
        (b"AUTH PLAIN AGhhbnMAc2VjcmV0", Holds.REQUEST, {(b"AGhhbnMAc2VjcmV0", "token")}),
        (
            rb"{\x22login\x22:\x22wk_anna\x22,\x22pass\x22:\x22x9x9x9\x22}",
            Holds.REQUEST,
            {(b"wk_anna", "user"), (b"x9x9x9", "token")},
        ),
        (rb"{\x22method\x22:\x22mining.subscribe\x22,\x22params\x22:[]}", Holds.REQUEST, set()),
        (b"/kunden/_search?size=10", Holds.URL, set()),
        (b"Couldn't find Patient with 'id'=70331", Holds.MESSAGE, {(b"70331", "user")}),
        (b"Couldn't find Widget with 'id'=70331", Holds.MESSAGE, set()),
        (b"BadCredentialsException: Bad credentials [n.fontaine]", Holds.MESSAGE, {(b"n.fontaine", "user")}),
        (b"BadCredentialsException: Bad credentials [cached copy]", Holds.MESSAGE, set()),
        (b"QueryException(code: 23505) after 3 tries", Holds.MESSAGE, set()),
        (b"Blocked user enumeration attempt 3", Holds.MESSAGE, set()),
        (b'dcarvalho" "10.9.9.9:443', Holds.FORWARDED, {(b"dcarvalho", "user"), (b"10.9.9.9", "client_ip")}),
        (b'brotli" "xlarge', Holds.FORWARDED, set()),
        (b"10.4.2.1-build7", Holds.FORWARDED, set()),
        (b"host-10-4-2-1.example.net", Holds.FORWARDED, {(b"host-10-4-2-1.example.net", "client_ip")}),
        (b"parcel 9: consignee Wiebke Clausen, pier 4", Holds.MESSAGE, {(b"Wiebke Clausen", "name")}),
        (b"parcel 9: booked by Aino van Doorn at noon", Holds.MESSAGE, {(b"Aino van Doorn", "name")}),
        (b"parcel 9: via Wiebke Clausen, pier 4", Holds.MESSAGE, set()),
        (b"parcel 9: from Victoria Station, by Adobe Systems", Holds.MESSAGE, set()),
        (b"9: account brookfarm over quota", Holds.MESSAGE, {(b"brookfarm", "user")}),
        (b"9: account creation over quota", Holds.MESSAGE, set()),
        (b"9: login throttled for 30s, no authenticated user yet, owner=cron", Holds.MESSAGE, set()),
        (b"MESSAGE sip:+4930555012@sip.example.com SIP/2.0", Holds.REQUEST, {(b"+4930555012", "phone")}),
        (b"PHP message: Kunde K-20991 nicht gefunden", Holds.MESSAGE, {(b"K-20991", "user")}),
        (b"member no. 30177 has no card", Holds.MESSAGE, {(b"30177", "user")}),
        (b"PHP message: Regel K-20991 nicht gefunden, Mitglied 2026 geplant", Holds.MESSAGE, set()),
        (b"Pattern match at ARGS:version (Value: `10.2.14.3')", Holds.MESSAGE, set()),
        (b"Pattern match at ARGS:target (Value: `10.2.14.3')", Holds.MESSAGE, {(b"10.2.14.3", "ip")}),
        (b"unlink(/tmp/sess_8e2k1m7q4v9x3z6w5t0r2p): gone", Holds.MESSAGE, {(b"8e2k1m7q4v9x3z6w5t0r2p", "session_id")}),
        (b"unlink(/tmp/sess_directory_of_the_web_site): gone", Holds.MESSAGE, set()),
        (b"Required parameter $user follows optional parameter $id on line 40", Holds.MESSAGE, set()),
        (b"/login?u=supervisor&p=zyad1234", Holds.URL, {(b"supervisor", "user"), (b"zyad1234", "token")}),
        (b"/list?u=supervisor&p=1234", Holds.URL, {(b"supervisor", "user")}),
        (b"9: no such account: tveit", Holds.MESSAGE, {(b"tveit", "user")}),
        (b"9: no such account: timeout, Login fehlgeschlagen 4", Holds.MESSAGE, set()),
        (
            b"App/3.1 (device 5F2C9A10-77BE-4D13-9E0A-6C1B2D3E4F50)",
            Holds.USER_AGENT,
            {(b"5F2C9A10-77BE-4D13-9E0A-6C1B2D3E4F50", "device_id")},
        ),
        (b"App/3.1 (build 5F2C9A10-77BE-4D13-9E0A-6C1B2D3E4F50)", Holds.USER_AGENT, set()),
        (b"/personal/akte_Bergmann-Ute.pdf", Holds.URL, {(b"Bergmann-Ute", "name")}),
        (b"/personal/karte_Bergwald-Nord.pdf", Holds.URL, set()),
        (
            b'M5" "NID=511=kQ8vLp2Zt6Wm1Xc9Rb4Nf7Hj3Gd5; lang=pl',
            Holds.USER_AGENT,
            {(b"511=kQ8vLp2Zt6Wm1Xc9Rb4Nf7Hj3Gd5", "device_id")},
        ),
        (b'M5" "a=511&b=kQ8vLp2Zt6Wm1Xc9', Holds.USER_AGENT, set()),
        (b"/bewerber/Dragana-Jovanovic.pdf", Holds.URL, {(b"Dragana-Jovanovic", "name")}),
        (b"/prospekte/Dragana-Jovanovic.pdf", Holds.URL, set()),
        (b"FORUM_UID=4412; tz=2", Holds.COOKIE, {(b"4412", "user")}),
        (b"FORUM_TZ=4412; tz=2", Holds.COOKIE, set()),
        (b"/konto.php?kundennr=4471182", Holds.TEXT, {(b"4471182", "user")}),
        (b"/konto.php?ansicht=4471182", Holds.TEXT, set()),
        (b'expired {"sub":"a9913","exp":1780520000}', Holds.MESSAGE, {(b"a9913", "user")}),
        (b'expired {"sub":"a9913","menu":1780520000}', Holds.MESSAGE, set()),
        (b"https://mail.example.org/imp/m.php?mailbox=INBOX&uid=884", Holds.REFERER, set()),
        (b"https://app.example.org/m.php?uid=884", Holds.REFERER, {(b"884", "user")}),
        (b"/uploads/anmeldung_Schuster_Miriam.pdf", Holds.URL, {(b"Schuster_Miriam", "name")}),
        (b"/uploads/anmeldung_Sommer_Lager.pdf", Holds.URL, set()),
    ],
)
def test_values_that_are_no_plain_ones(value, holds, wanted):
    """What a field holds in truth decides, and its nearest neighbour is left alone."""
    assert texts(value, holds) == wanted


@pytest.mark.parametrize(
    ("column", "value", "wanted"),
    [
        ("cookies__ga", b"GA1.2.1033501218.1700000000", {(b"GA1.2.1033501218.1700000000", "device_id")}),
        ("request_cookies.sid", b"k4j5h6g7f8d9s0a1", {(b"k4j5h6g7f8d9s0a1", "session_id")}),
        ("cookies_lang", b"fi", set()),
        ("request_header_name_2", b"Cookie", set()),
        ("request_header_owner_name", b"Ingrid Solberg", {(b"Ingrid Solberg", "name")}),
        ("column_4", b"henrik.s", {(b"henrik.s", "user")}),
        ("column_4", b"(ewa.nowak)", {(b"ewa.nowak", "user")}),
        ("pickup_lat", b"19.4326", {(b"19.4326", "geo")}),
        ("avg_lat", b"19.4326", set()),
        ("column_4", b"gzip.br", set()),
        ("column_4", b"msecs", set()),
        ("labels_instanceid", b"00bf4bf02d3a", set()),
        ("app_instance_id", b"fLx9Qw_7TzW3vNdGfPmHsV", {(b"fLx9Qw_7TzW3vNdGfPmHsV", "device_id")}),
    ],
)
def test_columns_of_json_logs(column, value, wanted):
    """A member of an object of cookies is a cookie; machines of clouds are no visitor's."""
    assert texts(value, Holds.TEXT, column) == wanted


def test_addresses_in_injected_commands():
    """An agent that is a shell's command names the host that it should call, and the sieve lets it through."""
    import numpy as np

    for agent in (b"() { :; }; ping -c 3 198.51.100.99", b"${jndi:dns:/x 198.51.100.99}"):
        data = np.frombuffer(agent, np.uint8)

        assert texts(agent, Holds.USER_AGENT) == {(b"198.51.100.99", "ip")}
        assert flagged(data, np.array([0]), np.array([len(agent)]), sieve_table(Holds.USER_AGENT))[0]
    assert not texts(b"Tool 198.51.100.99", Holds.USER_AGENT)


def test_telephones_tell_their_hardware_address_without_marks():
    """Makers of telephones write twelve digits in their agents; the sieve lets those through."""
    import numpy as np

    agent = b"Cisco-CP-8841/14.2 (00CAE540B1D2)"

    assert texts(agent, Holds.USER_AGENT) == {(b"00CAE540B1D2", "device_id")}
    assert flagged(
        np.frombuffer(agent, np.uint8), np.array([0]), np.array([len(agent)]), sieve_table(Holds.USER_AGENT)
    )[0]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (b"11/May/2026:08:24:00 +0000 203.0.113.41 build-7 GET /api/v4 200", {b"build-7"}),
        (b"11/May/2026:08:24:00 +0000 203.0.113.41 - GET /api/v4 200", set()),
        (b"11/May/2026:08:24:00 +0000 203.0.113.41 www.example.com GET /api/v4 200", set()),
        (b"11/May/2026:08:24:00 +0000 203.0.113.41 TLSV3 GET /api/v4 200", set()),
    ],
)
def test_who_stands_between_client_and_request(line, wanted):
    """In a format read off its lines the word after the client is the user, unless it is a site or a code."""
    assert {line[one.start : one.end] for one in find_identifiers(line)} == wanted | {b"203.0.113.41"}


def test_every_field_in_quotes():
    """A common log whose fields are all quoted keeps its places."""
    line = b'"203.0.113.214" "-" "gwen" "[11/May/2026:10:04:05 +0000]" "GET /intern/ HTTP/1.1" "200" "812"'

    assert {(line[one.start : one.end], one.type.value) for one in find_identifiers(line)} == {
        (b"203.0.113.214", "client_ip"),
        (b"gwen", "user"),
    }


def test_a_resolved_client_in_a_message():
    """Apache names a client whom it resolved in the same brackets; other brackets name nobody."""
    line = b"x [error] [client dsl-187-2.example.net] File does not exist: /srv/a"

    assert {(line[one.start : one.end], one.type.value) for one in find_free(line)} == {
        (b"dsl-187-2.example.net", "client_ip")
    }
    assert not find_free(b"x [error] [client connection.closed early] File does not exist: /srv/a")


@pytest.mark.parametrize(
    "line", [b"203.0.113.145|vasquez|2026-04-02T18:24:05Z|GET|/x|200", b"203.0.113.145;-;mwilson;2026-04-02 18:24:05;x"]
)
def test_fields_parted_by_other_marks(line):
    """Between the client and the time stands who it was, whatever parts them."""
    user = line.replace(b";", b"|").replace(b"|-", b"").split(b"|")[1]

    assert {(line[one.start : one.end], one.type.value) for one in find_identifiers(line)} == {
        (b"203.0.113.145", "client_ip"),
        (user, "user"),
    }


@pytest.mark.parametrize("login", [b"AUTH PLAIN AGhhbnMAc2VjcmV0", b"PASS hunter", b"NICK jroberts"])
def test_the_sieve_lets_logins_through(login):
    """What logs in by another protocol is looked at."""
    import numpy as np

    assert find(login, Holds.REQUEST)
    assert flagged(np.frombuffer(login, np.uint8), np.array([0]), np.array([len(login)]), sieve_table(Holds.REQUEST))[0]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (b"203.0.113.145|vasquez|2026-04-02T18:24:05Z|GET|/x|200", {b"vasquez"}),
        (b"203.0.113.145 www.example.com kfischer 2026-06-03T21:40:12+02:00 GET /konto 200", {b"kfischer"}),
        (b"203.0.113.145\t-\tpnovak\t[11/May/2026:10:04:07 +0000]\tx", {b"pnovak"}),
        (b"[pid: 31|app: 0] 203.0.113.145 (ewa.nowak) {40 vars in 600 bytes}", {b"ewa.nowak"}),
        (b"[pid: 31|app: 0] 203.0.113.145 () {40 vars in 600 bytes}", set()),
        (b"203.0.113.145 www.example.com 2026-06-03T21:40:12+02:00 GET /konto 200", set()),
        (b"203.0.113.145 INFO 2026-06-03 started", set()),
    ],
)
def test_a_line_that_fits_no_format_tells_who_by_the_place(line, wanted):
    """Between the client and the time stands who it was, in lines of mixed logs, too."""
    assert {line[one.start : one.end] for one in find_free(line)} == wanted | {b"203.0.113.145"}


def test_the_site_is_no_user():
    """A host name in the place of the ident is the site's, an account with a dot stays one."""
    assert not find(b"www.example.com", Holds.IDENT)
    assert find(b"www.anna", Holds.USER)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (b"/licencie/88201/certificat", {b"88201"}),
        (b"/membres/88201/cotisation", {b"88201"}),
        (b"/abonados/88201/facturas", {b"88201"}),
        (b"/membres/fondateurs", set()),
        (b"/m/b7Xq29LmTz/abbestellen", {b"b7Xq29LmTz"}),
        (b"/m/b7Xq29LmTz/bestellen", set()),
        (b"/m/newsletter12/abbestellen", set()),
        (b"/m/Newsletter12/abbestellen", set()),
    ],
)
def test_members_and_unsubscribing_in_other_languages(path, wanted):
    """A number behind a word for members is somebody's, a random segment before the end of a subscription opens it."""
    request = b"GET " + path + b" HTTP/1.1"
    assert {request[one.start : one.end] for one in find(request, Holds.REQUEST)} == wanted


def test_cookies_that_tell_visitors_apart_in_other_languages():
    """``besucher=`` holds an id where it is random, and a choice where it is a word."""
    assert [one.type.value for one in find(b"besucher=4f7d1c2b9a8e6053; lang=fr", Holds.COOKIE)] == ["device_id"]
    assert not find(b"besucher=wiederkehrend; lang=fr", Holds.COOKIE)

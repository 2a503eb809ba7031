"""Values that look like identifiers and name nobody, by the reason why they do not, each beside one that does."""

from __future__ import annotations

import re

import pytest

from chlogaudit import find_identifiers
from chlogaudit.detect import find
from chlogaudit.detect.validators import is_wordy
from chlogaudit.model.format import Holds

# Slugs on paths and under keys that otherwise hold ids, numbers and keys.
SLUGS = (
    "/devices/fairphone-5-green-128gb", "/sessions/2025-closing-panel-data", "/newsletter?issue=autumn2024", "/subscriptions?tier=basic-yearly-2025",
    "/preferences?layout=compact-view-v3", "/verify/standard-iso-14001-2015", "/shop?subid=sidebar-banner-160x600", "/catalog?dev=nokia3310pro", "/x?kfz=astra-6-st",
    "/x?visitor=second-visit-2025", "/x?session=herbst-2025-teil-2", "/invite?campaign=summer2025week30", "/x?device=thinkpad-x1-carbon-2024",
)  # fmt: skip
CODES = (
    "/devices/«3c71bfaa0203»", "/newsletter?n=«q8w2e7r4t9y1»", "/verify/«9f8e7d6c5b4a»", "/shop?subid=«8812aa93f0c2»", "/x?kfz=«HH-AB+123»", "/x?session=«k3j9x0q2m8v7»",
    "/invite/«t7Km2QxLp9»", "/x?deviceid=«tablet-12»",
)  # fmt: skip
OF_THINGS = (
    "/x?artikelnr=0049-40-338812", "/x?sku=415-555-2671", "/contracts/20250331", "/police/2023-2024", "/promo/validate?code=HELLO20", "/checkin/FAIR2025", "/x?viewport=30.000,60.000", "/x?center=0.25,0.75",
    "/x?curve=0.420,0.000,0.580,1.000", "/x?u=git@code.example.org:team/app.git", "/status/sshd@0.service", "/i/icon@3x.heic", "/pkg@2.1.0-beta.rc/x.js",
    "/map?area=47.101,7.201,48.301,9.001",
)  # fmt: skip
OF_PEOPLE = (
    "/x?mobil=«0049-40-33881200»", "/x?nr_x=«415-555-2671»", "/contracts/«KV20250331»", "/checkin/«FR2K25»", "/x?center=«52.5201,13.4049»", "/x?u=«gitte@code.example.org»", "/map?area=«47.101,7.201,47.111,7.211»",
)  # fmt: skip
# The form of a street: counted and measured things, words that only end like one.
NO_STREETS = (
    "/s?q=«12+new+road»", "/s?q=«5+second+avenue»", "/s?q=«baumweg+5»", "/s?q=«klausweg+11»", "/s?q=«45+isle+of+man+way»",
    "/s?q=12+hour+drive", "/s?q=3+best+coffee+close", "/s?q=silber+ring+925", "/s?q=watergate+1972", "/s?q=parkplatz+7", "/s?q=8+cours+de+piano", "/s?q=2+places+de+concert", "/s?q=5+seater+garden+set",
)  # fmt: skip
STREETS = (
    "/s?q=«12+new+road»",
    "/s?q=«5+second+avenue»",
    "/s?q=«baumweg+5»",
    "/s?q=«klausweg+11»",
    "/s?q=«45+isle+of+man+way»",
    "/s?q=«12+elm+drive»",
    "/s?q=«koelner+ring+92»",
    "/s?q=«marktplatz+7»",
    "/s?q=«8+cours+de+Vincennes»",
)
# Searches for goods and for those whom all know, and keys whose values are called like people.
CALLED = (
    "/s?q=astrid+lindgren", "/s?q=thierry+mugler+angel", "/s?q=pierre+cardin+hemd", "/s?q=lea+sneakers", "/s?q=pascal+tutorial", "/s?f=%7B%22attribute%22%3A%22maker%22%2C%22value%22%3A%22Tory%20Burch%22%7D", "/go?u=a1aHR0cHM6Ly9zaG9wLmV4YW1wbGUub3JnLw", "/s?q=charles+spaniel+welpen", "/s?q=julio+iglesias", "/s?q=maria+montessori+stuhl", "/banner?ad=Leaderboard", "/zug?from=Bern+Wankdorf&to=Basel+Badischer",
    "/wein?producent=Martin+Codax", "/d/lebenslauf-muster-blau.pdf", "/d/mietvertrag-vordruck-ausfuellbar.pdf", "/s?q=petra+neumann+lampe",
)  # fmt: skip
NAMED = (
    "/s?q=«astrid+lindqvist»+kiel", "/x?ad=«Mehmet»&soyad=«Demir»", "/x?from=«Bernd+Wankhoff»&subject=hi", "/d/lebenslauf-«petra-neumann».pdf", "/d/antrag-formular-«petra-neumann».pdf", "/x?name=«Jean-Luc+Morel»", "/s?f=%7B%22attribute%22%3A%22lastname%22%2C%22value%22%3A%22«Petra%20Neumann»%22%7D", "/go?u=«petra.n»",
)  # fmt: skip
PAGES = (
    "/students/housing", "/kunden/kontakt-formulare", "/patients/appointment-checklist", "/clients/avis-fidelite", "/utenti/servizi-online", "/employees/wellness-program", "/klanten/vragen-antwoorden", "/pacientes/derechos",
    "/x?handle=wool-scarf-grey", "/x?owner=platform-team", "/movie/comedy/room237/4",
)  # fmt: skip
ACCOUNTS = (
    "/students/«hansen»", "/kunden/«petra-neumann»", "/kunden/«schneider-reisen»", "/users/«black-widow»/x", "/patients/«P-40021»", "/users/«student.life9»", "/x?handle=«wool-grey»", "/live/«petra9»/«k82hd7»/4.ts",
)  # fmt: skip
# Answers of forms, kinds of customers, tickets, elements of pages under keys of people and secrets.
ANSWERS = (
    "/x?surname=optional", "/x?customer=wholesale", "/x?patient=child", "/x?token=spacing-large-400", "/x?pin=591237072649981133", "/ski?pass=evening-2025", "/x?uid=nav-bar-item-3", "/ical/holidays-norway-2027.ics",
    "/drivers/amd/24.3", "/magic/cards/lea-12", "/a?q=author:woolf", "/x?serial=krimi-2023-s11", "/x?email=p***%40p***.net", "/x?mail=pe***@example.net", "/figures/48.221/16.881",
)  # fmt: skip
SECRETS = (
    "/x?surname=«Optionov»", "/x?customer=«wholesale7»", "/x?token=«spacing400x9»", "/x?pin=«5912»", "/x?pass=«hunter2»", "/search/«anna-schneider»", "/invite/team/«k7Qm2x»", "/x?user=«rosa»&pass=«evening-2025»", "/x?uid=«navarro»", "/ical/«q8w2e7r4t9y1u6i3».ics", "/drivers/«88123»/trips", "/a?q=author:«w.oolf7»", "/x?serial=«SN20231188»", "/x?email=«p*@p.net»", "/figures/«48.2211/16.8812»",
)  # fmt: skip
MESSAGES = (
    "login latency: 12 ms, user sum=9, account quota: 5000",
    "Mr. Bean and Miss Marple are feeds, Dr. Pepper is a drink",
    "thumbnails 240 640 2048 made from hero.jpg",
    "[subject: CN=shop.example.org,O=Example AG / issuer: CN=Root X9 / serial: 7A10CFB0D240E3594463E0BB63828B11]",
    "patient archive mounted, member digest sent, owner mismatch on /srv/data",
    "role assumed by scheduler; a super-user shell is open",
    "upstream failed 4 times in a row",
    "wrote 512 bytes in 3 ms on close",
    "class org.example.internal.Pool cannot access java.internal.vm",
    "Caused by: com.example.corp.billing.TooLate: no",
)


@pytest.mark.parametrize("url", SLUGS + OF_THINGS + NO_STREETS + CALLED + PAGES + ANSWERS)
def test_urls_that_name_nobody(url: str) -> None:
    """Nothing is found in a slug, in a number of a thing, in a phrase that only has the form of a street."""
    assert find(url.encode(), Holds.URL) == ()


@pytest.mark.parametrize("marked", CODES + OF_PEOPLE + STREETS + NAMED + ACCOUNTS + SECRETS)
def test_what_stands_beside_them_is_found(marked: str) -> None:
    """The nearest value that does name somebody is still covered."""
    expected = [match.group(1) for match in re.finditer("«(.*?)»", marked)]
    raw = re.sub("[«»]", "", marked).encode()
    assert [raw[one.start : one.end].decode() for one in find(raw, Holds.URL)] == expected


@pytest.mark.parametrize("message", MESSAGES)
def test_messages_that_name_nobody(message: str) -> None:
    """Counts, durations and packages of programs are no streets and no hosts."""
    assert find(message.encode(), Holds.MESSAGE) == ()


@pytest.mark.parametrize(
    "message",
    [
        "customer «4711x» refused",
        "owner: «jdoe»",
        "user «platform» logged in",
        "phone 415-555-2671: «415-555-2671»",
        "device serial: «7A10CFB0D240E359»",
        "uid=«petra»,cn=«j.doe»,ou=people",
    ],
)
def test_messages_that_name_somebody(message: str) -> None:
    """The same words where they do name somebody."""
    raw = re.sub("[«»]", "", message).encode()
    found = [raw[one.start : one.end].decode() for one in find(raw, Holds.MESSAGE)]
    assert set(re.findall("«(.*?)»", message)) <= set(found)


@pytest.mark.parametrize(
    ("text", "wordy"),
    [
        ("keynote-2026", True), ("dark-theme-v2", True), ("spring2026", True), ("Samsung_Galaxy-s24", True), ("a8f3-k2l9", False), ("INV-7Q2K9X4M", False),
        ("5d41402abc4b2a76b9719d911017c592", False), ("WXKQ2231", False), ("bcdfg2025", False), ("2026-04-02", False), ("", False), ("kd8fjw2mqp91", False),
    ],
)  # fmt: skip
def test_wordy(text: str, wordy: bool) -> None:
    """Slugs are told from issued codes by words that can be spoken."""
    assert is_wordy(text) is wordy


def test_headers_of_http_are_no_forms() -> None:
    """A JSON log writes the headers too: ``Via`` is no street, ``Sec-Fetch-User`` no account."""
    line = (
        b'{"remote_addr":"192.0.2.7","request":"GET / HTTP/1.1","status":200,'
        b'"headers":{"Sec-Fetch-User":["?1"]},"resp_headers":{"Via":["1.1 proxy"]}}'
    )
    assert [one.type for one in find_identifiers(line)] == ["client_ip"]

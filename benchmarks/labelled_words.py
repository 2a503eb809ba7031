"""Words for labelled.py: made-up people by country, and what a value of each kind looks like. Nothing here is anybody's."""

from __future__ import annotations

import base64
import json
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Locale:
    """A country as forms know it. Phones are of ranges kept for fiction where the country has one."""

    code: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[str, ...]
    postcodes: tuple[str, ...]
    phones: tuple[str, ...]
    ibans: tuple[str, ...]


def _locale(
    code: str, first: str, last: str, streets: str, towns: str, postcodes: str, phones: str, ibans: str
) -> Locale:
    parts = (
        tuple(p.strip() for p in text.split("|")) for text in (first, last, streets, towns, postcodes, phones, ibans)
    )
    return Locale(code, *parts)


LOCALES = (
    _locale("GB", "Harriet|Owen|Imogen|Callum", "Ashdown|Pemberton|Whitlock|O'Hara", "14 Orchard Lane|7 St Mary's Road|221 High Street",
            "Leeds|Norwich|Exeter", "LS1 4AP|NR3 1QD|EX4 3SB|SW1A 1AA", "+442079460123|+44 20 7946 0987|+44 161 496 0345", "GB82WEST12345698765432"),
    _locale("US", "Tyler|Madison|DeShawn|Brooke", "Hollister|Castellano|Whitfield|Nguyen", "1420 Maple Avenue|88 Oak Drive|5 N Main St",
            "Springfield|Dayton|Boise", "62704|45402|83702-1234", "+12025550143|+1-312-555-0188|+1 (415) 555-0132", "GB33BUKB20201555555555"),
    _locale("DE", "Annegret|Jörg|Lieselotte|Tobias", "Brinkmann|Müller-Lüdenscheidt|Schäfer|Vogt", "Lindenstraße 12|Am Alten Markt 5|Goethestr. 88a",
            "Bochum|Münster|Görlitz", "44787|48143|02826", "+493023125012|+49 30 23125 345|+49 40 66969123", "DE89370400440532013000"),
    _locale("FR", "Élodie|Thibault|Maëlle|Gaspard", "Lefèvre|Dumoulin|Chastain|Béranger", "8 rue des Lilas|24 avenue Victor Hugo|3 bis impasse du Moulin",
            "Nantes|Dijon|Besançon", "44000|21000|25000", "+33199001234|+33 6 39 98 12 34|+33 2 61 91 45 67", "FR1420041010050500013M02606"),
    _locale("ES", "Iñaki|Rocío|Lucía|Álvaro", "Ibáñez|Quintana|Peñalver|Ortuño", "Calle Mayor 17|Avenida de la Paz 203|Plaza Nueva 4",
            "Bilbao|Cádiz|Gijón", "48001|11001|33201", "+34612345678|+34 944 123 456", "ES9121000418450200051332"),
    _locale("IT", "Chiara|Niccolò|Ornella|Davide", "Bellandi|Fiorentino|D'Angelo|Zanetti", "Via Garibaldi 31|Corso Italia 9|Piazza Duomo 2",
            "Lucca|Trento|Forlì", "55100|38122|47121", "+39 06 699 12345|+393471234567", "IT60X0542811101000000123456"),
    _locale("NL", "Maarten|Fenna|Sjoerd|Liesbeth", "van der Velde|Hoekstra|de Bruijn|Jansma", "Keizersgracht 411|Dorpsstraat 6|Laan van Meerdervoort 90b",
            "Zwolle|Delft|Assen", "8011 PK|2611 GX|9401 LB", "+31 20 794 1234|+31612345678", "NL91ABNA0417164300"),
    _locale("PL", "Zbigniew|Małgorzata|Agnieszka|Łukasz", "Wójcik|Krawczyk|Dąbrowska|Żuraw", "ul. Kwiatowa 15|ul. 3 Maja 22/4|os. Słoneczne 9",
            "Gdynia|Rzeszów|Łódź", "81-001|35-002|90-001", "+48 58 123 45 67|+48601234567", "PL61109010140000071219812874"),
    _locale("SE", "Åsa|Torbjörn|Linnéa|Viggo", "Söderlund|Ekström|Nyqvist|Hägg", "Storgatan 18|Sveavägen 44|Björkvägen 3",
            "Umeå|Örebro|Växjö", "903 26|702 10|352 30", "+46 8 465 004 12|+46701740605", "SE4550000000058398257466"),
    _locale("CZ", "Zdeněk|Božena|Jiří|Věra", "Novotná|Dvořáček|Říha|Šimek", "Dlouhá 33|Na Příkopě 12|Husova 7",
            "Olomouc|Plzeň|Jihlava", "779 00|301 00|586 01", "+420601123456|+420 222 123 456", "CZ6508000000192000145399"),
    _locale("AT", "Leopold|Hannelore|Xaver|Roswitha", "Gruber|Steininger|Hölzl|Pichler", "Mariahilfer Straße 101|Hauptplatz 3|Kirchengasse 22",
            "Linz|Villach|Steyr", "4020|9500|4400", "+43 1 234567890|+43 664 1234567", "AT611904300234573201"),
    _locale("BR", "Thaís|João|Larissa|Caetano", "Figueiredo|Gonçalves|Assunção|Bragança", "Rua das Palmeiras 120|Avenida Paulista 1578",
            "Curitiba|Goiânia|Belém", "80010-000|74003-010|66010-000", "+55 41 99876-5432|+5511987654321", "PT50000201231234567890154"),
    _locale("IN", "Ananya|Rohan|Kavitha|Arjun", "Deshpande|Chatterjee|Subramaniam|Iyer", "12 MG Road|45 Park Street",
            "Pune|Mysuru|Kochi", "411001|570001|682001", "+91 98765 43210|+912212345678", "GB82WEST12345698765432"),
    _locale("DK", "Søren|Freja|Mikkel|Astrid", "Kjærgaard|Thygesen|Bøgh|Lauridsen", "Vestergade 27|Nørrebrogade 155",
            "Aarhus|Odense|Ribe", "8000|5000|6760", "+45 32 12 34 56|+4520123456", "DK5000400440116243"),
    _locale("RU", "Мария|Дмитрий|Ольга|Сергей", "Кузнецова|Соколов|Лебедева|Орлов", "ул. Садовая 14|Невский проспект 28",
            "Тверь|Казань|Омск", "170100|420111|644099", "+7 495 123-45-67|+79161234567", "BE68539007547034"),
)  # fmt: skip

MAIL_DOMAINS = ("example.com", "example.org", "example.net", "mail.example.com", "post.example.org", "uni.example.net")
CARDS = (
    "4111111111111111", "4012888888881881", "4242424242424242", "5555555555554444", "5105105105105100", "2223003122003222",
    "378282246310005", "371449635398431", "6011111111111117", "6011000990139424", "30569309025904", "3530111333300000",
    "3566002020360505", "4000056655665556",
)  # fmt: skip
HEX = "0123456789abcdef"
ALNUM = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789"
PLAIN_LETTERS = str.maketrans("öüäßéèëáíóúñòçžěšřčłąęŻńśćåøæãõôâ'Ś", "ouaseeeaiounoczesrclaeznscaoaaooa_s")


@dataclass(slots=True)
class Person:
    """Who sends a request; drawn anew for every line."""

    rng: random.Random
    at: Locale
    first: str
    last: str
    known: str = ""  # the handle, the same all over a line


def person(rng: random.Random) -> Person:
    at = rng.choice(LOCALES)
    return Person(rng, at, rng.choice(at.first), rng.choice(at.last))


def _ascii(text: str) -> str:
    text = text.lower().translate(PLAIN_LETTERS).replace(" ", "").replace("-", "")
    return "".join(c for c in text if c.isascii() and (c.isalnum() or c == "_")) or "sveta"


def handle(p: Person) -> str:
    if not p.known:
        first, last, n = _ascii(p.first), _ascii(p.last), p.rng.randrange(10, 99)
        p.known = p.rng.choice(
            (f"{first[0]}{last}", f"{first}.{last}", f"{first}_{last[:2]}", f"{first}{n}", f"{last}{n}")
        )
    return p.known


def email(p: Person) -> str:
    box = p.rng.choice(
        (
            handle(p),
            f"{_ascii(p.first)}+{p.rng.choice(('shop', 'news', 'ci'))}",
            f"{_ascii(p.last)}-{p.rng.randrange(99)}",
        )
    )
    return f"{box}@{p.rng.choice(MAIL_DOMAINS)}"


def v4(p: Person) -> str:
    net = p.rng.choice(("192.0.2", "198.51.100", "203.0.113"))
    return f"{net}.{p.rng.randrange(1, 255)}"


def v6(p: Person) -> str:
    words = ":".join(f"{p.rng.randrange(1, 65536):x}" for _ in range(p.rng.choice((2, 4, 6))))
    return f"2001:db8:{words}" if words.count(":") == 5 else f"2001:db8:{words}::{p.rng.randrange(1, 65536):x}"


def client(p: Person) -> str:
    kind = p.rng.random()
    if kind < 0.62:
        return v4(p)
    if kind < 0.86:
        return v6(p)
    if kind < 0.9:
        return f"::ffff:{v4(p)}"
    if kind < 0.95:
        return f"host-{v4(p).replace('.', '-')}.dynamic.example.net"
    return f"10.{p.rng.randrange(256)}.{p.rng.randrange(256)}.{p.rng.randrange(1, 255)}"


def _draw(alphabet: str, size: int) -> Callable[[Person], str]:
    return lambda p: "".join(p.rng.choice(alphabet) for _ in range(size))


def _mixed(size: int) -> Callable[[Person], str]:
    """Letters and digits of both kinds for sure, as random strings of this length nearly always have."""
    return lambda p: "k7Q" + "".join(p.rng.choice(ALNUM) for _ in range(size - 5)) + "3x"


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jwt(p: Person) -> str:
    head = _b64(b'{"alg":"HS256","typ":"JWT"}')
    body = _b64(json.dumps({"sub": str(p.rng.randrange(10**6)), "iat": 1760000000 + p.rng.randrange(10**6)}).encode())
    return f"{head}.{body}.{_b64(p.rng.randbytes(32))}"


def card(p: Person) -> str:
    number = p.rng.choice(CARDS)
    if len(number) != 16:
        return number
    return p.rng.choice(
        (
            number,
            " ".join(number[i : i + 4] for i in range(0, 16, 4)),
            "-".join(number[i : i + 4] for i in range(0, 16, 4)),
        )
    )


def broken_card(p: Person) -> str:
    number = p.rng.choice(CARDS)
    return number[:-1] + str((int(number[-1]) + p.rng.randrange(1, 9)) % 10)


def iban(p: Person) -> str:
    number = p.rng.choice(p.at.ibans)
    return p.rng.choice((number, number, " ".join(number[i : i + 4] for i in range(0, len(number), 4))))


def broken_iban(p: Person) -> str:
    number = p.rng.choice(p.at.ibans)
    return number[:2] + f"{(int(number[2:4]) + p.rng.randrange(1, 90)) % 97:02d}" + number[4:]


def broken_email(p: Person) -> str:
    return p.rng.choice(
        (
            f"{_ascii(p.last)}@2x.png",
            f"{_ascii(p.first)}@3x-dark.webp",
            f"@{_ascii(p.last)}/ui@4.{p.rng.randrange(30)}.1",
        )
    )


def mac(p: Person) -> str:
    return p.rng.choice((":", "-")).join(f"{p.rng.randrange(256):02x}" for _ in range(6))


def luhn(body: str) -> str:
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(body)))
    return body + str(-total % 10)


def imei(p: Person) -> str:
    return luhn("35209900" + "".join(str(p.rng.randrange(10)) for _ in range(6)))


def bsn(p: Person) -> str:
    while True:
        digits = [p.rng.randrange(1, 10) for _ in range(8)]
        check = sum(d * w for d, w in zip(digits, range(9, 1, -1), strict=True)) % 11
        if check < 10:
            return "".join(map(str, digits)) + str(check)


def pesel(p: Person) -> str:
    body = (
        f"{p.rng.randrange(50, 99)}{p.rng.randrange(1, 13):02d}{p.rng.randrange(1, 29):02d}{p.rng.randrange(10000):04d}"
    )
    total = sum(int(d) * w for d, w in zip(body, (1, 3, 7, 9) * 3, strict=False))
    return body + str(-total % 10)


def dni(p: Person) -> str:
    n = p.rng.randrange(10**7, 10**8)
    return f"{n}{'TRWAGMYFPDXBNJZSQVHLCKE'[n % 23]}"


def uid(p: Person) -> str:
    return str(uuid.UUID(bytes=p.rng.randbytes(16), version=4))


def number(low: int, high: int) -> Callable[[Person], str]:
    return lambda p: str(p.rng.randrange(low, high))


def one(*words: str) -> Callable[[Person], str]:
    return lambda p: p.rng.choice(words)


def date(p: Person) -> str:
    return f"{p.rng.randrange(1950, 2006)}-{p.rng.randrange(1, 13):02d}-{p.rng.randrange(1, 29):02d}"


# What a placeholder of a template may ask for.
VALUES: dict[str, Callable[[Person], str]] = {
    "first": lambda p: p.first,
    "last": lambda p: p.last,
    "full": lambda p: f"{p.first} {p.last}",
    "last_first": lambda p: f"{p.last}, {p.first}",
    "glued": lambda p: f"{p.first}{p.last}",
    "handle": handle,
    "matrix_id": lambda p: f"@{handle(p)}:chat.example.org",
    "email": email,
    "email_b64": lambda p: base64.b64encode(email(p).encode()).decode().rstrip("="),
    "mailman": lambda p: email(p).replace("@", "--at--"),
    "street": lambda p: p.rng.choice(p.at.streets),
    "town": lambda p: p.rng.choice(p.at.towns),
    "postcode": lambda p: p.rng.choice(p.at.postcodes),
    "phone": lambda p: p.rng.choice(p.at.phones),
    "phone_local": lambda p: "0" + "".join(c for c in p.rng.choice(p.at.phones)[3:] if c.isdigit()),
    "iban": iban,
    "broken_iban": broken_iban,
    "card": card,
    "card_plain": lambda p: p.rng.choice(CARDS),
    "broken_card": broken_card,
    "masked_card": lambda p: f"{p.rng.choice('45')}*** **** **** {p.rng.randrange(10000):04d}",
    "broken_email": broken_email,
    "v4": v4,
    "v6": v6,
    "client": client,
    "private": lambda p: f"10.{p.rng.randrange(256)}.{p.rng.randrange(256)}.{p.rng.randrange(1, 255)}",
    "v4_number": lambda p: str(int.from_bytes(bytes(map(int, v4(p).split("."))))),
    "hex32": _draw(HEX, 32),
    "hex40": _draw(HEX, 40),
    "hex64": _draw(HEX, 64),
    "hex8": _draw(HEX, 8),
    "hex16": _draw(HEX, 16),
    "php_session": _draw("abcdefghijklmnopqrstuv0123456789", 26),
    "java_session": lambda p: "".join(p.rng.choice("0123456789ABCDEF") for _ in range(32)),
    "asp_session": _draw("abcdefghijklmnopqrstuvwxyz012345", 24),
    "mixed20": _mixed(20),
    "mixed24": _mixed(24),
    "mixed40": _mixed(40),
    "mixed60": _mixed(60),
    "otp": number(100000, 1000000),
    "password": one("Sommer!2026x", "hunter2-not", "T0p$ecret9", "correcthorse77"),
    "jwt": jwt,
    "ghp": lambda p: "ghp_" + "".join(p.rng.choice(ALNUM) for _ in range(36)),
    "sk": lambda p: "sk_test_" + _mixed(24)(p),
    "akia": lambda p: "AKIA" + "".join(p.rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") for _ in range(16)),
    "basic": lambda p: base64.b64encode(f"{handle(p)}:Sommer-{p.rng.randrange(9999)}".encode()).decode(),
    "uuid": uid,
    "uuid_upper": lambda p: uid(p).upper(),
    "mac": mac,
    "mac_bare": lambda p: mac(p).replace(":", "").replace("-", ""),
    "imei": imei,
    "ga": lambda p: f"GA1.2.{p.rng.randrange(10**8, 10**9)}.{1760000000 + p.rng.randrange(10**6)}",
    "gclid": lambda p: "EAIaIQobChMI" + _mixed(38)(p) + "EAAYASAAEgK" + _mixed(8)(p) + "_BwE",
    "fbclid": lambda p: "IwAR" + _mixed(57)(p),
    "msclkid": _draw(HEX, 32),
    "mc_eid": _draw(HEX, 10),
    "lat": lambda p: f"{p.rng.uniform(36, 60):.4f}",
    "lon": lambda p: f"{p.rng.uniform(1, 25):.4f}",
    "latlon": lambda p: f"{p.rng.uniform(36, 60):.5f},{p.rng.uniform(1, 25):.5f}",
    "dob": date,
    "date": lambda p: f"2026-{p.rng.randrange(1, 13):02d}-{p.rng.randrange(1, 29):02d}",
    "bsn": bsn,
    "pesel": pesel,
    "dni": dni,
    "ssn": lambda p: f"{p.rng.randrange(100, 600)}-{p.rng.randrange(10, 99)}-{p.rng.randrange(1000, 9999)}",
    "account": number(10**8, 10**9),
    "n2": number(10, 99),
    "n4": number(1000, 9999),
    "n5": number(10000, 99999),
    "n6": number(100000, 999999),
    "n7": number(10**6, 10**7),
    "n9": number(10**8, 10**9),
    "n13": number(10**12, 10**13),
    "epoch": lambda p: str(1760000000 + p.rng.randrange(10**6)),
    "epoch_ms": lambda p: str(1760000000000 + p.rng.randrange(10**9)),
    "version": lambda p: f"{p.rng.randrange(1, 130)}.0.{p.rng.randrange(9999)}.{p.rng.randrange(255)}",
    "quad": lambda p: f"{p.rng.randrange(1, 20)}.{p.rng.randrange(20)}.{p.rng.randrange(20)}.{p.rng.randrange(20)}",
    "semver": lambda p: f"{p.rng.randrange(20)}.{p.rng.randrange(40)}.{p.rng.randrange(20)}",
    "oid": lambda p: f"1.3.6.1.4.1.{p.rng.randrange(1000, 60000)}.2.{p.rng.randrange(9)}",
    "sku": lambda p: f"{p.rng.choice(('AB', 'KX', 'ZT'))}-{p.rng.randrange(100, 999)}-{p.rng.randrange(10000, 99999)}",
    "ean": lambda p: "40" + str(p.rng.randrange(10**10, 10**11)),
    "isbn": lambda p: f"978-3-{p.rng.randrange(10, 99)}-{p.rng.randrange(100000, 999999)}-{p.rng.randrange(10)}",
    "clock": lambda p: f"{p.rng.randrange(24):02d}:{p.rng.randrange(60):02d}:{p.rng.randrange(60):02d}",
    "booking": lambda p: (
        "".join(p.rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(4))
        + str(p.rng.randrange(2, 10))
        + p.rng.choice("XYZ")
    ),
    "serial": lambda p: (
        f"{p.rng.choice(('SN', 'TH', 'HB'))}-{p.rng.randrange(1000, 9999)}-{p.rng.randrange(16**4):04X}-{p.rng.randrange(10, 99)}"
    ),
    "product": one("oak-desk", "reading-lamp", "steel-kettle", "wool-blanket", "garden-hose", "paper-lantern"),
    "word": one("summer", "invoice", "warranty", "delivery", "roadmap", "changelog", "gallery", "pricing"),
    "phrase": one("desk lamp", "opening hours", "return policy", "wool blanket grey", "how to reset router"),
    "package": one("react-dom", "lodash", "core-js", "d3-array"),
    "scope": one("@angular/core", "@babel/runtime", "@types/node", "@vue/shared"),
    "inner": one(
        "db-3.internal", "app01.prod.lan", "node-7.cluster.local", "fileserver.corp", "build-12.intra.example.com"
    ),
}

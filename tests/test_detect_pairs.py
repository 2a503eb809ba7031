"""What detection has to take by principle where no list knows the word, each beside its nearest neighbour that names nobody."""

from __future__ import annotations

import pytest

from chlogaudit.detect import find, sieve_table
from chlogaudit.engine.sieve import may_hold_py
from chlogaudit.model.format import Holds

# What must be found stands between « and »; in the neighbour nothing may be found.
PAIRS = {
    "an accent in a key": ("/rdv?pr%C3%A9nom=«Am%C3%A9lie»&nom=«Dubois»", "/rdv?pr%C3%A9f%C3%A9r%C3%A9=Am%C3%A9lie"),
    "a letter that is no vowel with a mark": ("/x?imi%C4%99=«Zofia»", "/x?imi%C4%99tnik=Zofia"),
    "a sharp s": ("/x?stra%C3%9Fe=«Lindenweg+5»", "/x?stra%C3%9Fenbahn=Lindenweg+5"),
    "an accent and a preposition in a key": ("/x?n%C3%BAmero_de_cliente=«55812»", "/x?n%C3%BAmero_de_p%C3%A1gina=55812"),
    "operators of filters": ("/api/people?filter[last_name][contains]=«Kowalczyk»", "/api/posts?filter[title][contains]=Kowalczyk"),
    "operators that end a word": ("/crm/list?surname__iexact=«Haugland»", "/shop/list?colour__iexact=Bordeaux"),
    "a name key of one's own beside an address": ("/abo?vname=«Ute»&mailadr=«ute@example.com»", "/abo?vname=Ute&farbe=rot"),
    "a first name beside a number of the state": ("/impots?numfiscal=«1234567890123»&nom=«Lefebvre»", "/impots?annee=2026&nom=Lefebvre"),
    "a given name in a list of people": ("/api/sharees?search=«Kirsten»", "/api/products?search=Kirsten"),
    "a relative or a title before a name": ("/abholung?wer_kommt=«Oma+Ingrid»", "/abholung?wann=Montag+Abend"),
    "airlines' names": ("/apis?name=«MUSTERMANN%2FERIKA+MRS»", "/apis?name=A/B"),
    "a verb between people and number": ("/customers/edit/«883»", "/products/edit/883"),
    "compounds of people and record": ("/kundendaten/«20418»", "/produktdaten/20418"),
    "people that no list of paths holds": ("/courier/«48213»/position", "/courier-font/48213"),
    "keys that end in user": ("/pm/new?touser=«BlueNote»", "/pm/new?superuser=BlueNote"),
    "to whom one writes": ("/messages/compose?to=«nightowl»", "/route/plan?to=nightowl"),
    "a card in a club": ("/loyalty/card/«6035551200448811»/points", "/design/card/6035551200448811/print"),
    "a member's barcode": ("/member/checkin?barcode=«M00441872»", "/product/checkin?barcode=M00441872"),
    "a number named by its segment": ("/konto/rufnummer/«01721234567»/sperren", "/konto/artikelnummer/01721234567/sperren"),
    "a raw plus before a number": ("/outage?callback=«+1-303-555-0142»", "/outage?callback=jQuery303_5550142"),
    "the key behind the number of a sender": ("/hooks/T0000/B0000/«XXabcdEFGH1234ijklMNOP56»", "/hooks/useState/example/react18"),
    "a mode that opens": ("/ucp.php?mode=activate&k=«3GX9KQ2P»", "/ucp.php?mode=gallery&k=3GX9KQ2P"),
    "a code in a message": ("/send?text=Your+code+is+«448120»", "/send?text=Your+order+is+448120"),
    "base64 where mailings are counted": ("/track/open/«bWFydGluQGV4YW1wbGUuY29t»/x.png", "/track/open/QmVzdCBvZiAyMDI2IHBsYXlsaXN0/x.png"),
    "an internal host in a path": ("/nodes/«worker-07.prod.internal»/status", "/nodes/settings.local/status"),
    "an id of zeros": ("/init?idfa=«EA7583CD-A667-48BC-B806-42ECB2B48606»", "/init?idfa=00000000-0000-0000-0000-000000000000"),
    "pages of one year": ("/students/«s2026441»/plan", "/students/exchange-programme-2026"),
    "numbers of banks are no accounts": ("/konto/«0532013000»/saldo", "/blz/37040044"),
}  # fmt: skip


def parts(text):
    """The value without its marks, and the pieces between them."""
    pieces = text.encode().replace("»".encode(), "«".encode()).split("«".encode())
    return b"".join(pieces), pieces[1::2]


@pytest.mark.parametrize("why", PAIRS)
def test_found_beside_its_neighbour(why):
    """The identifier is found whole, and the sieve lets the value come that far; its neighbour holds nothing."""
    text, neighbour = PAIRS[why]
    value, wanted = parts(text)

    assert [value[one.start : one.end] for one in find(value, Holds.URL)] == wanted
    assert may_hold_py(value, sieve_table(Holds.URL))
    assert find(neighbour.encode(), Holds.URL) == ()

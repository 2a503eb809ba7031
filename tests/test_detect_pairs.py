"""What detection has to take by principle where no list knows the word, each beside its nearest neighbour that names nobody."""

from __future__ import annotations

import pytest

from chlogaudit.detect import find, sieve_table
from chlogaudit.engine.sieve import may_hold_py
from chlogaudit.model.format import Holds

# What must be found stands between « and »; in the neighbour nothing may be found.
PAIRS = {
    "an order that a surname opens": ("/bahn/ticket?auftrag=«RT4KQZ»&nachname=«Thalheim»", "/bahn/ticket?auftrag=RT4KQZ&klasse=2"),
    "a host of colons without brackets": ("http://«fd00::15»/x", "http://fd00.example/x"),
    "a street that ends with its kind": ("/x?wo=«4+Kings+Place»", "/x?heat=4+Place+Final"),
    "a policy and a month": ("/x?policy=«P2026-0417-88»", "/x?policy=2026-04-17"),
    "groups of a telephone and of a date": ("/x?ulasim=«0532+123+45+67»", "/x?ulasim=02.04.2026.10"),
    "a sensor's number and its name": ("/x?sensorId=«4f2a91c8»", "/x?sensorId=temp01"),
    "a key that is what the link does": ("/?unsubscribe=«c5d1e0b7a9f84432»", "/?unsubscribe=weekly-digest-2026"),
    "a path that says of what the number is": ("/uni/matrikel?nr=«1198822»", "/uni/modul?nr=1198822"),
    "halves of the globe": ("/x?pos=«59.3293N,18.0686E»", "/x?size=59.3293W,18.0686H"),
    "a thing and its number": ("/scale/push?scaleId=«001D12-A4C2F0»", "/scale/push?scaleId=10012"),
    "a bank beside an account": ("/x?blz=«37040044»&kontonummer=«532013000»", "/x?blz=37040044&ort=Bonn"),
    "a policy with a number": ("/claims?policy=«KFZ-2291-00481»", "/claims?policy=privacy-2026"),
    "a person's key on a page of things": ("/ship?attn=«Grace+Mbeki»", "/ship?title=Grace+Period"),
    "a code beside a town": ("/ship?city=Cape+Town&code=«8001»", "/ship?city=Cape+Town&code=12"),
    "credit for a line": ("/recarga?linea=«5512345678»", "/metro?linea=5512345678"),
    "a document whose letter is right": ("/padron?doc=«X1234567L»", "/padron?doc=X1234567M"),
    "a code that calls off": ("/termin/absagen?code=«H4KX9Q»", "/termin/anlegen?code=H4KX9Q"),
    "a voucher": ("/hotel/voucher/«b64d1f0c9a7e4f52».pdf", "/hotel/brochure/b64d1f0c9a7e4f52.pdf"),
    "an internal host on a path without figures": ("/proxy/http/«gitlab.office.lan»/users", "/proxy/http/gitlab.example.org/users"),
    "a street under any key": ("/quote?property=«18+Oak+Avenue»", "/quote?property=18+Oak+Cabinets"),
    "a street with its number behind it": ("/x?wohin=«Lindenstr.+14b»", "/x?wohin=Lindenzimmer+14b"),
    "a street with a sharp s": ("/x?wohin=«Bachstra%C3%9Fe+7»", "/x?wohin=Bachkreis+7"),
    "a street that begins with its kind": ("/x?onde=«Rua+das+Flores+123»", "/x?onde=Sala+das+Flores+123"),
    "a street after its number": ("/x?ou=«12+rue+des+Lilas»", "/x?ou=12+vues+des+Lilas"),
    "groups behind a trunk zero": ("/x?ulasilan=«090+1234+5678»", "/x?ulasilan=090-1234-5678"),
    "a plan that has the number": ("/x?ulasim=«0532%20123%2045%2067»", "/x?ulasim=0000%20123%2045%2067"),
    "a point as databases write it": ("/pos?point=POINT(«4.9041%2052.3676»)", "/pos?point=POINT(4%2052)"),
    "a link to a chat as a host": ("https://wa.me/«4915112345678»?text=Hallo", "https://example.com/4915112345678?text=Hallo"),
    "a key on a page that a mail leads to": ("/survey/respond?k=«a8Zr3Vq1Xw5Ty7Ub9Nc2»", "/gallery/respond?k=a8Zr3Vq1Xw5Ty7Ub9Nc2"),
    "both halves of a session": ("/i.cfm?CFID=«1048822»&CFTOKEN=«77aa31bc9d20e4f1-0A1B2C3D»", "/i.cfm?CFID=1048822&page=2"),
    "a release below its product": ("/ping/«203.0.113.77»/loss", "/download/firefox/115.8.0.7/win"),
    "a choice of all": ("/x?calle=«Mayor»", "/x?calle=todas"),
    "an accent in a key": ("/rdv?pr%C3%A9nom=«Am%C3%A9lie»&nom=«Dubois»", "/rdv?pr%C3%A9f%C3%A9r%C3%A9=Am%C3%A9lie"),
    "a letter that is no vowel with a mark": ("/x?imi%C4%99=«Zofia»", "/x?imi%C4%99tnik=Zofia"),
    "a sharp s": ("/x?stra%C3%9Fe=«Lindenweg+5»", "/x?stra%C3%9Fenbahn=Linie+5"),
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
    "a code in a message": ("/send?text=Your+code+is+«448120»", "/search?q=promo+code+448120"),
    "base64 where mailings are counted": ("/track/open/«bWFydGluQGV4YW1wbGUuY29t»/x.png", "/track/open/QmVzdCBvZiAyMDI2IHBsYXlsaXN0/x.png"),
    "an internal host in a path": ("/nodes/«worker-07.prod.internal»/status", "/nodes/settings.local/status"),
    "an id of zeros": ("/init?idfa=«EA7583CD-A667-48BC-B806-42ECB2B48606»", "/init?idfa=00000000-0000-0000-0000-000000000000"),
    "pages of one year": ("/students/«s2026441»/plan", "/students/exchange-programme-2026"),
    "who has to do with an entry": ("/board/sprint-42?assignee=«dkowalski»", "/board/sprint-42?assignee=backend"),
    "with whom one swaps": ("/shift/swap?with=«jmorales»", "/burger/menu?with=cheese"),
    "a word for somebody before a number": ("/support?external_id=«cust-88412»", "/support?external_id=theme-88412"),
    "a prepaid number in a path": ("/recharge/«9876543210»/pack/199", "/products/9876543210/pack/199"),
    "a number on a path of telephony": ("/portability/check?numero=«34611222333»", "/parcels/check?numero=34611222333"),
    "words of other languages": ("/mujin?denwa=«03-1234-5678»&yubin=«100-0001»", "/mujin?denki=03-1234-5678&yume=100-0001"),
    "a booking beside a family name": ("/mmb?confirmationNumber=«HX7K2M»&familyName=«Oduya»", "/mmb?confirmationNumber=HX7K2M&page=2"),
    "a traveller's document": ("/pax/apis?docNumber=«L01X00T471»&docExpiry=2030-01-01", "/dms/show?docNumber=L01X00T471&page=2"),
    "a card in a telephone": ("/esim?x=«89049032004008882600001234567890»", "/esim?x=79049032004008882600001234567890"),
    "a thing with a number of its own": ("/sync?wearable=«FB-9C2D-77A1-0042»", "/sync?wearable=smart-watch-2026"),
    "a vehicle in a path": ("/car/«VF1RFB00X56789012»/status", "/car/VOLKSWAGEN-GOLF-2026/status"),
    "degrees in sixties": ("/x?loc=«52%C2%B031%2712.0%22N+13%C2%B024%2718.0%22E»", "/x?loc=5%2712%22"),
    "coded JSON as a segment": ("/e/c/«eyJlbWFpbF9pZCI6IlJOTGh3UVVB»", "/e/c/eye-of-the-tiger-2026"),
    "a random segment before a deed": ("/appointments/«c7d1e94b0a6f4c2d»/cancel", "/commits/c7d1e94b0a6f4c2d/files"),
    "a surname beside an address": ("/livraison?nom=«Lef%C3%A8vre»&adresse=«12+rue+du+Bac»&cp=«75007»", "/livraison?nom=Standard&jours=3"),
    "a ticket beside a surname": ("/checkin?ticket=«2201234567890»&lastname=«Yamamoto»", "/checkin?ticket=2201234567890&lang=ja"),
    "figures of a telephone": ("/report?imei=«356938035643809»", "/report?imei=356938035643810123456"),
    "a hardware address under any key": ("/g?x=«a0:20:a6:1b:2c:3d»", "/g?x=10:20:30:40:50:60"),
    "a machine called by its hardware address": ("/mqtt?client=«esp32-9c9c1fd2a4b0»", "/mqtt?client=mosquitto-2026"),
    "a handle in the middle of a path": ("/user/«jkaminski»/settings", "/drivers/nvidia/settings"),
    "a folder that tells of the document": ("/zeugnis/«Emma_Lindner»_2026.pdf", "/prospekt/Emma_Sessel_2026.pdf"),
    "an area in brackets": ("/g?t=«%28030%29+123+4567-89»", "/g?t=%28030%29+Teile"),
    "a customer beside her telephone": ("/friseur?kundin=«Swantje»&tel=«0151-8812447»", "/friseur?stil=Swantje&salon=12"),
    "a name beside a booking": ("/billet?dossier=«QRTX4K»&nom=«Perrin»", "/billet?classe=2&nom=Standard"),
    "a given name that is a word, and a surname": ("/inscription?referent=«Laura+Conti»", "/inscription?referent=Laura+Ashley"),
    "parents of a pupil": ("/scuola?genitore=«Fulvio+Conti»", "/scuola?genere=Avventura"),
    "letters of other scripts": ("/p?poluchatel=«%D0%90%D0%BD%D0%BD%D0%B0+%D0%A1%D0%BC%D0%B8%D1%80%D0%BD%D0%BE%D0%B2%D0%B0»", "/p?strana=%D0%90%D0%BD%D0%B3%D0%BE%D0%BB%D0%B0"),
    "a chosen name in a talk": ("/chat/send?from=«mad_max81»", "/chat/translate?from=german"),
    "years behind people": ("/patients/«4412»/labs", "/patients/2025/survey"),
    "releases behind people": ("/driver/«4412»/tours", "/driver/1.2.3/download"),
    "a word for somebody and a year": ("/x?ref=«student-44120»", "/x?ref=student-2026"),
    "a postcode of four figures beside a person": ("/f?richiedente=«Freja+Holm»&cap=«8000»", "/f?colore=rosso&cap=8000"),
    "a numbered handle of who works on it": ("/board?assignee=«brooke50»", "/board?assignee=team5"),
    "an account beside the key of its mail": ("/verify.php?id=«331»&confirm_hash=«pR7xWq2Zt9LmKv4N»", "/view.php?id=331&photo_hash=x"),
    "a name beside a password": ("/w?wpName=«Kurt_H»&wpPassword=«geheim12»", "/w?dbName=Kurt_H&wpPage=geheim12"),
    "a route without a key": ("/index.php?/users/«s2044718»/edit&tab=2", "/index.php?/topics/s2044718/edit&tab=2"),
    "numbered fields in brackets": ("/f?item_meta[12]=«Dietmar+Kolb»", "/f?item[12]=Dietmar+Kolb"),
    "a folder of one account": ("/groupdav.php/«petersen»/addressbook/", "/groupdav.php/public/addressbook/"),
    "a picture of one account": ("/avatar/«annika»/64", "/avatar/wood/64"),
    "the other field of a login": ("/loggain?anvandare=«ek_lund»&losenord=«Sommar!6»", "/loggain?anvandare=ek_lund&spraak=sv"),
    "a short value beside a password": ("/login?konto_x=«hkoch»&passwort=«Regen-12»", "/login?konto_x=hkoch&seite=12"),
    "a tracker on a path of counting": ("/track.php?id=«352099001761481»&lat=«41.9028»&lon=«12.4964»", "/track.php?id=352099001761&page=12"),
    "an internal host of a short name": ("/hosts?name=«sql01.corp.lan»", "/hosts?name=sql01.corp.com"),
    "a passport with letters in any place": ("/id?passport=«X4RTBPFW4»", "/id?passport=required"),
    "a number that is searched for": ("/?s=«0176+23456789»", "/?sku=0176+23456789"),
    "a state's number under a key of cards": ("/kyc?pan_no=«ABCPE1234F»", "/kyc?pan_no=ABXPE1234"),
    "a state's number under an end of a key": ("/hr?employee_ni=«AB123456C»", "/hr?employee_ni=AB123456X"),
    "an address for payments": ("/pay?vpa=«ravi.k%40okbank»", "/pay?vpa=ravi.k"),
    "an account of a university": ("/sso?netid=«jmw42»", "/sso?netid=subnet"),
    "a roll of examinees": ("/exam?roll_no=«21BCE1043»", "/exam?roll_no=2026-27"),
    "a traveller among several": ("/book?pax1_first=«Joanne»&pax1_last=«Tully»", "/book?pane1_first=Joanne&pane1_last=Tully"),
    "who took goods": ("/pod?signed_by=«M.+Hollis»", "/pod?signed_by=Head+Office"),
    "staff in somebody's place": ("/admin/impersonate?as=«kdaly»", "/admin/export?as=kdaly"),
    "a card with money and its PIN": ("/gift?card=«GC-8H2K-99QP-4LMX»&pin=«4471»", "/gift?card=GC-8H2K-99QP-4LMX&page=4471"),
    "an author where works are kept": ("/post/edit?author=«Karen+Whitfield»", "/library/search?author=Karen+Whitfield"),
    "a person and a template": ("/booking?name=«Karen+Whitfield»", "/api/templates?name=Welcome+Email"),
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

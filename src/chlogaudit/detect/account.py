"""Account and contract numbers of banks, insurers and suppliers, by their keys."""

from __future__ import annotations

import re

from chlogaudit.detect.detector import Detector, Hits, Path, Slot, Where, hit, whole, words
from chlogaudit.detect.validators import digits_of, speaks
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_KEYS = words(
    "acno acnumber acnum accountno accountnumber accountnr acctno acctnumber acctnum accno accnumber bankaccount bankaccountnumber kontonummer kontonr konto ktonr"
    " numerocompte numcompte compte cuenta numerocuenta cuentabancaria conto numeroconto rekening rekeningnummer rekeningnr bankkonto tilinumero"
    " numerkonta numerrachunku kontoummer sortcode routingnumber routingno aba bankcode blz clabe cbu bsb policyno policynumber policenummer"
    " versicherungsnummer versicherungsscheinnummer vsnr polizza numeropolizza contractno contractnumber contractid vertragsnummer vertragsnr"
    " numcontrat contrato numerocontrato loyaltyno loyaltycard loyaltynumber frequentflyer ffn ffnumber payback clubcard bonuskarte meternumber"
    " meterno zaehlernummer zahlernummer mpan mprn customeraccount claimno claimnumber schadennummer depotnummer accountref subscriberno"
    " conta contapoupanca polisnummer bonuscard kundenkarte poliza apolice contrat contratto creditorid glaeubigerid mandateref mandatsreferenz mandatereference"
    " ovchipkaart chipkaart bahncard bahncardnr oystercard clippercard navigo insuranceno insurancenumber membercard"
)
# Addresses to which money is sent in India: a handle and its bank, without a domain.
_PAYMENTS = words(
    "vpa upi upiid upivpa upihandle upiaddress payeevpa payervpa customervpa payeeaddr payeraddr virtualpaymentaddress pa"
)
_PAYMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}@[A-Za-z]{2,20}")
_BANKS = words(
    "blz bankcode sortcode routingnumber routingno aba bsb"
)  # everybody's at a bank: of use beside an account
_PATH_WORDS = (_KEYS - _BANKS) | words(
    "statement statements kontoauszug kontoauszuege releve releves extracto extractos estratto vertragskonto vertragskonten kundenkonto kundenkonten bankverbindung bankverbindungen konten kontos bankkonten comptes cuentas conti contas conta rekeningen rachunek rachunki konta kontor konti tilit bankaccounts giro girokonto depot depots"
    " policies policy polizze polices police polizas poliza apolices vertraege vertrag contracts contrats contrat contratti contratto contratos contrato"
    " meters zaehler zaehlerstand insurances versicherungen versicherung claims schaden schaeden mandates mandate mandat sepa"
)
_CARDS = words("card cards karte karten carte cartes tarjeta tessera kaart karta kort")
_LISTS = words(
    "policies policy police polices contracts contrats claims meters depots mandates versicherungen versicherung schaden"
)
_SHAPE = re.compile(r"[A-Za-z]{0,6}[-/. ]?[0-9](?:[ ./-]?[0-9A-Za-z]){3,33}$")
_NAMED = re.compile(
    r"\b(?:account (?:no|number|nr)|kontonummer|konto-?nr|policy (?:no|number)|sort code)\b[.:#= '\"]{1,4}([0-9][0-9 /-]{3,28}[0-9])",
    re.IGNORECASE,
)

_OF_ACCOUNT = re.compile(r"acc|acct|konto|kto|compte|conto|conta|cuenta|rekening|rachun|iban|number|no$|nr$")
# Days and school years.
_DATED = re.compile(r"(?:19|20)\d\d(?:[-./]\d\d?[-./]|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$|[-_](?:19|20)\d\d(?!\d))")
_NOUNS = ("account", "konto", "policy", "sort code")


_CLUBS = words(
    "loyalty bonus points punkte rewards club clubcard member membership kundenkarte treue miles meilen fidelity fidelite fidelidad fedelta library"
)


def in_slot(slot: Slot, name: str) -> Hits:
    """Account and contract numbers: five digits at least, in a form that such numbers have."""
    text = slot.view.text.strip()
    if name in _PAYMENTS:
        fits = _PAYMENT.fullmatch(text) is not None
        return list(whole(slot.view, IdType.ACCOUNT_NO, 0.9, "key of a payment address")) if fits else ()
    if name == "card" and _CLUBS.isdisjoint(slot.words):
        return ()
    if name in _BANKS and slot.kind == "query" and not any(_OF_ACCOUNT.search(key) for key in slot.siblings):
        return ()
    count = len(digits_of(text))
    if name == "policy" and (count < 6 or re.match(r"(?:19|20)\d\d[-./]", text)):
        return ()  # a page of terms
    least = 5 if name not in ("konto", "compte", "conto", "cuenta", "aba", "payback", "ffn") else 6
    return (
        list(whole(slot.view, IdType.ACCOUNT_NO, 0.9, "key of an account number"))
        if count >= least and _SHAPE.match(text)
        else ()
    )


def _in_path(path: Path, at: int) -> Hits:
    """``/konto/0532013000/umsaetze``: eight digits and more, or a number with letters; years and pages are shorter."""
    word = path.words[at]
    if word in _CARDS and _CLUBS.isdisjoint(path.words[:at]):
        return ()
    segment = path.segments[at + 1]
    text = segment.text
    least = 6 if word in _KEYS else 7
    if len(digits_of(text)) < least or _SHAPE.match(text) is None or _DATED.match(text):
        return ()
    if word in _LISTS and text.isdigit() and len(text) < 8:
        return ()
    return list(whole(segment, IdType.ACCOUNT_NO, 0.8, "path of accounts and contracts"))


def _in_text(view: View, where: Where, _key: str) -> Hits:
    if where is Where.TEXT and speaks(view.text, _NOUNS):
        for match in _NAMED.finditer(view.text):
            yield hit(view, *match.span(1), IdType.ACCOUNT_NO, 0.8, "named as an account number")


DETECTOR = Detector(
    IdType.ACCOUNT_NO,
    slot=in_slot,
    path=_in_path,
    text=_in_text,
    keys=_KEYS,
    exact=frozenset({"card", "kto", "policy"}) | _PAYMENTS,
    path_words=_PATH_WORDS | _CARDS,
)

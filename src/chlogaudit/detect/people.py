"""Words for people, in the languages of the sites: as keys, as path words before a record, and before a name."""

from __future__ import annotations

import re
from functools import lru_cache

from chlogaudit.detect.detector import words

# As a key of its own it names somebody where the value reads as a name, and an account where it reads as a number.
PERSONS = words(
    "respondent courier collector abholer zusteller bote donor holder policyholder policyowner payer zahler zahlungspflichtiger spender payee recipient sender buyer seller owner tenant insured beneficiary applicant"
    " candidate attendee guest visitor patient client customer student pupil teacher parent child employee member driver passenger traveler traveller subscriber"
    " reader borrower requester reporter requestor signer signatory cosigner guarantor debtor creditor organiser organizer participant volunteer mentor nominee"
    " inhaber empfaenger absender kunde kaeufer verkaeufer mieter vermieter besteller auftraggeber versicherter schuldner titulaire destinataire expediteur"
    " locataire proprietaire acheteur destinatario remitente comprador inquilino mittente acquirente proprietario huurder eigenaar ontvanger afzender mottaker"
    " patron invitee inviter respondent resident reviewer contributor lecturer guardian witness landlord caretaker supervisor instructor coach therapist nurse"
    " carer deceased bride groom realtor cashier assignee approver walker caller cardowner shipper consignee addressee claimant complainant plaintiff defendant"
    " tierhalter fahrzeughalter fahrer teilnehmer teilnehmerin lehrer schueler mitarbeiter mitglied besucher gast begleitperson anmelder anrufer betreuer"
    " elternteil versicherungsnehmer rechnungsempfaenger eleve patiente conducteur conjoint demandeur beneficiaire assure signataire alumno apoderado paciente"
    " huesped solicitante asegurado titularcuenta inscrito ospite paziente allievo studente conducente richiedente intestatariocarta aluno hospede"
    " gegner geschaedigter verstorbener zeuge auftragnehmer spieler joueur jugador giocatore jogador avocat anwalt notar notaire arzt hausarzt medecin medico dottore tierarzt"
    " antragsteller antragstellerin bewerberin kundin patientin mieterin vermieterin ansprechpartnerin kontaktperson notfallkontakt ehegatte ehepartner partner vater mutter kind"
    " geschaeftsfuehrer sachbearbeiter vertretung demandeuse assuree abonnee conjointe mere pere enfant madre padre hijo figlio moeder vader kind matka ojciec"
    " contribuinte contribuyente contribuente contribuable passager passagier passeggero pasajero passageiro viaggiatore viajero voyageur reisender mandant klaeger"
    " assistito assicurato iscrivente declarant declarante assistent vertreter halter tierbesitzer erziehungsberechtigter sorgeberechtigter hinterbliebener erbe"
    " heritier heredero herdeiro tuteur tutor tutore apoderada rappresentante representant representante interesado interessato usager"
    " allocataire etudiant etudiante salarie apprenti administre emprunteur mandataire apprenante parrain marraine progenitor empleado conductor acreedor deudor progenitora genitore delegato dipendente passeggera"
    " podatnik rodzic opiekun najemca wlasciciel odbiorca nadawca kupujacy ouder reiziger verzekerde foralder vardnadshavare hyresgast mottagare avsandare barn foresatt pacient pacientka zak najemnik majitel"
    " ridic zakaznik odesilatel prijemce rodic poluchatel otpravitel zakazchik vladelec passazhir uchenik roditel hasta ogrenci veli musteri yolcu surucu beteg tanulo ugyfel parinte destinatar expeditor encarregado"
    " utente condutor potilas oppilas huoltaja asiakas vastaanottaja lahettaja pate patin taufkind trauzeuge entrant dependant dependent executor trustee heir spouse melder meldende einwohner anwohner"
    " interessent interessentin anfragender klant contactpersoon aanvrager leerling deelnemer bestuurder osoba pacjent gosc uczen kierowca wnioskodawca deltager elev soker osallistuja"
    " alici gonderen cimzett felado modtager primatelj posiljatelj"
)
PERSONS |= frozenset(
    f"{person}in" for person in PERSONS if person.endswith(("er", "ant", "ent", "at", "or"))
)  # women, in German

# How one speaks to somebody or of a relative, before the name.
TITLES = words(
    "herr frau fraeulein familie fam mr mrs ms miss oma opa tante onkel mme mlle madame monsieur senor senora signor signora sig sra dhr mevr mevrouw meneer pan pani hr fr"
)

# Who holds an account, in the languages of the sites: a number, code or reference of one is his.
HOLDERS = words(
    "customer member patient student pupil employee guest user subscriber contact tenant resident citizen visitor passenger rider borrower reader"
    " policyholder insured applicant candidate player person account respondent beneficiary claimant kunde kunden mitglied mitglieds patienten schueler mitarbeiter nutzer benutzer teilnehmer"
    " versicherten mieter buerger personal klant gebruiker leerling huurder deelnemer verzekerde klienta pacjenta uzytkownika ucznia pracownika kund medlem elev bruger"
)
# Where the number stands before its holder: id_adherent, numeroSocio, codice_assistito.
ROMANCE = words(
    "adherent abonne eleve patient utilisateur locataire assure usager salarie client cliente paciente alumno socio usuario empleado inquilino afiliado"
    " asegurado ciudadano utente paziente studente dipendente assistito iscritto abbonato aluno funcionario utilizador segurado associado"
)

# Path words that no list holds and that speak of one person's record: /kundendaten/883, /patient-details/20418
RECORD_OF = (
    PERSONS
    | HOLDERS
    | ROMANCE
    | words(
        "kinder enfants ninos bambini criancas dzieci kinderen debitor debitoren kreditor customer kunde member gamer jugador pacient tenant insured versicherte policyholder candidate adherent"
    )
) - words(
    "kind partner seller verkaeufer holder mentor patron collector walker reporter lecturer supervisor instructor coach therapist reviewer contributor avocat anwalt notar notaire arzt hausarzt medecin"
    " medico dottore tierarzt tutor tutore vertreter vertretung assistent realtor witness bride groom tuteur zeuge witness personal elev erbe host pate hasta zak barn veli reiziger"
)
_RECORD_KIND = re.compile(
    r"(?:profile?s?|details?|daten|datenblatt|data|records?|akten?|stamm|account|konto|card|karte|view|edit|ids?|nr|no|number|nummern?|info|portal|dashboard|sheet|file|page|history|orders|status)$"
)


@lru_cache(maxsize=8192)
def is_record(word: str) -> bool:
    """Whether a plain path word says that one person's record follows."""
    holder = _RECORD_KIND.sub("", word)
    return not RECORD_OF.isdisjoint((holder, holder[:-1], holder[:-2])) and holder != ""


_PASSWORDS = (
    "password", "passwd", "passwort", "kennwort", "pwd", "motdepasse", "contrasena", "clave", "senha", "haslo", "wachtwoord", "losenord", "passord", "sifre", "salasana", "heslo", "jelszo", "parola",
)  # fmt: skip


@lru_cache(maxsize=4096)
def asks_password(keys: frozenset[str]) -> bool:
    """Whether one of the keys of a form is a password's."""
    return any(key.endswith(_PASSWORDS) for key in keys)

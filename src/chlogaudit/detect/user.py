"""Account names and numbers: the user slot, private paths, form keys, home directories, phrases of error messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from chlogaudit.detect.called import PAGES
from chlogaudit.detect.detector import Detector, Hit, Hits, Path, Slot, Where, hit, whole, words
from chlogaudit.detect.given_names import COMMON, GIVEN, SURNAMES
from chlogaudit.detect.handle import is_handle
from chlogaudit.detect.people import HOLDERS, RECORD_OF, ROMANCE, asks_password
from chlogaudit.detect.validators import has_digit, is_attack, is_nothing, speaks
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_KEYS = words(
    "user username userid login loginid loginname uname usr usrname userlogin account accountid accountname acct handle nick nickname"
    " screenname memberid memberno membernumber member membershipno customerid customer custid cust customerno customernumber customernr kundennummer"
    " kundennr kundenid kunde benutzer benutzername benutzerid nutzer nutzername utilisateur identifiant idutilisateur usuario nombreusuario idusuario"
    " usuarioid utente nomeutente idutente gebruiker gebruikersnaam anvandarnamn brukernavn kayttajatunnus kullanici kullaniciadi uzytkownik"
    " nazwauzytkownika klient klientid klantnummer klantnr klantid clienteid idcliente codigocliente numclient numeroclient codiceclient codicecliente"
    " patient patientid patientno patientnr mrn student studentid studentno studentnr matrikelnummer matriculation pupil pupilid employee employeeid"
    " custno kdnr kdno knr kundnr kndnr noclient lidnummer relatienummer debitornr debitorennummer kreditornr medlemsnummer medlemsnr asiakasnumero jasennumero teacherid clientref userpk clientuid employeeno personalnummer benutzerkennung nutzerkennung loginkennung kennung anmeldename benutzerkonto nutzerkonto kundenkonto matrikel matrikelnr matrnr matrikkelnummer matriculationnumber numeromatricola matricola matricule personnelno staffid staffno driverid riderid passengerid guestid2 userkey personid playerid profileid subscriberid"
    " subscriber contactid leadid donorid tenantuser principal sub loginuser authuser xuser remoteuser dbuser ftpuser owner userident actinguser impersonate"
    " accountholderid userno usernr mitgliedsnummer mitgliedsnr versichertennummer xremoteuser uid2 useruuid signinname userprincipalname upn samaccountname"
    " gamertag requestedby createdby submittedby submitter updatedby modifiedby assignedto approvedby empid empno matricule legajo patronno ownerid holderid"
    " viewinguser targetuser payerid payeeid beneficiaryid recipientid senderid"
    " cardholderid borrower borrowerid patronid readerid voterid applicantid candidateid assignedtoid assigneeid reporterid creatorid requesterid approverid lanekort laanekort badgeid badgeno badgenumber caseworker userids onbehalfof switchuser wpuser loginuserid"
)
_KEYS |= frozenset(f"{holder}id" for holder in HOLDERS | ROMANCE) - {"clientid"}
_KEYS |= frozenset(f"id{holder}" for holder in ROMANCE)  # numbers of another name are read by their parts
_EXACT = (
    words(
        "u uid id log by auth who client author ident name as me customer_id patron loginhint cn for assignee fromid mid pid reporter creator spieler player joueur jugador giocatore actor emp reader reviewer reviewee recipient sender requester approver mentor coach driver rider guest donor buyer seller assignees assigned cardnumber cardno barcode card persnr pnr to with from"
    )
    | RECORD_OF
)
_PLURALS = words(
    "users patients customers students employees subscribers teachers residents citizens pupils drivers riders passengers guests players"
    " applicants candidates donors borrowers patrons benutzer kunden patienten schueler mitarbeiter mitglieder studenten utilisateurs usuarios utenti gebruikers"
    " klanten pacientes pazienti alumnos alunos eleves etudiants clientes clienti empleados uzytkownicy pacjenci studenci users2 principals"
    " calendars addressbooks mailboxes members accounts clients contacts persons people leads tenants owners cardholders policyholders insured employeesfiles"
    " mieter vermieter fahrer lehrer teilnehmer abonnenten locataires proprietaires abonnes adherents assures inquilinos alumnas socios afiliados soci iscritti"
    " abbonati leden huurders leerlingen klienci pracownicy uczniowie medlemmer medlemmar elever kunder brugere brukere anvandare asiakkaat jasenet"
    " groupdav groupdav.php radicale caldav carddav baikal davical caldav.php cal.php card.php persoenlich inwoners burgers citizens residents utenza inquilini assistiti dipendenti"
    " funcionarios afiliados asegurados ciudadanos personnes usagers adherent salaries collaborateurs employes deelnemers medewerkers verzekerden pacientes utilizadores"
    " associados segurados kursanci mieszkancy klient czlonkowie ubezpieczeni visitors attendees participants volunteers beneficiaries payees payers debtors"
    " readers lead bewerber utentes potilaat personnel enrollees caregivers parents children customeraccounts customeraccount bewohner sozialversicherte contact sellers buyers merchants payers shoppers drivers couriers studenti alumni aluni dozenten lehrkraefte klassen eltern senioren bewerberinnen kandidaten antragsteller personal versicherungsnehmer mandanten mandant klijenti"
    " passagers passeggeri pasajeros passageiros passagiere huespedes ospiti hospedes gasten gaste guest passenger passagier resident citizen applicant candidate"
    " tenant owner borrower patron visitor rider beneficiary policyholder participant attendee mieterin eleve usager adherents assure locataire alumno paciente socio cliente inquilino"
    " paziente studente assistito iscritto aluno klant huurder leerling pacjent uczen klienta elev kund medlem bruger asiakas potilas teilnehmer schueler mitarbeiter"
    " nutzer versicherte teilnehmende bewohner buerger spender leser gaeste kontakte personen familien familles families households haushalte"
)
_SINGULARS = words(
    "user patient customer student employee pupil driver subscriber cuser useraccount kunde benutzerkonto mitglied utente usuario utilisateur account member client person"
)
# Keys for a person, under which a number or a handle is his account.
_PEOPLE = (
    words(
        "spieler player joueur jugador giocatore actor emp reader reviewer reviewee recipient sender requester approver mentor coach driver rider guest donor buyer seller assignees assigned persnr author creator reporter pnr"
    )
    | RECORD_OF
)
_DAV = words("files uploads trashbin versions")  # /remote.php/dav/files/jane/
# What programs do with one of their rows: /customers/edit/883
_VERBS_OF_ROWS = words(
    "edit view show delete update details detail card get remove destroy ban unlock impersonate loginas switch history print export notes bearbeiten anzeigen loeschen modifier supprimer"
    " afficher editar ver eliminar modifica elimina bewerken edytuj reset activate verify confirm id no number byid"
)
# What follows an account in the pages of a back office, and follows no part of its program.
_OF_ONE = words(
    "orders edit invoices addresses notes history details profile billing subscriptions tickets payments activity sessions"
)
_NUMBERED = words(
    "readers lead bewerber utentes potilaat personnel enrollees caregivers parents children customeraccounts customeraccount bewohner sozialversicherte contact sellers buyers merchants payers shoppers couriers passagers passeggeri pasajeros passageiros passagiere huespedes ospiti hospedes gasten gaste guest passenger passagier resident citizen applicant candidate"
    " tenant owner borrower patron visitor rider beneficiary policyholder participant attendee eleve usager adherents assure locataire alumno paciente socio cliente inquilino"
    " paziente studente assistito iscritto aluno klant huurder leerling pacjent uczen klienta elev kund medlem bruger asiakas potilas schueler mitarbeiter klassen eltern personal alumni"
    " visitors attendees participants volunteers kontakte familien households nutzer contactos "
    "drivers driver mieter vermieter fahrer lehrer teilnehmer abonnes leden elever kunder soci socios iscritti "
    "members accounts clients contacts persons people leads tenants owners account member client person guests candidates user players"
)
# Words before accounts that people choose; drivers and contacts are called like programs and places, too.
_HANDLED = words("home avatar")
_NAMED_BY_HANDLE = words("user account accounts member members")
_NEVER = words(
    "select query email mail username phone invitation accept decline login logout log-in log-out signin signout sign_in sign_out sign-in sign-up sign_up signup register registration new edit create delete remove"
    " update search list index all me self current @me profile profiles settings setting preferences password passwords reset reset-password forgot forgot-password"
    " lost-password confirm confirmation verify verification activate activation export exports import count counts stats statistics dashboard home help"
    " info api auth oauth oauth2 token tokens session sessions order orders cart invoices invoice billing notifications notification messages message avatar"
    " avatars photo photos image images img css js static assets public v1 v2 v3 view show autocomplete batch bulk invite invites invitations roles role groups group"
    " permissions permission online active recent top feed rss lookup validate check exists availability available add change overview report reports"
    " whoami recover unlock unread history wishlist addresses address details security subscriptions subscription plans pricing portal support contact about"
    " summary data json xml csv page pages www html default true false null undefined test-drive stories story testimonials reviews review success failed area"
    " locale lang language details.php files file shared documents upload uploads download downloads categories category tag tags archive store shop"
    " management manage admin-ajax controller model views component components mine my personal personal-data delete-account close events jobs job"
    " groupware system principals calendars addressbooks inbox outbox sent trash drafts contacts birthdays users.csv guides guide policy policies terms privacy"
    " profil perfil profilo profiel konto compte cuenta conta rekening perfiles profile.php profil.php daten donnees datos dati"
    " first last next prev previous latest popular followers following friends anonymous nobody signup.php anmelden abmelden registrieren einstellungen"
)
_ROLES = words("admin guest root test demo user operator support web www info mail sales office manager")
_FLAGS = words(
    "true false yes no on off 1 0 all any none null success failed error required new edit submit login logout ok asc desc current self me @me view both form ajax modal register signin user username email name id"
)
# Kinds of customers, members, patients and accounts.
_KINDS = words(
    "business private retail wholesale gold silver bronze platinum premium basic standard plus free pro adult child infant senior junior student teacher pupil family full-time part-time"
    " fulltime parttime freelance new existing returning active inactive former vip regular public internal external individual company corporate personal enterprise professional trial paid"
    " guest member staff privat geschaeftlich gewerblich erwachsener kind particulier professionnel empresa particular azienda privato chart savings current checking agency team"
)
# What a certificate names.
_SERVER = re.compile(
    r"^(?:www|mail|smtp|imap)\.|\..*\.|\.(?:com|org|net|info|eu|de|fr|it|es|nl|io|local|lan|internal)$"
)
_HOME = re.compile(
    r"(?<![\w.])/(?:home\d{0,2}(?:/(?:www|hosting|users))?|Users|(?:export|usr|data|nfs|hsphere/local)/home|www/htdocs|(?:var/)?www/virtual|kunden(?=/\d{4,7}_\d)|homepages/\d{1,3}(?=/d\d)|usr/www/users|var/customers/webs|var/www/clients|var/www/users|var/spool/mail|var/mail|srv/users|srv/home|mnt/home|volume\d/homes)/([A-Za-z_][\w.-]{0,63}|(?<=/kunden/)\d[\d_]{5,15})(?=[/\s\"':),;\]]|$)"
)
_WINDOWS = re.compile(
    r"(?:\\|\b[A-Za-z]:/{1,2})(?:Users|Documents and Settings)[\\/]{1,2}([^\\/:*?\"<>|\r\n]{1,64}?)[\\/]", re.IGNORECASE
)
_NAMED = re.compile(
    r"(?<![\w$-])(?:user(?:[ _]?name|[ _]?id)?|login|account|benutzer|utilisateur|usuario|role|uid|owner|member|customer|patient|student|employee|mstshash)"
    r"(?:\s?[:=]\s?|\s)(?:\"([^\"\r\n]{1,80})\"|'([^'\r\n]{1,80})'|`([^`\r\n]{1,80})`|\[([^\]\s]{1,64})\]|<([^>\s]{1,64})>|((?:[A-Za-z0-9.-]{1,40}\\{1,2})?[A-Za-z0-9_@\x80-\xff][\w\x80-\xff.@+-]{1,64}))",
    re.IGNORECASE,
)
_NOUNS = ("user", "login", "account", "benutzer", "utilisateur", "usuario", "role", "uid", "owner", "member", "customer", "patient", "student", "employee", "mstshash")  # fmt: skip
_HOMES = (
    "/home",
    "/data/",
    "mail/",
    "/usr/www/",
    "/var/customers/",
    "/var/www/",
    "/www/",
    "/kunden/",
    "/homepages/",
    "/var/spool/mail/",
    "/var/mail/",
    "/srv/",
    "/volume",
    "/users/",
    "\\users\\",
    "documents and settings",
)
_VERBS = (
    "failure for",
    "login ",
    "logged in",
    "denied for",
    "password ",
    "session ",
    " failed for",
    "role",
    "granted to",
    "behalf of",
    "su to",
    "accepting",
    "rejecting",
    "valid ",
    "unknown ",
    "illegal ",
    "locked ",
    "disabled ",
    "mismatch",
    "retrieving",
    "in query for",
    "no such ",
    "existent ",
)
# Homes of programs and of everybody.
_SHARED = words(
    "public default shared app apps application www web site sites html htdocs wwwroot vhosts hosting users static content"
) | {"all users"}
_LOGINS = ("credential", "login", "log-in", "sign", "auth", "password", "account", "user", "principal")
_OF_SOMEBODY = (" for ", " by ", " of ", " as ")
# "Login failed: jane (Remote IP: …)": what follows a colon is an account where an address or origin comes after it.
_AFTER_COLON = re.compile(
    r"\b(?:login|log-in|sign-in|signin|auth(?:entication)?|anmeldung|connexion)(?: attempt)? (?:failed|failure|succeeded|rejected|denied|fehlgeschlagen): ?[\"'`]?([A-Za-z0-9_@][\w.@+-]{1,64})[\"'`]?(?= ?(?:\(|from\b|,? ip\b|,? remote\b))",
    re.IGNORECASE,
)
# Folders that a cloud or a mail server keeps for each account.
_KEPT = re.compile(
    r"/data/(?!\d{1,4}/|(?:app|www|html|public|shared|files|cache)/)([^/\s\"'<>]{1,64})/(?=(?:files(?:_trashbin|_versions|_external|_encryption)?|uploads|thumbnails|cache)/)"
    r"|/v?mail/(?:vhosts/|virtual/|domains/)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/([A-Za-z_][\w.+-]{0,63})(?=[/\s\"':),;\]]|$)"
)
_FOR = re.compile(
    r"\b(?:authentication failure for|login (?:failed|failure|attempt|succeeded) (?:for|by|from)|failed login (?:for|by)|logged in as|access denied for user|password (?:mismatch|incorrect|failed|changed|reset) for"
    r"|(?:failed|accepted|invalid) password for(?: invalid user)?|session (?:opened|closed) for(?: user)?|authorization failed for|auth failed for|(?-i:ROLE)|granted to|on behalf of|su to|(?:authenticate|authori[sz]e): (?:accepting|rejecting)|(?:invalid|unknown|illegal|locked|disabled|no such|non-?existent) (?:user|account)|user mismatch|error retrieving(?= \S+ for /)|in query for)"
    r"\s?[:=]?\s?[\"'`(]?((?:[A-Za-z0-9.-]{1,40}\\{1,2})?[A-Za-z0-9_\x80-\xff][\w\x80-\xff.@+-]{1,64})(?![\w(=])",
    re.IGNORECASE,
)
# The same said more freely: "bad credentials for d.popescu from 192.0.2.1". The word must read as an account, or an address follow.
_OF_LOGIN = re.compile(
    r"\b(?:credentials?|log-?(?:in|on|out)|sign-?(?:in|on|out)|auth(?:entication|ori[sz]ation)?|password|passwd|passcode|otp|2fa|mfa|two-factor|publickey|gssapi|session|access|permission|bind|lockout|account|impersonat(?:e|ed|ing|ion))"
    r"[a-z ]{0,40} (?:for|by|of|as)(?: invalid| unknown)?(?: user| account)? [\"'`]?([A-Za-z][\w.@+-]{1,64})[\"'`]?(?=( (?:from|at|via|\()(?: ip| host| address)?[ :=(\[]{0,3}(?:[0-9]{1,3}\.){3}[0-9])?)",
    re.IGNORECASE,
)
# Spring names in brackets whom it refused: Bad credentials [n.fontaine].
_IN_BRACKETS = re.compile(
    r"\b(?:credentials?|log-?in|sign-?in|auth(?:entication|ori[sz]ation)?|password|account|user|principal)[a-z ]{0,40}:? [\[(<'\"]([A-Za-z][\w.@+-]{1,64})[\])>'\"]",
    re.IGNORECASE,
)
_PROSE = words(
    "ok okay success successful successfully succeeded complete completed is was not does has had have with from for by in on to at and or the a an of agent name names id ids data does doesn did group groups role roles"
    " authentication auth failure failed failures error login logged input inputs space mode table account accounts session request requests defined"
    " unknown supplied registration profile service module will can cannot could must should input code level limit quota info dir directory process"
    " credentials access denied password passwords creation lookup object instance model class type field column count found exists disabled locked expired"
    " database provided information interface entry list settings preferences page form handler controller specified without using needs may might been"
    " system action email key value query string array null none undefined property offset variable index lock timeout agents requested script notice warning"
    " dn disconnected aborted connection closed internal timed out cn ou dc attribute policy context store manager login-data callback url uri"
    " user users switch map file files config database-user as if that this it its no into after before when while during between unless server host hosts"
    " mismatch authorization authorisation ca retrieving attempt attempted tried via per through belongs belonging created deleted updated added removed lacks rule rules policy proxy downloads fehlgeschlagen gescheitert verweigert abgelehnt erfolgreich unbekannt gesperrt echoue refuse reussi fallido denegado fallito negato yet now still already only never again twice once enumeration management interaction experience generated supplied-data thread threads coroutine process worker workers pool queue event events loop missing invalid rejected exceeded support record records number does"
)
# Streams of television over the Internet: /live/USER/PASSWORD/NUMBER.ts
_STREAM = re.compile(
    r"/(?:live|movie|series|timeshift)/([^/\s]{3,40})/([^/\s]{3,40})/(?:\d+/[\d:-]+/)?[1-9]\d{0,8}(?:\.(?:ts|m3u8|mkv|mp4|avi))?$"
)
_QUALITY = re.compile(
    r"(?:hls|dash|sports|action|comedy|drama|horror|kids|documentar(?:y|ies)|movies?|series|shows?|(?:channel|event|match|game|concert|stage|room|cam|camera|studio)\d*|stream|streams|channel|channels|tv|video|videos|audio|season.*|s\d+|\d+p?|hd|sd|uhd|low|high|mid|index|[a-z]{2}|news|sport|music)$"
)
# OData names one row by its key: /EmployeeSet('00012345')
_ROW = re.compile(r"/([A-Za-z_]{3,40}?)(?:Set|Collection)?\((?:[A-Za-z]{1,30}=)?'?([^'()/,\s]{1,64})'?\)")
# The same where a message names a path.
_ROUTE = re.compile(
    r"/(patients|customers|users|members|students|employees|clients|subscribers|kunden|patienten|mitglieder|guests|residents)/([A-Z]{0,4}-?\d[\w-]{0,30})(?=[/\s\"'),;?]|$)"
)
# A Windows domain and its user.
_DOMAIN = re.compile(r"(?<![\w\\/.:])[A-Z][A-Z0-9-]{1,14}\\{1,2}([a-z][a-z0-9._-]{2,30}\$?)(?![\w\\(])")
# suexec writes accounts as number and name; Amazon names the account that called by its path.
_NUMBER_NAME = re.compile(r"\b[ug]id: \(\d{1,10}/([A-Za-z_][\w.-]{0,63})\)")
_ARN = re.compile(
    r"\barn:aws[\w-]{0,8}:(?:iam|sts)::\d{12}:(?:user|assumed-role/[\w+=,.@-]{1,64})/(?:[\w+=,.@-]{1,64}/)*([\w+=,.@-]{1,64})"
)
_REWRITER = re.compile(
    r"\S{2,255} \S{1,80} (?!- )(\S{1,128}) \[[^\]\s/]{1,255}/sid#"
)  # mod_rewrite opens with client, ident and user
_STRIPE = re.compile(
    r"(?<![A-Za-z0-9_])(?:cus|acct|usr|user|customer|cust|member|pat|emp)_(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{8,40}(?![A-Za-z0-9_])"
)
_PREFIXED = re.compile(
    r"(?:cust|customer|kunde|kd|kdn|usr|user|member|mitglied|patient|pat|emp|employee|student|client)-(?!(?:19[5-9]|20[0-3])[0-9]$)[0-9]{3,12}",
    re.IGNORECASE,
)
_MATRIX = re.compile(r"(?<![\w@])@[a-z0-9._=/+-]{1,64}:(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}(?![\w.-]*\w)")
_SOCIAL = re.compile(r"acct:([A-Za-z0-9_.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24})")
_FILE = re.compile(
    r"^\.|\.(?:php\d?|html?|m?js|css|json|xml|csv|xlsx?|pdf|png|jpe?g|gif|svg|txt|aspx?|jspx?|do|action|ico|zip|gz|map|tsx?|jsx|vue|less|scss|woff2?|ttf|wasm|ya?ml|env|bak|sql|log|cgi|pl|py|rb|sh|md|webp|mp[34]|git)$",
    re.IGNORECASE,
)


# Words for people of whom sites also write: /students/life, /kunden/freunde-werben. Of ``users`` there are only accounts.
_WRITTEN_OF = (_PLURALS | _SINGULARS) - words(
    "users user accounts account useraccount principals calendars addressbooks mailboxes cuser"
)


# Unions are made here and not where they are asked: they hold thousands of words.
_NAMES = GIVEN | SURNAMES
_NO_ACCOUNTS = COMMON | _FLAGS
_NO_PERSONS = _NO_ACCOUNTS | _KINDS
_LISTED = _PLURALS | _SINGULARS


def _is_page(text: str, word: str) -> bool:
    """Whether a segment is a page: all its words are such as pages have; after a word for people, one of several suffices."""
    if has_digit(text) or not text.islower():
        return False
    parts = [part for part in re.split("[-_.]", text) if part]
    known = [part in PAGES for part in parts]
    if not any(known):
        return False
    if all(was or part in COMMON for was, part in zip(known, parts, strict=True)):
        return True
    return word in _WRITTEN_OF and GIVEN.isdisjoint(parts) and SURNAMES.isdisjoint(parts)


def _is_account(text: str) -> bool:
    low = text.lower()
    return (
        bool(text)
        and len(text) <= 128
        and low not in _NEVER
        and (low not in COMMON or low in _ROLES)
        and _FILE.search(text) is None
        and not is_nothing(text)
    )


def in_slot(slot: Slot, name: str) -> Hits:
    """A handle or number that is no choice among several."""
    text = slot.view.text.strip()
    if (
        not text
        or len(text) > 128
        or (text.lower() in _FLAGS and text not in ("1", "0"))
        or (is_nothing(text) and text not in ("0", "1", "anonymous"))
        or text in ("?0", "?1")  # a truth value of HTTP's structured fields: Sec-Fetch-User: ?1
    ):
        return ()
    if name in ("handle", "owner", "account", "player") and re.fullmatch(
        r"[a-z]+(?:-[a-z]+){2,}|[a-z-]+-(?:team|group|ops|squad)s?", text
    ):
        return ()  # of goods in a shop, of a group of people
    if re.search(r"[<>(){}$|;\r\n]|://|^/|\.\./|\\[^\w]|\\.*\\", text) or text.count(" ") > 3 or is_attack(text):
        return ()
    if name in _EXACT and name not in _KEYS:
        return (
            list(whole(slot.view, IdType.USER, 0.8, "key of an account in this place"))
            if _ambiguous(slot, name, text)
            else ()
        )
    if text in ("0", "1") and name not in ("userid", "customerid", "user", "patientid", "studentid", "memberid"):
        return ()
    if name in (
        "account",
        "owner",
        "member",
        "login",
        "sub",
        "principal",
        "acct",
        "subscriber",
        "handle",
        "nick",
        "kunde",
        "klient",
        "cust",
        "identifiant",
    ) and (_FILE.search(text) or len(text) < 2):
        return ()
    if name == "owner" and text.isascii() and text.isalpha() and text.islower() and not is_handle(text):
        return ()  # of a theme, a department
    if text.lower() in _KINDS and name not in ("user", "username", "login", "loginname"):
        return ()
    if name.endswith("by") and (text.lower() in COMMON or text.lower() in ("date", "cron", "system")):
        return ()  # createdby=date sorts
    if name == "sub" and not (
        has_digit(text) and slot.kind in ("json", "message") and len(text) >= (4 if _CLAIMS & slot.siblings else 6)
    ):
        return ()
    return list(whole(slot.view, IdType.USER, 0.93, "key of an account"))


_NO_LOGIN = re.compile(
    r"db|data|host|server|file|domain|site|first|last|full|sur|company|team|project|display|screen|real|vor|nach|class|form|field|button|app|realm|client"
)


@lru_cache(maxsize=1024)
def _asks_key(siblings: frozenset[str]) -> bool:
    return any(key.endswith(("hash", "token", "code", "key", "confirm", "confirmation")) for key in siblings)


# What forms send beside the account and its password.
_OF_FORMS = words(
    "action act submit do op cmd btn button lang locale language type next redirect returnurl return url mode form page ssid remember rememberme keep stay step task view option route encoding charset"
    " enc auth method protocol country version format csrf token state port vlan channel salt hash algo realm domain tz timezone theme ver key to goto target"
)


def _is_lone(slot: Slot, text: str) -> bool:
    """Whether it is the other field of a short form with a password, whatever language its key is in."""
    return (
        slot.kind == "query"
        and len(slot.siblings) <= 4
        and slot.name not in _OF_FORMS
        and re.fullmatch(r"[A-Za-z][\w.-]{2,40}", text) is not None
        and text.lower() not in _NO_ACCOUNTS
    )


def any_slot(slot: Slot) -> Hits:
    """``cust-88412`` under any key, and what stands under a key for a name beside a password: ``wpName=``."""
    text = slot.view.text
    if (
        asks_password(slot.siblings)
        and (slot.name.endswith(("name", "login", "uniqueid", "identifier")) or _is_lone(slot, text))
        and _NO_LOGIN.search(slot.name) is None
        and _is_account(text)
        and not is_attack(text)
    ):
        return list(whole(slot.view, IdType.USER, 0.85, "name beside a password"))
    if "-" in slot.view.text and _PREFIXED.fullmatch(slot.view.text):
        return list(whole(slot.view, IdType.USER, 0.75, "number after a word for somebody"))
    return ()


# What else a token says of whom it was issued to.
_CLAIMS = words("exp iat iss aud nbf preferredusername email scope azp jti")


_MAILBOX = words("mbox mailbox folder msg thismailbox")


def _ambiguous(slot: Slot, name: str, text: str) -> bool:
    keys, path = slot.siblings, slot.words
    if slot.kind == "condition":  # assignee = jane, in a query language
        if name == "author" and text.isalpha():
            return False  # of a book
        return re.fullmatch(r"[A-Za-z][\w.@+-]{2,64}", text) is not None and text.lower() not in _NO_ACCOUNTS
    if name in ("log", "u", "id", "name", "uid") and {"pwd", "pass", "password", "psd", "passwd", "pw", "psw"} & keys:
        return True
    if (
        name in ("uid", "u", "id", "mid")
        and _asks_key(slot.siblings)
        and not _KEPT_BY_LINKS.isdisjoint(part.partition(".")[0] for part in path)
    ):
        return re.fullmatch(r"[0-9]{1,12}", text) is not None
    if name in ("uid", "u"):
        return (
            _MAILBOX.isdisjoint(keys)  # a message of a mailbox
            and "aHR0c" not in text  # base64 of http: where a click goes
            and slot.kind != "cookie"
            and ((text.isdigit() and len(text) >= 2) or re.fullmatch(r"[A-Za-z][\w.-]{2,40}", text) is not None)
            and re.fullmatch(r"[a-z]+(?:-[a-z]+)+-\d{1,4}", text) is None  # an element of a page: menu-item-12
            and not path_is_public(path)
        )
    if name == "id":
        return (
            bool(_LISTED.intersection(part.partition(".")[0] for part in path[-2:]))
            and has_digit(text)
            and len(text) <= 40
        )
    if name in ("cardnumber", "cardno", "barcode", "card"):  # of a library, beside its PIN
        return (
            bool({"pin", "pwd", "pass", "password", "passwd"} & keys) or not _HOLDING.isdisjoint(path)
        ) and re.fullmatch(r"[A-Z]?\d{6,16}", text) is not None
    if name == "with" and is_handle(text):
        return True
    if name in _ENDS and not _TALKS.isdisjoint(path) and re.fullmatch(r"[A-Za-z][\w.-]{2,30}", text):
        return text.lower() not in _NO_PERSONS and (
            (name in ("to", "recipient") and not _WRITES.isdisjoint(path))
            or is_handle(text)
            or _CHOSEN.search(text) is not None
        )
    if name == "me":
        return re.fullmatch(r"\d{3,12}", text) is not None
    if name in ("by", "who", "handledby") and is_handle(text):
        return True
    if name in _PEOPLE:
        if name in _WORKING and (is_handle(text) or _is_numbered(text)):
            return True
        return re.fullmatch(r"[A-Za-z]{0,4}[-_]?\d{3,12}|[a-z]{1,20}[._][a-z]{1,20}\d{0,4}", text) is not None or (
            name in ("emp", "reviewer", "reviewee", "assignees", "approver")
            and re.fullmatch(r"[a-z][a-z0-9]{3,20}", text) is not None
            and text not in _NO_ACCOUNTS
        )
    if name == "cn":  # the common name of a directory entry
        return slot.kind == "message" and re.fullmatch(r"[\w.-]{2,64}", text) is not None and not _SERVER.search(text)
    if name in ("loginhint", "fromid"):
        return len(text) > 3
    return False


_HOLDING = words(
    "member members mitglied mitglieder reader readers leser ausleihe employee employees student students patron patrons gym fitness studio club mensa badge"
)
# Who has to do with an entry; under these keys programs write accounts.
_WORKING = words(
    "assignee assignees assigned requester approver reviewer reporter emp employee mitarbeiter sachbearbeiter betreuer anrufer melder sender recipient participant attendee"
)
# What a link in a mail does to the account whose number stands beside its key.
_KEPT_BY_LINKS = words(
    "activate activation verify verification confirm confirmation reset resetpassword lostpassword passwordreset unsubscribe optout validate validation recover recovery"
)
_NUMBERED_WORD = re.compile(r"([a-z]{3,20})[0-9]{1,4}")


def _is_numbered(text: str) -> bool:
    """``brooke50``; not ``team5``, ``sprint12``."""
    match = _NUMBERED_WORD.fullmatch(text)
    return match is not None and match[1] not in _NO_NUMBERED


_GROUPS = words(
    "team teams group squad dept queue pool role bot dev ops test tier level stage sprint crew desk shift user agent"
)
_NO_NUMBERED = COMMON | PAGES | _KINDS | _GROUPS
_ENDS = words("to with recipient from sender")
# Where people talk, and where one writes to another; and what sets a chosen name off from a word.
_TALKS = words(
    "messages message compose pm privmsg privatemessage dm inbox conversations conversation chat nachrichten nachricht mensajes messagerie messaggi whisper composemessage sendmessage newmessage"
)
_WRITES = words("compose pm privmsg privatemessage dm whisper composemessage sendmessage newmessage")
_CHOSEN = re.compile(r"(?=.*[A-Za-z]{3})(?:.*[0-9_]|[A-Z]?[a-z]+[A-Z])")


def path_is_public(words_: tuple[str, ...]) -> bool:
    """Pages that name an account to everybody: profiles of forums and the like."""
    return any(
        part.partition(".")[0] in ("member", "profile", "memberlist", "viewprofile", "userinfo") for part in words_
    )


# A path that names its segments: /username/jane/customer_id/318
_KEYED = words(
    "username userid loginname loginid customerid customerno customernumber kundennummer kundennr memberid memberno membernumber patientid patientno accountid studentid employeeid"
    " subscriberid contactid personid guestid playerid clientno clientnumber mitgliedsnummer matrikelnummer personalnummer numeroclient idcliente idutente idusuario klantnummer"
)


# A page of one year: exchange-programme-2026
_YEARLY = re.compile(r"(?:[a-z]{2,}-){1,6}(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}(?:-[a-z]{2,}){1,6}")
_A_NUMBER = re.compile(r"(?!(?:19[5-9]|20[0-3])[0-9]$)[A-Za-z]{0,4}-?[0-9]{3,19}")


def in_record(path: Path, at: int) -> Hits:
    """The number that follows such a word."""
    segment = path.segments[at + 1]
    if path.words[at + 1] in _VERBS_OF_ROWS and at + 2 < len(path.segments):
        segment = path.segments[at + 2]
    if _A_NUMBER.fullmatch(segment.text):
        return list(whole(segment, IdType.USER, 0.8, "number after a word for a person's record"))
    return ()


def _in_path(path: Path, at: int) -> Hits:
    word = path.words[at]
    if at + 1 >= len(path.segments):
        return
    if word == "dav" and at and path.words[at - 1] == "sogo":
        pass  # /SOGo/dav/jane/
    elif word in ("dav", "webdav"):
        if path.words[at + 1] in _DAV:
            at += 1
            if at + 1 >= len(path.segments):
                return
        elif not is_handle(path.segments[at + 1].text):
            return
    if word in _HANDLED and not is_handle(path.segments[at + 1].text):
        return
    segment = path.segments[at + 1]
    # /principals/users/jane and /calendars/users/jane name the kind first.
    if path.words[at + 1] in ("users", "user", "resources", "groups") and word in (
        "principals",
        "calendars",
        "addressbooks",
    ):
        return
    text = segment.text
    if re.fullmatch(
        r"(?:v|r|api)\d+(?:\.\d+)?|_[a-z_]+|\d+(?:\.\d+)+|(?:top|page|seite|step|part|vol)[-_]?\d{1,4}", text
    ):
        return  # /client/r0/ names a version, /users/_search what is done
    if re.fullmatch(r"19[5-9]\d|20[0-3]\d", text) and word not in ("users", "user"):
        return
    if path.words[at + 1] in _VERBS_OF_ROWS and at + 2 < len(path.segments):
        row = path.segments[at + 2]
        if re.fullmatch(r"(?!(?:19[5-9]|20[0-3])[0-9]$)[A-Za-z]{0,4}-?[0-9]{1,12}", row.text):
            yield from whole(row, IdType.USER, 0.85, "row of private accounts")
        return
    if (
        at
        and path.words[at - 1] in ("component", "components", "admin", "v2wp", "modules", "plugins", "themes")
        and word in _PLURALS
        and not (has_digit(text) or "." in text)
        and not (path.words[at - 1] == "admin" and path.words[at + 2 : at + 3] and path.words[at + 2] in _OF_ONE)
    ):
        return
    if word == "so" and not (at and path.words[at - 1] == "sogo"):
        return
    if not _is_account(text) or ("@" in text and text.startswith("@") and ":" not in text):
        return
    shown = (
        word == "user" and path.words[at + 2 : at + 3] and path.words[at + 2] in _OF_ONE | {"api", "repos", "builds"}
    )
    if (
        word in _NUMBERED
        and not shown
        and not (
            (re.search(r"[._]", text) or (word in _NAMED_BY_HANDLE and at + 2 < len(path.segments))) and is_handle(text)
        )
        and (not (has_digit(text) or "." in text) or re.fullmatch(r"(?:19|20)[0-9]{2}", text))
    ):
        return
    if _is_page(text, word):
        return
    if word in ("files", "uploads") and text.lower() in ("thumbs", "public"):
        return
    if word in _SINGULARS and re.fullmatch(r"[a-z]+(?:-[a-z]+)+", text):
        return
    if _YEARLY.fullmatch(text) and GIVEN.isdisjoint(text.split("-")):
        return
    if (
        re.fullmatch(r"[a-z]+(?:-[a-z]+){2,}", text)
        or (" " in text and text.count(" ") > 3)
        or re.search(r"[<>(){}$'\"=&]|\.\.", text)
    ):
        return
    yield from whole(segment, IdType.USER, 0.85, "path of private accounts")


def _in_text(view: View, where: Where, _key: str) -> Hits:
    text = view.text
    if where is Where.AGENT:
        return
    if "_" in text:
        for match in _STRIPE.finditer(text):
            yield hit(view, *match.span(), IdType.USER, 0.85, "issued account number")
    if "@" in text:
        for match in _MATRIX.finditer(text):
            yield hit(view, *match.span(), IdType.USER, 0.85, "Matrix id")
        for match in _SOCIAL.finditer(text):
            yield hit(view, *match.span(1), IdType.USER, 0.7, "handle of a fediverse account")
    if where is Where.PATH:
        for match in _ROW.finditer(text) if "(" in text else ():
            if match[1].lower() in _LISTED and not is_nothing(match[2]):
                yield hit(view, *match.span(2), IdType.USER, 0.85, "row of an account")
        stream = _STREAM.search(text)
        if stream is not None and not any(_QUALITY.match(part) for part in stream.groups()):
            mixed = [has_digit(part) or not part.islower() for part in stream.groups()]
            if any(mixed):
                yield hit(view, *stream.span(1), IdType.USER, 0.75, "account in the address of a stream")
                yield hit(view, *stream.span(2), IdType.TOKEN, 0.75, "password in the address of a stream")
    if where is Where.TEXT or where is Where.VALUE:
        for pattern in (_HOME, _WINDOWS, _KEPT) if speaks(text, _HOMES) else ():
            for match in pattern.finditer(text):
                group = match.lastindex or 1
                if match.group(group).lower() not in _SHARED:
                    yield hit(view, *match.span(group), IdType.USER, 0.85, "home directory")
    if where is Where.TEXT:
        yield from _in_prose(view)


_MEASURED = re.compile(r" ?[:=] ?[0-9.]+(?![0-9.]*[A-Za-z]{3})")  # login rate: 12/min, user count=9
# In prose these nouns stand before others (patient portal, owner mismatch) more often than before somebody's name.
_BEFORE_OTHERS = re.compile(
    r"(?:owner|member|customer|patient|student|employee|account|role)\s|(?:account|role):|owner=", re.IGNORECASE
)
# What befalls an account, behind its name: account brookfarm over quota
_BEFALLS = re.compile(
    r" (?:is |was |has been |has )?(?:over quota|exceeded (?:its|the|disk|quota)|suspended|terminated|locked out|blocked|banned)\b"
)


def _in_prose(view: View) -> Iterator[Hit]:
    text = view.text
    for match in _ROUTE.finditer(text) if "/" in text else ():
        if not re.match(r"(?:19|20)\d\d$", match[2]):
            yield hit(view, *match.span(2), IdType.USER, 0.75, "number in a path of private accounts")
    for match in _DOMAIN.finditer(text) if "\\" in text else ():
        yield hit(view, *match.span(), IdType.USER, 0.7, "user of a Windows domain")
    for match in _NAMED.finditer(text) if speaks(text, _NOUNS) else ():
        group = match.lastindex or 6  # one alternative, one group
        if group == 2 and match.group()[:4].lower() == "role":
            continue  # databases write their roles in double quotes; what stands in single ones is a right
        value = match.group(group).rstrip(".")
        if group == 6 and (is_prose(value) or value[:1] == "@" or text[match.end() : match.end() + 1] in ("(", "=")):
            continue
        if (
            group == 6
            and value.isalpha()
            and match.group()[-len(value) - 1 :][:1] == " "
            and _MEASURED.match(text, match.end())
        ):
            continue
        if (
            group == 6
            and _BEFORE_OTHERS.match(match.group())
            and value.isalpha()
            and (value.islower() or value.istitle())
            and value.lower() not in _NAMES
            and not (value.islower() and _BEFALLS.match(text, match.end()))
        ):
            continue
        if (
            is_nothing(value)
            or (" " in value.strip() and group > 3)
            or value.startswith(("/", "-", "http"))
            or _FILE.search(value)
        ):
            continue
        start = match.start(group)
        yield hit(
            view, start, start + len(value), IdType.USER, 0.85 if group < 6 else 0.7, "named as a user in a message"
        )
    for pattern, mark in ((_NUMBER_NAME, "id: ("), (_ARN, "arn:aws"), (_REWRITER, "/sid#")):
        for match in pattern.finditer(text) if mark in text else ():
            yield hit(view, *match.span(1), IdType.USER, 0.85, "account beside its number")
    for match in _AFTER_COLON.finditer(text) if ": " in text else ():
        if not is_prose(match.group(1)):
            yield hit(view, *match.span(1), IdType.USER, 0.75, "named as a user in a message")
    for match in _OF_LOGIN.finditer(text) if speaks(text, _OF_SOMEBODY) else ():
        value = match.group(1).rstrip(".")
        if (match.group(2) and not is_prose(value) and _FILE.search(value) is None) or is_handle(value):
            yield hit(view, match.start(1), match.start(1) + len(value), IdType.USER, 0.7, "named as who logs in")
    for match in _IN_BRACKETS.finditer(text) if speaks(text, _LOGINS) else ():
        if is_handle(match.group(1)):
            yield hit(view, *match.span(1), IdType.USER, 0.7, "named as who logs in")
    for match in _FOR.finditer(text) if speaks(text, _VERBS) else ():
        value = match.group(1).rstrip(".")
        if not is_prose(value):
            yield hit(
                view, match.start(1), match.start(1) + len(value), IdType.USER, 0.75, "named as a user in a message"
            )


# What is said of an account rather than its name: throttled, expiring, automatically.
_SAID_OF = re.compile(r"[a-z]{3,}(?:ed|ing|ly|able|tion|ment)$")


def is_prose(word: str) -> bool:
    """Whether a word behind a noun for somebody goes on with the sentence."""
    low = word.lower()
    if low in _PROSE or (word.isdigit() and len(word) < 2):
        return True
    return _SAID_OF.match(word) is not None and word not in _NAMES


def in_userinfo(view: View) -> Iterator[Hit]:
    """The user of ``user:password@host``; a lone token is no user."""
    colon = view.text.find(":")
    name = view.text[: colon if colon >= 0 else None]
    if name and len(name) <= 128 and (colon >= 0 or len(name) < 20):
        yield hit(view, 0, len(name), IdType.USER, 0.9, "user in a URL")


DETECTOR = Detector(
    IdType.USER,
    slot=in_slot,
    path=_in_path,
    text=_in_text,
    keys=_KEYS,
    exact=_EXACT,
    path_words=_HANDLED | _KEYED | _PLURALS | _SINGULARS | {"dav", "webdav", "so"},
    openings=frozenset(f"/{holder}" for holder in RECORD_OF if holder.isascii()),
    requests=words(
        "/apop/ /nick/ ^cust0 ^customer0 ^kunde0 ^kd0 ^kdn0 ^usr0 ^user0 ^member0 ^mitglied0 ^patient0 ^pat0 ^emp0 ^employee0 ^student0 ^client0 employeeset/ userset/ customerset/ contactset/ personset/ accountset/ patientset/ memberset/ studentset/ clientset/ /home/ /home0/ /users/ documents/and/settings /usr/www/ /var/customers/ /var/www/ /var/spool/ /mail/ /vmail/ /data/ /srv/ /volume /live/ /movie/ /series/ /timeshift/ user/= username/= login/= assignee/= reporter/= owner/= author/= creator/= name/= mail/= phone/= ^uid/= ^cn/= accountname/= user/eq username/eq login/eq assignee/eq reporter/eq owner/eq author/eq creator/eq name/eq mail/eq phone/eq ^uid/eq ^cn/eq accountname/eq /htdocs/ /virtual/ /kunden/ /homepages/ user= login= author= creator= owner= reporter= assignee= ^uid= ^cn="
    ),
    prose=words(
        "user login account benutzer utilisateur usuario role uid owner member customer patient student employee password failure/for"
        " session/opened session/closed authorization/failed auth/failed granted/to on/behalf/of su/to mstshash logged/in/as"
        " credential authentic authori auth/ sign/in sign/on signin signon log/in log/on logon logout publickey gssapi twofactor mfa lockout impersonat passcode access/ session/ permission bind/"
    ),
)

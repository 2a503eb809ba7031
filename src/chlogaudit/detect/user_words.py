"""Words of accounts: keys, words of paths for the people who have one, and what stands there that is none."""

from __future__ import annotations

from chlogaudit.detect.detector import words
from chlogaudit.detect.given_names import COMMON, GIVEN, SURNAMES
from chlogaudit.detect.people import HOLDERS, RECORD_OF, ROMANCE

KEYS = words(
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


KEYS |= frozenset(f"{holder}id" for holder in HOLDERS | ROMANCE) - {"clientid"}
KEYS |= frozenset(f"{holder}{end}" for holder in HOLDERS for end in ("referenceid", "referenceno", "refid", "refno"))


KEYS |= frozenset(f"id{holder}" for holder in ROMANCE)  # numbers of another name are read by their parts


# What universities call an account; and what schools, hospitals and brokers number people by, under keys that mean
# other things, too.
CAMPUS = words("netid unetid uninetid sunetid cnetid mynetid uniqname unikey andrewid kerberosid")
ROLLS = words(
    "rollno rollnumber rollnum universityrollno examrollno enrolmentno enrollmentno enrolmentnumber enrollmentnumber enrolmentid enrollmentid hallticketno hallticketnumber"
    " hallticket admissionno admissionnumber ucasid uhid umrno ipno opno hospitalno hospitalnumber clientcode"
)


# What accounts did with entries, where sorting and grouping say ``by``, too.
DEEDS_BY = words(
    "runby ownedby assignedby closedby openedby deletedby addedby editedby changedby uploadedby loggedby resolvedby invitedby sharedby postedby writtenby sentby exportedby startedby lockedby reviewedby"
)


EXACT = (
    CAMPUS
    | DEEDS_BY
    | ROLLS
    | words(
        "u uid id log by auth who client author ident name as me customer_id patron loginhint cn for assignee fromid mid pid reporter creator spieler player joueur jugador giocatore actor emp reader reviewer reviewee recipient sender requester approver mentor coach driver rider guest donor buyer seller assignees assigned cardnumber cardno barcode card persnr pnr to with from"
    )
    | RECORD_OF
)


PLURALS = words(
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
    " membres licencie licencies societaires assicurati abonados tesserati lettori lezers czytelnik czytelnicy"
)


SINGULARS = words(
    "user patient customer student employee pupil driver subscriber cuser useraccount kunde benutzerkonto mitglied utente usuario utilisateur account member client person"
)


# Keys for a person, under which a number or a handle is his account.
PEOPLE = (
    words(
        "spieler player joueur jugador giocatore actor emp reader reviewer reviewee recipient sender requester approver mentor coach driver rider guest donor buyer seller assignees assigned persnr author creator reporter pnr"
    )
    | RECORD_OF
)


NUMBERED = words(
    "readers lead bewerber utentes potilaat personnel enrollees caregivers parents children customeraccounts customeraccount bewohner sozialversicherte contact sellers buyers merchants payers shoppers couriers passagers passeggeri pasajeros passageiros passagiere huespedes ospiti hospedes gasten gaste guest passenger passagier resident citizen applicant candidate"
    " tenant owner borrower patron visitor rider beneficiary policyholder participant attendee eleve usager adherents assure locataire alumno paciente socio cliente inquilino"
    " paziente studente assistito iscritto aluno klant huurder leerling pacjent uczen klienta elev kund medlem bruger asiakas potilas schueler mitarbeiter klassen eltern personal alumni"
    " visitors attendees participants volunteers kontakte familien households nutzer contactos membres licencie licencies societaires assicurati abonados tesserati lettori lezers czytelnik czytelnicy "
    "drivers driver mieter vermieter fahrer lehrer teilnehmer abonnes leden elever kunder soci socios iscritti "
    "members accounts clients contacts persons people leads tenants owners account member client person guests candidates user players"
)


NEVER = words(
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


FLAGS = words(
    "true false yes no on off 1 0 all any none null success failed error required new edit submit login logout ok asc desc current self me @me view both form ajax modal register signin user username email name id anyone everyone someone somebody everybody others"
)


# Kinds of customers, members, patients and accounts.
KINDS = words(
    "business private retail wholesale gold silver bronze platinum premium basic standard plus free pro adult child infant senior junior student teacher pupil family full-time part-time"
    " fulltime parttime freelance new existing returning active inactive former vip regular public internal external individual company corporate personal enterprise professional trial paid"
    " guest member staff privat geschaeftlich gewerblich erwachsener kind particulier professionnel empresa particular azienda privato chart savings current checking agency team"
)


# Words for people of whom sites also write: /students/life, /kunden/freunde-werben. Of ``users`` there are only accounts.
WRITTEN_OF = (PLURALS | SINGULARS) - words(
    "users user accounts account useraccount principals calendars addressbooks mailboxes cuser"
)


# Unions are made here and not where they are asked: they hold thousands of words.
NAMES = GIVEN | SURNAMES


NO_ACCOUNTS = COMMON | FLAGS


NO_PERSONS = NO_ACCOUNTS | KINDS


LISTED = PLURALS | SINGULARS

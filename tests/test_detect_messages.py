"""Messages of servers and programs: what names somebody is found by the message's form, and its neighbours are left alone."""

from __future__ import annotations

import time

import pytest

from chlogaudit import find_identifiers
from chlogaudit.detect import find, find_free, flagged, sieve_table
from chlogaudit.model.format import Holds

FOUND = {
    "columns_of_an_insert": (
        b"query: INSERT INTO `members` (`id`, `first_name`, `tel`) VALUES (12, 'Mirela', '+40 721 555 014') failed",
        [b"Mirela", b"+40 721 555 014"],
    ),
    "second_row_of_an_insert": (
        b"INSERT INTO contacts (surname, age) VALUES ('Kowalczyk', 41),('Wrona', 30)",
        [b"Kowalczyk", b"Wrona"],
    ),
    "condition_with_blanks": (b"SELECT * FROM p WHERE `last_name` = 'Oyelaran' AND active = 1", [b"Oyelaran"]),
    "taken_in_an_index": (b"SQL error: Duplicate entry 'bela.kiss' for key 'staff.staff_username_unique'", [b"bela.kiss"]),
    "taken_in_sql_server": (
        b"Cannot insert duplicate key row in object 'dbo.P' with unique index 'IX_P_Phone'. The duplicate key value is (+36 1 555 0142).",
        [b"+36 1 555 0142"],
    ),
    "subject_of_a_certificate": (
        b"verify error 10 [subject: emailAddress=t@example.org,CN=Ioana Popescu,O=Acme / issuer: CN=Acme Issuing CA 2]",
        [b"t@example.org", b"Ioana Popescu"],
    ),
    "entry_of_a_directory": (b"bind as CN=Emre Yildiz,OU=People,DC=example,DC=com failed 49", [b"Emre Yildiz"]),
    "dump_of_php": (b"Array ( [prenom] => Maxence [ville] => 3 ) in line 9", [b"Maxence"]),
    "dump_of_ruby": (b'Parameters: {:last_name=>"Haugland", :id=>7}', [b"Haugland"]),
    "said_with_a_colon": (b"new request 14. Full name: Imani Okoro, Mobile: 0712 345 678", [b"Imani Okoro", b"0712 345 678"]),
    "argument_in_quotes": (b"#3 /srv/a/Guest.php(12): Guest->load('Ingrid Solberg', 4)", [b"Ingrid Solberg"]),
    "argument_of_modsecurity": (b'[data "Matched Data: x found within ARGS:lastname: Fitzgerald"] [id "1"]', [b"Fitzgerald"]),
    "file_of_a_person": (b'open() "/srv/d/patients/77120/scan.png" failed (2: No such file)', [b"77120"]),
    "calendar_on_disk": (b"cannot lock /var/lib/x/calendars/solveig/default 13", [b"solveig"]),
    "document_on_disk": (b'"/srv/up/CV_Ingrid_Solberg.pdf" is forbidden (13)', [b"Ingrid_Solberg"]),
    "windows_domain": (rb"user NORTH\\jhart: authentication failure for /x 1", [rb"NORTH\\jhart"]),
    "ldap_accepts": (b"AH01697: auth_ldap authenticate: accepting m.haddad", [b"m.haddad"]),
    "suexec": (b"uid: (1009/brookfarm) gid: (1009/brookfarm) cmd: x.php", [b"brookfarm"]),
    "amazon_account": (b"arn:aws:sts::123456789012:assumed-role/ops/ksato", [b"ksato"]),
    "failed_with_a_colon": (b"Login rejected: imani_o (Remote IP: 4)", [b"imani_o"]),
    "cloud_folder": (b'"/mnt/nc/data/solveig/files_trashbin/a" is not found (2)', [b"solveig"]),
    "mail_folder": (b"stat(/var/vmail/example.net/o.haddad/cur) failed: 13", [b"o.haddad"]),
    "account_in_dutch": (b"Gebruiker kjansen42 niet gevonden 3", [b"kjansen42"]),
    "account_in_italian": (b"Utente gbruno42 non trovato 3", [b"gbruno42"]),
    "form_of_address_declined": (b"Versand an Herrn Walter Kuhn fehlgeschlagen 3", [b"Walter Kuhn"]),
    "form_of_address_cut_short": (b"invio a Sig. Luca Fontana fallito 3", [b"Luca Fontana"]),
    "asked_of_a_resolver": (b"9#9: mail.intern could not be resolved (3: Host not found)", [b"mail.intern"]),
    "bare_key": (b"mail 4 sent, reset token k3n9q0w7z5x1c8v2 stored", [b"k3n9q0w7z5x1c8v2"]),
    "spoken_session": (b"worker 3: session 77be01c9d2aa43f0 timed out", [b"77be01c9d2aa43f0"]),
    "name_without_quotes": (b"no slot 4 for name=Imani Okoro desk=7", [b"Imani Okoro"]),
    "matched_data": (
        b'[data "Matched Data: Fitzgerald\' found within ARGS:lastname: Fitzgerald\'"] [id "2"]',
        [b"Fitzgerald"],
    ),
    "dump_with_lengths": (b'array(2) {\\n  ["apellidos"]=>\\n  string(6) "Ibarra"\\n}', [b"Ibarra"]),
    "quote_in_a_condition": (b"SELECT 1 FROM u WHERE user_login = 'd'arcy' LIMIT 1", [b"d'arcy"]),
    "row_of_a_model": (rb"No query results for model [App\\Models\\Student] 40177", [b"40177"]),
    "member_of_a_member": (b'{"event":"x","patient":{"id":40177,"age":4}}', [b"40177"]),
    "rewriting": (b"198.51.100.9 - solveig [www.example.com/sid#55d][rid#7f/initial] init", [b"solveig"]),
    "relative_path": (b"applying pattern '^(.*)$' to uri 'invite/8c1f0e7d6a5b4c39'", [b"8c1f0e7d6a5b4c39"]),
    "town_behind_a_street": (b'no route to "Lindenweg 12, 8004 Z\xc3\xbcrich"', [b"Lindenweg 12", b"8004"]),
    "subject_of_a_token": (b"jwt: expired, sub=7c10f3e2", [b"7c10f3e2"]),
    "typed_code": (b"sent verification code 884213 to client 4", [b"884213"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_found_by_the_form_of_the_message(name):
    """What the message says of somebody is found wherever the message stands, and the sieve flags it."""
    text, wanted = FOUND[name]
    for found in (find(text, Holds.MESSAGE), find_free(text)):
        covered = bytearray(len(text))
        for one in found:
            covered[one.start : one.end] = b"\1" * (one.end - one.start)

        assert all(all(covered[text.find(value) : text.find(value) + len(value)]) for value in wanted)
    assert is_flagged(text, Holds.MESSAGE)


def is_flagged(value, holds):
    """Whether the sieve looks at a value."""
    import numpy as np

    data = np.frombuffer(value, np.uint8)
    return bool(flagged(data, np.array([0]), np.array([len(value)]), sieve_table(holds))[0])


@pytest.mark.parametrize(
    "text",
    [
        b"SELECT option_value FROM wp_options WHERE option_name = 'siteurl' LIMIT 1",
        b"INSERT INTO `cache` (`name`, `expire`) VALUES ('theme_registry', 1772611200)",
        b"Duplicate entry '4-en' for key 'PRIMARY'",
        b"verify error 20 [subject: CN=Acme Issuing CA 2,O=Acme Trust,C=SE / issuer: CN=Acme Root CA,O=Acme Trust,C=SE]",
        b"member of CN=Domain Admins,OU=Groups,DC=example,DC=com 1",
        b"Surname: Required field 3, Password: expired, Phone: invalid",
        b"Array ( [name] => theme_registry [weight] => 4 )",
        b"Undefined property: 'Internal Server', 'Bad Gateway' in 4",
        b'open() "/srv/www/users/views/list.html" failed (2: No such file)',
        b"Failed opening '/srv/www/vendor/accounts/v2/Handler9.php' for inclusion",
        b"user mismatch with directory 1",
        b"status code 884213, error code 4021 and exit code: 1375",
        b"Login failed: timeout (attempt 3), Login failed: invalid password from cache 2",
        b"session handling-2 done; api key authentication2 is off; access token v2 in use",
        b'open() "/srv/app/data/2026/files/report.csv.gz" failed',
        b"lacks role 'editor' 3",
        b"Accept: 'text/html2', 'image/x2' and 'application/x-tar3'",
        b'{"event":"x","widget":{"id":40177}}',
        b"Address: not a valid one, Account: Premium, Role: Editors, Member Area 7",
        b"Title: Opening Hours, Subject: Weekly Digest 9",
        b"stapling [subject: CN=www.example.org / issuer: CN=E7,O=Acme,C=US] 3",
        b"unknown user agent 4 and invalid account type 5",
    ],
)
def test_neighbours_name_nobody(text):
    """Columns, authorities, groups, folders of programs and refusals are nobody."""
    assert not find(text, Holds.MESSAGE)
    assert not find_free(text)


@pytest.mark.parametrize(
    ("tail", "wanted"),
    [
        (b'"JSESSIONID=6F1C7E2D3B4A59788796A5B4C3D2E1F0; lang=fi"', b"6F1C7E2D3B4A59788796A5B4C3D2E1F0"),
        (b'"Basic aW5ncmlkOmh1bnRlcjI="', b"aW5ncmlkOmh1bnRlcjI="),
        (b'"Apache=198.51.100.9.1772700000654321"', b"198.51.100.9.1772700000654321"),
        (b'"x=1; wordpress_logged_in_7f=solveig%7C1772800000%7Cq1w2e3"', b"solveig%7C1772800000%7Cq1w2e3"),
    ],
)
def test_fields_behind_the_agent(tail, wanted):
    """A quoted field behind the user agent is read as what it looks like, also where a format takes it for the agent's."""
    agent = b'Mozilla/5.0" ' + tail[:-1]
    line = b'198.51.100.9 - - [06/Mar/2026:10:00:19 +0000] "GET /a HTTP/1.1" 200 90 "-" "Mozilla/5.0" ' + tail

    assert wanted in {agent[one.start : one.end] for one in find(agent, Holds.USER_AGENT)}
    assert is_flagged(agent, Holds.USER_AGENT)
    assert wanted in {line[one.start : one.end] for one in find_identifiers(line)}


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        (rb"{\x22login\x22:\x22imani_o\x22,\x22password\x22:\x22s3same\x22}", {b"imani_o", b"s3same"}),
        (b"Bearer v4.public.kQx81mZ0p2Lw", {b"v4.public.kQx81mZ0p2Lw"}),
        (b"unknown, 198.51.100.7:4000", {b"198.51.100.7"}),
        (b"for=198.51.100.7;proto=https", {b"198.51.100.7"}),
        (b"lan-4.example.net, 2001:db8::7", {b"lan-4.example.net", b"2001:db8::7"}),
        (b"Accept-Language en", set()),
    ],
)
def test_no_list_where_forwarded_addresses_stand(field, wanted):
    """A field in the place of the forwarded list is read as what it is: a list, credentials, a body."""
    assert {field[one.start : one.end] for one in find(field, Holds.FORWARDED)} == wanted


def test_account_before_the_time():
    """Hosters write the account in brackets before the time."""
    line = b'[brookfarm][07/Apr/2026:09:00:12 +0000] 0.1 0.2 200 - 198.51.100.210 "GET /a HTTP/1.1" 5'

    assert (b"brookfarm", "user") in {(line[one.start : one.end], one.type.value) for one in find_identifiers(line)}


@pytest.mark.parametrize("holds", [Holds.IDENT, Holds.USER])
def test_an_address_in_the_place_of_a_user(holds):
    """A virtual host that no format expects moves the client on by one place; what is left there of dashes is nobody."""
    assert [one.type.value for one in find(b"198.51.100.9", holds)] == ["client_ip"]
    assert not find(b"- -", holds)
    assert [(one.start, one.type.value) for one in find(b"- solveig", holds)] == [(2, "user")]


def test_two_lines_glued_together():
    """Both clients of two lines without a line end between them are found."""
    line = b'198.51.100.9 - - [06/Mar/2026:10:00:19 +0000] "GET / HTTP/1.1" 200 9 "-" "-"'
    other = line.replace(b"198.51.100.9", b"203.0.113.77")
    glued = line + other

    assert {glued[one.start : one.end] for one in find_identifiers(glued)} == {b"198.51.100.9", b"203.0.113.77"}


@pytest.mark.parametrize("verdict", ["SUCCESS", "NONE", "FAILED:certificate has expired"])
def test_verdicts_on_certificates_are_no_users(verdict):
    """What the server says of a certificate is not the certificate's owner."""
    line = f'{{"remote_addr":"198.51.100.9","request":"GET / HTTP/1.1","status":"200","ssl_client_verify":"{verdict}"}}'.encode()

    assert [one.type.value for one in find_identifiers(line)] == ["client_ip"]


def test_an_inferred_column_keeps_its_key():
    """``KEY=value`` of a log of unknown form is judged under its key."""
    line = b'Mar  6 10:00:03 lb proxy[9]: 198.51.100.9:3331 [06/Mar/2026:10:00:03.655] web app/2 200 27 PHPSESSID=k1v0m9q8d7l6h5s4a3f2e1t0 - "GET / HTTP/1.1"'

    assert b"k1v0m9q8d7l6h5s4a3f2e1t0" in {line[one.start : one.end] for one in find_identifiers(line)}


MARKS = (
    b"CN=a,", b"CN=a,O=", b"(a)=(b", b"a: b", b"[a] => ", b"'a' = 'b", b'"a":{"id":1', b"INTO a (a) VALUES (", b"/a/b", b"'/a", b"uid: (1/", b"=a A",
    b"key a1b2c3d4e5f6 ", b"session a", b"Duplicate entry 'a", b"index 'a' ", b"Matched Data: a ", b"within ARGS:a: ", b"/data/", b"at ARGS:a ", b"login a for ", b"a=b&c ", b"Cookie: ", b"A B <", b"by Anna A ", b"member 1", b"a /sid#", b"[A\\B] ",
)  # fmt: skip


def test_messages_are_linear():
    """Four times a hostile message takes about four times as long, whatever form of a message is repeated."""
    for mark in MARKS:
        small = mark * (15_000 // len(mark))
        spent = []
        for text in (small, small * 4):
            start = time.thread_time()
            find(text, Holds.MESSAGE)
            spent.append(time.thread_time() - start)

        assert spent[1] < spent[0] * 10 + 0.3, mark


@pytest.mark.parametrize(
    ("column", "value"),
    [("password", b"hush"), ("body_password", b"hush"), ("query_donor", b"Imani Okoro"), ("user_name", b"solveig")],
)
def test_columns_whose_name_tells_are_always_looked_at(column, value):
    """Where only the name of a column says what its values are, the sieve passes none of them by."""
    import numpy as np

    data = np.frombuffer(value, np.uint8)

    assert find(value, Holds.TEXT, column)
    assert flagged(data, np.array([0]), np.array([len(value)]), sieve_table(Holds.TEXT, column))[0]
    assert not find(value, Holds.TEXT, "format")


@pytest.mark.parametrize(
    "text",
    [
        "Benutzer nicht gefunden 3",
        "Benutzer wurde gesperrt 3",
        "Benutzer ungültig 3",
        "Utilisateur non trouvé 3",
        "Utilisateur désactivé 3",
        "Usuario bloqueado 3",
        "Utente bloccato 3",
        "Gebruiker geblokkeerd 3",
        "Benutzer ohne Rechte 3",
        "Benutzer oder Passwort falsch 3",
        "Utilisateur déjà enregistré 3",
        "Usuario sin permisos 3",
        "Utente con permessi insufficienti 3",
        "Gebruiker zonder rechten 3",
        "Sig Alg Rsa Pkcs 3",
        "include mail.intern failed 3",
    ],
)
def test_what_is_said_of_an_account_is_not_its_name(text):
    """Behind a word for an account the sentence goes on in any language; a name of two labels alone may be a file."""
    assert not find(text.encode(), Holds.TEXT)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (b'{"msg":"devis","client":{"nom":"Blanchard","prenom":"Julie"}}', {b"Blanchard", b"Julie"}),
        (b'{"msg":"devis","module":{"nom":"Blanchard","version":"3"}}', set()),
    ],
)
def test_a_bare_name_in_json_is_told_by_the_given_name_beside_it(line, wanted):
    """Modules and files have names, too; persons have two."""
    assert {line[one.start : one.end] for one in find_free(line)} == wanted

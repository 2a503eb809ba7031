"""
Situations for labelled.py, tuning half: what requests hold, and beside each the nearest thing that holds nothing.

A template is ``slot:text``; slots are ``t`` request target, ``r`` referer, ``a`` user agent, ``u`` user slot, ``f`` forwarded
list, ``m`` error message. In a text ``{type=value}`` is a labelled identifier, ``{type?=value}`` one that may be found or
not, ``{=value}`` filler. Types and rules are those of the shared span set; values those of labelled_words.py.
Templates of one line are parted by `` ~ ``.
"""

from __future__ import annotations

from typing import NamedTuple


class Family(NamedTuple):
    """One kind of situation. ``found`` hold something, ``clean`` hold nothing but the client."""

    name: str
    found: tuple[str, ...]
    clean: tuple[str, ...]


def families(*table: tuple[str, str, str]) -> tuple[Family, ...]:
    """A table of name, templates that hold something, templates that hold nothing; one template a line."""

    def lines(text: str) -> tuple[str, ...]:
        return tuple(line.strip() for line in text.strip().splitlines())

    return tuple(Family(name, lines(found), lines(clean)) for name, found, clean in table)


TUNING = families(
        ("clinic", """
            t:/appointments/new?firstname={name=first}&lastname={name=last}&phone={phone=phone}
            t:/patients/{user=n6}/letters
            t:/triage?dob={birth_date?=dob}&postcode={postcode=postcode}
            """, """
            t:/appointments?week=2026-W{=n2}&room=3
            t:/leaflets/{=n6}/vaccination.pdf
            t:/triage?date={=date}&form={=n5}
            """),
        ("shop_checkout", """
            t:/checkout/address?full_name={name=full}&street={postal_address=street}&zip={postcode=postcode}&city={postal_address?=town}
            t:/checkout/pay?card_number={payment_card=card}&exp=04%2F29
            t:/checkout/guest?email={email=email}&step=2
            r:https://shop.example.com/checkout/address?name={name=full}&tel={phone=phone}
            """, """
            t:/checkout?step=2&coupon=SPRING-2026
            t:/checkout/pay?card_number={=masked_card}&exp=04%2F29
            t:/basket/add?ean={=ean}&qty=1
            r:https://shop.example.com/c/lamps?filter=brand&page={=n2}
            """),
        ("shop_catalogue", """
            t:/search?q={email=email}
            r:https://www.example.com/product/{=product}?gclid={click_id=gclid}
            t:/c/{=product}?fbclid={click_id=fbclid}&utm_source=social
            """, """
            t:/search?q={=phrase}&page=3
            r:https://www.example.com/product/{=product}?utm_source=news&utm_campaign={=word}_{=n4}
            t:/p/{=sku}/{=product}?variant={=n7}
            t:/img/{=product}@2x.png?v={=hex8}
            """),
        ("bank", """
            t:/transfer/new?iban={iban=iban}&recipient={name=full}&amount=120
            t:/api/accounts/{user?=uuid}/mandate?debtorIban={iban=iban}
            t:/statement?accountNumber={account_no=account}&month=2026-03
            """, """
            t:/transfer/new?iban={=broken_iban}&amount=120
            t:/api/branches/{=uuid}/hours
            t:/rates?pair=EURUSD&at={=epoch}
            """),
        ("donations", """
            t:/spenden/sepa?kontoinhaber={name=full}&iban={iban=iban}&betrag=50
            t:/donate?donor_name={name=full}&donor_mail={email=email}
            """, """
            t:/spenden/projekt/{=n4}?betrag=50
            t:/donate?campaign={=word}&amount=25
            """),
        ("password_reset", """
            t:/password/reset/{token=mixed40}
            t:/account/confirm?token={token=hex64}&email={email=email}
            t:/users/password/edit?reset_password_token={token=mixed20}
            """, """
            t:/password/reset
            t:/static/app.{=hex16}.js?sha={=hex40}
            t:/account/confirm?lang=en&v={=semver}
            """),
        ("one_time_codes", """
            t:/verify?phone={phone=phone}&otp={token=otp}
            t:/login?user={user=handle}&password={token=password}
            """, """
            t:/verify?step=2&lang=de
            t:/login?next=/orders/{=n6}
            """),
        ("api_keys", """
            t:/v1/weather?q=Oslo&apikey={token=mixed24}
            t:/v2/charges?key={token=sk}
            t:/repos/acme/site/zipball?access_token={token=ghp}
            t:/s3/upload?AWSAccessKeyId={token=akia}&Expires={=epoch}
            """, """
            t:/v1/weather?q=Oslo&units=metric&build={=hex40}
            t:/v2/charges/limits?page=2
            t:/repos/acme/site/commit/{=hex40}
            t:/s3/public/{=uuid}.css
            """),
        ("json_web_tokens", """
            t:/sso/callback?id_token={token=jwt}
            t:/ws?jwt={token=jwt}&v=2
            r:https://app.example.com/embed?auth={token=jwt}
            """, """
            t:/sso/callback?error=access_denied
            t:/.well-known/jwks.json?kid={=hex16}
            r:https://app.example.com/embed?theme=dark
            """),
        ("webmail", """
            t:/mail/api/avatars/url/{email=email}
            r:https://webmail.example.net/?_task=mail&_from={email=email}&_mbox=INBOX
            t:/SOGo/so/{user=handle}/Mail/view
            t:/?_task=login&_user={email=email}
            """, """
            t:/mail/skins/elastic/ui.min.js?s={=epoch}
            r:https://webmail.example.net/?_task=mail&_mbox=INBOX
            t:/SOGo.woa/WebServerResources/js/vendor.js?lm={=epoch}
            """),
        ("calendar_dav", """
            u:{user=handle} ~ t:/remote.php/dav/files/{user=handle}/Photos/
            t:/dav/calendars/{user=handle}/personal/
            t:/remote.php/dav/principals/users/{user=handle}/
            """, """
            t:/remote.php/status.php
            t:/dav/README.txt
            t:/ocs/v2.php/core/navigation/apps?absolute=true
            """),
        ("activesync", """
            t:/Microsoft-Server-ActiveSync?User={user=handle}&DeviceId={device_id=hex32}&DeviceType=iPhone&Cmd=Sync
            t:/autodiscover/autodiscover.json?Email={email=email}&Protocol=ActiveSync
            """, """
            t:/Microsoft-Server-ActiveSync?Cmd=OPTIONS
            t:/autodiscover/autodiscover.json?Protocol=ActiveSync
            """),
        ("mailing_list", """
            t:/mailman/options/news/{email=mailman}
            t:/unsubscribe?e={email=email}&list=weekly
            t:/open.gif?c={=n5}&mc_eid={click_id=mc_eid}
            t:/track?em={email=email_b64}
            """, """
            t:/mailman/listinfo/news
            t:/unsubscribe/help?list=weekly
            t:/open.gif?c={=n5}&utm_medium=email
            """),
        ("calls", """
            t:/callback-request?tel={phone=phone}&time=14h
            t:/crm/dial?number={phone=phone}
            t:/c2c?mobile={phone=phone_local}
            """, """
            t:/callback-request?slot=14h&date={=date}
            t:/crm/list?number={=n4}&sort=asc
            t:/parts/{=n9}?rev={=n2}
            """),
        ("maps", """
            t:/near?lat={geo=lat}&lon={geo=lon}&radius=5
            t:/stores/nearest?location={geo=latlon}
            t:/weather?latitude={geo=lat}&longitude={geo=lon}
            """, """
            t:/tiles/12/{=n4}/{=n4}.png
            t:/stores/nearest?radius=5&limit=10
            t:/weather?zoom=7&layer=rain&opacity=0.65
            """),
        ("sessions", """
            t:/detail.jsp;jsessionid={session_id=java_session}?item={=n4}
            t:/index.php?page=cart&PHPSESSID={session_id=php_session}
            t:/(S({session_id=asp_session}))/orders.aspx
            r:https://forum.example.org/viewtopic.php?t={=n5}&sid={session_id=hex32}
            """, """
            t:/detail.jsp;v=2?item={=n4}
            t:/index.php?page=cart&rev={=hex8}
            t:/orders.aspx?page={=n2}
            r:https://forum.example.org/viewtopic.php?t={=n5}&start={=n2}
            """),
        ("app_beacons", """
            t:/collect?v=1&cid={device_id=uuid}&t=pageview
            t:/ping?idfa={device_id=uuid_upper}&os=ios
            t:/v3/events?android_id={device_id=hex16}&app={=semver}
            t:/update?imei={device_id=imei}&fw={=semver}
            """, """
            t:/collect?v=1&t=pageview&z={=n9}
            t:/assets/{=uuid}/icon.svg
            t:/v3/config?build={=hex16}&app={=semver}
            t:/update?model=RX-{=n4}&fw={=quad}
            """),
        ("provisioning", """
            t:/provision/{device_id=mac_bare}.cfg
            t:/phone/config?mac={device_id=mac}
            """, """
            t:/provision/y000000000028.cfg
            t:/phone/config?model=T46&fw={=quad}
            """),
        ("citizens", """
            t:/form/verify?bsn={national_id=bsn}&year=2026
            t:/wniosek?pesel={national_id=pesel}&typ=500
            t:/cita?dni={national_id=dni}&oficina=12
            t:/benefits?ssn={national_id=ssn}
            """, """
            t:/form/verify?case={=n9}&year=2026
            t:/wniosek?nr={=n5}%2F2026&typ=500
            t:/cita?oficina=12&tramite={=n4}
            t:/benefits?form=SF-{=n4}
            """),
        ("members", """
            t:/members/{user=n5}/edit
            t:/admin/customers/{user=handle}/orders?page=2
            u:{user=handle} ~ t:/intranet/news/{=n4}
            u:{email=email} ~ t:/reports/2026/{=word}.pdf
            """, """
            t:/articles/{=n5}/edit
            t:/admin/products/{=product}/stock?page=2
            t:/intranet/news/{=n4}
            t:/reports/2026/{=word}.pdf
            """),
        ("job_applications", """
            t:/careers/apply?applicant={name=full}&mail={email=email}&tel={phone=phone}
            t:/uploads/cv/CV_{name=glued}.pdf
            """, """
            t:/careers/apply?ref=JOB-{=n4}&lang=en
            t:/uploads/terms/Terms_2026-{=n2}.pdf
            """),
        ("hotel", """
            t:/booking?guest_name={name=full}&email={email=email}&arrival={=date}
            t:/booking/manage?ref={token?=n6}&lastName={name=last}
            """, """
            t:/booking?rooms=2&arrival={=date}&nights=3
            t:/booking/rooms?type=double&floor={=n2}
            """),
        ("school", """
            t:/pupils?surname={name=last}&forename={name=first}&class=7b
            t:/grades/export?student_name={name=last_first}&year=2026
            """, """
            t:/timetable?class=7b&week={=n2}
            t:/grades/export?format=csv&year=2026
            """),
        ("delivery", """
            t:/track/redirect?address={postal_address=street}&postcode={postcode=postcode}&city={postal_address?=town}
            t:/depot?plz={postcode=postcode}
            r:https://parcel.example.com/find?postal_code={postcode=postcode}&to={postal_address=street}
            """, """
            t:/track/{=sku}?lang=nl
            t:/depot?id={=n5}
            r:https://parcel.example.com/find?region=north&to=depot-{=n2}
            """),
        ("proxy_and_ssrf", """
            t:/fetch?url=http%3A%2F%2F{ip=v4}%2Fstatus
            t:/diag?ip={ip=v4}&port=443
            t:/cgi?host={ip=v6}
            r:http://{ip=v4}/admin
            """, """
            t:/fetch?url=http%3A%2F%2Fcdn.example.net%2Fv{=quad}%2Fa.js
            t:/diag?version={=quad}&port=443
            t:/cgi?time={=clock}
            r:http://www.example.org/v{=quad}/admin
            """),
        ("forwarded", """
            f:{client_ip=v4} ~ t:/
            f:{client_ip=v4}, {client_ip=private} ~ t:/api/health
            f:{client_ip=v6} ~ t:/pricing
            """, """
            f:- ~ t:/
            f:- ~ t:/docs/{=semver}/
            """),
        ("versions", """
            t:/bug?ver={=quad}&reporter={email=email}
            a:ExampleApp/{=version} (contact {email?=email}) ~ t:/api/v{=n2}
            """, """
            t:/download/tool-{=quad}.tar.gz
            a:ExampleApp/{=version} (build {=quad}; rev {=hex40}) ~ t:/api/v{=n2}
            t:/snmp?oid={=oid}
            t:/at/{=clock}/snapshot?ts={=epoch_ms}
            """),
        ("packages", """
            t:/npm/-/user/org.couchdb.user:{user=handle}
            t:/pypi/upload?author_email={email=email}&version={=semver}
            """, """
            t:/npm/{=scope}/-/{=package}-{=semver}.tgz
            t:/cdn/{=package}@{=semver}/index.min.js
            t:/assets/{=broken_email}
            """),
        ("books", """
            t:/loans?borrower={name=full}&isbn={=isbn}
            t:/order?isbn={=isbn}&email={email=email}
            """, """
            t:/catalogue?isbn={=isbn}
            t:/catalogue/{=n13}?shelf=B-{=n4}
            """),
        ("cards_and_lookalikes", """
            t:/pay/retry?pan={payment_card=card_plain}&lang=en
            r:https://pay.example.com/3ds?cc={payment_card=card}&amount=10
            t:/api/tokenize?payment%5Bcard%5D%5Bnumber%5D={payment_card=card}
            """, """
            t:/pay/retry?order={=broken_card}&try=2
            r:https://pay.example.com/3ds?session_started={=epoch_ms}&amount=10
            t:/items/{=n13}?cache={=epoch_ms}
            """),
        ("basic_auth_urls", """
            r:https://{user=handle}:{token=password}@files.example.com/private/
            t:/sync?remote=https%3A%2F%2F{user=handle}:{token=password}@git.example.com%2Frepo.git
            """, """
            r:https://files.example.com:8443/private/
            t:/sync?remote=https%3A%2F%2Fgit.example.com%2Frepo.git
            """),
        ("internal_hosts", """
            t:/health?node={hostname_internal=inner}&deep=1
            r:http://{hostname_internal=inner}/dashboard
            """, """
            t:/health?node=3&deep=1
            r:http://status.example.com/dashboard
            """),
        ("errors_php", """
            m:PHP Warning:  mail() failed for {email=email} in /srv/www/shop/mail.php on line {=n2}
            m:user {user=handle}: authentication failure for "/private": Password Mismatch
            m:script '/srv/www/cgi/{=word}.php' not found or unable to stat ~ r:https://www.example.com/?email={email=email}
            """, """
            m:PHP Warning:  Undefined array key "{=word}" in /srv/www/shop/cart.php on line {=n2}
            m:AH01630: client denied by server configuration: /srv/www/server-status
            m:script '/srv/www/cgi/{=word}.php' not found or unable to stat
            """),
        ("errors_sql", """
            m:ERROR: duplicate key value violates unique constraint "users_email_key" DETAIL: Key (email)=({email=email}) already exists.
            m:Invalid phone number {phone=phone} for customer {user?=n6}
            m:charge declined for card {payment_card=card} code 51
            """, """
            m:ERROR: deadlock detected DETAIL: Process {=n5} waits for ShareLock on transaction {=n7}
            m:upstream timed out (110: Connection timed out) while reading response header
            m:charge declined code 51 trace {=uuid}
            """),
        ("oauth", """
            t:/oauth/authorize?client_id=web&login_hint={email=email}
            t:/oauth/callback?code={token=mixed40}&scope=openid
            t:/oauth/token?grant_type=refresh_token&refresh_token={token=mixed60}
            """, """
            t:/oauth/authorize?client_id=web&response_type=code
            t:/oauth/callback?error=invalid_scope
            t:/oauth/token?grant_type=client_credentials
            """),
        ("social_web", """
            t:/.well-known/webfinger?resource=acct:{email=email}
            t:/api/v1/accounts/lookup?acct={user?=handle}
            t:/_matrix/client/v3/login?user={user=handle}&device_id={device_id?=hex16}
            """, """
            t:/.well-known/nodeinfo
            t:/api/v1/timelines/public?limit=40&max_id={=n13}
            t:/_matrix/federation/v1/version
            """),
        ("encoded_json", """
            t:/api/track?data={{"email":"{email=email}","plan":"pro"}}
            t:/rpc?payload={{"name":"{name=full}","phone":"{phone=phone}"}}
            """, """
            t:/api/track?data={{"event":"view","sku":"{=sku}"}}
            t:/rpc?payload={{"method":"ping","id":{=n5}}}
            """),
        ("redirects", """
            t:/out?to=https%3A%2F%2Fpartner.example.org%2F%3Femail%3D{email=email}
            r:https://login.example.com/sso?return_to=%2Fprofile%3Fphone%3D{phone=phone}
            """, """
            t:/out?to=https%3A%2F%2Fpartner.example.org%2F%3Fpage%3D{=n4}
            r:https://login.example.com/sso?return_to=%2Fprofile%3Ftab%3D{=word}
            """),
        ("insurance", """
            t:/quote?plate={vehicle_reg?=sku}&holder={name=full}&zip={postcode=postcode}
            t:/claims/new?policyholder={name=full}&mobile={phone=phone}
            """, """
            t:/quote?class=M&years={=n2}
            t:/claims/{=n7}/photos?size=large
            """),
        ("comments", """
            t:/wp-comments-post.php?author={name=full}&email={email=email}&comment_post_ID={=n4}
            t:/guestbook/sign?your-name={name=full}&your-email={email=email}
            """, """
            t:/wp-json/wp/v2/posts?per_page=10&page={=n2}
            t:/guestbook?entry={=n4}
            """),
    ("library", """
        t:/opac/renew?barcode={user?=n9}&patronName={name=full}
        t:/opac/login?cardnumber={user?=n9}&pin={token=n4}
        t:/reserve?reader_email={email=email}&isbn={=isbn}
        """, """
        t:/opac/item?barcode={=n13}
        t:/opac/search?author=Goethe&year=1808
        t:/shelf?loc=B-{=n4}&floor=2
        """),
    ("church", """
        t:/prayer?your_name={name=full}&your_phone={phone=phone}
        t:/newsletter/remove/{email=email}
        """, """
        t:/prayer?topic={=word}
        t:/newsletter/archive/{=n4}
        """),
    ("vet", """
        t:/termin?tierhalter={name=full}&telefonnummer={phone=phone}&tier=hund
        t:/api/v1/owners/{user=n6}/pets
        """, """
        t:/termin?tier=hund&dauer=30
        t:/api/v1/breeds/{=n4}/photos
        """),
    ("crm_api", """
        t:/api/contacts/search?filter%5Bemail%5D={email=email}
        t:/api/leads?where%5Bphone%5D={phone=phone}&limit=1
        t:/odata/Customers?$filter=Email%20eq%20%27{email=email}%27
        t:/graphql?query={{user(email:"{email=email}"){{id}}}}
        """, """
        t:/api/contacts/search?filter%5Bstage%5D=won&sort=-created
        t:/api/leads?where%5Bscore%5D=80&limit=1
        t:/odata/Products?$filter=Price%20gt%2020
        t:/graphql?query={{products(first:20){{id}}}}
        """),
    ("mail_setup", """
        t:/mail/config-v1.1.xml?emailaddress={email=email}
        t:/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress={email=email}
        t:/webmail/?login={email=email}
        """, """
        t:/mail/config-v1.1.xml
        t:/.well-known/mta-sts.txt
        t:/webmail/?lang=it
        """),
    ("sms_gateway", """
        t:/http-api/send.php?to={phone=phone}&text=hi&user={user=handle}&pass={token=password}
        t:/dlr?msisdn={phone=phone}&status=delivered&id={=n9}
        """, """
        t:/http-api/status.php?id={=n9}
        t:/dlr/help?status=delivered
        """),
    ("utilities", """
        t:/meter/submit?customer_no={user=n9}&surname={name=last}&reading={=n5}
        t:/move?newStreet={postal_address=street}&newPostcode={postcode=postcode}&newCity={postal_address?=town}
        """, """
        t:/meter/help?type=gas&reading_unit=kwh
        t:/tariffs?usage={=n4}&region=north
        """),
    ("games", """
        t:/api/player/{user=handle}/stats
        t:/friend/add?nickname={user=handle}
        t:/session/start?steam_id={user?=n9}&ip={ip=v4}
        """, """
        t:/api/items/{=n5}/stats
        t:/friend/list?online=1
        t:/session/start?map=de_dust2&ver={=quad}
        """),
    ("health_fr", """
        t:/rdv?nom={name=last}&prenom={name=first}&courriel={email=email}&portable={phone=phone}
        t:/pharmacie/livraison?adresse={postal_address=street}&codePostal={postcode=postcode}&ville={postal_address?=town}
        """, """
        t:/rdv?specialite=dentiste&jour=lundi
        t:/pharmacie/garde?rayon=5&page={=n2}
        """),
    ("italy_es", """
        t:/iscrizione?nome={name=first}&cognome={name=last}&cellulare={phone=phone}
        t:/envio?direccion={postal_address=street}&cp={postcode=postcode}&telefono={phone=phone}
        t:/contacto?correo={email=email}&asunto=factura
        """, """
        t:/iscrizione?corso={=n4}&sede=centro
        t:/envio?pedido={=n7}&metodo=express
        t:/contacto?asunto=factura&idioma=es
        """),
    ("poland_cz", """
        t:/zamowienie?imie={name=first}&nazwisko={name=last}&kod_pocztowy={postcode=postcode}&ulica={postal_address=street}
        t:/objednavka?jmeno={name=first}&prijmeni={name=last}&psc={postcode=postcode}
        """, """
        t:/zamowienie?produkt={=product}&ilosc=2
        t:/objednavka?zbozi={=n5}&kusu=2
        """),
    ("git_hosting", """
        t:/api/v4/projects?private_token={token=mixed20}
        t:/{=word}/repo.git/info/refs?service=git-upload-pack&access_token={token=ghp}
        u:{user=handle} ~ t:/{=word}/repo.git/git-receive-pack
        """, """
        t:/api/v4/projects?order_by=id&per_page=100
        t:/{=word}/repo.git/info/refs?service=git-upload-pack
        t:/{=word}/repo/-/commit/{=hex40}
        """),
    ("video", """
        t:/live/stream.m3u8?token={token=hex32}&uid={user=n7}
        t:/embed?viewer_id={device_id=uuid}&t={=n4}
        """, """
        t:/live/segment-{=n5}.ts?v={=n9}
        t:/embed?video={=mixed20}&t={=n4}
        """),
    ("surveys", """
        t:/s/feedback?respondent={email=email}&q1=5&q2=4
        t:/umfrage?teilnehmer={name=full}&frage1=ja
        """, """
        t:/s/feedback?q1=5&q2=4&lang=de
        t:/umfrage?frage1=ja&frage2=nein
        """),
    ("errors_more", """
        m:SMTP error: 550 5.1.1 <{email=email}>: Recipient address rejected
        m:Login failed for user '{user=handle}' from IP {ip=v4}
        m:[error] Order 4711: shipping to {name=full}, {postal_address=street}, {postcode=postcode} failed
        m:SMS to {phone=phone} could not be sent
        m:Invalid token {token=jwt} in request
        """, """
        m:SMTP error: 421 4.7.0 Try again later
        m:Connection from load balancer closed, worker {=n5}
        m:[error] Order 4711: shipping label printer offline
        m:SMS gateway timed out after 30 s
        m:Invalid token in request {=uuid}
        """),
    ("photo_cloud", """
        t:/u/{user?=handle}/albums/{=n5}
        t:/share/{token?=mixed24}?pw={token=password}
        t:/photo/exif?lat={geo=lat}&lng={geo=lon}&cam=x100
        """, """
        t:/albums/public/{=n5}
        t:/photo/exif?iso=400&f=2.8
        t:/thumb/{=hex40}_{=n4}x{=n4}.jpg
        """),
    ("captive_portal", """
        t:/portal/login?mac={device_id=mac}&ip={ip=private}&ssid=guest
        t:/generate_204?client_mac={device_id=mac_bare}&room={=n4}
        """, """
        t:/portal/login?ssid=guest&lang=en
        t:/generate_204
        """),
    ("telemed", """
        t:/visit/join?patient_name={name=full}&dob={birth_date?=dob}&room={=n6}
        t:/lab/results/{user?=uuid}?access_code={token=mixed20}
        """, """
        t:/visit/test?bandwidth={=n6}
        t:/lab/prices?code=L-{=n4}
        """),
    ("search_ref", """
        r:https://www.example.com/results?query={email=email}
        r:https://mail.example.org/u/0/?search={name=full}
        r:https://social.example.net/l.php?u=x&h={token?=mixed40}&fbclid={click_id=fbclid}
        """, """
        r:https://www.example.com/results?query=best+desk+lamp+2026
        r:https://mail.example.org/u/0/?search=invoice
        r:https://social.example.net/l.php?u=x&s=1
        """),
    ("saml", """
        t:/saml/acs?RelayState={=word}&NameID={email=email}
        t:/adfs/ls/?username={email=email}&wa=wsignin1.0
        """, """
        t:/saml/metadata?v={=semver}
        t:/adfs/ls/?wa=wsignout1.0
        """),
)  # fmt: skip

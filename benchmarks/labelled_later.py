"""More situations for labelled.py, checking half: written at the end of the second widening. See labelled_checking.py."""

from __future__ import annotations

from labelled_families import families

LATER = families(
    ("crm_filters", """
        t:/api/contacts?filter[last_name][contains]={name=last}&page=1
        t:/odata/Contacts?$filter=Email%20eq%20'{email=email}'&$top=5
        t:/api/v1/leads?q[email_eq]={email=email}&q[s]=id
        t:/crm/people?surname__iexact={name=last}
        """, """
        t:/api/products?filter[title][contains]={=word}&page=1
        t:/odata/Products?$filter=Price%20gt%20{=n4}&$top=5
        t:/api/v1/deals?q[stage_eq]={=word}&q[s]=id
        t:/crm/companies?sector__iexact={=word}
        """),
    ("records_of_people", """
        t:/customers/edit/{user=n5}
        t:/patientenakte/{user=n6}/befunde
        t:/members/show/{user=n6}?tab=2
        t:/kundendaten/{user=n7}
        """, """
        t:/products/edit/{=n5}
        t:/produktakte/{=n6}/bilder
        t:/articles/show/{=n6}?tab=2
        t:/wetterdaten/{=n7}
        """),
    ("lettings", """
        t:/makler/anfrage?interessent={name=full}&rueckruf={phone=phone}&objekt={=n5}
        t:/besichtigung/{token=hex32}/cancel
        t:/mieterportal/zaehler?mieternr={user=n6}&stand={=n5}
        """, """
        t:/makler/suche?zimmer=3&flaeche={=n2}
        t:/besichtigung/termine/2026-W{=n2}
        t:/mieterportal/hilfe?thema={=word}&nr={=n2}
        """),
    ("pupils", """
        t:/eltern/krankmeldung?schueler={name=full}&klasse=5b
        t:/parents/consent?guardian={name=full}&mail={email=email}
        t:/ecole/inscription?eleve={name=full}&cp={postcode=postcode}
        """, """
        t:/eltern/termine?klasse=5b&monat=4
        t:/parents/evening?year={=n2}&slot=3
        t:/ecole/menu?semaine={=n2}
        """),
    ("prepaid", """
        t:/recharge/{phone=phone_local}/plan/{=n2}
        t:/sms/out?to={phone=phone}&text=Your+code+is+{token=otp}
        t:/sim/swap?msisdn={phone=phone}&imei={device_id=imei}
        """, """
        t:/recharge/plans/{=n4}
        t:/sms/prices?country=nl&page={=n2}
        t:/sim/types?size=nano&page={=n2}
        """),
    ("wallets", """
        t:/wallet/send?payee={name=full}&iban={iban=iban}&amount={=n4}
        t:/wallet/card?pan={payment_card=card_plain}&label=main
        t:/wallet/otp/verify?otp={token=otp}&flow={=n5}
        """, """
        t:/wallet/send?currency=EUR&amount={=n4}&ref={=broken_iban}
        t:/wallet/card?label=main&last4={=n4}
        t:/wallet/limits?tier=gold&max={=n6}
        """),
    ("mail_tracking", """
        t:/track/open/{email=email_b64}/pixel.gif
        t:/wf/unsubscribe?recipient={email=email}&list={=n4}
        t:/e/c?mc_eid={click_id=mc_eid}&mc_cid={click_id?=mc_eid}
        """, """
        t:/track/parcel/{=n13}/map.gif
        t:/wf/archive?issue={=n2}&list={=n4}
        t:/e/c?utm_campaign={=word}&utm_id={=n6}
        """),
    ("work_tools", """
        t:/browse/OPS-{=n4}?assignee={user=handle}
        t:/rest/api/2/user?username={user=handle}
        t:/hooks/T{=n7}/B{=n7}/{token=mixed24}
        t:/users/sign_in?user[email]={email=email}&user[password]={token=password}
        """, """
        t:/browse/OPS-{=n4}?component={=word}
        t:/rest/api/2/project?key=OPS{=n2}
        t:/hooks/pre-commit/v{=semver}
        t:/users/sign_in?locale=nl
        """),
    ("rail", """
        t:/reise/auftrag?buchungscode={token=booking}&nachname={name=last}
        t:/bahncard/antrag?reisender={name=full}&geburtsdatum={birth_date?=dob}
        t:/stations/near?lat={geo=lat}&lng={geo=lon}
        """, """
        t:/reise/auskunft?von=Ulm+Hbf&nach=Bremen+Hbf&zug={=n4}
        t:/bahncard/preise?klasse=2&alter={=n2}
        t:/stations/{=n7}/departures
        """),
    ("southern_offices", """
        t:/sede/cita?solicitante={name=full}&dni={national_id=dni}
        t:/comune/pratica?richiedente={name=full}&cap={postcode=postcode}
        t:/junta/multa?conductor={name=full}&movil={phone=phone}
        """, """
        t:/sede/cita?oficina={=n4}&fecha={=date}
        t:/comune/pratica?anno=2026&numero={=n4}
        t:/junta/obras?expediente=2026-{=n5}
        """),
    ("homes", """
        t:/bridge/sync?thermostat={device_id=serial}&temp=21
        t:/camera/clip?mac={device_id=mac}&t={=epoch}
        t:/hub/remote?url=http%3A%2F%2F{ip=v4}%3A8123%2F
        """, """
        t:/bridge/sync?thermostat=living-room&temp=21
        t:/camera/clip?fps={=n2}&t={=epoch}
        t:/hub/firmware/{=quad}/notes
        """),
    ("pathed_hosts", """
        r:http://{hostname_internal=inner}/wiki/Start
        t:/whois/{ip=v4}
        """, """
        t:/nodes/{=n2}/health
        r:http://www.example.org/wiki/Start
        t:/download/firefox/{=quad}/win64
        """),
)  # fmt: skip

"""Ids of devices and browsers that outlive a session: advertising ids, usertrack cookies, ``_ga``, MAC, IMEI, push tokens."""

from __future__ import annotations

import re

from chlogaudit.detect.detector import Detector, Hits, Path, Slot, Where, hit, whole, words
from chlogaudit.detect.validators import digits_of, has_digit, is_nothing, is_random, is_wordy, luhn, speaks
from chlogaudit.detect.view import View
from chlogaudit.model.finding import IdType

_KEYS = words(
    "clientidentifier deviceidentifier unitid apns fcm pushid adid idfa idfv ifv gaid aaid androidid deviceid deviceuid deviceuuid udid imei imei1 imei2 imsi meid iccid mac macaddress macaddr"
    " bssid clientmac apmac ethmac wifimac visitor visitorid visitoruid usertrack anonymousid distinctid ajsanonymousid amplitudeid"
    " installationid installid hwid hardwareid machineid fingerprint browserid clientuuid fbp gid pkid utma hjid hjsessionuser muid"
    " pushtoken registrationid devicetoken fcmtoken apnstoken regid advertisingid openudid oaid vaid ifa rida tifa lgudid msai"
    " deviceserial serialnumber snr eui deveui eui64 chipid esn trackingid usertrackingid puid cuid suid uuid2 ttp scid"
    " personalizationid guestid vuid duid tuuid demdex dpid dpuuid cookieid cookieuid userfingerprint bluetoothmac uidr bcookie"
    " hubspotutk utk mpdistinctid ga gaclientid appinstanceid instanceid firebaseid appsflyerid afid adjustid androidadid iosidfa devid dev"
    " anonid uuiddevice guiddevice idappareil appareilid hasheddevice"
    " terminalid sensorid meterid smartcardid deviceident geraeteid idappareil iddispositivo viewerid watcherid listenerid installuuid installationuuid deviceuuid deviceguid clientguid machineguid hwuuid boxid receiverid meterserial phoneuuid tabletid handsetid rfid rfidtag nfcid nfcuid taguid transponder transponderid"
)
# Things of which each has a number of its own; a key alone may also choose among kinds of them.
_THINGS = words(
    "wearable thermostat sensor printer handset tracker watch headset tablet receiver inverter wallbox charger lock camera bridge drone bike ebike scooter robot vacuum tonie console"
)
_EXACT = _THINGS | words(
    "vendorid mid aid fid got set cid vid uid uuid sn serial id device token userid did nid anid xuid tid ident client cookie fp ip_mac host guid clientid apache"
    " besucher visiteur bezoeker visitante visitatore"  # as cookies alone
)
_PATH_WORDS = words(
    "meters cameras camera mac ap aps provision sensor gateway thermostat meter prov provisioning autoprovision locks inverter inverters wallbox wallboxes macs imei serials devices device fcm apns pushtokens installations handsets terminals sensors gateways thermostats wearables trackers"
)
_GA = re.compile(r"(?:GA\d\.\d(?:-\d)?\.)?\d{5,10}\.\d{10}$")
_UUID = re.compile(r"\{?[0-9A-Fa-f]{8}-?(?:[0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}\}?$")
_MAC = re.compile(
    r"[0-9A-Fa-f](?<![0-9A-Za-z:.%-].)[0-9A-Fa-f]([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![0-9A-Za-z:-])"
)
_EUI = re.compile(
    r"[0-9A-Fa-f]{12}$|[0-9A-Fa-f]{16}$|[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2,3}$|[0-9A-Fa-f]{2}([: .-])(?:[0-9A-Fa-f]{2}\1){4,6}[0-9A-Fa-f]{2}$"
)
# Telephones fetch their settings under their own hardware address; vendors' prefixes are not part of it.
_SETTINGS = re.compile(
    r"(?:^|/)(?:SEP|cfg|spa|gs|aastra|[A-Za-z]{2,12}[0-9]{2,4}-|[A-Za-z]{2,12}[-_])?((?=[0-9A-Fa-f]*[0-9])[0-9A-Fa-f]{12})([\w.-]{0,20})\.(cfg|cnf|boot|xml|html?|json|txt|ini|conf|bin)\b"
)
# Words of paths from which telephones and the like fetch their settings; other endings than those of settings need one.
_PROVISION = re.compile(
    r"provision|autoprov|prov\d?/|(?:^|/)(?:phones?|voip|sip|tftp|tr069|acs|cpe|snom|yealink|polycom|cisco|grandstream|gigaset|aastra|mitel|fanvil|panasonic|unify|auerswald)|(?:^|/)(?:SEP|cfg)[0-9A-Fa-f]{12}",
    re.IGNORECASE,
)
# What programs on machines speak of when they call home.
_MACHINES = words(
    "device devices os osversion platform app appversion version ver build model push install installation installations register registration heartbeat checkin ping sync telemetry sdk"
    " android ios mobile client clients activate activation license licence hwid mac serial imei firmware fw machine host hostname agent update updates track tracker config lang locale brand"
)
# What nginx's userid module sets: sixteen bytes in base64.
_USERID = re.compile(r"[A-Za-z0-9+/_-]{22}==$")
_UUID_IN_AGENT = re.compile(
    r"(?<![A-Za-z0-9])(?:u?uid|guid|udid|id|device|idf[av]|gaid|(?:device|install(?:ation)?|client|app|user|vendor|ad|android)[ _-]?(?:uu)?id)[/=: (]{1,2}((?!0{8}-)[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})(?![0-9A-Za-z-])",
    re.IGNORECASE,
)
_CALLED_BY_MAC = re.compile(
    r"[A-Za-z][A-Za-z0-9]{1,20}[-_](?=[0-9a-fA-F]*[0-9])(?=[0-9]*[a-fA-F])(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{12})"
)
# ITU E.118: 89, the country, the issuer; an eSIM has 32 digits.
_SIM = re.compile(r"89[0-9]{17,18}|89[0-9]{30}")
_USERTRACK = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\.\d{9,19}$|[0-9A-Fa-f]{32}$")
# Apache's mod_usertrack: the client's address and the microsecond of the first visit.
_TRACKED = re.compile(r"(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}\.1\d{15}(?![\w.-])")
# Telephones tell their hardware address without marks.
_PLAIN_MAC = re.compile(
    r"(?<![0-9A-Za-z])(?=[0-9A-Fa-f]{0,11}[0-9])(?=[0-9]{0,11}[A-Fa-f])[0-9A-Fa-f]{12}(?![0-9A-Za-z])"
)
_MAKERS = (
    "cisco", "yealink", "snom", "poly", "grandstream", "gigaset", "fanvil", "aastra", "mitel", "panasonic", "auerswald", "linksys", "sipura", "avaya", "htek", "escene",
)  # fmt: skip
_ANALYTICS = words(
    "collect piwik matomo analytics track pixel beacon gtag measurement event events hit hits telemetry piwikphp matomophp"
)
_NAMED = re.compile(
    r"(?<![\w\[\])\"'-])(imei|mac address|mac(?=[:=])|udid|device[ _]?id|serial(?: number| no)?|s/n|hwid)\b[ :=#/\"']{1,3}([0-9A-Za-z][0-9A-Za-z:_-]{7,40})",
    re.IGNORECASE,
)
_NOUNS = ("imei", "mac", "udid", "device", "serial", "s/n", "hwid")
_COOKIE_ID = re.compile(
    r"^(?:ga|gid|gcl|fbp|utm[abcz]$|hj|mp|pk|visitor|muid|uid|userid|vid|track|apache|nid|anonymous|cid|device|client)"
)


def in_slot(slot: Slot, name: str) -> Hits:
    """Random enough to be issued, by what the key says."""
    text = slot.view.text.strip()
    if is_nothing(text) or len(text) < 6 or "://" in text or len(set(text) - {"-", ":"}) < 3:
        return ()
    why = _why(slot, name, text)
    return list(whole(slot.view, IdType.DEVICE_ID, 0.9, why)) if why else ()


def _why(slot: Slot, name: str, text: str) -> str:
    if slot.name in ("serial", "sn", "device", "dev", "sensorid") and is_wordy(text):
        return ""  # of a broadcaster, of a shop
    if name in (
        "mac",
        "bssid",
        "eui",
        "deveui",
        "eui64",
        "clientmac",
        "macaddress",
        "macaddr",
        "apmac",
        "ethmac",
        "wifimac",
    ):
        return "key and shape of a hardware address" if _EUI.match(text) and len(set(text)) > 2 else ""
    if slot.name in ("imei", "imei1", "imei2", "imsi") and not 14 <= len(digits_of(text)) <= 17:
        return ""
    if name in _EXACT and name not in _KEYS:
        return _ambiguous(slot, name, text)
    if name == "instanceid" and (text.isdigit() or re.fullmatch(r"(?:i-|ocid)?[0-9a-f.]{8,20}", text)):
        return ""  # a machine of a cloud; programs on telephones number their copies with letters of both cases
    if name in (
        "dev",
        "ga",
        "mac",
        "visitor",
        "gid",
        "suid",
        "puid",
        "instanceid",
        "scid",
        "ttp",
        "trackingid",
        "fingerprint",
    ) and (not is_random(text, 8) or is_wordy(text)):
        return ""
    if name == "gid" and slot.kind != "cookie" and not _GA.match(text):
        return ""  # of a group
    return "key of a device" if (is_random(text, 6) and has_digit(text)) or len(text) >= 12 else ""


def _ambiguous(slot: Slot, name: str, text: str) -> str:
    """Keys that mean a device only beside other signs of one."""
    keys = slot.siblings
    if name in ("cid", "clientid", "client") and _GA.match(text):
        return "id of Google Analytics"
    if name in ("client", "clientid", "ident", "host") and _CALLED_BY_MAC.fullmatch(text):
        return "machine called by its hardware address"
    if name == "id" and {"idsite", "rec"} & keys:
        return "visitor of Matomo" if re.fullmatch(r"[0-9A-Fa-f]{16}", text) else ""
    if name in ("cid", "uid", "vid", "userid", "clientid", "uuid") and _ANALYTICS.intersection(
        part.partition(".")[0] for part in slot.words
    ):
        return "id sent to an analytics endpoint" if is_random(text, 8) and has_digit(text) else ""
    if name in ("id", "device", "did", "uid", "sn", "ident") and (
        {"lat", "lon"} <= keys or {"lat", "lng"} <= keys or "imei" in keys
    ):
        return "id of a tracker beside its position"
    if name == "token":
        told = {"fcm", "apns", "push", "gcm", "pushtokens", "devicetokens", "notifications"}.intersection(slot.words)
        return "push token" if told and len(text) >= 16 else ""
    if name in ("sn", "serial", "did", "device", "ident") or name in _THINGS:
        figures = sum(char.isdigit() for char in text)
        return "serial number" if is_random(text, 8) and figures >= 4 and not is_wordy(text) else ""
    if slot.kind == "cookie":
        return (
            "cookie that tells visitors apart"
            if is_random(text, 10) and has_digit(text) and name not in ("token", "host", "id")
            else ""
        )
    if name == "vendorid":  # Apple's number of a maker's programs on one device
        return "number of an installation" if _UUID.match(text) else ""
    if name in ("uid", "got", "set") and _USERID.match(text):
        return "form of nginx's user id"
    if name in ("mid", "aid", "vid", "fid", "id") and text.isdigit() and len(text) >= 30:
        return "visitor number of an analytics service"
    if (
        name in ("uuid", "guid")
        and _MACHINES.isdisjoint(slot.words)
        and _MACHINES.isdisjoint(keys)
        and slot.kind == "query"
    ):
        return ""  # of a page, a picture, an order
    return "key of an installation" if name in ("vid", "uuid", "guid", "xuid", "uid") and _UUID.match(text) else ""


def cookie_is_device(name: str, text: str) -> bool:
    """Whether a cookie of this plain name tracks a browser."""
    return (_COOKIE_ID.match(name) is not None and has_digit(text) and len(text) >= 8) or _USERTRACK.match(
        text
    ) is not None


_PROVISIONS = words("prov provision provisioning autoprovision")


def _in_path(path: Path, at: int) -> Hits:
    word = path.words[at]
    for segment in path.segments[at + 1 : at + 3]:
        text = segment.text
        if len(set(text)) < 4 or (word in _PROVISIONS and "." in text):
            continue  # settings for all telephones of a kind
        if (
            _UUID.match(text)
            or _EUI.match(text)
            or (
                is_random(text, 8)
                and len(digits_of(text)) >= 3
                and (word != "fcm" or ":" in text)
                and not is_wordy(text)
            )
        ):
            yield from whole(segment, IdType.DEVICE_ID, 0.85, "path word for devices")
            return


def is_tracked(text: str) -> bool:
    """Whether all of it is what mod_usertrack sets."""
    return _TRACKED.fullmatch(text) is not None


def _in_text(view: View, where: Where, _key: str) -> Hits:
    text = view.text
    if text.count(":") >= 5 or text.count("-") >= 5:
        for match in _MAC.finditer(text):
            bare = match.group().replace(match.group(1), "")
            if len(set(bare)) > 1 and (not bare.isdigit() or (match.group(1) == ":" and where is not Where.VALUE)):
                yield hit(view, *match.span(), IdType.DEVICE_ID, 0.85, "hardware address")
    if where in (Where.TEXT, Where.VALUE) and text.count(".") > 3:
        for match in _TRACKED.finditer(text):
            yield hit(view, *match.span(), IdType.DEVICE_ID, 0.97, "form of mod_usertrack")
    if where is Where.VALUE and text[:2] == "89" and _SIM.fullmatch(text) and (len(text) == 32 or luhn(text)):
        yield from whole(view, IdType.DEVICE_ID, 0.85, "number of a SIM card")
    if where is Where.VALUE and text[:2] == "GA" and _GA.match(text):
        yield from whole(view, IdType.DEVICE_ID, 0.9, "form of Google Analytics")
    if where is Where.PATH and "." in text:
        for match in _SETTINGS.finditer(text):
            sure = match.group(3) in ("cfg", "cnf", "boot") and not match.group(1).isdigit()
            if sure or (_PROVISION.search(text) and not re.match("0+$", match.group(1))):
                yield hit(view, *match.span(1), IdType.DEVICE_ID, 0.85, "settings of a device by its hardware address")
    if where is Where.AGENT:
        for match in _PLAIN_MAC.finditer(text) if speaks(text, _MAKERS) else ():
            yield hit(view, *match.span(), IdType.DEVICE_ID, 0.85, "hardware address of a telephone")
    if where is Where.AGENT and "-" in text and speaks(text, ("id", "device")):
        for match in _UUID_IN_AGENT.finditer(text):
            yield hit(view, *match.span(1), IdType.DEVICE_ID, 0.8, "number of an installation in an agent")
    if where in (Where.TEXT, Where.AGENT):
        for match in _NAMED.finditer(text) if speaks(text, _NOUNS) else ():
            if match.group(1)[0] in "sS" and ("issuer" in text or "ertificate" in text):
                continue  # of a certificate
            if is_random(match.group(2), 8) and len(digits_of(match.group(2))) >= 4:
                yield hit(view, *match.span(2), IdType.DEVICE_ID, 0.8, "named as a device's number")


DETECTOR = Detector(
    IdType.DEVICE_ID,
    slot=in_slot,
    path=_in_path,
    text=_in_text,
    keys=_KEYS,
    exact=_EXACT,
    path_words=_PATH_WORDS,
    requests=words(
        "^ga0.0. /piwik. /matomo. /idsite= .cfg .cnf .boot provision autoprov ^prov ^voip ^sip ^tftp ^tr0 ^acs ^cpe ^snom ^yealink ^polycom ^cisco ^grandstream"
        " ^gigaset ^aastra ^mitel ^fanvil ^panasonic ^unify ^auerswald ^sep ^cfg ^phone"
    ),
    agent=words(
        "^cisco ^yealink ^snom ^poly ^grandstream ^gigaset ^fanvil ^aastra ^mitel ^panasonic ^auerswald ^linksys ^sipura ^avaya ^htek ^escene ^uid ^uuid ^guid ^id/ ^id= ^idfa ^idfv ^gaid installid installationid clientid appid userid vendorid adid androidid deviceuuid installuuid installationuuid appuuid clientuuid useruuid vendoruuid aduuid androiduuid ^imei mac/address ^mac= ^udid ^deviceid ^device/ ^device= ^serial ^s/n ^hwid"
    ),
)

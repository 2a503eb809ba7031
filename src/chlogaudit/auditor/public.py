"""
What of a URL may stand in an audit: words that any site has, and words that enough visitors asked for.

A template hides numbers, tokens and what the detectors know, but a plain word may be somebody's name (``/jane/inbox``), and
of one line nobody can tell. So a word is shown only where it is common to web sites, or where as many distinct clients as the
policy asks for behind a published number sent it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import cache, lru_cache

from chlogaudit.detect.detector import words
from chlogaudit.detect.registry import BY_EXACT, BY_KEY, BY_PATH_WORD
from chlogaudit.model.finding import ControlResult, Finding
from chlogaudit.parser.formats import FORMATS
from chlogaudit.parser.variables import VARIABLES

WORD = "{word}"
NAME = "{name}"

_COMMON = words(
    "about access account accounts acl act action actions activate activation active activity ad add address addresses admin"
    " administrator ads agent ajax album alert alias all amount amp analytics and android announce api app apple apply appointment"
    " approve apps archive archives area article articles asset assets att attach attachment attachments attr audio auth"
    " authenticate authorize auto avatar avatars back backup backups banner bar base basic basket batch bbs beacon beta"
    " billing bin blob block blog blogs board body book booking bookings bookmark box brand brands browse browser bug build bulk"
    " bundle business button buy bye cache calendar calendars call callback campaign cancel captcha card cards care cart case"
    " cat catalog catalogue categories category cats cdn cfg cgi change channel chart chat chats check checkout child choice city"
    " claim class clear click client clients cloud cms code codes collect collection collections color com comment comments"
    " commit common community company compare complete component components conf config configuration confirm confirmation"
    " connect console contact contacts content contents contract control cookie cookies copy core count country coupon course"
    " cover create credentials credit cron css csv current custom customer customers daily dashboard data database date dates"
    " dav day deal debug default delete delivery demo deploy desktop detail details dev device devices dialog diff dir directory"
    " disable discount dispatch display dist dns do doc docs document documents domain domains down download downloads draft drop"
    " dump ecommerce edit editor edits email emails embed employee employees en enable end endpoint enroll entries entry env error"
    " errors event events example exchange exec expire explore export exports ext extension external extra fa facet faq favicon"
    " favorite favorites fax fb feed feedback feeds fetch field fields file filename files fill filter filters final find finish"
    " first flag flash folder folders follow font fonts footer for forgot form format forms forum forums forward frame free"
    " friend friends from front full function galleries gallery game games gateway general generate geo get gift go goods graph"
    " graphql group groups guest guide handler hash head header headers health help helper hidden hide history hit home homepage"
    " hook host hosts hotel hours how html http https iban icon icons id identity ids iframe image images img import in inbox"
    " include includes index info init input insert install instance int internal into invite invitation invoice invoices io"
    " is issue issues item items java job jobs join journal js json key keys keyword keywords kind label lang language last"
    " latest layout lead leads leave legacy legal level lib library license like link links list lists live load loan loc local"
    " locale location locations log login logo logout logs lookup mail mailbox mailer mailing mailman main maintenance manage"
    " manager manifest map maps market master match mc me media meeting member members menu merge message messages meta"
    " method metrics mfa min mini mirror mobile mode model module modules money month monthly more most move movie movies music"
    " my name names nav near net network new news newsletter next nginx node nodes none note notes notice notification"
    " notifications notify number oauth object of off offer offers office old on open openid operation option options or order"
    " orders org organization orientation origin other out outlook output overview owner pack package packages page pages panel"
    " param parameter params parent part partner partners parts pass password path pay payment payments pdf people permission"
    " person personal phone photo photos php phpmyadmin pic pick picture pictures ping pixel place plain plan player plugin"
    " plugins points policy poll popular popup port portal portfolio position post postal posts preferences premium preset"
    " press preview previous price prices pricing print privacy private process product products profile profiles program"
    " progress project projects promo promotion property protected provider proxy pub public publish purchase push put qr query"
    " question questions queue quick quote random rate rates rating read reader realm recent recipe recipes recommend record"
    " records recover redirect ref refer referer referral refresh refund region register registration related release reload"
    " reminder remote remove render renew rent reply report reports repository request requests require res reservation reserve"
    " reset resource resources rest result results resume retry return returns review reviews rewards right robots role room"
    " rooms root route rss rule rules run sale sales sandbox save scan schedule school scope score screen script scripts search"
    " season section secure security seen select self sell send server service services session sessions set setting settings"
    " setup share shared sharing shell shipping shop shopping short show side sign signature signin signout signup simple single"
    " site sitemap sites size slide slider snapshot soap social socket software sort source sources spam special sport src sso"
    " staff stage start state static statistics stats status step stock store stores story stream street string student students"
    " style styles sub subject submit subscribe subscriber subscribers subscription subscriptions success suggest summary"
    " support survey svg switch sync system tab table tag tags target task tasks tax team teams temp template templates term"
    " terminal terms test tests text theme themes thread thumb thumbnail thumbs ticket tickets time timeline title to today token"
    " tool tools top topic topics total tour trace track tracker tracking trade train training transaction transfer transform"
    " translate trash travel tree trip type types uid unit unlock unsubscribe up update updates upgrade upload uploads uri url"
    " user username users using util utils validate value values var vendor verify version video videos view viewer views viewtopic"
    " vote voucher wait wallet watch weather web webcam webdav webhook webhooks webmail website week welcome what widget widgets"
    " width wiki win window wire with wizard word wordpress work worker workspace world wp write xml year your zip zone"
    # of servers, protocols and products that stand in thousands of logs
    " actuator activesync aspx autodiscover boaform cpanel ecp ews exchdev formlogin goform grafana ingress jenkins jira joomla"
    " kubernetes magento microsoft nextcloud oma owa owncloud phpunit piwik matomo plesk roundcube shopify solr struts tomcat"
    " traefik twiki typo vite webdisk xmlrpc"
    # German, French and Spanish sites
    " adresse anfrage anmelden anmeldung abmelden artikel aktuell bestellen bestellung bild bilder buchen buchung datei dateien"
    " daten datenschutz download impressum kategorie kasse konto kontakt kunde kunden mein meine mitglied passwort produkt"
    " produkte rechnung registrieren seite shop startseite suche suchen termin veranstaltung veranstaltungen versand warenkorb"
    " accueil commande compte connexion contactez panier paiement produit produits rechercher buscar carrito contacto cuenta"
    " inicio pago pedido pedidos producto productos"
)
_HEADERS = words(
    "accept access age alive alt authorization cache charset client close control correlation cookie csp dest dnt encoding etag expect"
    " fetch forwarded gpc host hint insecure keep language length mobile modified none origin platform pragma priority proto"
    " purpose range real referer request requested requests response save sec server since site te time trace traceparent transfer"
    " type ua unless unmodified upgrade user agent vary via websocket with protocol"
)
_ENDINGS = words(
    "asp aspx bmp bz2 cfm cgi css csv do doc docx eot gif gz htm html ico ics jpeg jpg js json jsp log map md mp3 mp4 pdf php"
    " phtml pl png py rss shtml svg tar tgz tif tiff txt vcf webp woff woff2 xhtml xls xlsx xml xz zip zst sql"
)
_RUNS = re.compile(r"[A-Za-z]+")
_TURNS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
_ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,7})$")
_SHORT = 2  # letters that name nobody


def published(result: ControlResult, shared: Collection[str]) -> ControlResult:
    """A result with no word in its templates but those of ``shared`` ones and of any site."""
    return replace(
        result,
        findings=tuple(shown(one, shared) for one in result.findings),
        suppressed=tuple((shown(one, shared), by) for one, by in result.suppressed),
    )


def shown(finding: Finding, shared: Collection[str] = ()) -> Finding:
    """A finding as it may stand in a report; its fingerprint stays that of the full template."""
    return finding if finding.template in shared else replace(finding, template=template(finding.template))


@lru_cache(maxsize=8192)
def template(full: str) -> str:
    """``/shop/jane/list.php?email=`` as ``/shop/{word}/list.php?email=``: only what any site has is left of it."""
    path, mark, parameter = full.partition("?")
    if "/" not in path and path:
        return full  # a word of the templates' own: "(not a path)", "*"
    parts = "/".join(map(_segment, path.split("/")))
    return f"{parts}{mark}{name(parameter.removesuffix('='))}=" if mark else parts


@lru_cache(maxsize=4096)
def name(parameter: str) -> str:
    """The name of a parameter or of a header, hidden unless it is one that detectors or any site know."""
    if not parameter or parameter == NAME or _is_public(parameter):
        return parameter
    bare = re.sub(r"[^a-z0-9]", "", parameter.lower())
    return parameter if bare in _keys() else NAME


@lru_cache(maxsize=4096)
def column(field: str) -> str:
    """
    The name of a column, its unknown end hidden: a log of JSON may have a visitor's headers, or a form's fields, as its keys.

    What servers name their fields is known to the parser.
    """
    for prefix in ("request_header_", "response_header_", ""):
        if field.startswith(prefix):
            runs = _RUNS.findall(field.removeprefix(prefix))
            known = all(len(run) <= _SHORT or run in _HEADERS or run in _COMMON or run in _columns() for run in runs)
            return field if known else f"{prefix}{NAME}"
    return field


def _is_public(text: str) -> bool:
    text = _PLACEHOLDER.sub("", text)
    if "%" in text or not text.isascii():
        return False
    return all(
        len(word) <= _SHORT or word.lower() in _COMMON or run.lower() in _COMMON or word.lower() in BY_PATH_WORD
        for run in _RUNS.findall(text)
        for word in _TURNS.findall(run)
    )


def _segment(part: str) -> str:
    """A segment as it may be shown; the endings of a file stay whatever its name."""
    stem, endings = part, ""
    while (found := _ENDING.search(stem)) and found[1].lower() in _ENDINGS:
        stem, endings = stem[: found.start()], found[0] + endings
    return part if _is_public(stem) else WORD + endings


@cache
def _columns() -> frozenset[str]:
    """The words of all columns that formats and servers' variables have."""
    names = {field.name for one in FORMATS for field in one.fields} | {
        *VARIABLES,
        *(rule.name for rule in VARIABLES.values()),
    }
    return frozenset(run for one in names for run in _RUNS.findall(one))


@cache
def _keys() -> frozenset[str]:
    """What detectors know parameters by."""
    return frozenset({*BY_KEY, *BY_EXACT})


__all__ = ["NAME", "WORD", "column", "name", "published", "shown", "template"]

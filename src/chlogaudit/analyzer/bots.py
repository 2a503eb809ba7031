"""
Is a user agent a bot's, and whose.

Four sources, in this order: our own table (``crawlers``), words that only programs use, two maintained lists
(crawler-user-agents and CrawlerDetect, both MIT, both plain data on disk), and the shape: what shows neither an engine
nor a platform is no browser. Names of phones and of browsers that merely contain such a word are taken out first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from chlogaudit.analyzer.crawlers import CRAWLERS


@dataclass(frozen=True, slots=True)
class Bot:
    """Whose bot: ``name`` as people know it, ``kind`` one of ``crawlers.KINDS``; operator and purpose may be empty."""

    name: str
    kind: str
    operator: str = ""
    purpose: str = ""


# Everything is in ASCII letters; bounded repetitions only, so that each pattern is linear in the user agent.
_PLAIN_BROWSER = re.compile(
    r"Mozilla/5\.0 \((?:Windows NT|Macintosh|X11|iPhone|iPad|iPod|Linux; |Android|Wayland|Windows;|Mobile; )[^()]*\)"
    r"(?: (?:\(KHTML, like Gecko\)|(?:AppleWebKit|Gecko|Chrome|Chromium|CriOS|Safari|Mobile Safari|Version|Mobile|Firefox"
    r"|FxiOS|Focus|Edge|Edg|EdgA|EdgiOS|OPR|OPT|OPX|OPRGX|SamsungBrowser|YaBrowser|Yowser|Vivaldi|UCBrowser|DuckDuckGo|Ddg"
    r"|GSA|Ubuntu|Brave|MiuiBrowser|HuaweiBrowser|HeyTapBrowser|VivoBrowser|SeaMonkey|Waterfox|PaleMoon|Goanna)"
    r"(?:/[\w.+-]{1,40})?))+"
)
# The model of an Android device stands between the system's version and "Build/" or the end of the comment.
_MODEL = re.compile(
    r"(Android[ /]?[\d.]{0,9}; )(?:[a-z]{2}[-_][a-zA-Z]{2}; )?(?!compatible)([^;()]{1,60}?)(?= Build/|\)|;)"
)
_PHONES = re.compile(
    r"cubot|idbot|\bid bot|power ?bot|\bm bot|\bb bot|botdugls|robotel|abbott|talbot|lobot|botox", re.IGNORECASE
)

# Words that only programs without a person use of themselves: robots, HTTP libraries, driven browsers, an address to
# look up. No look-around: ua-parser's Rust core compiles them.
_WORDS = (
    r"bot(?:\b|[^a-z ]|s\b|_)", r"\bbot", "robot", "crawl", "spider", r"\bspyder", "slurp", r"scrap(?:e|y|ing)", "harvest",
    "indexer", "(?:web|site|link|page|data|feed)fetch", r"fetcher\b", "https?://", r"\bwww\.",
    "http[-_ ]?(?:client|unit|get|clone|s?check|mon|rs|lib|parser|request|compon)", "httpx", "httrack", "httpie", "okhttp",
    r"http\.rb", "httperf", "libwww", "libcurl", r"\bcurl\b", r"\bwget", r"\blwp", "urllib", r"\brequests?/", "aiohttp", "python",
    r"\bperl\b", r"\bruby\b", "jakarta", r"\bphp\b", "node[-.]?(?:js|fetch|superagent)", r"\baxios", "guzzle", r"\bgo-http",
    "golang", r"\bgrpc", "winhttp", "pycurl", "headless", "phantom(?:js)?", "puppeteer", "playwright", "selenium", "webdriver",
    "lighthouse", "pagespeed", "gtmetrix", "uptime", "pingdom", "health[-_ ]?check", "heartbeat", "nagios", "zabbix", "nikto",
    "sqlmap", "nmap", "nessus", "nuclei", "masscan", "zgrab", "pentest", "jndi:", "link ?check", "externalhit",
)  # fmt: skip
# Words that programs at a person's hand may have in their names too.
_HINTS = (
    "archiver", r"\bfetch", "feed(?:er|burner|bin|ly|parser|reader|demon|validator)", r"\brss", "librar(?:y|ies)", "java/", r"\bphp/",
    r"\bgo-", "monitor", r"\bping(?:er|\b)", "status(?:cake|check)", "synthetic", "probe", "valid(?:at|ator)", "checker",
    r"\bcheck[/_ ]", "verif(?:y|ier|ication)", "audit", "analy[sz]er", "inspect", "detector", r"scan(?:ner|ning|s|\b)", r"\bl9",
    "exploit", r"\bsecurity\b", "vuln", r"recon\b", "research", "preview", "unfurl", r"thumb(?:nail|shot|s)?\b", "screenshot",
    "snapshot", "snippet", r"embed(?:ly|\b)", "opengraph", "onebox", "expander", r"\bseo", r"seo\b", "sitemap", "backlink", "serp",
    r"\bsearch(?:er|bot|engine)?\b", r"agent\b", "extractor", "collector", "download", "grabber", "mirror", "offline", "copier",
    r"\bproxy", "translat", "wordpress", "drupal", "joomla", "mastodon", "pleroma", "misskey", r"\bapi\b", "webhook", "worm",
    "sniff", r"\bscout", "hunter", "discovery", "newspaper", "aggregator", r"\bsubscribers?\b", "podcast", r"\bnews(?:reader|bl)",
    "resolver", "tester", "generator", "transcoder",
)  # fmt: skip
# Browsers give no address to write to. Bounded: an unbounded pattern is quadratic.
_ADDRESS = re.compile(
    r"[\w.+-]{2,40}(?:@|\(at\)|\[at\]| at )[\w-]{2,40}(?:\.| dot |\(dot\)|\[dot\])\w{2,10}", re.IGNORECASE
)
# A program that says on which device it runs, and is no browser: an app.
_APP = re.compile(
    r".*?Profile/MIDP|(?!.*Mozilla/).*?(?:CFNetwork/|Darwin/|Android[ /]\d|\b(?:mac|tv|watch)?OS[ ,/X]{1,3}\d|\biOS\b|iPhone|iPad"
    r"|Windows[/ ](?:NT )?\d|\bwin\d)",
    re.DOTALL,
)
# Words of people's programs that the patterns above or the lists take for a bot's.
_PEOPLE = re.compile(
    r"NAVER\(inapp|Slack_SSB|VLC/|SogouMobileBrowser|SogouMSE|MetaSr |Microsoft Office|MSOffice|Microsoft Outlook|ms-office|\bWord/|\bExcel/|\bOutlook|Thunderbird|QQDownload|Microsoft URL Control"
    r"|AmigaVoyager|Mosaic|Reeder/|Speedy/|Lynx/|\bE?Links |w3m/|NetFront|UP\.Browser",
)
# Engines and platforms of the programs that people sit in front of.
_ENGINE = re.compile(
    r"AppleWebKit|KHTML|Gecko/|Trident|MSIE|Presto|Opera|Netscape|Konqueror|Goanna|Servo|NetFront|Dillo|UCWEB|Dalvik|Obigo|Teleca",
)
_PLATFORM = re.compile(
    r"Windows|Win(?:9\dx?|NT|32|64)|Macintosh|Mac ?OS|Mac_|PPC|Darwin|X11|Linux|Ubuntu|CrOS|[A-Za-z]BSD|SunOS|IRIX|HP-UX|AIX|OS/2"
    r"|Amiga|BeOS|Haiku|RISC OS|AROS|MorphOS|OpenVMS|Inferno|win\d|macOS|Android|iPhone|iPad|iPod|iOS|tvOS|watchOS|visionOS|Symbian|Series ?[346]0|MIDP|Nokia"
    r"|SonyEricsson|SAMSUNG|SEC-|LG[-E/]|MOT-|BlackBerry|BB10|PlayBook|DoCoMo|J-PHONE|KDDI|Vodafone|SoftBank|WILLCOM|PalmOS|webOS|Web0S"
    r"|Tizen|Bada|MeeGo|Maemo|KAIOS|HarmonyOS|OpenHarmony|Kindle|Silk|PlayStation|PLAYSTATION|PSP|Nintendo|Xbox|Roku|HbbTV|SMART-TV"
    r"|SmartTV|SmartHub|AppleTV|Apple TV|AppleCoreMedia|CFNetwork|Huawei|HUAWEI|ZTE|Alcatel|SIE-|SAGEM|Panasonic|SHARP|HTC|Lenovo|Xiaomi",
)
_LINK = re.compile(r"(?:https?://|www\.)[^\s;,)]{0,300}")
_CONTACT = re.compile(r"\S{0,200}@\S{0,200}|\S{1,40}(?: at |\(at\)|\[at\])\S{1,40}")
_PRODUCT = re.compile(r"[A-Za-z][\w.-]{0,60}[A-Za-z]")
_TELLING = ("bot", "crawl", "spider", "fetch", "agent")
_BROWSER_WORDS = """
    mozilla compatible applewebkit webkit khtml like gecko safari chrome chromium firefox msie trident opera presto edge edg
    opr netscape windows win nt wow linux macintosh intel mac os macos version http https www user-agent agent mobile tablet
    android iphone ipad ipod cpu build dalvik unknown net clr slcc gtb infopath media center pc ubuntu debian fedora arm wv
    rv x86_ x64 en-us en-gb de-de fr-fr zh-cn ja-jp ru-ru es-es pt-br it-it
"""
_NOT_NAMES = frozenset(_BROWSER_WORDS.split())

_KIND_BY_TAG = (
    ("ai-crawler", "ai_training"),
    ("search-engine", "search"),
    ("feed-reader", "feed"),
    ("social-preview", "social_preview"),
    ("monitoring", "monitor"),
    ("scanner", "security_scanner"),
    ("archiver", "archive"),
    ("http-library", "library"),
    ("browser-automation", "library"),
    ("seo", "seo"),
)
# Where no list knows a bot, the words in it tell what it may be for; the first that fits.
_KIND_BY_WORD = (
    ("monitor|uptime|ping|health|status|nagios|zabbix|synthetic|probe|valid|check", "monitor"),
    ("scan|nikto|sqlmap|nmap|nessus|nuclei|zgrab|pentest|exploit|jndi|security|vuln|recon", "security_scanner"),
    (r"feed|\brss|podcast|subscriber|newsreader|aggregator", "feed"),
    (
        "preview|unfurl|thumb|screenshot|snippet|embed|opengraph|onebox|externalhit|mastodon|pleroma|misskey",
        "social_preview",
    ),
    (r"\bseo|seo\b|backlink|serp", "seo"),
    ("archiv|httrack|copier|offline|mirror", "archive"),
    (
        "http[-_ ]?(?:client|unit|get|rs|kit|lib)|okhttp|librar|libwww|curl|wget|lwp|urllib|requests|aiohttp|python|perl",
        "library",
    ),
    (
        "ruby|java|php|node|axios|guzzle|go-|golang|headless|phantom|puppeteer|playwright|selenium|webdriver|winhttp",
        "library",
    ),
    ("search", "search"),
)


def find(text: str) -> Bot | None:
    """Say whose bot sent ``text``, or None for a person's program. ``text`` is one user agent of at most 1,000 characters."""
    lists = _lists()
    known = lists.known(text)
    if known is not None:
        return known
    worded = lists.worded(text) or (
        ("@" in text or " at " in text or "at)" in text) and _ADDRESS.search(text) is not None
    )
    hinted = lists.hinted(text)
    if not worded and not hinted and _PLAIN_BROWSER.fullmatch(text):
        return None
    if _PEOPLE.search(text):
        return None
    listed = _listed()(text)
    if listed is not None:
        return listed
    bare = _PHONES.sub("", _MODEL.sub(r"\1", text))
    if worded and (bare == text or lists.worded(bare)):
        return Bot(_name(bare), lists.kind(bare))
    if _APP.match(text):
        return None
    if hinted and (bare == text or lists.hinted(bare)):
        return Bot(_name(bare), lists.kind(bare))
    if not (_ENGINE.search(text) or _PLATFORM.search(text)) or _detector()(bare):
        return Bot(_name(bare), "other")
    return None


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists behind ua-parser's Rust core, which filters by literals first: 1,500 patterns cost 5 µs a user agent."""

    known: Callable[[str], Bot | None]  # our own table
    worded: Callable[[str], bool]
    hinted: Callable[[str], bool]
    kind: Callable[[str], str]


def first_of(patterns: Iterable[tuple[str, str]]) -> Callable[[str], str | None]:
    """
    A function that gives the name of the first of the patterns (pattern, name) that a text holds. No look-around.

    A pattern for both cases takes ten times as long to compile as one for lower case with the text in lower case.
    """
    import ua_parser_rs  # ua-parser's own classes compile each pattern with ``re`` too, which takes most of their time

    found = ua_parser_rs.UserAgentExtractor([(pattern, name, None, None, None, None) for pattern, name in patterns])

    def first(text: str) -> str | None:
        match = found.extract(text)
        return None if match is None else str(match.family)

    return first


@cache
def _lists() -> _Lists:
    """Compile what every user agent is held against, once: 0.02 s. All patterns are for lower case."""
    # A crawler also names the browser or library that it is made of: the longest name wins, a library's comes last.
    own = sorted(CRAWLERS, key=lambda crawler: (crawler.kind == "library", -len(crawler.token)))
    own_bots = tuple(Bot(crawler.label, crawler.kind, crawler.operator, crawler.purpose) for crawler in own)
    # The name of a pattern is its index.
    ours = first_of((r"\b" + re.escape(crawler.token.lower()), str(i)) for i, crawler in enumerate(own))
    words = first_of((word, "word") for word in _WORDS)
    hints = first_of((word, "hint") for word in _HINTS)
    kinds = first_of(_KIND_BY_WORD)

    def known(text: str) -> Bot | None:
        at = ours(text.lower())
        return None if at is None else own_bots[int(at)]

    return _Lists(
        known,
        worded=lambda text: words(text.lower()) is not None,
        hinted=lambda text: hints(text.lower()) is not None,
        kind=lambda text: kinds(text.lower()) or "other",
    )


@cache
def _listed() -> Callable[[str], Bot | None]:
    """The list of crawler-user-agents, compiled when the first user agent comes that may be a bot and is not ours."""
    import json
    from importlib.resources import files
    from importlib.util import find_spec, module_from_spec

    # Not imported: the package reads its list in the encoding of the locale, which fails where that is not UTF-8.
    package = find_spec("crawleruseragents")
    assert package is not None
    entries = json.loads(files(module_from_spec(package)).joinpath("crawler-user-agents.json").read_text("utf-8"))
    theirs = first_of((str(entry["pattern"]), str(i)) for i, entry in enumerate(entries))

    def listed(text: str) -> Bot | None:
        at = theirs(text)
        return None if at is None else _entry(entries[int(at)])

    return listed


@cache
def _detector() -> Callable[[str], bool]:
    """CrawlerDetect's list, compiled when the first user agent comes that nothing else knows."""
    from crawlerdetect.providers import crawlers, exclusions

    # The Rust core knows no look-around.
    odd = re.compile("|".join(pattern for pattern in crawlers.data if "(?!" in pattern) or "(?!)", re.IGNORECASE)
    rest = [pattern for pattern in crawlers.data if "(?!" not in pattern]
    # Where lower case changes no meaning: no class of characters, nothing escaped but signs.
    plain = [pattern for pattern in rest if not re.search(r"\\[A-Za-z0-9]|\[|\(\?", pattern)]
    lower = first_of((pattern.lower(), "bot") for pattern in plain)
    others = first_of((f"(?i){pattern}", "bot") for pattern in rest if pattern not in set(plain))
    # CrawlerDetect wants parts of browsers' names removed first.
    noise = re.compile("|".join(exclusions.data), re.IGNORECASE)

    def detected(text: str) -> bool:
        bare = noise.sub("", text)
        return lower(bare.lower()) is not None or others(bare) is not None or odd.search(bare) is not None

    return detected


def _entry(entry: dict[str, object]) -> Bot:
    tags = entry.get("tags")
    tags = tags if isinstance(tags, list) else []
    kind = next((kind for tag, kind in _KIND_BY_TAG if tag in tags), "other")
    name = re.sub(r"\\/.*|\[\\s\\S\]\*|\([^()]*\)|\[[^\[\]]*\]|[\^$]", " ", str(entry["pattern"])).replace("\\", "")
    site = re.match(r"https?://(?:www\.)?([^/:?#]+)", str(entry.get("url", "")))
    return Bot(" ".join(name.split()).strip(" ;"), kind, site[1] if site else "", str(entry.get("description", "")))


def _name(text: str) -> str:
    """The word in ``text`` that reads like the bot's name, or "(unnamed)". Never part of an address or a link."""
    if "@" in text or " at " in text or "at)" in text or "at]" in text:
        text = _CONTACT.sub(" ", text)
    words = [word for word in _PRODUCT.findall(_LINK.sub(" ", text)) if word.lower() not in _NOT_NAMES]
    telling = (word for word in words if any(part in word.lower() for part in _TELLING))
    return next(telling, words[0] if words else "(unnamed)")

"""What a user agent claims to be: browser, system, kind of device, and whether a bot sent it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from chlogaudit.analyzer import bots


@dataclass(frozen=True, slots=True)
class Agent:
    """
    One user agent, classified. All of it is the sender's own claim.

    ``browser`` and ``system`` are uap-core's families ("Other" where it knows none, "" for no user agent at all);
    versions are the first number, "" where there is none. ``device`` is desktop, phone, tablet, tv, bot, other or
    unknown. ``bot_kind`` is one of ``crawlers.KINDS``; the four bot fields are "" for people.
    """

    browser: str
    browser_version: str
    system: str
    system_version: str
    device: str
    bot: bool = False
    bot_name: str = ""
    bot_kind: str = ""
    operator: str = ""
    purpose: str = ""


NOBODY = Agent("", "", "", "", "unknown")
"""What stands for a user agent that was not sent or not logged."""

# Servers cut or refuse longer ones; what identifies a program stands in front.
_LONGEST = 1000
_TV = (
    r"SMART-TV|Smart-?TV|SmartHub|HbbTV|NetCast|Web0S|AppleTV|Apple TV|tvOS|GoogleTV|Google TV|Android TV|BRAVIA|Roku|AFT[A-Z]"
    r"|CrKey|Tizen.{0,20}TV|; TV;|Viera|NETTV|DTV|InettvBrowser|Kodi"
)
_CONSOLE_OR_OTHER = r"PlayStation|PLAYSTATION|PSP|Nintendo|Xbox|Watch|OculusBrowser|Quest \d|Tesla|QtCarBrowser|CarPlay"
# An Android browser that leaves out "Mobile" runs on a tablet: Chrome's and Firefox' makers say so.
_TABLET = (
    r"iPad|Tablet(?! PC)|PlayBook|Kindle|Silk/(?!.*Mobile)|Xoom|TouchPad|Nexus (?:7|9|10)\b|SM-T\d|SM-X\d|GT-P\d"
    r"|Android(?!.*Mobi)(?=.*(?:Safari|Firefox))"
)
_PHONE = (
    r"Mobi|iPhone|iPod|Android|Windows Phone|Windows CE|BlackBerry|BB10|Symbian|Series ?[46]0|MIDP|Nokia|SonyEricsson"
    r"|Opera Mini|DoCoMo|J-PHONE|KDDI|Vodafone|SoftBank|PalmOS|webOS|KAIOS|MeeGo|Maemo|Bada|UP\.Browser|SAMSUNG-|LG[-E/]"
    r"|MOT-|UCWEB|\b[iI]OS[ /]\d"
)
_DESKTOP = (
    r"Windows|Win(?:9\dx?|NT|32|64)|\bwin\d|Macintosh|Mac ?OS|macOS|Mac_|Darwin|X11|Linux|CrOS|[A-Za-z]BSD|SunOS|OS/2|Amiga"
    r"|BeOS|Haiku|RISC OS|\bE?Links |Lynx|w3m"
)
# The first that fits decides.
_DEVICES = (
    (re.compile(_TV), "tv"),
    (re.compile(_CONSOLE_OR_OTHER), "other"),
    (re.compile(_TABLET), "tablet"),
    (re.compile(_PHONE), "phone"),
    (re.compile(_DESKTOP), "desktop"),
)


def classify(user_agent: bytes) -> Agent:
    """
    Classify one user agent as logged.

    Never raises, whatever the bytes. "-" and "" are ``NOBODY``: a missing name tells nothing, so nobody is called a bot
    for it. Bytes above 0x7f are read as Latin-1: the rules look for ASCII words only.
    """
    text = user_agent[:_LONGEST].decode("latin-1").strip(" \"'\t")
    if text in {"", "-"}:
        return NOBODY
    if "+(" in text and " " not in text:  # IIS writes blanks as "+"
        text = text.replace("+", " ")
    browser, browser_version, system, system_version = _families()(text)
    bot = bots.find(text)
    if bot is None:
        return Agent(browser, browser_version, system, system_version, _device(text))
    who = (bot.name, bot.kind, bot.operator, bot.purpose)
    return Agent(browser, browser_version, system, system_version, "bot", True, *who)


def _device(text: str) -> str:
    if _may_be_small()(text) is None:
        return _desktop()(text) or "unknown"
    return next((device for pattern, device in _DEVICES if pattern.search(text)), "unknown")


@cache
def _may_be_small() -> Callable[[str], str | None]:
    """Whether a text may be anything but a desktop's: the patterns less their look-around, which only take away."""
    wide = (re.sub(r"\(\?[!=][^()]*\)", "", pattern) for pattern in (_TV, _CONSOLE_OR_OTHER, _TABLET, _PHONE))
    return bots.first_of((pattern.replace("(?=.*(?:Safari|Firefox))", ""), "small") for pattern in wide)


@cache
def _desktop() -> Callable[[str], str | None]:
    return bots.first_of([(_DESKTOP, "desktop")])


@cache
def _families() -> Callable[[str], tuple[str, str, str, str]]:
    """Build the matcher once: it takes a twentieth of a second and some megabytes. Devices are told by our own words."""
    import ua_parser_rs  # the core by itself: the classes around it cost as much as it does
    from ua_parser.loaders import load_lazy_builtins

    browsers, systems, _ = load_lazy_builtins()
    fields = attrgetter("regex", "family", "major", "minor", "patch", "patch_minor")
    browser_of = ua_parser_rs.UserAgentExtractor(map(fields, browsers)).extract
    system_of = ua_parser_rs.OSExtractor(map(fields, systems)).extract

    def families(text: str) -> tuple[str, str, str, str]:
        browser, system = browser_of(text), system_of(text)
        return (
            browser.family if browser else "Other",
            (browser.major if browser else None) or "",
            system.family if system else "Other",
            (system.major if system else None) or "",
        )

    return families

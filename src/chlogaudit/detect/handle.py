"""Whether a word reads as somebody's account: ``t.oduya``, ``mwright``, ``noor88``; not as a word, a program or a file."""

from __future__ import annotations

import re
from functools import lru_cache

from chlogaudit.detect.called import PAGES
from chlogaudit.detect.detector import words
from chlogaudit.detect.given_names import COMMON, GIVEN, SURE, SURNAMES, fold

_FORM = re.compile(r"[a-z]{1,16}(?:[._-][a-z]{1,16}){0,2}[0-9]{0,4}")
# With what words of European languages begin; a consonant before one more is an initial: mwright, hkessler.
_ONSETS = words(
    "bl br ch cl cr cz dr dw fl fr gh gl gn gr kl kn kr ll ph pl pr ps pf pn qu rh rz sb sc sf sg sh sj sk sl sm sn sp sq sr st sv sw sz th tr ts tw tz vl vr wh wr zb zd zh zl zn zw zs mn mc km ks ng lj dj dz hl hr hj bj fj kv kw gw tl"
)
_VOWELS = frozenset("aeiouy")
# Programs, services and files, and what else stands where accounts do.
_NOT = words(
    "xsmall xlarge xxlarge msec msecs mbps kbps mbit vscode pgadmin cpanel cdata fbadmin dbname dbhost dbuser rcfile lfdir vmware vmstat pgdata pgpool ldap vhost mbox nginx mkdir xml html css csv json http https php sql mysql pgsql dns dhcp smtp imap cfg conf ini log logs lib libs src bin tmp var etc dev prod test tests stage staging"
    " beta alpha main master release build debug cache data files file web www host node docker cron tftp ftp sftp ssh ssl tls tcp udp cpu gpu ram pdf png jpg gif svg wsgi uwsgi fcgi fpm"
    " cgi api rest rpc xhr ajax jquery bootstrap vendor dist public private static assets media images img theme themes plugin plugins backup backups core config local global common shared"
    " site sites page pages store shop blog forum wiki git svn hg repo repos npm yarn pip gem maven gradle worker queue redis kafka mongo mongodb rabbit elastic index search total count"
)


@lru_cache(maxsize=4096)
def is_handle(text: str, *, sure: bool = False) -> bool:
    """Whether an account is named like this: somebody's name, or an initial before a surname, which ``sure`` must know."""
    if len(text) < 3 or _FORM.fullmatch(text) is None:
        return False
    parts = [part.rstrip("0123456789") for part in re.split("[._-]", fold(text))]
    long = [part for part in parts if len(part) > 1]
    if any(part in _NOT or part in PAGES or (part in COMMON and part not in GIVEN) for part in long):
        return False
    if len(parts) > 1:
        named = any(part in SURE or part in SURNAMES for part in long) or (long == parts[:1] and long[0] in GIVEN)
        return named or (len(parts) == 2 and len(parts[0]) == 1 and len(parts[1]) > 3)
    bare = parts[0]
    numbered = len(bare) < len(text) and bare in GIVEN
    return len(bare) > 2 and (
        numbered or bare in SURE or bare in SURNAMES or bare[1:] in SURNAMES or (not sure and _has_initial(bare))
    )


def _has_initial(word: str) -> bool:
    """One consonant too many to be spoken: ``tgarcia``."""
    if len(word) < 5 or word[0] in _VOWELS or word[1] in _VOWELS or word[:2] in _ONSETS or word[0] == word[1]:
        return False
    return word[2] in _VOWELS or (word[1:3] in _ONSETS and word[3] in _VOWELS)

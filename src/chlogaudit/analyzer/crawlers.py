"""
The crawlers that a site's owner asks about by name: who runs them and what for.

Facts stand as the operators tell them on their own pages (read in November 2026), in our words. What stands here is
what a crawler *says* it is: anybody can send these names.
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS = (
    "search",
    "ai_training",
    "ai_search",
    "ai_assistant",
    "seo",
    "monitor",
    "feed",
    "social_preview",
    "archive",
    "security_scanner",
    "library",
    "other",
)
"""What bots are for. ``ai_training`` gathers texts for models, ``ai_search`` builds an index that answers are written
from, ``ai_assistant`` fetches one page because a person asked; ``library`` is a program's HTTP client or a driven
browser, whose purpose nobody told."""


@dataclass(frozen=True, slots=True)
class Crawler:
    """
    One known crawler.

    ``token`` is what its user agent holds, compared without regard to case; the longest token wins. ``operator`` is
    empty where the name belongs to nobody in particular.
    """

    token: str
    kind: str
    operator: str
    purpose: str
    name: str = ""

    @property
    def label(self) -> str:
        """The name that people read."""
        return self.name or self.token


_TRAIN = "Collects pages that may be used to train language models."
_ASKED = "Fetches a page because a person asked the assistant about it."
_AI_INDEX = "Indexes pages so that an AI search can find and cite them."
_SEARCH = "Indexes pages for web search."
_LINKS = "Maps who links to whom, for sellers of search-engine optimisation."
_PREVIEW = "Fetches title and picture of a link that somebody shared."
_UP = "Asks at intervals whether the site answers, for whoever set that up."
_FEED = "Reads feeds for its subscribers."
_CLIENT = "HTTP client of a program or script; its purpose is not told."
_DRIVEN = "A browser driven by a program; its purpose is not told."
_SCAN = "Searches addresses or sites for open services and weaknesses."
_ADS = "Checks pages on which advertisements stand or to which they lead."

CRAWLERS = (
    # Artificial intelligence, to train models
    Crawler("GPTBot", "ai_training", "OpenAI", _TRAIN),
    Crawler("ClaudeBot", "ai_training", "Anthropic", _TRAIN),
    Crawler("anthropic-ai", "ai_training", "Anthropic", "An older name of Anthropic's crawlers, no longer documented."),
    Crawler("Claude-Web", "ai_training", "Anthropic", "An older name of Anthropic's crawlers, no longer documented."),
    Crawler("CCBot", "ai_training", "Common Crawl", "Builds an open copy of the web that many model makers train on."),
    Crawler(
        "Google-Extended", "ai_training", "Google", "A name for robots.txt only; Google sends no requests under it."
    ),
    Crawler("Google-CloudVertexBot", "ai_search", "Google", "Reads a site for its owner's own agents on Vertex AI."),
    Crawler("GoogleOther", "other", "Google", "Google's teams' own fetches, research and development among them."),
    Crawler("Applebot-Extended", "ai_training", "Apple", "A name for robots.txt only; Applebot does the fetching."),
    Crawler("Bytespider", "ai_training", "ByteDance", _TRAIN),
    Crawler("TikTokSpider", "social_preview", "ByteDance", _PREVIEW),
    Crawler("meta-externalagent", "ai_training", "Meta", "Collects pages to train models and to improve products."),
    Crawler("FacebookBot", "ai_training", "Meta", "Collected pages for Meta's speech and language models."),
    Crawler("MistralAI-Training", "ai_training", "Mistral AI", _TRAIN),
    Crawler("cohere-training-data-crawler", "ai_training", "Cohere", _TRAIN),
    Crawler("Diffbot", "ai_training", "Diffbot", "Turns pages into structured data that is sold, for AI among others."),
    Crawler("ImagesiftBot", "ai_training", "Hive", "Collects pictures for image search and image models."),
    Crawler("omgilibot", "ai_training", "Webz.io", "Collects posts and news whose data is sold, for AI among others."),
    Crawler("omgili", "ai_training", "Webz.io", "Collects posts and news whose data is sold, for AI among others."),
    Crawler("webzio-extended", "ai_training", "Webz.io", "Collects pages whose data is sold for AI use."),
    Crawler("AI2Bot", "ai_training", "Allen Institute for AI", _TRAIN),
    Crawler("PanguBot", "ai_training", "Huawei", _TRAIN),
    Crawler("DeepSeekBot", "ai_training", "DeepSeek", _TRAIN),
    Crawler("Kangaroo Bot", "ai_training", "Kangaroo LLM", _TRAIN),
    Crawler("Timpibot", "ai_training", "Timpi", "Builds an index whose data is also offered for model training."),
    Crawler("VelenPublicWebCrawler", "ai_training", "Velen (Hunter)", "Builds data sets for machine learning."),
    Crawler("ISSCyberRiskCrawler", "ai_training", "ISS-Corporate", "Collects pages to model companies' cyber risk."),
    Crawler("SBIntuitionsBot", "ai_training", "SB Intuitions", _TRAIN),
    # Artificial intelligence, to search
    Crawler("OAI-SearchBot", "ai_search", "OpenAI", _AI_INDEX),
    Crawler("OAI-AdsBot", "other", "OpenAI", _ADS),
    Crawler("Claude-SearchBot", "ai_search", "Anthropic", _AI_INDEX),
    Crawler("PerplexityBot", "ai_search", "Perplexity", _AI_INDEX),
    Crawler("MistralAI-Index", "ai_search", "Mistral AI", _AI_INDEX),
    Crawler("meta-webindexer", "ai_search", "Meta", _AI_INDEX),
    Crawler(
        "Amazonbot",
        "ai_search",
        "Amazon",
        "Crawls for Amazon's services, Alexa's answers and model training among them.",
    ),
    Crawler("Amzn-SearchBot", "ai_search", "Amazon", _AI_INDEX),
    Crawler("YouBot", "ai_search", "You.com", _AI_INDEX),
    Crawler("PhindBot", "ai_search", "Phind", _AI_INDEX),
    Crawler("Andibot", "ai_search", "Andi", _AI_INDEX),
    Crawler(
        "Applebot",
        "search",
        "Apple",
        "Indexes pages for Siri, Spotlight and Safari suggestions, and for Apple's models.",
    ),
    # Artificial intelligence, assistants and agents
    Crawler("ChatGPT-User", "ai_assistant", "OpenAI", _ASKED),
    Crawler("Claude-User", "ai_assistant", "Anthropic", _ASKED),
    Crawler("Claude-Code", "ai_assistant", "Anthropic", "A coding assistant that fetches a page for its user."),
    Crawler("Perplexity-User", "ai_assistant", "Perplexity", _ASKED),
    Crawler("MistralAI-User", "ai_assistant", "Mistral AI", _ASKED),
    Crawler(
        "DuckAssistBot", "ai_assistant", "DuckDuckGo", "Fetches pages from which DuckDuckGo's AI writes cited answers."
    ),
    Crawler("meta-externalfetcher", "ai_assistant", "Meta", _ASKED),
    Crawler("Amzn-User", "ai_assistant", "Amazon", _ASKED),
    Crawler("cohere-ai", "ai_assistant", "Cohere", _ASKED),
    Crawler("Cohere-Command", "ai_assistant", "Cohere", _ASKED),
    Crawler("Character-AI", "ai_assistant", "Character.AI", _ASKED),
    Crawler("Anthropic-Claude", "ai_assistant", "Anthropic", _ASKED),
    Crawler(
        "Google-NotebookLM",
        "ai_assistant",
        "Google",
        "Fetches a page that a person gave NotebookLM (now Gemini Notebook) as a source.",
    ),
    Crawler(
        "Google-GeminiNotebook",
        "ai_assistant",
        "Google",
        "Fetches a page that a person gave Gemini Notebook as a source.",
    ),
    Crawler("Gemini-Deep-Research", "ai_assistant", "Google", _ASKED),
    Crawler("Google-Agent", "ai_assistant", "Google", "An agent on Google's machines that acts for a person."),
    Crawler("GitHubCopilotChat", "ai_assistant", "GitHub", "A coding assistant that fetches a page for its user."),
    Crawler("NovaAct", "ai_assistant", "Amazon", "An agent in a browser that acts for a person."),
    # Search engines
    Crawler("Googlebot-Image", "search", "Google", "Indexes pictures for image search."),
    Crawler("Googlebot-Video", "search", "Google", "Indexes videos for search."),
    Crawler("Googlebot-News", "search", "Google", "Indexes news; its requests come under Googlebot's names."),
    Crawler("Googlebot-Mobile", "search", "Google", "Indexed pages made for old phones."),
    Crawler("Googlebot", "search", "Google", _SEARCH + " Also feeds AI answers in search results."),
    Crawler("Google-InspectionTool", "search", "Google", "Tests of a page that its owner starts in Search Console."),
    Crawler("Google-Site-Verification", "other", "Google", "Proves for Google's tools that a person owns a site."),
    Crawler("Storebot-Google", "search", "Google", "Reads shops for Google Shopping."),
    Crawler("AdsBot-Google-Mobile", "other", "Google", _ADS),
    Crawler("AdsBot-Google", "other", "Google", _ADS),
    Crawler("Mediapartners-Google", "other", "Google", "Reads pages to choose the advertisements on them."),
    Crawler("APIs-Google", "other", "Google", "Delivers push notices of Google's interfaces."),
    Crawler("Google-Read-Aloud", "other", "Google", "Reads a page aloud because a person asked."),
    Crawler("FeedFetcher-Google", "feed", "Google", _FEED),
    Crawler("Google-Safety", "security_scanner", "Google", "Looks for malware behind links posted to Google."),
    Crawler("DuplexWeb-Google", "other", "Google", "Acted on the web for the Google Assistant."),
    Crawler("Google Favicon", "other", "Google", "Fetches a site's icon."),
    Crawler("GoogleImageProxy", "other", "Google", "Fetches the pictures of a message that a Gmail user opened."),
    Crawler("Chrome-Lighthouse", "monitor", "Google", "Measures a page's speed and quality because a person asked."),
    Crawler("bingbot", "search", "Microsoft", _SEARCH + " Also feeds Copilot's answers."),
    Crawler("BingPreview", "search", "Microsoft", "Makes pictures of pages for search results."),
    Crawler("adidxbot", "other", "Microsoft", _ADS),
    Crawler("msnbot", "search", "Microsoft", _SEARCH),
    Crawler("SkypeUriPreview", "social_preview", "Microsoft", _PREVIEW),
    Crawler("YandexImages", "search", "Yandex", "Indexes pictures for image search."),
    Crawler("YandexMetrika", "monitor", "Yandex", "Checks pages that use Yandex' visit counter."),
    Crawler("YandexRenderResourcesBot", "search", "Yandex", "Loads what pages need to be drawn, for indexing."),
    Crawler("YandexAdditionalBot", "ai_search", "Yandex", "Reads pages for AI answers in Yandex' search."),
    Crawler("YandexMobileBot", "search", "Yandex", "Judges how pages look on phones."),
    Crawler("YandexFavicons", "search", "Yandex", "Fetches a site's icon."),
    Crawler("YandexBot", "search", "Yandex", _SEARCH),
    Crawler("Baiduspider", "search", "Baidu", _SEARCH),
    Crawler("Sogou web spider", "search", "Sogou", _SEARCH),
    Crawler("Sogou inst spider", "search", "Sogou", _SEARCH),
    Crawler("360Spider", "search", "Qihoo 360", _SEARCH),
    Crawler("YisouSpider", "search", "Shenma (Alibaba)", _SEARCH),
    Crawler("PetalBot", "search", "Huawei", _SEARCH + " Also for the assistant on Huawei's phones."),
    Crawler("DuckDuckBot", "search", "DuckDuckGo", _SEARCH),
    Crawler("DuckDuckGo-Favicons-Bot", "search", "DuckDuckGo", "Fetches a site's icon."),
    Crawler("Qwantbot", "search", "Qwant", _SEARCH),
    Crawler("Qwantify", "search", "Qwant", _SEARCH),
    Crawler("SeznamBot", "search", "Seznam", _SEARCH),
    Crawler("Yeti/", "search", "Naver", _SEARCH, name="Yeti"),
    Crawler("Daum/", "search", "Kakao", _SEARCH, name="Daum"),
    Crawler("coccocbot", "search", "Coc Coc", _SEARCH),
    Crawler("Slurp", "search", "Yahoo", _SEARCH),
    Crawler("MojeekBot", "search", "Mojeek", _SEARCH),
    Crawler("Bravebot", "search", "Brave", _SEARCH),
    Crawler("Marginalia", "search", "Marginalia", _SEARCH),
    Crawler("Kagibot", "search", "Kagi", _SEARCH),
    Crawler("Mail.RU_Bot", "search", "VK", _SEARCH),
    Crawler("Swiftbot", "search", "Elastic", "Indexes a site for the search box on it."),
    # Search-engine optimisation and market data
    Crawler("AhrefsSiteAudit", "seo", "Ahrefs", "Audits a site for its owner."),
    Crawler("AhrefsBot", "seo", "Ahrefs", _LINKS),
    Crawler("SiteAuditBot", "seo", "Semrush", "Audits a site for its owner."),
    Crawler("SemrushBot", "seo", "Semrush", _LINKS),
    Crawler("MJ12bot", "seo", "Majestic", _LINKS),
    Crawler("DotBot", "seo", "Moz", _LINKS),
    Crawler("rogerbot", "seo", "Moz", "Audits a site for a customer."),
    Crawler("DataForSeoBot", "seo", "DataForSEO", _LINKS),
    Crawler("BLEXBot", "seo", "WebMeUp (SEO PowerSuite)", _LINKS),
    Crawler("serpstatbot", "seo", "Serpstat", _LINKS),
    Crawler("SEOkicks", "seo", "SEOkicks", _LINKS),
    Crawler("Barkrowler", "seo", "Babbar", _LINKS),
    Crawler("AwarioBot", "seo", "Awario", "Looks for mentions of brands."),
    Crawler("Screaming Frog", "seo", "Screaming Frog", "A program with which somebody audits a site."),
    Crawler("ZoominfoBot", "seo", "ZoomInfo", "Collects data on companies that is sold."),
    # Monitors
    Crawler("UptimeRobot", "monitor", "UptimeRobot", _UP),
    Crawler("Pingdom", "monitor", "SolarWinds", _UP),
    Crawler("StatusCake", "monitor", "StatusCake", _UP),
    Crawler("Site24x7", "monitor", "Zoho", _UP),
    Crawler("Better Uptime", "monitor", "Better Stack", _UP),
    Crawler("Uptime-Kuma", "monitor", "", _UP),
    Crawler("HetrixTools", "monitor", "HetrixTools", _UP),
    Crawler("Datadog", "monitor", "Datadog", _UP),
    Crawler("NewRelicPinger", "monitor", "New Relic", _UP),
    Crawler("Amazon-Route53-Health-Check-Service", "monitor", "Amazon", _UP),
    Crawler("Amazon Route 53 Health Check Service", "monitor", "Amazon", _UP),
    Crawler("ELB-HealthChecker", "monitor", "Amazon", "A load balancer asking whether its server lives."),
    Crawler("GoogleHC", "monitor", "Google", "A load balancer asking whether its server lives."),
    Crawler("kube-probe", "monitor", "Kubernetes", "The cluster asking whether its container lives."),
    Crawler("check_http", "monitor", "Nagios or Icinga", _UP),
    Crawler("Zabbix", "monitor", "Zabbix", _UP),
    Crawler("Prometheus/", "monitor", "Prometheus", "Reads a page of figures.", name="Prometheus"),
    Crawler("W3C_Validator", "monitor", "W3C", "Checks a page's markup because a person asked."),
    Crawler("Validator.nu", "monitor", "W3C", "Checks a page's markup because a person asked."),
    # Link previews
    Crawler("facebookexternalhit", "social_preview", "Meta", _PREVIEW),
    Crawler("Facebot", "social_preview", "Meta", _PREVIEW),
    Crawler("Twitterbot", "social_preview", "X", _PREVIEW),
    Crawler("LinkedInBot", "social_preview", "LinkedIn", _PREVIEW),
    Crawler("Slackbot", "social_preview", "Slack", _PREVIEW),
    Crawler("Slack-ImgProxy", "social_preview", "Slack", _PREVIEW),
    Crawler("Discordbot", "social_preview", "Discord", _PREVIEW),
    Crawler("TelegramBot", "social_preview", "Telegram", _PREVIEW),
    Crawler("WhatsApp", "social_preview", "Meta", _PREVIEW),
    Crawler("Pinterestbot", "social_preview", "Pinterest", "Fetches pages that people pinned."),
    Crawler("redditbot", "social_preview", "Reddit", _PREVIEW),
    Crawler("Mastodon/", "social_preview", "", _PREVIEW, name="Mastodon"),
    Crawler("Iframely", "social_preview", "Iframely", _PREVIEW),
    Crawler("Embedly", "social_preview", "Embedly", _PREVIEW),
    Crawler("vkShare", "social_preview", "VK", _PREVIEW),
    # Feeds
    Crawler("Feedly", "feed", "Feedly", _FEED),
    Crawler("Feedbin", "feed", "Feedbin", _FEED),
    Crawler("Inoreader", "feed", "Inoreader", _FEED),
    Crawler("NewsBlur", "feed", "NewsBlur", _FEED),
    Crawler("FreshRSS", "feed", "", _FEED),
    Crawler("Tiny Tiny RSS", "feed", "", _FEED),
    Crawler("Miniflux", "feed", "", _FEED),
    # Archives
    Crawler("archive.org_bot", "archive", "Internet Archive", "Keeps copies of pages for the Wayback Machine."),
    Crawler("ia_archiver", "archive", "Internet Archive", "Kept copies of pages for Alexa and the Wayback Machine."),
    Crawler("heritrix", "archive", "", "An archive's crawler; libraries run it too."),
    Crawler("HTTrack", "archive", "", "A program with which somebody copies a site."),
    # Scanners
    Crawler("CensysInspect", "security_scanner", "Censys", _SCAN),
    Crawler("Expanse", "security_scanner", "Palo Alto Networks", _SCAN),
    Crawler("InternetMeasurement", "security_scanner", "driftnet.io", _SCAN),
    Crawler("zgrab", "security_scanner", "", _SCAN),
    Crawler("masscan", "security_scanner", "", _SCAN),
    Crawler("Nmap Scripting Engine", "security_scanner", "", _SCAN),
    Crawler("Nikto", "security_scanner", "", _SCAN),
    Crawler("sqlmap", "security_scanner", "", "Tries to break into databases through a site's parameters."),
    Crawler("Nuclei", "security_scanner", "", _SCAN),
    Crawler("WPScan", "security_scanner", "", _SCAN),
    Crawler("OpenVAS", "security_scanner", "", _SCAN),
    Crawler("Nessus", "security_scanner", "Tenable", _SCAN),
    Crawler("gobuster", "security_scanner", "", "Guesses the names of files and folders."),
    Crawler("dirbuster", "security_scanner", "", "Guesses the names of files and folders."),
    Crawler("leakix", "security_scanner", "LeakIX", _SCAN, name="l9scan (LeakIX)"),
    Crawler(
        "internal dummy connection", "other", "", "httpd waking its own child processes.", name="Apache httpd itself"
    ),
    Crawler("Let's Encrypt", "other", "Let's Encrypt", "Proves who controls a domain before it gets a certificate."),
    # Libraries and driven browsers
    Crawler("curl/", "library", "", _CLIENT, name="curl"),
    Crawler("Wget", "library", "", _CLIENT),
    Crawler("python-requests", "library", "", _CLIENT),
    Crawler("Python-urllib", "library", "", _CLIENT),
    Crawler("aiohttp", "library", "", _CLIENT),
    Crawler("python-httpx", "library", "", _CLIENT),
    Crawler("Scrapy", "library", "", "A crawler that somebody wrote with Scrapy; its purpose is not told."),
    Crawler("Go-http-client", "library", "", _CLIENT),
    Crawler("okhttp", "library", "", _CLIENT),
    Crawler("Apache-HttpClient", "library", "", _CLIENT),
    Crawler("libwww-perl", "library", "", _CLIENT),
    Crawler("node-fetch", "library", "", _CLIENT),
    Crawler("axios/", "library", "", _CLIENT, name="axios"),
    Crawler("GuzzleHttp", "library", "", _CLIENT),
    Crawler("PostmanRuntime", "library", "", "A person trying out an interface with Postman."),
    Crawler("HeadlessChrome", "library", "", _DRIVEN),
    Crawler("PhantomJS", "library", "", _DRIVEN),
    Crawler("Puppeteer", "library", "", _DRIVEN),
    Crawler("Playwright", "library", "", _DRIVEN),
    Crawler("Selenium", "library", "", _DRIVEN),
    Crawler(
        "WordPress/", "library", "", "A WordPress site asking another: pingbacks, updates, previews.", name="WordPress"
    ),
    Crawler(
        "Amazon CloudFront",
        "other",
        "Amazon",
        "A content network passing on a visitor's request without the visitor's name.",
    ),
)

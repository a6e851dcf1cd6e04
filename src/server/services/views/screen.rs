//! Tells readers' browsers from programs, by what a request says of itself.

use std::borrow::Cow;

use axum::http::{HeaderMap, header};

use super::tally::Reason;

/// Of a longer agent the rest is not looked at.
const AGENT: usize = 512;

/// Which kind of browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Firefox, on whatever system.
    Firefox,
    /// Chrome and what is built on it without a name of its own.
    Chrome,
    /// Edge.
    Edge,
    /// Safari.
    Safari,
    /// Opera.
    Opera,
    /// Anything else.
    Other,
}

impl Family {
    /// Reads it out of a user agent. The newer browsers name the older ones too, so the order matters.
    pub fn of(agent: &str) -> Self {
        const MARKS: [(&str, Family); 10] = [
            ("Edg", Family::Edge),
            ("OPR/", Family::Opera),
            ("Opera", Family::Opera),
            ("OPT/", Family::Opera),
            ("Firefox/", Family::Firefox),
            ("FxiOS/", Family::Firefox),
            ("Chrome/", Family::Chrome),
            ("CriOS/", Family::Chrome),
            ("Chromium/", Family::Chrome),
            ("Safari/", Family::Safari),
        ];
        MARKS
            .into_iter()
            .find(|(mark, _)| agent.contains(mark))
            .map_or(Self::Other, |(_, family)| family)
    }

    /// Its name, with a capital letter.
    pub fn name(self) -> &'static str {
        match self {
            Self::Firefox => "Firefox",
            Self::Chrome => "Chrome",
            Self::Edge => "Edge",
            Self::Safari => "Safari",
            Self::Opera => "Opera",
            Self::Other => "A browser",
        }
    }

    /// A number that stays the same from version to version.
    pub fn code(self) -> u8 {
        match self {
            Self::Other => 0,
            Self::Firefox => 1,
            Self::Chrome => 2,
            Self::Edge => 3,
            Self::Safari => 4,
            Self::Opera => 5,
        }
    }
}

/// What the client calls itself, as far as it is looked at; empty where it says nothing.
pub fn agent(headers: &HeaderMap) -> Cow<'_, str> {
    let agent = headers
        .get(header::USER_AGENT)
        .map_or(&[][..], |value| value.as_bytes());
    String::from_utf8_lossy(agent.get(..AGENT).unwrap_or(agent))
}

/// Why a call is none of a reader's, if it is not.
pub fn screen(headers: &HeaderMap, agent: &str) -> Option<Reason> {
    if agent.trim().is_empty() {
        return Some(Reason::NoAgent);
    }
    let agent = agent.to_ascii_lowercase();
    if HEADLESS.into_iter().any(|mark| agent.contains(mark)) {
        return Some(Reason::Headless);
    }
    if is_bot(&agent) {
        return Some(Reason::Bot);
    }
    is_ahead_of_reading(headers).then_some(Reason::Prefetch)
}

/// Whether the client asks not to be followed: Do Not Track, or Global Privacy Control.
pub fn opts_out(headers: &HeaderMap) -> bool {
    [header::DNT, header::HeaderName::from_static("sec-gpc")]
        .into_iter()
        .any(|name| headers.get(name).is_some_and(|value| value == "1"))
}

/// Marks of browsers that nobody looks at.
const HEADLESS: [&str; 8] = [
    "headless",
    "phantomjs",
    "puppeteer",
    "playwright",
    "selenium",
    "webdriver",
    "lighthouse",
    "jsdom",
];

/// Words by which machines that pass for browsers give themselves away; `bot` is looked for apart.
const MACHINES: [&str; 26] = [
    "crawl",
    "spider",
    "slurp",
    "scrape",
    "scrapy",
    "archiver",
    "mediapartners",
    "inspectiontool",
    "googleother",
    "feedfetcher",
    "facebookexternalhit",
    "whatsapp",
    "embedly",
    "preview",
    "prerender",
    "validator",
    "monitor",
    "uptime",
    "pingdom",
    "statuscake",
    "pagespeed",
    "gtmetrix",
    "ahrefs",
    "semrush",
    "http://",
    "https://",
];

/// Every browser that can run this site's program begins its agent with this, and no library for programs does.
const BROWSER: &str = "mozilla/5.0 ";

/// Whether an agent, in lower case, is that of a program.
fn is_bot(agent: &str) -> bool {
    // Cubot makes telephones.
    let bot = agent
        .match_indices("bot")
        .any(|(at, _)| !agent.get(..at).is_some_and(|before| before.ends_with("cu")));
    bot || !agent.starts_with(BROWSER) || MACHINES.into_iter().any(|mark| agent.contains(mark))
}

/// Whether a browser asks before anybody has decided to look.
fn is_ahead_of_reading(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-purpose", "x-moz"]
        .into_iter()
        .flat_map(|name| headers.get_all(name))
        .filter_map(|value| value.to_str().ok())
        .map(str::to_ascii_lowercase)
        .any(|value| {
            ["prefetch", "prerender", "preview"]
                .into_iter()
                .any(|word| value.contains(word))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
    const CHROME: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
    const SAFARI: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) \
         Version/18.5 Safari/605.1.15";

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_browser_has_one_family() {
        for (agent, family) in [
            (FIREFOX.to_owned(), Family::Firefox),
            (CHROME.to_owned(), Family::Chrome),
            (SAFARI.to_owned(), Family::Safari),
            (format!("{CHROME} Edg/141.0.0.0"), Family::Edge),
            (format!("{CHROME} EdgA/141.0.0.0"), Family::Edge),
            (format!("{CHROME} OPR/125.0.0.0"), Family::Opera),
            (SAFARI.replace("Version/18.5", "CriOS/141.0"), Family::Chrome),
            (SAFARI.replace("Version/18.5", "FxiOS/143.0"), Family::Firefox),
            ("Mozilla/5.0 (compatible; Ladybird)".to_owned(), Family::Other),
            (String::new(), Family::Other),
        ] {
            assert_eq!(Family::of(&agent), family, "{agent}");
        }
    }

    #[test]
    fn readers_pass() {
        let cubot = "Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/141.0.0.0 Mobile Safari/537.36";
        for agent in [FIREFOX, CHROME, SAFARI, cubot] {
            assert_eq!(screen(&HeaderMap::new(), agent), None, "{agent}");
        }
    }

    #[test]
    fn programs_do_not_pass() {
        for (agent, reason) in [
            ("", Reason::NoAgent),
            ("   ", Reason::NoAgent),
            (
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                Reason::Bot,
            ),
            (
                "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/116.0 Safari/537.36",
                Reason::Bot,
            ),
            (
                "Mozilla/5.0 (Linux; Android 6.0.1) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 (compatible; GoogleOther)",
                Reason::Bot,
            ),
            ("Mozilla/5.0 (compatible; Yahoo! Slurp)", Reason::Bot),
            ("Mozilla/5.0 (compatible; CUBOT) somebot", Reason::Bot),
            ("curl/8.5.0", Reason::Bot),
            ("Wget/1.21.4", Reason::Bot),
            ("python-requests/2.32", Reason::Bot),
            ("Go-http-client/2.0", Reason::Bot),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36",
                Reason::Headless,
            ),
            ("Mozilla/5.0 (X11) Chrome-Lighthouse", Reason::Headless),
        ] {
            assert_eq!(screen(&HeaderMap::new(), agent), Some(reason), "{agent}");
        }
    }

    #[test]
    fn what_a_browser_fetches_ahead_does_not_pass() {
        for pair in [
            ("sec-purpose", "prefetch"),
            ("sec-purpose", "prefetch;prerender"),
            ("sec-purpose", "prefetch;anonymous-client-ip"),
            ("purpose", "Prefetch"),
            ("purpose", "preview"),
            ("x-moz", "prefetch"),
        ] {
            assert_eq!(
                screen(&headers(&[pair]), FIREFOX),
                Some(Reason::Prefetch),
                "{pair:?}"
            );
        }
    }

    #[test]
    fn a_wish_not_to_be_followed_is_heard() {
        assert!(opts_out(&headers(&[("dnt", "1")])));
        assert!(opts_out(&headers(&[("sec-gpc", "1")])));
        assert!(!opts_out(&headers(&[("dnt", "0"), ("sec-gpc", "?")])));
        assert!(!opts_out(&HeaderMap::new()));
    }

    #[test]
    fn an_agent_is_read_in_any_bytes_and_only_so_far() {
        let mut headers = HeaderMap::new();
        assert_eq!(agent(&headers), "");
        let long = vec![0xFF; 100_000];
        headers.insert(
            header::USER_AGENT,
            header::HeaderValue::from_bytes(&long).unwrap(),
        );
        assert_eq!(agent(&headers).chars().count(), AGENT);
    }
}

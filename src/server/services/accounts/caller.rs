//! Where a request comes from, as far as an account's owner may want to recognise it.

use std::net::{IpAddr, Ipv4Addr};

use axum::http::{HeaderMap, request::Parts};

use crate::server::{
    fault::reference,
    services::views::{ClientAddress, Family, Prefix, agent},
};

/// Where a request comes from. The address itself goes no further.
#[derive(Clone)]
pub struct Caller {
    /// The part of the network, for limits.
    pub(super) prefix: Prefix,
    /// Such as "Firefox on Linux".
    pub device: String,
    /// The request's id in the log.
    pub request: String,
}

impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Caller")
            .field("device", &self.device)
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}

impl Caller {
    /// Reads what the layers before and the client say.
    pub fn read(parts: &Parts) -> Self {
        Self {
            prefix: Prefix::of_limit(ClientAddress::of(&parts.extensions)),
            device: device(&parts.headers),
            request: reference(&parts.headers).to_owned(),
        }
    }

    /// Somebody at the machine itself.
    pub(super) fn operator() -> Self {
        Self {
            device: "the machine itself".to_owned(),
            ..Self::nobody()
        }
    }

    /// What happens by itself.
    pub(super) fn nobody() -> Self {
        Self {
            prefix: Prefix::of_limit(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            device: String::new(),
            request: String::new(),
        }
    }
}

/// The kind of browser and of system.
fn device(headers: &HeaderMap) -> String {
    const SYSTEMS: [(&str, &str); 7] = [
        ("iPhone", "an iPhone"),
        ("iPad", "an iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "a Mac"),
        ("Linux", "Linux"),
    ];
    let agent = agent(headers);
    let browser = Family::of(&agent).name();
    match SYSTEMS.into_iter().find(|(mark, _)| agent.contains(mark)) {
        Some((_, system)) => format!("{browser} on {system}"),
        None => browser.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, header};

    use super::*;

    #[test]
    fn a_device_is_told_by_browser_and_system() {
        for (agent, told) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 \
                 Safari/604.1",
                "Safari on an iPhone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
                "Edge on Windows",
            ),
            ("<script>", "A browser"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, HeaderValue::from_str(agent).unwrap());
            assert_eq!(device(&headers), told);
        }
    }
}

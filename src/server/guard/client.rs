//! Finds out whose request it is: the peer's, or, where the peer is a proxy of ours, that of whom the proxy names.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Once,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName},
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;

use crate::server::{context::Context, services::views::ClientAddress};

/// Where proxies write for whom they ask. What stands in it is believed only from behind, as far as proxies of ours
/// wrote it; everything before that anybody may have written.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Notes the address of the client for whoever counts or limits.
pub async fn note_address(State(context): State<Context>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        let peer = peer.ip().to_canonical();
        warn_of_unnamed_proxy(peer, request.headers(), &context.proxies);
        let address = find_client(peer, request.headers(), &context.proxies);
        request.extensions_mut().insert(ClientAddress(address));
    }
    next.run(request).await
}

/// Reads a proxy's address or network (`10.0.0.0/8`) as the operator writes it.
pub fn parse_proxy(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .map_err(|_| "write an address or a network, such as 127.0.0.1 or 10.0.0.0/8".to_owned())
}

/// The last address before those of our own proxies, counted from the right; the peer's where it is no proxy of ours.
fn find_client(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let is_ours = |address: IpAddr| proxies.iter().any(|network| network.contains(&address));
    let mut client = peer;
    let lines: Vec<_> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .map(|line| String::from_utf8_lossy(line.as_bytes()))
        .collect();
    let mut named = lines.iter().rev().flat_map(|line| line.rsplit(','));
    while is_ours(client) {
        // Where a proxy of ours wrote something unreadable, it is the last that is known.
        match named.next().and_then(parse_hop) {
            Some(before) => client = before,
            None => break,
        }
    }
    client
}

/// An address in the header: bare or with a port, version 6 also in brackets.
fn parse_hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(text);
    bare.parse::<IpAddr>()
        .ok()
        .or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()))
        .map(|address| address.to_canonical())
}

/// Says once that all readers look like one where a proxy on this machine or beside it is not named.
fn warn_of_unnamed_proxy(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) {
    static SAID: Once = Once::new();
    let near = match peer {
        IpAddr::V4(peer) => peer.is_loopback() || peer.is_private(),
        IpAddr::V6(peer) => peer.is_loopback() || peer.is_unique_local(),
    };
    let unnamed =
        near && headers.contains_key(FORWARDED_FOR) && !proxies.iter().any(|network| network.contains(&peer));
    if unnamed {
        SAID.call_once(|| {
            tracing::warn!(
                "requests come through a proxy at {peer} that is not named, so all readers count as one, and one who \
                 guesses passwords makes everybody wait; \
                 start with --trusted-proxies {peer}"
            );
        });
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn client(peer: &str, lines: &[&str], proxies: &[&str]) -> String {
        let lines: Vec<&[u8]> = lines.iter().map(|line| line.as_bytes()).collect();
        client_of(peer, &lines, proxies)
    }

    fn client_of(peer: &str, lines: &[&[u8]], proxies: &[&str]) -> String {
        let headers: HeaderMap = lines
            .iter()
            .map(|line| (FORWARDED_FOR, HeaderValue::from_bytes(line).unwrap()))
            .collect();
        let proxies: Vec<IpNet> = proxies.iter().map(|text| parse_proxy(text).unwrap()).collect();
        find_client(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn without_a_named_proxy_the_header_is_not_read() {
        assert_eq!(client("192.0.2.1", &["203.0.113.9"], &[]), "192.0.2.1");
        assert_eq!(
            client("192.0.2.1", &["203.0.113.9"], &["10.0.0.0/8"]),
            "192.0.2.1"
        );
    }

    #[test]
    fn behind_proxies_the_last_foreign_address_is_the_clients() {
        let proxies = ["127.0.0.1", "10.0.0.0/8", "fd00::/8"];
        for (lines, found) in [
            (&["203.0.113.9"][..], "203.0.113.9"),
            (&["6.6.6.6, 203.0.113.9"], "203.0.113.9"),
            (&["6.6.6.6, 203.0.113.9, 10.1.2.3"], "203.0.113.9"),
            (&["6.6.6.6", "203.0.113.9", "10.1.2.3"], "203.0.113.9"),
            (&["203.0.113.9:4711"], "203.0.113.9"),
            (&["[2001:db8::1]:4711"], "2001:db8::1"),
            (&["[2001:db8::1]"], "2001:db8::1"),
            (&["2001:db8::1, fd00::2"], "2001:db8::1"),
            (&["::ffff:203.0.113.9"], "203.0.113.9"),
            (&["6.6.6.6, nonsense, 10.1.2.3"], "10.1.2.3"),
            (&["6.6.6.6, "], "127.0.0.1"),
            (&["10.0.0.1, 10.0.0.2"], "10.0.0.1"),
            (&[], "127.0.0.1"),
        ] {
            assert_eq!(client("127.0.0.1", lines, &proxies), found, "{lines:?}");
        }
    }

    #[test]
    fn a_line_that_is_no_text_hides_no_hop() {
        for (lines, found) in [
            (&[&b"\xff, 203.0.113.9"[..]][..], "203.0.113.9"),
            (&[b"6.6.6.6", b"\xff, 203.0.113.9"], "203.0.113.9"),
            (&[b"6.6.6.6", b"\xff"], "127.0.0.1"),
        ] {
            assert_eq!(client_of("127.0.0.1", lines, &["127.0.0.1"]), found, "{lines:?}");
        }
    }

    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        for fine in ["127.0.0.1", " 10.0.0.0/8", "::1", "fd00::/8"] {
            assert!(parse_proxy(fine).is_ok(), "{fine}");
        }
        for bad in ["", "localhost", "10.0.0.0/33", "10.0.0.0/8,::1"] {
            assert!(parse_proxy(bad).unwrap_err().contains("10.0.0.0/8"), "{bad}");
        }
    }
}

//! Where the site is: a scheme and a host, perhaps a port, and nothing after them (RFC 6454, section 4).

use std::net::{Ipv4Addr, Ipv6Addr};

/// An origin as it is kept, small letters and no slash at its end, or a sentence on what is wrong with it.
pub fn parse(typed: &str) -> Result<String, String> {
    let lower = typed.trim().to_ascii_lowercase();
    let (scheme, rest) = lower
        .split_once("://")
        .filter(|(scheme, _)| matches!(*scheme, "https" | "http"))
        .ok_or("It has to begin with https:// (or http://), as in https://example.org.")?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    if rest.contains(['/', '?', '#', '\\']) {
        return Err(
            "Leave out what follows the host: the site answers at its root, as in https://example.org."
                .to_owned(),
        );
    }
    if rest.contains('@') {
        return Err("Name only the host, without a user before it.".to_owned());
    }
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (rest, None),
    };
    let Some(host) = read_host(host) else {
        return Err(
            "This is no name of a host. It has letters, digits and hyphens between dots, as in https://example.org; \
             letters of other scripts are written with xn--."
                .to_owned(),
        );
    };
    let port = port
        .map(|port| {
            port.parse::<u16>()
                .ok()
                .filter(|number| *number > 0 && port.chars().all(|c| c.is_ascii_digit()))
                .ok_or("A port is a number from 1 to 65535, as in http://localhost:3000.")
        })
        .transpose()?;
    Ok(match port {
        // Browsers leave it out where they say from where a request comes.
        Some(port) if port != (if scheme == "https" { 443 } else { 80 }) => {
            format!("{scheme}://{host}:{port}")
        }
        _ => format!("{scheme}://{host}"),
    })
}

/// A host as browsers write it.
fn read_host(host: &str) -> Option<String> {
    if let Some(address) = host.strip_prefix('[') {
        let address: Ipv6Addr = address.strip_suffix(']')?.parse().ok()?;
        return Some(format!("[{address}]"));
    }
    // Names of hosts have no underscores, and yet there are such, and browsers go there.
    let fits = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_number = !last.is_empty() && last.chars().all(|c| c.is_ascii_digit());
    let fits =
        host.len() <= 253 && host.split('.').all(fits) && (!is_number || host.parse::<Ipv4Addr>().is_ok());
    fits.then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        for (typed, kept) in [
            (" https://example.org/ ", "https://example.org"),
            ("https://Blog.Example.ORG", "https://blog.example.org"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("https://example.org:443", "https://example.org"),
            ("http://example.org:443", "http://example.org:443"),
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("http://[::1]:3000", "http://[::1]:3000"),
            ("https://[::1]", "https://[::1]"),
            ("https://[2001:DB8:0:0::0001]:443", "https://[2001:db8::1]"),
            ("https://old_blog.example.org", "https://old_blog.example.org"),
            ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ] {
            assert_eq!(parse(typed).as_deref(), Ok(kept), "{typed}");
        }
    }

    #[test]
    fn a_path_or_a_slip_is_refused_with_what_to_do() {
        for (typed, told) in [
            ("", "https://"),
            ("example.org", "https://"),
            ("htps://example.org", "https://"),
            ("https:/example.org", "https://"),
            ("ftp://example.org", "https://"),
            ("javascript:alert(1)", "https://"),
            ("https://example.org/blog", "what follows"),
            ("https://example.org/?a", "what follows"),
            ("https://example.org#a", "what follows"),
            ("https://example.org//", "what follows"),
            ("https://a@b", "user"),
            ("https://", "host"),
            ("https://exam ple.org", "host"),
            ("https://example,org", "host"),
            ("https://example..org", "host"),
            ("https://-a.org", "host"),
            ("https://bücher.example", "host"),
            ("https://127.0.1", "host"),
            ("https://https://example.org", "what follows"),
            ("https://<script>", "host"),
            ("https://example.org:", "port"),
            ("https://example.org:0", "port"),
            ("https://example.org:+80", "port"),
            ("https://example.org:99999", "port"),
            (&"https://".repeat(2_000), "what follows"),
            (&format!("https://{}", "a".repeat(10_000)), "host"),
        ] {
            let problem = parse(typed).unwrap_err();
            assert!(problem.contains(told), "{typed}: {problem}");
        }
    }
}

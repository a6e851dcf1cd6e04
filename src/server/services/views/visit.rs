//! What a request says of who makes it, cut down at once to what counting needs: a part of the address, and which kind
//! of browser. The whole address and the whole agent go no further than this file.

use std::net::{IpAddr, Ipv4Addr};

use axum::http::{Extensions, HeaderMap};

use super::{
    screen::{self, Family},
    tally::Reason,
};

/// The address of the client, as far as the guard found it out. It has no `Debug`, so that it gets into no log.
#[derive(Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// The one that a request carries. Where no guard has noted any, all clients are one.
    pub fn of(extensions: &Extensions) -> IpAddr {
        extensions
            .get::<Self>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |client| client.0)
    }
}

/// The part of an address that a network's readers share. It has no `Debug`, so that it gets into no log.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Prefix([u8; 9]);

impl Prefix {
    /// What visitors are told apart by: /24 or, of IPv6, /56.
    pub fn of_visitor(address: IpAddr) -> Self {
        Self::cut(address, 7)
    }

    /// What limits are counted by: /24 or, of IPv6, /64.
    pub fn of_limit(address: IpAddr) -> Self {
        Self::cut(address, 8)
    }

    /// The parts of the network around one that limits are counted by, itself first, then what one customer may have (/56) and
    /// what one site may have (/48); of IPv4, where a customer has less than /24, that again, and /16.
    pub fn around(self) -> [Self; 3] {
        let [kind, ..] = self.0;
        let bytes = if kind == 4 { [3, 3, 2] } else { [8, 7, 6] };
        bytes.map(|kept| {
            let mut wider = self;
            wider.0.iter_mut().skip(1 + kept).for_each(|byte| *byte = 0);
            wider
        })
    }

    /// Its bytes: the kind of address, the first of the address, then zeros.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn cut(address: IpAddr, bytes_of_v6: usize) -> Self {
        let mut prefix = [0; 9];
        let [kind, rest @ ..] = &mut prefix;
        match address.to_canonical() {
            IpAddr::V4(address) => {
                *kind = 4;
                let from = address.octets().into_iter().take(3);
                rest.iter_mut().zip(from).for_each(|(to, from)| *to = from);
            }
            IpAddr::V6(address) => {
                *kind = 6;
                let from = address.octets().into_iter().take(bytes_of_v6);
                rest.iter_mut().zip(from).for_each(|(to, from)| *to = from);
            }
        }
        Self(prefix)
    }
}

/// Who reads: all that is ever told of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Visitor {
    /// Where from.
    pub prefix: Prefix,
    /// With what.
    pub family: Family,
}

/// A call to count a view, as far as it is known before the post is looked for.
#[derive(Clone, Copy)]
pub struct Visit {
    /// Who reads.
    pub visitor: Visitor,
    /// What the rate is counted by.
    pub limit: Prefix,
    /// Why it is none of a reader's, if it is not.
    pub screened: Option<Reason>,
    /// Whether the reader asks not to be followed.
    pub opted_out: bool,
}

impl Visit {
    /// Reads what the layers before and the client say. `staff`: whether who calls writes here.
    pub fn read(headers: &HeaderMap, extensions: &Extensions, staff: bool) -> Self {
        let address = ClientAddress::of(extensions);
        let agent = screen::agent(headers);
        Self {
            visitor: Visitor {
                prefix: Prefix::of_visitor(address),
                family: Family::of(&agent),
            },
            limit: Prefix::of_limit(address),
            screened: if staff {
                Some(Reason::Staff)
            } else {
                screen::screen(headers, &agent)
            },
            opted_out: screen::opts_out(headers),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str, of: fn(IpAddr) -> Prefix) -> bool {
        of(one.parse().unwrap()) == of(other.parse().unwrap())
    }

    #[test]
    fn a_network_is_its_prefix() {
        for (one, other, visitor, limit) in [
            ("203.0.113.1", "203.0.113.254", true, true),
            ("203.0.113.1", "203.0.112.1", false, false),
            ("203.0.113.1", "::ffff:203.0.113.9", true, true),
            ("2001:db8:0:1200::1", "2001:db8:0:1200:ffff::9", true, true),
            ("2001:db8:0:1200::1", "2001:db8:0:12ff::1", true, false),
            ("2001:db8:0:1200::1", "2001:db8:0:1300::1", false, false),
            ("0.0.0.0", "::", false, false),
        ] {
            assert_eq!(same(one, other, Prefix::of_visitor), visitor, "{one} {other}");
            assert_eq!(same(one, other, Prefix::of_limit), limit, "{one} {other}");
        }
    }

    #[test]
    fn a_customer_has_many_networks_within_one() {
        let around = |text: &str| Prefix::of_limit(text.parse().unwrap()).around();
        for (one, other, same) in [
            ("203.0.113.1", "203.0.113.254", [true, true, true]),
            ("203.0.113.1", "203.0.112.1", [false, false, true]),
            ("203.0.113.1", "203.1.113.1", [false, false, false]),
            (
                "2001:db8:0:1200::1",
                "2001:db8:0:1200:ffff::9",
                [true, true, true],
            ),
            ("2001:db8:0:1200::1", "2001:db8:0:12ff::1", [false, true, true]),
            ("2001:db8:0:1200::1", "2001:db8:0:1300::1", [false, false, true]),
            ("2001:db8:0:1200::1", "2001:db8:1:1200::1", [false, false, false]),
        ] {
            let both = around(one).into_iter().zip(around(other));
            let found: Vec<bool> = both.map(|(one, other)| one == other).collect();
            assert_eq!(found, same, "{one} {other}");
        }
    }

    #[test]
    fn staff_are_known_as_such_before_anything_else() {
        let visit = Visit::read(&HeaderMap::new(), &Extensions::new(), true);
        assert_eq!(visit.screened, Some(Reason::Staff));
        let visit = Visit::read(&HeaderMap::new(), &Extensions::new(), false);
        assert_eq!(visit.screened, Some(Reason::NoAgent));
    }
}

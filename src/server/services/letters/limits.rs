//! How many letters came within this hour: from one part of the network, with one address in them, and altogether. More than
//! people send are none of people.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::{model::email::Email, server::services::views::Prefix};

/// Parts of the network that are remembered at once. There are no more addresses than letters in an hour.
const REMEMBERED: usize = 8_192;

/// Milliseconds in an hour.
const HOUR: i64 = 60 * 60 * 1_000;

/// The letters of this hour.
pub struct Limits {
    of_network: u32,
    of_address: u32,
    of_all: u32,
    hour: Mutex<Hour>,
}

#[derive(Default)]
struct Hour {
    hour: i64,
    networks: HashMap<Prefix, u32>,
    addresses: HashMap<String, u32>,
    all: u32,
}

impl Limits {
    /// So many in an hour.
    pub fn new(of_network: u32, of_address: u32, of_all: u32) -> Self {
        Self {
            of_network,
            of_address,
            of_all,
            hour: Mutex::default(),
        }
    }

    /// Notes a letter at `now` (Unix milliseconds); answers how many seconds to wait where it would be one too many.
    pub fn note(&self, from: Prefix, email: &Email, now: i64) -> Result<(), u32> {
        let number = now.div_euclid(HOUR);
        let mut hour = self.hour.lock().unwrap_or_else(PoisonError::into_inner);
        if hour.hour != number {
            *hour = Hour {
                hour: number,
                ..Hour::default()
            };
        }
        let address = inbox(email);
        let of_network = hour.networks.get(&from).copied().unwrap_or(0);
        let of_address = hour.addresses.get(&address).copied().unwrap_or(0);
        if of_network >= self.of_network || of_address >= self.of_address || hour.all >= self.of_all {
            let left = (HOUR - now.rem_euclid(HOUR)).div_euclid(1_000) + 1;
            return Err(u32::try_from(left).unwrap_or(3_600));
        }
        if of_network > 0 || hour.networks.len() < REMEMBERED {
            hour.networks.insert(from, of_network + 1);
        }
        hour.addresses.insert(address, of_address + 1);
        hour.all += 1;
        Ok(())
    }
}

/// Whose mail it is, whatever they wrote after a plus.
fn inbox(email: &Email) -> String {
    let text = email.as_str();
    match text.split_once('@') {
        Some((name, host)) => format!("{}@{host}", name.split('+').next().unwrap_or(name)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    fn note(limits: &Limits, network: u32, email: &str, now: i64) -> Result<(), u32> {
        let from = Prefix::of_limit(IpAddr::V4(Ipv4Addr::from_bits(network << 8)));
        limits.note(from, &Email::parse(email).unwrap(), now)
    }

    #[test]
    fn an_hour_takes_so_many_of_each() {
        let limits = Limits::new(3, 2, 6);
        for (network, email, taken) in [
            (1, "a@a.test", true),
            (2, "a+one@a.test", true),
            (3, "a+two@a.test", false),
            (1, "b@a.test", true),
            (1, "c@a.test", true),
            (1, "d@a.test", false),
            (2, "d@a.test", true),
            (3, "e@a.test", true),
            (4, "f@a.test", false),
        ] {
            let noted = note(&limits, network, email, HOUR + 60_500);
            assert_eq!(noted.is_ok(), taken, "{network} {email}");
            assert!(noted.err().is_none_or(|wait| wait == 3_540));
        }
        assert_eq!(note(&limits, 1, "a@a.test", 2 * HOUR), Ok(()), "the next hour");
    }

    #[test]
    fn a_flood_of_networks_grows_nothing() {
        let limits = Limits::new(1, 1, u32::MAX);
        for number in 0..20_000 {
            let _ = note(&limits, number, &format!("a{}@a.test", number % 10), HOUR);
        }
        let hour = limits.hour.lock().unwrap();
        assert!(hour.networks.len() <= REMEMBERED);
        assert_eq!(hour.addresses.len(), 10);
    }
}

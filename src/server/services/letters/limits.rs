//! How many letters came within an hour: from a part of the network and the larger ones that it lies in, with one address in
//! them, and altogether. More than people send are none of people.
//!
//! An hour begins with the first letter. When it is over, all that was counted is forgotten, whether another one comes or not.
//! No more is ever remembered than the letters that an hour takes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use tokio::time::{Instant, sleep_until};

use crate::{model::email::Email, server::services::views::Prefix};

/// What an hour takes.
#[derive(Clone, Copy)]
pub struct Allowed {
    /// From a part of the network and each of those around it ([`Prefix::around`]). The largest has a small share of all, so
    /// that nobody can use up what everybody has.
    pub of_networks: [u32; 3],
    /// With one address, where that is counted at all.
    pub of_address: Option<u32>,
    /// From everybody.
    pub of_all: u32,
}

/// What is to become of a letter that came in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// There is room for it.
    Room,
    /// There were enough with its address. Who sends it may be somebody else than who sent those, and is to learn nothing of
    /// them: it is answered like any other, and not kept.
    Enough,
}

/// The letters of this hour.
pub struct Limits {
    allowed: Allowed,
    lasts: Duration,
    hour: Arc<Mutex<Hour>>,
}

#[derive(Default)]
struct Hour {
    ends: Option<Instant>,
    networks: HashMap<(usize, Prefix), u32>,
    addresses: HashMap<String, u32>,
    all: u32,
}

impl Limits {
    /// So many in an hour.
    pub fn new(allowed: Allowed) -> Self {
        Self {
            allowed,
            lasts: Duration::from_secs(60 * 60),
            hour: Arc::default(),
        }
    }

    /// Notes a letter; answers how many seconds to wait where it would be one too many.
    ///
    /// One whose address came often enough counts like any other, so that nothing else tells of it either.
    pub fn note(&self, from: Prefix, email: &Email, now: Instant) -> Result<Noted, u32> {
        let mut hour = self.hour.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = match hour.ends {
            Some(ends) if now < ends => ends,
            _ => {
                let ends = now + self.lasts;
                *hour = Hour {
                    ends: Some(ends),
                    ..Hour::default()
                };
                tokio::spawn(forget(Arc::downgrade(&self.hour), ends));
                ends
            }
        };
        let networks = from.around();
        let mut parts = networks.into_iter().enumerate().zip(self.allowed.of_networks);
        let is_full = |(part, allowed): ((usize, Prefix), u32)| {
            hour.networks.get(&part).is_some_and(|came| *came >= allowed)
        };
        if hour.all >= self.allowed.of_all || parts.any(is_full) {
            let left = ends.saturating_duration_since(now).as_secs() + 1;
            return Err(u32::try_from(left).unwrap_or(u32::MAX));
        }
        hour.all += 1;
        for part in networks.into_iter().enumerate() {
            *hour.networks.entry(part).or_default() += 1;
        }
        let Some(allowed) = self.allowed.of_address else {
            return Ok(Noted::Room);
        };
        let came = hour.addresses.entry(inbox(email)).or_default();
        *came += 1;
        Ok(if *came > allowed {
            Noted::Enough
        } else {
            Noted::Room
        })
    }
}

/// Forgets an hour when it is over, unless the next one has begun.
async fn forget(hour: Weak<Mutex<Hour>>, ends: Instant) {
    sleep_until(ends).await;
    let Some(hour) = hour.upgrade() else { return };
    let mut hour = hour.lock().unwrap_or_else(PoisonError::into_inner);
    if hour.ends == Some(ends) {
        *hour = Hour::default();
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
    use std::net::IpAddr;

    use super::*;

    const ALLOWED: Allowed = Allowed {
        of_networks: [3, 4, 6],
        of_address: Some(2),
        of_all: 8,
    };

    fn note(limits: &Limits, from: &str, email: &str, now: Instant) -> Result<Noted, u32> {
        let from = Prefix::of_limit(from.parse::<IpAddr>().unwrap());
        limits.note(from, &Email::parse(email).unwrap(), now)
    }

    fn remembered(limits: &Limits) -> usize {
        let hour = limits.hour.lock().unwrap();
        hour.networks.len() + hour.addresses.len()
    }

    #[tokio::test]
    async fn an_hour_takes_so_many_of_each_network_and_of_all() {
        let limits = Limits::new(ALLOWED);
        let begin = Instant::now();
        let late = begin + Duration::from_secs(60);
        assert!(note(&limits, "2001:db8:0:1200::1", "a@a.test", begin).is_ok());
        for (from, taken) in [
            ("2001:db8:0:1200::2", true),
            ("2001:db8:0:1200::3", true),
            ("2001:db8:0:1200::4", false),
            ("2001:db8:0:1201::1", true),
            ("2001:db8:0:1202::1", false),
            ("2001:db8:0:1300::1", true),
            ("2001:db8:0:1400::1", true),
            ("2001:db8:0:1500::1", false),
            ("203.0.113.1", true),
            ("198.51.100.1", true),
            ("192.0.2.1", false),
        ] {
            let noted = note(&limits, from, "a@a.test", late);
            assert_eq!(noted.is_ok(), taken, "{from}");
            assert!(noted.err().is_none_or(|wait| wait == 3_541), "{noted:?}");
        }
        let next = begin + Duration::from_secs(60 * 60);
        assert_eq!(
            note(&limits, "2001:db8:0:1200::1", "a@a.test", next),
            Ok(Noted::Room),
            "the next hour"
        );
    }

    #[tokio::test]
    async fn an_address_that_came_often_enough_counts_and_is_not_told() {
        let limits = Limits::new(ALLOWED);
        let now = Instant::now();
        for (number, (email, noted)) in [
            ("a@a.test", Noted::Room),
            ("a+one@a.test", Noted::Room),
            ("a+two@a.test", Noted::Enough),
            ("b@a.test", Noted::Room),
            ("a@a.test", Noted::Enough),
            ("a@b.test", Noted::Room),
        ]
        .into_iter()
        .enumerate()
        {
            let from = format!("203.{number}.113.1");
            assert_eq!(note(&limits, &from, email, now), Ok(noted), "{email}");
        }
        for number in 0..3 {
            let noted = note(&limits, "198.51.100.1", "a@a.test", now);
            assert_eq!(
                noted.is_ok(),
                number < 2,
                "the ones that are not kept count as well"
            );
        }
        let uncounted = Limits::new(Allowed {
            of_address: None,
            ..ALLOWED
        });
        for _ in 0..3 {
            assert_eq!(note(&uncounted, "203.0.113.1", "a@a.test", now), Ok(Noted::Room));
        }
        assert!(uncounted.hour.lock().unwrap().addresses.is_empty());
    }

    #[tokio::test]
    async fn a_flood_grows_no_more_than_an_hour_takes() {
        let limits = Limits::new(ALLOWED);
        let now = Instant::now();
        for number in 0..1_000_u32 {
            let from = format!("10.{}.{}.1", number % 250, number / 250);
            let _ = note(&limits, &from, &format!("a{number}@a.test"), now);
        }
        assert_eq!(remembered(&limits), 4 * 8);
    }

    #[tokio::test]
    async fn what_was_counted_is_forgotten_though_no_other_letter_comes() {
        let limits = Limits {
            lasts: Duration::from_secs(1),
            ..Limits::new(ALLOWED)
        };
        let begin = Instant::now();
        note(&limits, "203.0.113.1", "a@a.test", begin).unwrap();
        assert_eq!(remembered(&limits), 4);
        sleep_until(begin + limits.lasts).await;
        for _ in 0..500 {
            if remembered(&limits) == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it is still remembered");
    }
}

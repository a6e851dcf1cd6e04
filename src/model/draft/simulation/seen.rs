//! How often what happened.

/// How often what was seen, so that a schedule in which nothing goes wrong does not count as proof.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub words: u64,
    pub excused: u64,
    pub saves: u64,
    pub thinned: u64,
    pub replays: u64,
    pub conflicts: u64,
    pub merges: u64,
    pub offers: u64,
    pub crashes: u64,
    pub expired: u64,
    pub orders: u64,
    pub confirms: u64,
    pub refusals: u64,
    pub unwritten: u64,
    pub on_device: u64,
    pub recalled: u64,
    pub looked: u64,
}

impl Seen {
    pub(super) fn counts(&self) -> [(&'static str, u64); 15] {
        [
            ("saves", self.saves),
            ("revisions thinned out", self.thinned),
            ("replays", self.replays),
            ("conflicts", self.conflicts),
            ("merges", self.merges),
            ("offers", self.offers),
            ("crashes", self.crashes),
            ("expired sessions", self.expired),
            ("orders", self.orders),
            ("confirmations", self.confirms),
            ("refusals", self.refusals),
            ("failed journal writes", self.unwritten),
            ("tabs that say they are offline", self.on_device),
            ("orders that a crash left", self.recalled),
            ("looks that found something", self.looked),
        ]
    }

    pub(super) fn add(&mut self, one: &Self) {
        let sums = [
            (&mut self.words, one.words),
            (&mut self.excused, one.excused),
            (&mut self.saves, one.saves),
            (&mut self.thinned, one.thinned),
            (&mut self.replays, one.replays),
            (&mut self.conflicts, one.conflicts),
            (&mut self.merges, one.merges),
            (&mut self.offers, one.offers),
            (&mut self.crashes, one.crashes),
            (&mut self.expired, one.expired),
            (&mut self.orders, one.orders),
            (&mut self.confirms, one.confirms),
            (&mut self.refusals, one.refusals),
            (&mut self.unwritten, one.unwritten),
            (&mut self.on_device, one.on_device),
            (&mut self.recalled, one.recalled),
            (&mut self.looked, one.looked),
        ];
        for (sum, more) in sums {
            *sum += more;
        }
    }
}

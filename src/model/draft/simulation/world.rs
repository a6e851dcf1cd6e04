//! What there is: a server, devices with their journals, tabs, and the time in which things arrive.

use std::collections::{BTreeMap, BTreeSet};

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{RngCore, SeedableRng},
};

use super::{number, seen::Seen};
use crate::model::draft::{
    Draft,
    journal::{Entry, EntryId, Offer},
    save::{Head, Order, SaveRequest},
    session::{Conflict, Effect, Input, Session, Status},
};

/// Longest time a device takes for one write.
pub(super) const DEVICE_DELAY: u32 = 40;

/// What a device is told to do with its journal.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Write(u32, Box<Entry>),
    Remove(EntryId),
}

/// A browser on a machine.
pub(super) struct Device {
    pub store: BTreeMap<EntryId, Entry>,
    pub online: bool,
    pub signed_in: bool,
    /// Its storage refuses everything.
    pub full: bool,
    /// When it last refused something.
    pub refused_at: i64,
    /// When its clock jumped last.
    pub jumped_at: i64,
    /// How far its clock is ahead.
    pub skew: i64,
}

/// A tab with the editor open in it.
pub(super) struct Tab {
    pub name: String,
    pub device: usize,
    pub alive: bool,
    pub session: Session,
    /// What the author sees.
    pub shown: Draft,
    pub status: Status,
    pub conflict: Option<Conflict>,
    pub offers: Vec<Offer>,
    pub confirm: Option<Order>,
    /// Contents that the author meant by an order.
    pub meant: Vec<Draft>,
    /// Since when something is asked of the post that is neither done nor refused nor taken back.
    pub ordered: Option<i64>,
    /// The request that has no answer yet.
    pub flight: Option<(String, u32)>,
    pub sent: Option<SaveRequest>,
    /// The request whose fate is not known.
    pub unsettled: Option<SaveRequest>,
    /// What the device has not done yet, and when the last of it will be.
    pub ops: Vec<Op>,
    pub ops_until: i64,
    /// Words typed here, and when.
    pub typed: Vec<(u32, i64)>,
    /// When it was told something last.
    pub stepped: i64,
}

/// Something that will arrive.
pub(super) enum Event {
    /// The device does the first of a tab's operations.
    Device(usize),
    /// A request reaches the server; the answer is sent if someone waits for it.
    Request {
        tab: usize,
        attempt: u32,
        request: Box<SaveRequest>,
        answered: bool,
    },
    /// The question of a tab, whether there is something newer than this revision, reaches the server.
    Asks(usize, i64),
    /// Something reaches a tab.
    Reaches(usize, Input),
}

/// What the server committed. A restart changes nothing about it.
pub(super) struct Server {
    pub revisions: Vec<Head>,
    /// Whether the latest was saved by itself.
    pub by_itself: bool,
    /// What was committed and is kept no more.
    pub thinned: Vec<Head>,
    pub words: BTreeSet<u32>,
    pub up: bool,
}

pub(super) struct World {
    rng: ChaCha8Rng,
    pub now: i64,
    events: BTreeMap<(i64, u64), Event>,
    arranged: u64,
    pub server: Server,
    pub devices: Vec<Device>,
    pub tabs: Vec<Tab>,
    /// 0: all is well; 3: hardly anything arrives.
    pub weather: u32,
    /// One author in one tab that never crashes: nobody to be in conflict with.
    pub alone: bool,
    pub calm: bool,
    pub next_word: u32,
    /// Words that an author deleted or chose against, and those that a crash may take.
    pub dropped: BTreeSet<u32>,
    pub seen: Seen,
    log: Vec<String>,
}

/// The words of a draft.
pub(super) fn words(draft: &Draft) -> BTreeSet<u32> {
    let meta = &draft.meta;
    let tags = meta.tags.iter().map(String::as_str);
    [draft.source.as_str(), &meta.title, &meta.summary]
        .into_iter()
        .chain(tags)
        .flat_map(words_of)
        .collect()
}

/// The words of a text.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = u32> {
    text.split_whitespace()
        .filter_map(|word| word.strip_prefix('w')?.parse().ok())
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let draft = Draft {
            source: "one\n\ntwo\nthree\n\nfour".into(),
            ..Draft::default()
        };
        let head = Head {
            revision: 1,
            key: String::new(),
            draft,
            who: "Anna".into(),
            at: 0,
        };
        let device = |skew| Device {
            store: BTreeMap::new(),
            online: true,
            signed_in: true,
            full: false,
            refused_at: i64::MIN / 2,
            jumped_at: i64::MIN / 2,
            skew,
        };
        let mut world = Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            now: 0,
            events: BTreeMap::new(),
            arranged: 0,
            server: Server {
                revisions: vec![head],
                by_itself: false,
                thinned: Vec::new(),
                words: BTreeSet::new(),
                up: true,
            },
            devices: vec![device(1_700_000_000_000), device(1_700_000_003_000)],
            tabs: Vec::new(),
            weather: 0,
            alone: false,
            calm: false,
            next_word: 0,
            dropped: BTreeSet::new(),
            seen: Seen::default(),
            log: Vec::new(),
        };
        world.alone = world.one_in(6);
        world.open(0);
        if !world.alone {
            world.open(0);
            world.open(1);
        }
        world
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        (self.rng.next_u64() % bound.max(1) as u64) as usize
    }

    pub(super) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(super) fn between(&mut self, from: u32, to: u32) -> i64 {
        i64::from(from) + self.below((to - from) as usize) as i64
    }

    pub(super) fn note(&mut self, what: impl FnOnce() -> String) {
        let now = self.now;
        self.log.push(format!("{now:>8} {}", what()));
    }

    /// A rule was broken.
    pub(super) fn broken(&self, rule: &str) -> ! {
        let from = self
            .log
            .len()
            .saturating_sub(number("LOGBOOK_LINES", 60) as usize);
        panic!("{rule}\n{}", self.log[from..].join("\n"));
    }

    pub(super) fn arrange(&mut self, at: i64, event: Event) {
        self.arranged += 1;
        self.events.insert((at.max(self.now), self.arranged), event);
    }

    pub(super) fn head(&self) -> &Head {
        self.server.revisions.last().unwrap()
    }

    pub(super) fn alive(&self) -> Vec<usize> {
        (0..self.tabs.len()).filter(|tab| self.tabs[*tab].alive).collect()
    }

    /// Opens the editor in a new tab, if the server answers.
    pub(super) fn open(&mut self, device: usize) {
        let there = &self.devices[device];
        if !self.server.up || !there.online || !there.signed_in {
            return;
        }
        let head = self.head().clone();
        let name = format!("t{}", self.tabs.len());
        let left: Vec<Entry> = there
            .store
            .values()
            .filter(|entry| !self.tabs.iter().any(|tab| tab.alive && tab.name == entry.id.tab))
            .cloned()
            .collect();
        let id = EntryId {
            post: "p".into(),
            tab: name.clone(),
        };
        let (session, effects) = Session::open(id, &head, left, self.now + there.skew);
        self.note(|| format!("{name} opens on device {device} at revision {}", head.revision));
        self.tabs.push(Tab {
            name,
            device,
            alive: true,
            session,
            shown: head.draft,
            status: Status::Saving,
            conflict: None,
            offers: Vec::new(),
            confirm: None,
            meant: Vec::new(),
            ordered: None,
            flight: None,
            sent: None,
            unsettled: None,
            ops: Vec::new(),
            ops_until: 0,
            typed: Vec::new(),
            stepped: self.now,
        });
        self.carry_out(self.tabs.len() - 1, effects);
    }

    /// Tells a tab what happened and does what it says.
    pub(super) fn tell(&mut self, tab: usize, input: Input) {
        if !self.tabs[tab].alive {
            return;
        }
        if !matches!(input, Input::Tick) {
            let name = self.tabs[tab].name.clone();
            self.note(|| format!("{name} <- {}", brief(&format!("{input:?}"))));
        }
        let now = self.now + self.devices[self.tabs[tab].device].skew;
        self.tabs[tab].stepped = self.now;
        let effects = self.tabs[tab].session.step(input, now);
        self.carry_out(tab, effects);
    }

    fn carry_out(&mut self, tab: usize, effects: Vec<Effect>) {
        for effect in effects {
            let name = self.tabs[tab].name.clone();
            if !matches!(effect, Effect::Status(Status::Failed { .. })) {
                self.note(|| format!("{name} -> {}", brief(&format!("{effect:?}"))));
            }
            self.judge(tab, &effect);
            match effect {
                Effect::Write { seq, entry } => self.device(tab, Op::Write(seq, entry)),
                Effect::Remove(id) => self.device(tab, Op::Remove(id)),
                Effect::Send { attempt, request } => self.send(tab, attempt, request),
                Effect::Show(draft) => self.tabs[tab].shown = *draft,
                Effect::Told { .. } => self.seen.merges += 1,
                Effect::Look(revision) => self.ask_whether_newer(tab, revision),
                Effect::Offer(offers) => {
                    self.seen.offers += 1;
                    self.seen.recalled +=
                        offers.iter().filter(|offer| offer.entry.order.is_some()).count() as u64;
                    self.tabs[tab].offers = offers;
                }
                Effect::Conflict(conflict) => {
                    self.seen.conflicts += 1;
                    self.tabs[tab].conflict = Some(*conflict);
                }
                Effect::Agreed => self.tabs[tab].conflict = None,
                Effect::Confirm(order) => {
                    self.seen.confirms += 1;
                    self.tabs[tab].confirm = Some(order);
                }
                Effect::Done { .. } => {
                    self.seen.orders += 1;
                    self.tabs[tab].ordered = None;
                }
                Effect::Refused { .. } => {
                    self.seen.refusals += 1;
                    self.tabs[tab].ordered = None;
                }
                Effect::Status(status) => {
                    self.seen.on_device += u64::from(status == Status::OnDevice);
                    self.tabs[tab].status = status;
                }
            }
        }
        self.judge_rest(tab);
    }

    fn device(&mut self, tab: usize, op: Op) {
        let at = self.now.max(self.tabs[tab].ops_until) + self.between(1, DEVICE_DELAY);
        let at = at
            .min(self.now + i64::from(DEVICE_DELAY))
            .max(self.tabs[tab].ops_until);
        self.tabs[tab].ops.push(op);
        self.tabs[tab].ops_until = at;
        self.arrange(at, Event::Device(tab));
    }

    /// The first thing a tab asked of its device happens. Whether the tab learns of it is another matter.
    pub(super) fn device_acts(&mut self, tab: usize) {
        if self.tabs[tab].ops.is_empty() {
            return;
        }
        let op = self.tabs[tab].ops.remove(0);
        let device = self.tabs[tab].device;
        match op {
            Op::Write(seq, _) if self.devices[device].full => {
                self.seen.unwritten += 1;
                self.devices[device].refused_at = self.now;
                self.tell(tab, Input::NotWritten(seq));
            }
            Op::Write(seq, entry) => {
                self.devices[device].store.insert(entry.id.clone(), *entry);
                self.tell(tab, Input::Written(seq));
            }
            Op::Remove(id) => {
                if let Some(entry) = self.devices[device].store.remove(&id) {
                    self.judge_removal(device, &entry);
                }
            }
        }
    }

    /// Lets time pass.
    pub(super) fn run(&mut self, until: i64) {
        loop {
            let tick = self
                .alive()
                .into_iter()
                .filter_map(|tab| {
                    let there = &self.tabs[tab];
                    Some((there.stepped + there.session.wait()?, tab))
                })
                .min();
            let event = self.events.first_key_value().map(|(key, _)| *key);
            match (tick, event) {
                (Some((at, tab)), event) if at <= until && event.is_none_or(|(due, _)| at < due) => {
                    self.now = self.now.max(at);
                    self.tell(tab, Input::Tick);
                }
                (_, Some((at, _))) if at <= until => {
                    self.now = self.now.max(at);
                    match self.events.pop_first() {
                        Some((_, Event::Device(tab))) => self.device_acts(tab),
                        Some((
                            _,
                            Event::Request {
                                tab,
                                attempt,
                                request,
                                answered,
                            },
                        )) => {
                            self.request_arrives(tab, attempt, &request, answered);
                        }
                        Some((_, Event::Asks(tab, revision))) => self.answer_whether_newer(tab, revision),
                        Some((_, Event::Reaches(tab, input))) => self.reaches(tab, input),
                        None => {}
                    }
                }
                _ => break,
            }
        }
        self.now = self.now.max(until);
    }
}

fn brief(text: &str) -> String {
    text.chars().take(230).collect()
}

//! What authors do, and what goes wrong around them, by chance.

use super::{
    network::RESERVED,
    world::{Event, World, words, words_of},
};
use crate::model::draft::{
    Draft, Field,
    journal::Taken,
    merge::{Choice, lines},
    save::{Act, Head, Order},
    session::Input,
};

impl World {
    /// One thing happens, then some time passes.
    pub(super) fn act(&mut self) {
        let alive = self.alive();
        let tab = alive.get(self.below(alive.len())).copied();
        match (self.below(100), tab) {
            (0..42, Some(tab)) => self.type_word(tab),
            (42..47, Some(tab)) => self.delete_word(tab),
            (47..50, Some(tab)) => self.tell(tab, Input::SaveNow),
            (50..54, Some(tab)) => self.order(tab),
            (54..57, Some(tab)) => self.look(tab),
            (57..60, Some(tab)) => self.tell(tab, Input::Back),
            (60..66, Some(tab)) => self.choose(tab),
            (66..71, Some(tab)) => self.take_or_leave(tab),
            (71..74, Some(tab)) => self.confirm(tab),
            (74..76, Some(tab)) => self.slug(tab),
            (76, _) if self.server.up && !self.alone => self.restore(),
            (77, Some(tab)) => self.tell(tab, Input::Leaving),
            (78..81, Some(tab)) if !self.alone => self.crash(tab),
            (81..85, _) if alive.len() < 4 && !self.alone => {
                let device = self.below(2);
                self.open(device);
            }
            (85..88, _) => {
                let device = self.below(2);
                let online = !self.devices[device].online;
                self.set_online(device, online);
            }
            (88..90, _) => self.server.up = !self.server.up,
            (90..92, _) => {
                let device = self.below(2);
                self.seen.expired += u64::from(self.devices[device].signed_in);
                self.devices[device].signed_in = false;
            }
            (92..95, _) => {
                self.server.up = true;
                let device = self.below(2);
                self.sign_in(device);
            }
            (95..97, _) => self.weather = self.below(4) as u32,
            (97, _) => {
                let device = self.below(2);
                self.devices[device].full = self.one_in(3);
            }
            (98, _) => {
                let device = self.below(2);
                let jump = self.between(0, 8_000_000) - 4_000_000;
                self.note(|| format!("the clock of device {device} jumps by {jump}"));
                self.devices[device].skew += jump;
                self.devices[device].jumped_at = self.now;
            }
            _ => {}
        }
        let pause = match self.below(10) {
            0..6 => self.between(20, 220),
            6..9 => self.between(100, 3_000),
            _ => self.between(1_000, 25_000),
        };
        self.run(self.now + pause);
    }

    fn type_word(&mut self, tab: usize) {
        self.next_word += 1;
        let number = self.next_word;
        let word = format!("w{number}");
        let mut draft = self.tabs[tab].shown.clone();
        match self.below(20) {
            0 => push_word(&mut draft.meta.title, &word),
            1 => push_word(&mut draft.meta.summary, &word),
            2 => draft.meta.tags.push(word),
            _ => {
                let mut text: Vec<String> = lines(&draft.source).into_iter().map(ToOwned::to_owned).collect();
                let at = self.below(text.len());
                if self.one_in(4) {
                    text.insert(at + 1, word);
                } else {
                    push_word(&mut text[at], &word);
                }
                draft.source = text.join("\n");
            }
        }
        self.seen.words += 1;
        let now = self.now;
        self.tabs[tab].typed.push((number, now));
        self.edit(tab, draft);
    }

    fn delete_word(&mut self, tab: usize) {
        let mut draft = self.tabs[tab].shown.clone();
        let there: Vec<u32> = words_of(&draft.source).collect();
        let Some(number) = there.get(self.below(there.len())) else {
            return;
        };
        let word = format!("w{number}");
        self.dropped.insert(*number);
        let without = |line: &str| {
            line.split(' ')
                .filter(|part| *part != word)
                .collect::<Vec<_>>()
                .join(" ")
        };
        draft.source = lines(&draft.source)
            .into_iter()
            .map(without)
            .collect::<Vec<_>>()
            .join("\n");
        self.edit(tab, draft);
    }

    /// What a hand at the keyboard does: the page has it before the machine is told.
    pub(super) fn edit(&mut self, tab: usize, draft: Draft) {
        let old = std::mem::replace(&mut self.tabs[tab].shown, draft.clone());
        if draft.source != old.source {
            self.tell(tab, Input::Typed(draft.source));
        } else {
            self.tell(tab, Input::Described(Box::new(draft.meta)));
        }
    }

    fn order(&mut self, tab: usize) {
        let order = match self.below(5) {
            0..2 => Order::now(Act::Publish),
            2 => Order::schedule(self.now),
            // Taken back at once: what somebody threw away takes no saves, and here is about what saves carry.
            3 => Order::now(Act::Trash),
            _ => Order::now(Act::Unpublish),
        };
        self.means_it(tab);
        self.asks(tab);
        self.tell(tab, Input::Ordered(order));
    }

    /// Something is asked of the post, and must not be forgotten.
    fn asks(&mut self, tab: usize) {
        let now = self.now;
        self.tabs[tab].ordered.get_or_insert(now);
    }

    /// In a conflict nothing can be meant before it is resolved.
    fn means_it(&mut self, tab: usize) {
        let tab = &mut self.tabs[tab];
        if tab.conflict.is_none() {
            tab.meant.push(tab.shown.clone());
        }
    }

    pub(super) fn confirm(&mut self, tab: usize) {
        if self.tabs[tab].confirm.take().is_some() {
            let yes = !self.one_in(3);
            if yes {
                self.means_it(tab);
            } else {
                self.tabs[tab].ordered = None;
            }
            self.tell(tab, Input::Confirmed(yes));
        }
    }

    /// The tab asks what the server has; by the time it learns of it that may be old news.
    pub(super) fn look(&mut self, tab: usize) {
        let device = &self.devices[self.tabs[tab].device];
        if !self.server.up || !device.online {
            return;
        }
        let input = if device.signed_in {
            Input::HeadSeen(Box::new(self.head().clone()))
        } else {
            Input::SignedOut
        };
        let at = self.now + self.between(3, 900);
        self.arrange(at, Event::Reaches(tab, input));
    }

    /// The author chooses in a conflict; what is not chosen was seen, and is given up.
    pub(super) fn choose(&mut self, tab: usize) {
        let Some(conflict) = self.tabs[tab].conflict.clone() else {
            return;
        };
        let mut hunks = Vec::new();
        for hunk in conflict.split.hunks() {
            let choice = self.choice();
            hunks.push(choice);
            let (mine, theirs) = (hunk.mine.join(" "), hunk.theirs.join(" "));
            self.give_up(choice, &mine, &theirs);
        }
        let mut fields = Vec::new();
        for field in &conflict.split.fields {
            let choice = if field.joins() {
                self.choice()
            } else {
                Choice::Mine
            };
            fields.push(choice);
            let shown = |meta| Field::shown(*field, meta);
            self.give_up(
                choice,
                &shown(&conflict.split.mine),
                &shown(&conflict.split.theirs),
            );
        }
        self.tell(
            tab,
            Input::Resolved {
                serial: conflict.serial,
                hunks,
                fields,
            },
        );
    }

    fn choice(&mut self) -> Choice {
        match self.below(6) {
            0 => Choice::Mine,
            1 => Choice::Theirs,
            _ => Choice::Both,
        }
    }

    fn give_up(&mut self, choice: Choice, mine: &str, theirs: &str) {
        let (left, taken) = match choice {
            Choice::Mine => (theirs, mine),
            Choice::Theirs => (mine, theirs),
            Choice::Both => return,
        };
        self.dropped
            .extend(words_of(left).filter(|word| !words_of(taken).any(|other| other == *word)));
    }

    /// The author looks at something left on the device.
    pub(super) fn take_or_leave(&mut self, tab: usize) {
        if self.tabs[tab].offers.is_empty() {
            return;
        }
        let offer = self.tabs[tab].offers.remove(0);
        let taken = match self.below(6) {
            0 => {
                self.dropped
                    .extend(words(&offer.entry.draft).difference(&words(&self.tabs[tab].shown)));
                Taken::Discard
            }
            1 if !self.calm => Taken::Later,
            _ => {
                if offer.entry.order.is_some() {
                    // If nothing else comes with it, it means what is shown.
                    self.means_it(tab);
                    self.asks(tab);
                }
                Taken::Merge
            }
        };
        self.tell(
            tab,
            Input::Offered {
                id: offer.entry.id,
                taken,
            },
        );
    }

    fn slug(&mut self, tab: usize) {
        let mut draft = self.tabs[tab].shown.clone();
        draft.meta.slug = if draft.meta.slug == RESERVED {
            String::new()
        } else {
            RESERVED.to_owned()
        };
        self.edit(tab, draft);
    }

    /// On another page an older revision is made the latest again; what it lacks is given up.
    fn restore(&mut self) {
        let at = self.below(self.server.revisions.len());
        let draft = self.server.revisions[at].draft.clone();
        let words = words(&draft);
        self.dropped.extend(self.server.words.difference(&words));
        self.server.words = words;
        self.server.by_itself = false;
        let revision = self.head().revision + 1;
        self.note(|| format!("the server makes {revision} of an older one"));
        self.server.revisions.push(Head {
            revision,
            key: String::new(),
            draft,
            who: "the list of revisions".to_owned(),
            at: self.now,
        });
    }

    pub(super) fn set_online(&mut self, device: usize, online: bool) {
        self.devices[device].online = online;
        for tab in self.alive() {
            if self.tabs[tab].device == device {
                self.tell(tab, if online { Input::Online } else { Input::Offline });
            }
        }
    }

    pub(super) fn sign_in(&mut self, device: usize) {
        if !self.devices[device].signed_in {
            self.devices[device].signed_in = true;
            for tab in self.alive() {
                if self.tabs[tab].device == device {
                    self.tell(tab, Input::SignedIn);
                }
            }
        }
    }

    /// The tab is gone in this moment: some of what it asked of its device still happens, requests are on their way.
    fn crash(&mut self, tab: usize) {
        self.seen.crashes += 1;
        self.tabs[tab].alive = false;
        let name = self.tabs[tab].name.clone();
        self.note(|| format!("{name} crashes"));
        let done = self.below(self.tabs[tab].ops.len() + 1);
        self.tabs[tab].ops.truncate(done);
        while !self.tabs[tab].ops.is_empty() {
            self.device_acts(tab);
        }
        self.judge_crash(tab);
    }
}

fn push_word(text: &mut String, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

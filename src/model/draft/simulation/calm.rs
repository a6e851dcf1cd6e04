//! All goes well at last: the network is there, everybody is signed in, authors answer what they are asked and write no more.

use super::{
    network::RESERVED,
    world::{World, words},
};
use crate::model::draft::session::{Input, Status};

impl World {
    /// Waits until all is at rest, and looks what became of every word.
    pub(super) fn calm_down(&mut self) {
        self.calm = true;
        self.weather = 0;
        self.server.up = true;
        for device in 0..self.devices.len() {
            self.devices[device].full = false;
            self.set_online(device, true);
            self.sign_in(device);
        }
        // What is still on its way arrives.
        self.run(self.now + 150_000);
        for _ in 0..60 {
            if self.is_at_rest() {
                return self.judge_end();
            }
            for device in 0..self.devices.len() {
                self.reopen(device);
            }
            for tab in self.alive() {
                if self.tabs[tab].shown.meta.slug == RESERVED {
                    let mut draft = self.tabs[tab].shown.clone();
                    draft.meta.slug = String::new();
                    self.edit(tab, draft);
                }
                self.take_or_leave(tab);
                self.choose(tab);
                self.confirm(tab);
                // What others saved they learn by themselves.
                self.tell(tab, Input::Back);
                self.run(self.now + 3_000);
            }
            self.run(self.now + 15_000);
        }
        let left: Vec<_> = self
            .devices
            .iter()
            .map(|device| device.store.keys().collect::<Vec<_>>())
            .collect();
        let tab = |tab: &usize| {
            let tab = &self.tabs[*tab];
            (
                &tab.name,
                &tab.status,
                tab.shown == self.head().draft,
                tab.offers.len(),
                tab.confirm.clone(),
            )
        };
        let tabs: Vec<_> = self.alive().iter().map(tab).collect();
        self.broken(&format!("it does not come to rest: {tabs:?}, {left:?}"));
    }

    /// Opens a tab where something was left that no tab offers.
    fn reopen(&mut self, device: usize) {
        let offered = |name: &str| {
            self.tabs.iter().any(|tab| {
                tab.alive && (tab.name == name || tab.offers.iter().any(|offer| offer.entry.id.tab == name))
            })
        };
        let left = self.devices[device].store.keys().any(|id| !offered(&id.tab));
        let living = self.alive().len();
        if living == 0 || left && living < 8 {
            self.open(device);
        }
    }

    fn is_at_rest(&self) -> bool {
        let head = self.head();
        let rest = |tab: &usize| {
            let tab = &self.tabs[*tab];
            tab.status == Status::Saved
                && tab.shown == head.draft
                && tab.offers.is_empty()
                && tab.confirm.is_none()
        };
        let alive = self.alive();
        !alive.is_empty()
            && alive.iter().all(rest)
            && self.devices.iter().all(|device| device.store.is_empty())
    }

    fn judge_end(&mut self) {
        // Nobody looks any more, so nobody has to be told of what others save.
        for tab in self.alive() {
            self.tell(tab, Input::Leaving);
        }
        let kept = words(&self.head().draft);
        if let Some(word) =
            (1..=self.next_word).find(|word| !kept.contains(word) && !self.dropped.contains(word))
        {
            self.broken(&format!("w{word} is lost"));
        }
        let alive = self.alive();
        if alive
            .iter()
            .any(|tab| self.tabs[*tab].session.unsaved() || self.tabs[*tab].session.wait().is_some())
        {
            self.broken("a session that says saved is not done");
        }
    }
}

//! What becomes of a request on its way, and what the server does with it.

use super::world::{Event, World, words};
use crate::model::draft::{
    save::{Answer, Head, Reason, SaveRequest, Verdict, accept},
    session::Input,
};

/// When a tab gives up waiting.
const PATIENCE: i64 = 20_000;
/// How close together two revisions are where one of them may go.
const SPAN: i64 = 60_000;
/// A slug that the server refuses.
pub(super) const RESERVED: &str = "admin";

impl World {
    pub(super) fn send(&mut self, tab: usize, attempt: u32, request: Box<SaveRequest>) {
        self.tabs[tab].flight = Some((request.key.clone(), attempt));
        self.tabs[tab].sent = Some((*request).clone());
        let failed = |reason: &str| Input::Answered {
            key: request.key.clone(),
            attempt,
            answer: Answer::Failed(reason.to_owned()),
        };
        if !self.devices[self.tabs[tab].device].online {
            let at = self.now + self.between(5, 60);
            return self.arrange(at, Event::Reaches(tab, failed("there is no network")));
        }
        self.arrange(self.now + PATIENCE, Event::Reaches(tab, failed("no answer came")));
        let bad = self.weather as usize;
        // Lost on the way.
        if self.below(10) < bad * 2 {
            return;
        }
        let late = self.below(10) < bad;
        let mut at = self.now + self.between(5, if late { 45_000 } else { 90 });
        // The answer is lost.
        let answered = self.below(10) >= bad * 2;
        if self.below(12) < bad {
            let again = at + self.between(0, 60_000);
            let (request, answered) = (request.clone(), false);
            self.arrange(
                again,
                Event::Request {
                    tab,
                    attempt,
                    request,
                    answered,
                },
            );
            at += 1;
        }
        self.arrange(
            at,
            Event::Request {
                tab,
                attempt,
                request,
                answered,
            },
        );
    }

    /// A tab asks whether the server has something newer; it is told something in any case.
    pub(super) fn ask_whether_newer(&mut self, tab: usize, revision: i64) {
        let bad = self.weather as usize;
        let lost = self.below(10) < bad * 2;
        if !self.devices[self.tabs[tab].device].online || lost {
            let at = self.now + self.between(5, 20_000);
            return self.arrange(at, Event::Reaches(tab, Input::NothingSeen));
        }
        let at = self.now + self.between(3, 200);
        self.arrange(at, Event::Asks(tab, revision));
    }

    pub(super) fn answer_whether_newer(&mut self, tab: usize, revision: i64) {
        let at = self.now + self.between(3, 900);
        let head = self.head().clone();
        let told = if !self.server.up {
            Input::NothingSeen
        } else if !self.devices[self.tabs[tab].device].signed_in {
            self.arrange(at, Event::Reaches(tab, Input::SignedOut));
            Input::NothingSeen
        } else if head.revision > revision {
            self.seen.looked += 1;
            Input::HeadSeen(Box::new(head))
        } else {
            Input::NothingNewer
        };
        self.arrange(at, Event::Reaches(tab, told));
    }

    pub(super) fn request_arrives(
        &mut self,
        tab: usize,
        attempt: u32,
        request: &SaveRequest,
        answered: bool,
    ) {
        let Some(answer) = self.serve(tab, request) else {
            return;
        };
        if answered {
            let at = self.now + self.between(3, 60);
            let key = request.key.clone();
            self.arrange(at, Event::Reaches(tab, Input::Answered { key, attempt, answer }));
        }
    }

    /// Something arrives at a tab. An answer counts once, and only while it is waited for.
    pub(super) fn reaches(&mut self, tab: usize, input: Input) {
        if let Input::Answered { key, attempt, answer } = &input {
            if self.tabs[tab].flight.as_ref() != Some(&(key.clone(), *attempt)) {
                return;
            }
            self.tabs[tab].flight = None;
            match answer {
                Answer::Failed(_) => self.tabs[tab].unsettled = self.tabs[tab].sent.clone(),
                Answer::SignedOut | Answer::TooMany(_) | Answer::Full => {}
                Answer::Saved(_) | Answer::Conflict(_) | Answer::Refused(_) => {
                    self.tabs[tab].unsettled = None
                }
            }
        }
        self.tell(tab, input);
    }

    /// The server's transaction; `None` if it dies before it answers.
    fn serve(&mut self, tab: usize, request: &SaveRequest) -> Option<Answer> {
        if !self.server.up {
            return Some(Answer::Failed("the server is not there".to_owned()));
        }
        if !self.devices[self.tabs[tab].device].signed_in {
            return Some(Answer::SignedOut);
        }
        if self.weather > 0 && self.one_in(25) {
            return Some(if self.one_in(2) {
                Answer::TooMany(3)
            } else {
                Answer::Full
            });
        }
        let dies = !self.calm && self.one_in(60);
        if dies && self.one_in(2) {
            self.server.up = false;
            return None;
        }
        let seen = self.server.revisions.iter().find(|made| made.key == request.key);
        let slug_taken = seen.is_none() && request.draft.meta.slug == RESERVED;
        if slug_taken {
            self.seen.refusals += 1;
            return Some(Answer::Refused("the slug is reserved".to_owned()));
        }
        let answer = match accept(self.head(), seen, request) {
            Verdict::Append => {
                self.judge_commit(tab, request);
                let revision = self.head().revision + 1;
                self.seen.saves += 1;
                self.server.words = words(&request.draft);
                self.server.revisions.push(Head {
                    revision,
                    key: request.key.clone(),
                    draft: request.draft.clone(),
                    who: self.tabs[tab].name.clone(),
                    at: self.now,
                });
                self.thin_out();
                self.server.by_itself = request.reason == Reason::Autosave;
                let key = request.key.clone();
                self.note(|| format!("server commits {revision} for {key}, asked: {:?}", request.then));
                Answer::Saved(revision)
            }
            Verdict::Kept(revision) => {
                self.seen.replays += 1;
                Answer::Saved(revision)
            }
            Verdict::Conflict if self.awaits(tab, &request.key) && self.is_thinned(&request.key) => {
                self.broken("who asks again for a save is told of a conflict with what came after it")
            }
            Verdict::Conflict => Answer::Conflict(Box::new(self.head().clone())),
            Verdict::Misused => self.broken("a key was used for two contents"),
        };
        if dies {
            self.note(|| "server dies after its commit".to_owned());
            self.server.up = false;
            return None;
        }
        Some(answer)
    }

    fn awaits(&self, tab: usize, key: &str) -> bool {
        let tab = &self.tabs[tab];
        tab.alive && tab.flight.as_ref().is_some_and(|(awaited, _)| awaited == key)
    }

    /// As the server does: of what a tab saved by itself, one a minute stays.
    fn thin_out(&mut self) {
        if let [.., before, made, next] = self.server.revisions.as_slice()
            && self.server.by_itself
            && made.who == next.who
            && made.at - before.at < SPAN
            && next.at - made.at < SPAN
        {
            self.seen.thinned += 1;
            let gone = self.server.revisions.len() - 2;
            let made = self.server.revisions.remove(gone);
            self.server.thinned.push(made);
        }
    }

    fn is_thinned(&self, key: &str) -> bool {
        self.server.thinned.iter().any(|made| made.key == key)
    }
}

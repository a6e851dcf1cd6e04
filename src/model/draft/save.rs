//! A save as it travels, and the server's rule for it. What carries it there and where revisions are kept is not known here.

use miniserde::{Deserialize, Serialize};

use super::Draft;

/// Why a save was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// By itself, after a pause.
    #[serde(rename = "autosave")]
    Autosave,
    /// The author asked for it.
    #[serde(rename = "manual")]
    Manual,
    /// Something was asked of the post that means this content.
    #[serde(rename = "publish")]
    Publish,
}

impl Reason {
    /// The word stored in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Autosave => "autosave",
            Self::Manual => "manual",
            Self::Publish => "publish",
        }
    }
}

/// What can be asked of a post together with a save, and means the content that is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// Readers see this content from now on.
    #[serde(rename = "publish")]
    Publish,
    /// Readers see this content from a time on.
    #[serde(rename = "schedule")]
    Schedule,
    /// Readers see nothing of it.
    #[serde(rename = "unpublish")]
    Unpublish,
    /// Readers are not to see it when its time comes. Not the same as taking it from them once they do: who asks for the one
    /// may not know yet that the other is what it would be.
    #[serde(rename = "withdraw")]
    Withdraw,
    /// It goes into the trash, as the list throws it away; what was written last goes with it and comes back with it.
    #[serde(rename = "trash")]
    Trash,
}

/// Most letters of what readers are told of a change.
pub const MAX_NOTE: usize = 280;

/// Something asked of a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// What.
    pub act: Act,
    /// When, Unix milliseconds; only for [`Act::Schedule`].
    pub at: Option<i64>,
    /// What readers are told of the change; only for what shows it to them.
    pub note: Option<String>,
}

impl Order {
    /// To be done at once.
    pub fn now(act: Act) -> Self {
        Self {
            act,
            at: None,
            note: None,
        }
    }

    /// To appear at a time, Unix milliseconds.
    pub fn schedule(at: i64) -> Self {
        Self {
            act: Act::Schedule,
            at: Some(at),
            note: None,
        }
    }

    /// The same, with what readers are told of the change, if that is anything.
    pub fn telling(self, note: &str) -> Self {
        let words: Vec<&str> = note.split_whitespace().collect();
        Self {
            note: (!words.is_empty()).then(|| words.join(" ")),
            ..self
        }
    }
}

/// One attempt to make a revision. A repetition is equal to it in everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveRequest {
    /// The post.
    pub post: String,
    /// Names this save, so that it happens once however often it arrives: the tab's name and a number that rises. A tab asks
    /// for a key no more once it sends the next, so the server may forget the saves before.
    pub key: String,
    /// The revision the content is based on.
    pub base: i64,
    /// The content.
    pub draft: Draft,
    /// Why.
    pub reason: Reason,
    /// What to do in the same transaction, with exactly this content.
    pub then: Option<Order>,
}

/// The latest revision of a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Rises with every revision of a post, never used twice; 1 or more.
    pub revision: i64,
    /// The key of the save that made it; empty if it was made otherwise.
    pub key: String,
    /// Its content.
    pub draft: Draft,
    /// The name of who made it, and where.
    pub who: String,
    /// When, Unix milliseconds.
    pub at: i64,
}

/// What the server does about a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Append a revision with this content and key after the head, and do what is asked.
    Append,
    /// Nothing is to be done: this revision holds the content. Answered as if it were saved now.
    Kept(i64),
    /// Somebody else's revision came between. Nothing is done, the head is the answer.
    Conflict,
    /// The key was used for another content. Nothing is done: a client that does this is broken.
    Misused,
}

/// The server's rule. `seen` is the revision that bears the request's key, if there is one.
///
/// Reading `seen` and the head, this, and what follows belong into one transaction that began as a writer; a unique index on
/// the key and "only if the head is still this one" in the statement say the same to the database. Who may not write on the
/// post at all, and what no save can be, is refused before. The key is asked for before what may have changed since is judged
/// (the trash, the right to what is asked, slug, fields): a repetition gets the answer that was lost.
pub fn accept(head: &Head, seen: Option<&Head>, request: &SaveRequest) -> Verdict {
    match seen {
        Some(made) if made.draft == request.draft => Verdict::Kept(made.revision),
        Some(_) => Verdict::Misused,
        // What is asked of the post has to bear the key as well, so it always makes a revision.
        None if request.then.is_none() && head.draft == request.draft => Verdict::Kept(head.revision),
        None if request.base == head.revision || head.draft == request.draft => Verdict::Append,
        None => Verdict::Conflict,
    }
}

/// Where a post stands as a whole, whatever is written on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The status machine's word.
    pub status: String,
    /// The last part of its address, once it has appeared.
    pub slug: String,
    /// When it appeared or is to appear, Unix milliseconds.
    pub at: Option<i64>,
    /// The number of the revision that readers see or will see; 0 for none.
    pub released: i64,
}

/// What is worth knowing of the address that a draft asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressWord {
    /// In a sentence or two.
    pub text: String,
    /// It cannot be had.
    pub refused: bool,
}

/// The server's answer as it travels: one of the first two is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveReply {
    /// The revision that holds the content.
    pub saved: Option<i64>,
    /// The head, where that is in the way.
    pub conflict: Option<Head>,
    /// Of the address that the content asks for, if it was saved. It is kept all the same, as everything that is typed.
    pub address: Option<AddressWord>,
    /// Where the post stands now.
    pub stands: Option<Standing>,
}

/// What the server says to whoever only looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// The latest revision, if it is newer than the one that is known.
    pub newer: Option<Head>,
    /// Where the post stands: its time may have come, or somebody else asked something of it.
    pub stands: Standing,
}

/// What became of one attempt, as the edge tells the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Committed as this revision.
    Saved(i64),
    /// Somebody else's revision came between.
    Conflict(Box<Head>),
    /// Nobody is signed in.
    SignedOut,
    /// Too many requests; seconds to wait.
    TooMany(u32),
    /// This content is not taken, for a reason in words.
    Refused(String),
    /// The server has no room for it.
    Full,
    /// No answer, or one that does not say whether it was committed; the reason in words.
    Failed(String),
}

impl From<SaveReply> for Answer {
    fn from(reply: SaveReply) -> Self {
        match (reply.saved, reply.conflict) {
            (Some(revision), _) => Self::Saved(revision),
            (None, Some(head)) => Self::Conflict(Box::new(head)),
            (None, None) => Self::Failed("the answer could not be read".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use miniserde::json;

    use super::*;

    fn draft(source: &str) -> Draft {
        Draft {
            source: source.into(),
            ..<Draft as Default>::default()
        }
    }

    fn head(revision: i64, key: &str, source: &str) -> Head {
        Head {
            revision,
            key: key.into(),
            draft: draft(source),
            who: "Anna".into(),
            at: 0,
        }
    }

    fn request(key: &str, base: i64, source: &str) -> SaveRequest {
        SaveRequest {
            post: "p".into(),
            key: key.into(),
            base,
            draft: draft(source),
            reason: Reason::Autosave,
            then: None,
        }
    }

    #[test]
    fn a_save_on_the_head_is_appended_and_one_on_an_older_revision_is_not() {
        assert_eq!(
            accept(&head(3, "x", "a"), None, &request("k", 3, "b")),
            Verdict::Append
        );
        assert_eq!(
            accept(&head(4, "x", "a"), None, &request("k", 3, "b")),
            Verdict::Conflict
        );
        assert_eq!(
            accept(&head(2, "x", "a"), None, &request("k", 3, "b")),
            Verdict::Conflict
        );
    }

    #[test]
    fn a_repetition_gets_the_answer_that_was_lost() {
        let made = head(4, "k", "b");
        assert_eq!(
            accept(&made, Some(&made), &request("k", 3, "b")),
            Verdict::Kept(4)
        );
        assert_eq!(
            accept(&head(9, "x", "z"), Some(&made), &request("k", 3, "b")),
            Verdict::Kept(4)
        );
        assert_eq!(
            accept(&made, Some(&made), &request("k", 3, "c")),
            Verdict::Misused
        );
    }

    #[test]
    fn content_that_is_there_makes_no_revision_unless_something_is_asked_of_it() {
        let head = head(4, "x", "a");
        let mut request = request("k", 3, "a");
        assert_eq!(accept(&head, None, &request), Verdict::Kept(4));
        request.then = Some(Order::now(Act::Publish));
        assert_eq!(accept(&head, None, &request), Verdict::Append);
    }

    #[test]
    fn what_travels_arrives() {
        let mut sent = request("k", 3, "a\n\"ü\"");
        sent.then = Some(Order::schedule(7).telling(" The figures\nare new. "));
        assert_eq!(
            json::from_str::<SaveRequest>(&json::to_string(&sent)).unwrap(),
            sent
        );
        let note = sent.then.and_then(|order| order.note);
        assert_eq!(note.as_deref(), Some("The figures are new."));
        // As a program before there were notes sent it.
        let before = json::from_str::<Order>(r#"{"act":"publish","at":null}"#).unwrap();
        assert_eq!(before, Order::now(Act::Publish).telling("  "));
        assert_eq!(
            json::to_string(&Order::now(Act::Trash)),
            r#"{"act":"trash","at":null,"note":null}"#
        );
        let reply = SaveReply {
            saved: None,
            conflict: Some(head(4, "k", "b")),
            address: Some(AddressWord {
                text: "Taken.".into(),
                refused: true,
            }),
            stands: Some(Standing {
                status: "scheduled".into(),
                slug: "a".into(),
                at: Some(7),
                released: 3,
            }),
        };
        let arrived = json::from_str::<SaveReply>(&json::to_string(&reply)).unwrap();
        assert_eq!(arrived, reply);
        assert_eq!(
            Answer::from(arrived),
            Answer::Conflict(Box::new(head(4, "k", "b")))
        );
        // As a program sent it that said no more.
        let before = json::from_str::<SaveReply>(r#"{"saved":4,"conflict":null}"#).unwrap();
        assert_eq!(
            (before.saved, before.address, before.stands),
            (Some(4), None, None)
        );
    }
}

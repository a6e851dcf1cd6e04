//! What readers wrote, as the desk looks at it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    model::letters::{Inbox, MessageItem, MessageState},
    server::{
        context::Context,
        db::{Database, messages},
        fault::Fault,
        services::accounts::{Actor, Done},
    },
};

/// Messages on a page.
const PER_PAGE: u32 = 25;

/// What stands as it is in an address of the kind `mailto:` (RFC 6068).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'@')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_');

/// A page of the messages in a state, the newest first; the last one where there are fewer. Two queries.
pub async fn list_messages(context: &Context, state: MessageState, page: u32) -> Result<Inbox, Fault> {
    let mut reader = context.database.reader().await?;
    let found = messages::count_messages(&mut reader).await?;
    let count = |state: MessageState| {
        found
            .iter()
            .find(|(word, _)| word == state.as_str())
            .map_or(0, |(_, count)| u32::try_from(*count).unwrap_or(u32::MAX))
    };
    let pages = count(state).div_ceil(PER_PAGE);
    let page = page.clamp(1, pages.max(1));
    let offset = (page - 1) * PER_PAGE;
    let rows = messages::list_messages(&mut reader, state.as_str(), PER_PAGE, offset).await?;
    let (calendar, site) = (context.calendar(), context.site());
    Ok(Inbox {
        counts: MessageState::ALL.map(count).into(),
        pages,
        page,
        messages: rows
            .into_iter()
            .map(|row| MessageItem {
                reply: reply(&row.email, &site.name),
                id: row.id,
                name: row.name,
                email: row.email,
                body: row.body,
                at: calendar.moment(row.received_at),
            })
            .collect(),
    })
}

/// What begins an answer in a mail program.
fn reply(email: &str, site: &str) -> String {
    let encode = |text: &str| utf8_percent_encode(text, PLAIN).to_string();
    format!(
        "mailto:{}?subject={}",
        encode(email),
        encode(&format!("Re: your message to {site}"))
    )
}

/// Says what has become of a message; nothing where there is none. The log tells what was said, and not whose it is.
pub async fn mark_message(
    database: &Database,
    actor: &Actor,
    id: i64,
    state: MessageState,
) -> Result<Option<()>, Fault> {
    let mut write = database.begin().await?;
    if !messages::mark_message(&mut write, id, state.as_str()).await? {
        return Ok(None);
    }
    let object = format!("message {id}");
    let done = Done {
        action: "message.mark",
        object: &object,
        after: state.as_str(),
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(()))
}

/// Deletes a message for good; nothing where there is none. The log tells that it was done, and not whose it was.
pub async fn delete_message(database: &Database, actor: &Actor, id: i64) -> Result<Option<()>, Fault> {
    let mut write = database.begin().await?;
    if !messages::delete_message(&mut write, id).await? {
        return Ok(None);
    }
    let object = format!("message {id}");
    let done = Done {
        action: "message.delete",
        object: &object,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(()))
}

#[cfg(test)]
mod tests {
    use super::reply;

    #[test]
    fn an_answer_has_a_subject_and_nothing_else_in_its_head() {
        assert_eq!(
            reply("ada+blog@a.test", "Tide & tables"),
            "mailto:ada%2Bblog@a.test?subject=Re%3A%20your%20message%20to%20Tide%20%26%20tables"
        );
        assert!(!reply("a?bcc=x&y@a.test", "x").contains("?bcc"));
    }
}

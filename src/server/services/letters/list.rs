//! Who wants the newsletter, as the desk lists them and gives them out.

use std::fmt::Write as _;

use crate::{
    model::letters::{SubscriberItem, Subscribers},
    server::{
        calendar,
        context::Context,
        db::{Database, subscribers},
        fault::Fault,
        services::accounts::{Actor, Done},
    },
};

/// Subscribers on a page of the list.
const PER_PAGE: u32 = 100;

/// Rows that are read at once for the file.
const AT_ONCE: u32 = 500;

/// A page of the list, the newest first; the last one where there are fewer. Two queries.
pub async fn list_subscribers(context: &Context, page: u32) -> Result<Subscribers, Fault> {
    let mut reader = context.database.reader().await?;
    let total = u32::try_from(subscribers::count_subscribers(&mut reader).await?)?;
    let pages = total.div_ceil(PER_PAGE);
    let page = page.clamp(1, pages.max(1));
    let rows = subscribers::list_subscribers(&mut reader, PER_PAGE, (page - 1) * PER_PAGE).await?;
    let calendar = context.calendar();
    Ok(Subscribers {
        total,
        pages,
        page,
        subscribers: rows
            .into_iter()
            .map(|row| SubscriberItem {
                id: row.id,
                email: row.email,
                status: row.status,
                at: calendar.moment(row.subscribed_at),
                form: row.form,
            })
            .collect(),
    })
}

/// Forgets somebody for good; nothing where there is nobody. The log tells that it was done, and not to whom.
pub async fn erase_subscriber(database: &Database, actor: &Actor, id: i64) -> Result<Option<()>, Fault> {
    let mut write = database.begin().await?;
    if !subscribers::erase_subscriber(&mut write, id).await? {
        return Ok(None);
    }
    let object = format!("subscriber {id}");
    let done = Done {
        action: "subscriber.erase",
        object: &object,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(()))
}

/// What makes a text of what a spreadsheet would take for a formula. Nothing that is kept here holds a space after an
/// apostrophe, least of all an address, so that who does not know of it finds no address instead of somebody else's.
const GUARD: &str = "' ";

/// All of them as CSV (RFC 4180), in the order in which they came; that it was given out is in the log.
///
/// What a spreadsheet would take for a formula begins with an apostrophe and a space. To read a cell back, undo the quotes of
/// CSV, and then take these two off where it begins with them; nothing else is changed.
pub async fn write_csv(context: &Context, actor: &Actor) -> Result<String, Fault> {
    let mut write = context.database.begin().await?;
    let done = Done {
        action: "subscriber.export",
        object: "all subscribers",
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    let mut reader = context.database.reader().await?;
    let mut text = "email,status,subscribed_at,form\r\n".to_owned();
    let mut after = 0;
    loop {
        let rows = subscribers::walk_subscribers(&mut reader, after, AT_ONCE).await?;
        let Some(last) = rows.last() else { return Ok(text) };
        after = last.id;
        for row in rows {
            let at = calendar::rfc3339(row.subscribed_at);
            let cells = [&row.email, &row.status, &at, &row.form].map(|cell| cell_of(cell));
            write!(text, "{}\r\n", cells.join(","))?;
        }
    }
}

/// A cell of the file. What a spreadsheet would take for a formula begins with an apostrophe, by which it is a text there
/// (OWASP, CSV injection); so does what begins like that without having been changed, so that it is read back as it was.
fn cell_of(text: &str) -> String {
    // Some spreadsheets read the wide forms of the signs like the narrow ones.
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let guard = if is_formula || text.starts_with(GUARD) {
        GUARD
    } else {
        ""
    };
    // Some take a semicolon or a tab for the end of a cell.
    if text.contains([',', ';', '\t', '"', '\n', '\r']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{GUARD, cell_of};

    /// What a spreadsheet has in a cell.
    fn shown(cell: &str) -> String {
        let quoted = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        quoted.map_or(cell.to_owned(), |text| text.replace("\"\"", "\""))
    }

    /// What [`super::write_csv`] says of how a cell is read back.
    fn read_back(cell: &str) -> String {
        let text = shown(cell);
        text.strip_prefix(GUARD).unwrap_or(&text).to_owned()
    }

    #[test]
    fn a_cell_is_a_text_whatever_it_begins_with() {
        for (text, cell) in [
            ("ada@a.test", "ada@a.test"),
            ("=1+1@a.test", "' =1+1@a.test"),
            ("+ada@a.test", "' +ada@a.test"),
            ("-ada@a.test", "' -ada@a.test"),
            ("'-ada@a.test", "'-ada@a.test"),
            ("' -ada", "' ' -ada"),
            ("@a", "' @a"),
            ("＝1", "' ＝1"),
            ("a,b", "\"a,b\""),
            ("/a;=1", "\"/a;=1\""),
            ("=a\"b", "\"' =a\"\"b\""),
            ("", ""),
        ] {
            assert_eq!(cell_of(text), cell);
            assert_eq!(read_back(cell), text);
        }
    }

    proptest! {
        #[test]
        fn a_cell_is_read_back_as_it_was(text in "[-=+@'\" ;,\t\r\na＝]{0,6}|\\PC{0,20}") {
            let cell = cell_of(&text);
            prop_assert_eq!(read_back(&cell), text);
            prop_assert!(!shown(&cell).starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
        }
    }
}

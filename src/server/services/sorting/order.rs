//! Lists in an order that somebody gave them: parts of series, collections, their posts, focus areas. A change of the order
//! says from which state of the list it was made, so that two of them cannot cross.

use sha2::{Digest as _, Sha256};

use super::{Outcome, collections, focus, series};
use crate::{
    error::AppError,
    model::sorting::order::{Act, Item, List, Ordered, Step},
    server::{
        calendar,
        db::{Connection, Database, collecting, listing, series::order, tags::focus::set_focus},
        fault::Fault,
        services::accounts::{Actor, Done},
    },
};

/// A list with the rows that are in it.
#[derive(Debug)]
pub struct Line {
    /// What is arranged, for the log.
    pub called: String,
    /// Which state of it this is.
    pub version: i64,
    /// Whether the first is an overview of the others.
    pub overview: bool,
    /// What is in it, in order.
    pub items: Vec<Lined>,
}

/// A row in a list.
#[derive(Debug)]
pub struct Lined {
    /// Row id.
    pub row: i64,
    /// What is told of it.
    pub item: Item,
}

impl Line {
    /// A list that keeps no count of its states: what is in it in which order says which it is.
    pub fn unnumbered(called: &str, items: Vec<Lined>) -> Self {
        let mut state = Sha256::new();
        for lined in &items {
            state.update(lined.item.key.as_bytes());
            state.update([0]);
        }
        Self {
            called: called.to_owned(),
            version: number(state),
            overview: false,
            items,
        }
    }

    /// The row ids, in order.
    pub fn rows(&self) -> Vec<i64> {
        self.items.iter().map(|lined| lined.row).collect()
    }

    /// Where something is, by its key.
    fn find(&self, key: &str) -> Option<usize> {
        self.items.iter().position(|lined| lined.item.key == key)
    }

    /// The row ids in the order of these keys; nothing where these are not exactly what is in the list.
    fn rows_as(&self, keys: &[String]) -> Option<Vec<i64>> {
        let mut left: Vec<&Lined> = self.items.iter().collect();
        let mut rows = Vec::with_capacity(left.len());
        for key in keys {
            let at = left.iter().position(|lined| lined.item.key == *key)?;
            rows.push(left.remove(at).row);
        }
        left.is_empty().then_some(rows)
    }

    fn told(self) -> Ordered {
        let item = |lined: Lined| Item {
            name: if lined.item.name.trim().is_empty() {
                "Untitled".to_owned()
            } else {
                lined.item.name
            },
            ..lined.item
        };
        Ordered {
            version: self.version,
            overview: self.overview,
            items: self.items.into_iter().map(item).collect(),
        }
    }
}

/// What is in something says which state of it this is: the number of that.
pub fn number(state: Sha256) -> i64 {
    let state: [u8; 32] = state.finalize().into();
    state[..8]
        .iter()
        .fold(0, |all, byte| (all << 8) | i64::from(*byte))
}

/// A list as it is now; nothing where there is none. At most two queries.
pub async fn read(database: &Database, list: List, id: i64) -> Result<Option<Ordered>, Fault> {
    let mut reader = database.reader().await?;
    Ok(look(&mut reader, list, id).await?.map(Line::told))
}

async fn look(connection: &mut Connection, list: List, id: i64) -> sqlx::Result<Option<Line>> {
    match list {
        List::Series => series::line(connection, id).await,
        List::Collection => collections::line(connection, id).await,
        List::Collections => collections::line_of_all(connection).await.map(Some),
        List::Focus => focus::line(connection).await.map(Some),
    }
}

/// What a change touched, as far as the log wants to know it; empty where nothing had to be done.
type Touched = Option<(String, String)>;

/// Changes a list; another order only if the list is as whoever asks saw it. Answers what it is then.
pub async fn change(database: &Database, actor: &Actor, step: &Step) -> Outcome<Ordered> {
    let mut write = database.begin().await?;
    let Some(line) = look(&mut write, step.list, step.id).await? else {
        return Ok(None);
    };
    let touched = match step.act {
        Act::Arrange => Some(arrange(&mut write, step, &line).await?),
        Act::Add => add(&mut write, step, &line).await?,
        Act::TakeOut => take_out(&mut write, step, &line).await?.map(Ok),
    };
    let (before, after) = match touched {
        None => return Ok(None),
        Some(Err(error)) => return Ok(Some(Err(error))),
        Some(Ok(None)) => return Ok(Some(Ok(line.told()))),
        Some(Ok(Some(touched))) => touched,
    };
    match step.list {
        List::Series => order::raise_version(&mut write, step.id).await?,
        List::Collection => collecting::raise_version(&mut write, step.id).await?,
        List::Collections | List::Focus => {}
    }
    listing::note_change(&mut write, calendar::now()).await?;
    let done = Done {
        action: action(step),
        object: &line.called,
        before: &before,
        after: &after,
    };
    actor.note(&mut write, done).await?;
    let now = look(&mut write, step.list, step.id).await?;
    write.commit().await?;
    Ok(now.map(|now| Ok(now.told())))
}

/// What the log calls a change.
fn action(step: &Step) -> &'static str {
    match (step.list, step.act) {
        (List::Series, Act::Arrange) => "series.arrange",
        (List::Series, Act::Add) => "series.add",
        (List::Series, Act::TakeOut) => "series.remove",
        (List::Collection, Act::Arrange) => "collection.arrange",
        (List::Collection, Act::Add) => "collection.add",
        (List::Collection, Act::TakeOut) => "collection.remove",
        (List::Collections, _) => "collections.arrange",
        (List::Focus, Act::Arrange) => "focus.arrange",
        (List::Focus, Act::Add) => "focus.add",
        (List::Focus, Act::TakeOut) => "focus.remove",
    }
}

async fn arrange(
    connection: &mut Connection,
    step: &Step,
    line: &Line,
) -> sqlx::Result<Result<Touched, AppError>> {
    let Some(rows) = line.rows_as(&step.keys).filter(|_| step.version == line.version) else {
        return Ok(Err(AppError::Conflict(
            "Somebody changed this in the meantime. Here is how it is now; move it again if it is still not in its place."
                .to_owned(),
        )));
    };
    put(connection, step, &rows).await?;
    Ok(Ok(Some(Default::default())))
}

/// Lets the list hold these rows, in this order.
async fn put(connection: &mut Connection, step: &Step, rows: &[i64]) -> sqlx::Result<()> {
    match step.list {
        List::Series => series::number(connection, step.id, rows, step.overview).await,
        List::Collection => collecting::set_posts(connection, step.id, rows).await,
        List::Collections => collecting::set_order(connection, rows).await,
        List::Focus => set_focus(connection, rows).await,
    }
}

/// Puts something at the end; nothing where there is no such thing.
async fn add(
    connection: &mut Connection,
    step: &Step,
    line: &Line,
) -> sqlx::Result<Option<Result<Touched, AppError>>> {
    let Some(key) = step.keys.first() else {
        return Ok(None);
    };
    let found = match step.list {
        List::Series => {
            let added = series::add_part(connection, step.id, key).await?;
            return Ok(added.map(|added| added.map(|slug| Some((String::new(), slug)))));
        }
        List::Collections => None,
        List::Collection => collections::find_post(connection, key).await?,
        List::Focus => focus::find_tag(connection, key).await?,
    };
    let Some((row, called)) = found else {
        return Ok(None);
    };
    if line.find(key).is_some() {
        // Whoever asks has what they want.
        return Ok(Some(Ok(None)));
    }
    let full = match step.list {
        List::Collection => collections::full(line.items.len()),
        _ => focus::full(line.items.len()),
    };
    if let Some(full) = full {
        return Ok(Some(Err(AppError::Conflict(full))));
    }
    let mut rows = line.rows();
    rows.push(row);
    put(connection, step, &rows).await?;
    Ok(Some(Ok(Some((String::new(), called)))))
}

/// Takes something out, if it is in the list; nothing where that is done otherwise.
async fn take_out(connection: &mut Connection, step: &Step, line: &Line) -> sqlx::Result<Option<Touched>> {
    if step.list == List::Collections {
        return Ok(None);
    }
    let Some(at) = step.keys.first().and_then(|key| line.find(key)) else {
        return Ok(Some(None));
    };
    let mut rows = line.rows();
    let row = rows.remove(at);
    match step.list {
        List::Series => series::remove_part(connection, step.id, row).await?,
        _ => put(connection, step, &rows).await?,
    }
    let gone = line.items.get(at).map(|lined| lined.item.name.clone());
    Ok(Some(Some((gone.unwrap_or_default(), String::new()))))
}

#[cfg(test)]
mod tests;

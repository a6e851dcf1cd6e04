//! Collections: what they are called, what they say and show, and which posts are in them. In which order is asked in
//! [`super::order`].

use super::{
    Outcome, filled,
    order::{Line, Lined},
};
use crate::{
    error::{AppError, FieldErrors},
    model::{
        listing::count_posts,
        settings::marks,
        slug::Slug,
        sorting::{
            collection::{DeskCollection, FIELDS},
            order::{Item, MOST_COLLECTED, MOST_COLLECTIONS},
        },
    },
    server::{
        calendar,
        db::{
            Connection, Database, Transaction,
            collecting::{self, CollectionRow, CollectionWords, MemberRow},
            drafts, listing,
        },
        fault::Fault,
        services::accounts::{Actor, Done},
    },
};

/// What is said of a collection, as somebody filled it in.
#[derive(Clone, Copy, Debug)]
pub struct Filled<'a> {
    /// What names it in an export; empty makes one of the name.
    pub slug: &'a str,
    /// Its name.
    pub name: &'a str,
    /// What stands under the name.
    pub intro: &'a str,
    /// Names of what it shows of its posts.
    pub shows: &'a str,
}

/// What is said of a collection once nothing is wrong with it.
#[derive(Debug)]
pub struct Checked {
    slug: Slug,
    name: String,
    intro: String,
    shows: String,
}

impl Filled<'_> {
    /// As it is kept, or what is wrong, by field.
    pub fn check(self) -> Result<Checked, FieldErrors> {
        let read = self.fields().read();
        match (read, marks(self.shows, FIELDS)) {
            (Ok(slug), Ok(shows)) => Ok(Checked {
                slug,
                name: self.name.trim().to_owned(),
                intro: self.intro.trim().to_owned(),
                shows,
            }),
            (read, shows) => {
                let mut errors = read.err().unwrap_or_default();
                errors.extend(shows.err().map(|problem| ("shows".to_owned(), problem)));
                Err(errors)
            }
        }
    }

    fn fields(&self) -> filled::Filled<'_> {
        filled::Filled {
            kind: "collection",
            name: ("name", self.name),
            text: ("intro", self.intro),
            slug: self.slug,
        }
    }
}

impl Checked {
    /// As it is written into the file.
    pub fn words(&self) -> CollectionWords<'_> {
        CollectionWords {
            slug: self.slug.as_str(),
            name: &self.name,
            intro: &self.intro,
            shows: &self.shows,
        }
    }
}

/// What is said of one collection; nothing where there is none. One query.
pub async fn open(database: &Database, id: i64) -> Result<Option<DeskCollection>, Fault> {
    let mut reader = database.reader().await?;
    Ok(collecting::find_collection(&mut reader, id).await?.map(told))
}

fn told(row: CollectionRow) -> DeskCollection {
    DeskCollection {
        id: row.id,
        slug: row.slug,
        name: row.name,
        intro: row.intro,
        shows: row.shows,
    }
}

/// The posts of a collection; nothing where there is none. Two queries.
pub async fn line(connection: &mut Connection, id: i64) -> sqlx::Result<Option<Line>> {
    let Some(collection) = collecting::find_collection(connection, id).await? else {
        return Ok(None);
    };
    let posts = collecting::list_posts(connection, id).await?;
    let lined = |post: MemberRow| Lined {
        row: post.id,
        item: Item {
            note: note(&post),
            key: post.uuid,
            name: post.title,
        },
    };
    Ok(Some(Line {
        called: collection.name,
        version: collection.version,
        overview: false,
        items: posts.into_iter().map(lined).collect(),
    }))
}

/// How a post stands, and whether that keeps it from readers.
fn note(post: &MemberRow) -> String {
    match (post.status.as_str(), post.listed) {
        (status, true) => status.to_owned(),
        ("published", false) => "published, but in no list: readers do not see it here".to_owned(),
        (status, false) => format!("{status}: readers do not see it"),
    }
}

/// All collections in order. One query.
pub async fn line_of_all(connection: &mut Connection) -> sqlx::Result<Line> {
    let lined = |row: CollectionRow| Lined {
        row: row.id,
        item: Item {
            key: row.id.to_string(),
            name: row.name,
            note: count_posts(row.posts),
        },
    };
    let all = collecting::list_collections(connection).await?;
    let items = all.into_iter().map(lined).collect();
    Ok(Line::unnumbered("All collections", items))
}

/// A post that could be put into a collection: its row id and its slug.
pub async fn find_post(connection: &mut Connection, uuid: &str) -> sqlx::Result<Option<(i64, String)>> {
    let found = drafts::find_post(connection, uuid).await?;
    Ok(found.map(|post| (post.id, post.slug)))
}

/// Why nothing more comes into a collection that holds so many posts.
pub fn full(posts: usize) -> Option<String> {
    (posts >= MOST_COLLECTED).then(|| {
        format!(
            "A collection holds at most {MOST_COLLECTED} posts. Take one out, or begin another collection."
        )
    })
}

/// Why there can be no further collection.
pub async fn too_many(connection: &mut Connection) -> sqlx::Result<Option<String>> {
    let all = collecting::list_collections(connection).await?;
    Ok((all.len() >= MOST_COLLECTIONS)
        .then(|| format!("There are {MOST_COLLECTIONS} collections, and no more fit. Delete one first.")))
}

/// Begins a collection after all others; answers its number.
pub async fn create(database: &Database, actor: &Actor, name: &str) -> Result<Result<i64, AppError>, Fault> {
    let filled = Filled {
        slug: "",
        name,
        intro: "",
        shows: "",
    };
    let mut write = database.begin().await?;
    let checked = match check(&mut write, 0, filled).await? {
        Ok(checked) => checked,
        Err(error) => return Ok(Err(error)),
    };
    if let Some(problem) = too_many(&mut write).await? {
        return Ok(Err(AppError::field("name", problem)));
    }
    let id = collecting::create_collection(&mut write, checked.words()).await?;
    let done = Done {
        action: "collection.begin",
        object: &checked.name,
        after: checked.slug.as_str(),
        ..Done::default()
    };
    finish(write, actor, done).await?;
    Ok(Ok(id))
}

/// Says something else of a collection.
pub async fn edit(
    database: &Database,
    actor: &Actor,
    id: i64,
    filled: Filled<'_>,
) -> Outcome<DeskCollection> {
    let mut write = database.begin().await?;
    let Some(before) = collecting::find_collection(&mut write, id).await? else {
        return Ok(None);
    };
    let checked = match check(&mut write, id, filled).await? {
        Ok(checked) => checked,
        Err(error) => return Ok(Some(Err(error))),
    };
    collecting::save_collection(&mut write, id, checked.words()).await?;
    let now = collecting::find_collection(&mut write, id).await?;
    let done = Done {
        action: "collection.edit",
        object: &before.name,
        before: &before.slug,
        after: checked.slug.as_str(),
    };
    finish(write, actor, done).await?;
    Ok(now.map(|now| Ok(told(now))))
}

/// Deletes a collection; its posts stay, and the others close the gap.
pub async fn delete(database: &Database, actor: &Actor, id: i64) -> Result<Option<()>, Fault> {
    let mut write = database.begin().await?;
    let Some(collection) = collecting::find_collection(&mut write, id).await? else {
        return Ok(None);
    };
    collecting::remove_collection(&mut write, id).await?;
    let left = collecting::list_collections(&mut write).await?;
    let left: Vec<i64> = left.iter().map(|row| row.id).collect();
    collecting::set_order(&mut write, &left).await?;
    let done = Done {
        action: "collection.delete",
        object: &collection.name,
        before: &collection.slug,
        ..Done::default()
    };
    finish(write, actor, done).await?;
    Ok(Some(()))
}

async fn finish(mut write: Transaction, actor: &Actor, done: Done<'_>) -> Result<(), Fault> {
    listing::note_change(&mut write, calendar::now()).await?;
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(())
}

/// What is kept of what was filled in, or what is wrong with it.
async fn check(
    connection: &mut Connection,
    id: i64,
    filled: Filled<'_>,
) -> sqlx::Result<Result<Checked, AppError>> {
    let checked = match filled.check() {
        Ok(checked) => checked,
        Err(errors) => return Ok(Err(AppError::Invalid(errors))),
    };
    let other = collecting::find_by_slug(connection, checked.slug.as_str()).await?;
    Ok(match other.filter(|other| other.id != id) {
        Some(other) => Err(AppError::field(
            filled.fields().slug_field(),
            format!("“{}” has the slug {} already.", other.name, other.slug),
        )),
        None => Ok(checked),
    })
}

#[cfg(test)]
mod tests;

//! What readers saw of a post, and what they are told of its changes: written down by what shows a text to them, and read by
//! the page that shows what is different. Nothing that readers never saw is in it.

use super::drafts::content::{self, ASK_AGAIN, Line};
use crate::{
    model::{
        draft::{
            Field, Meta,
            merge::Work,
            wording::{Stretch, passages_within, words_within},
        },
        release::{Changes, Difference, Release, SHOWN},
    },
    server::{
        calendar,
        context::Context,
        db::{
            Connection,
            drafts::PostRow,
            releases::{self, ReleaseRow, SaidRow},
        },
        fault::Fault,
    },
};

/// Bytes of text that are compared for one page, all of its releases together.
const MOST_BYTES: i64 = 512 * 1024;

/// What readers see of what is said about a text.
const SEEN: [Field; 3] = [Field::Title, Field::Summary, Field::Takeaway];

/// Writes down what readers see of a post, before that changes, where nothing is written down yet: such a post was published
/// before there was anywhere to write it. It has to be one that readers see.
pub async fn remember(connection: &mut Connection, post: &PostRow, now: i64) -> Result<(), Fault> {
    let seen = post.updated_at.or(post.published_at).filter(|at| *at <= now);
    if let (Some(at), Some(number), None) = (
        seen,
        releases::find_released(connection, post.id).await?,
        releases::read_last(connection, post.id).await?,
    ) {
        releases::add(connection, post.id, number, Some(at), "").await?;
    }
    Ok(())
}

/// Writes down that a revision of a post is shown, with its author's note; nothing where readers see what they saw before,
/// and are told nothing. `shown` is when the post appeared and when this is, or nothing where it waits for its time. What waited
/// before it waits no longer.
pub async fn note(
    connection: &mut Connection,
    post: i64,
    number: i64,
    shown: Option<(i64, i64)>,
    note: &str,
) -> Result<(), Fault> {
    forget_waiting(connection, post).await?;
    let Some((appeared, now)) = shown else {
        return Ok(releases::add(connection, post, number, None, note).await?);
    };
    let last = releases::read_last(connection, post).await?;
    // A post that is dated back appeared when it says.
    let at = if last.is_none() { appeared } else { now };
    if let (Some(last), Some(new)) = (last, releases::read_said(connection, post, number).await?)
        && note.is_empty()
        && is_same(&last, &new)?
    {
        return Ok(());
    }
    Ok(releases::add(connection, post, number, Some(at), note).await?)
}

/// Writes down that a scheduled post appeared at its time.
pub async fn note_due(connection: &mut Connection, post: i64, at: i64, now: i64) -> anyhow::Result<()> {
    let waiting = match releases::take_waiting(connection, post).await? {
        Some(waiting) => Some(waiting),
        // Scheduled before there was anywhere to write it.
        None => releases::find_released(connection, post)
            .await?
            .map(|number| (number, String::new())),
    };
    if let Some((number, said)) = waiting {
        note(connection, post, number, Some((at, now)), &said)
            .await
            .map_err(Fault::into_inner)?;
    }
    Ok(())
}

/// Forgets what waited for its time, and readers will not see then.
pub async fn forget_waiting(connection: &mut Connection, post: i64) -> sqlx::Result<()> {
    releases::take_waiting(connection, post).await.map(drop)
}

/// What readers are answered who ask what changed.
#[derive(Debug)]
pub enum Told {
    /// This.
    Changes(Box<Changes>),
    /// There is no time for it now; when to ask again, in seconds.
    Busy(u32),
}

/// What changed in the post that readers see at `slug`; nothing where there is none, its author does not let it be shown, or
/// nothing did.
pub async fn read_changes(context: &Context, slug: &str) -> Result<Option<Told>, Fault> {
    let now = calendar::now();
    let mut reader = context.database.reader().await?;
    let Some(post) = releases::find_told(&mut reader, slug, now).await? else {
        return Ok(None);
    };
    let rows = releases::list_releases(&mut reader, post.id, now, SHOWN + 1, MOST_BYTES).await?;
    drop(reader);
    if rows.len() < 2 {
        return Ok(None);
    }
    let more = rows.len() > usize::try_from(SHOWN)?;
    let compared = content::in_turn(Line::Changes, move || {
        let differences = compare(&rows)?;
        Ok((rows, differences))
    })
    .await?;
    let Some((rows, mut differences)) = compared else {
        return Ok(Some(Told::Busy(ASK_AGAIN)));
    };
    if more {
        // It is only there for the one after it to be compared with.
        differences.pop();
    }
    let calendar = context.calendar();
    Ok(Some(Told::Changes(Box::new(Changes {
        slug: slug.to_owned(),
        title: post.title,
        language: post.language,
        releases: rows
            .into_iter()
            .zip(differences)
            .map(|(row, difference)| Release {
                date: calendar.label(row.released_at),
                note: row.note,
                difference,
            })
            .collect(),
        more,
    }))))
}

/// How each differs from the next, which was there before it.
fn compare(rows: &[ReleaseRow]) -> anyhow::Result<Vec<Difference>> {
    let mut work = Work::Left(Work::PAGE);
    let metas: Vec<Meta> = rows
        .iter()
        .map(|row| meta(&row.meta))
        .collect::<anyhow::Result<_>>()?;
    let mut differences = Vec::with_capacity(rows.len());
    for (at, (row, said)) in rows.iter().zip(&metas).enumerate() {
        let (Some(before), Some(said_before)) = (rows.get(at + 1), metas.get(at + 1)) else {
            differences.push(Difference::First);
            continue;
        };
        let (Some(old), Some(new)) = (&before.source, &row.source) else {
            differences.push(Difference::TooLong);
            continue;
        };
        let fields = SEEN
            .into_iter()
            .map(|field| (field, field.shown(said_before), field.shown(said)))
            .filter(|(_, old, new)| old.trim() != new.trim())
            .map(|(field, old, new)| (field.label(), words_within(old.trim(), new.trim(), &mut work)))
            .collect::<Vec<(&str, Vec<Stretch>)>>();
        let text = if old == new {
            Vec::new()
        } else {
            passages_within(old, new, &mut work)
        };
        differences.push(Difference::Compared { fields, text });
    }
    Ok(differences)
}

/// Whether readers see the same in both.
fn is_same(old: &SaidRow, new: &SaidRow) -> anyhow::Result<bool> {
    let (a, b) = (meta(&old.meta)?, meta(&new.meta)?);
    Ok(old.source == new.source
        && SEEN
            .into_iter()
            .all(|field| field.shown(&a).trim() == field.shown(&b).trim()))
}

fn meta(json: &str) -> anyhow::Result<Meta> {
    miniserde::json::from_str(json)
        .map_err(|_| anyhow::anyhow!("the fields of a kept revision cannot be read"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(at: i64, title: &str, source: Option<&str>) -> ReleaseRow {
        let meta = Meta {
            title: title.to_owned(),
            ..Meta::default()
        };
        ReleaseRow {
            released_at: at,
            note: String::new(),
            meta: miniserde::json::to_string(&meta),
            source: source.map(str::to_owned),
        }
    }

    #[test]
    fn each_release_is_compared_with_the_one_before_it() {
        let rows = [
            row(4, "New", Some("One two.\n")),
            row(3, "Old", Some("One 2.\n")),
            row(2, "Old", Some("One 2.\n")),
            row(1, "Old", None),
        ];
        let differences = compare(&rows).unwrap();
        let Difference::Compared { fields, text } = &differences[0] else {
            panic!("{differences:?}");
        };
        assert_eq!((fields.len(), fields[0].0), (1, "Title"));
        assert!(!text.is_empty());
        let same = Difference::Compared {
            fields: Vec::new(),
            text: Vec::new(),
        };
        assert_eq!(differences[1], same);
        assert_eq!(differences[2..], [Difference::TooLong, Difference::First]);
    }

    #[test]
    fn what_nobody_reads_makes_no_release() {
        let said = |meta: Meta, source: &str| SaidRow {
            source: source.to_owned(),
            meta: miniserde::json::to_string(&meta),
        };
        let one = said(Meta::default(), "Text");
        let tagged = Meta {
            tags: vec!["rust".to_owned()],
            title: " ".to_owned(),
            ..Meta::default()
        };
        assert!(is_same(&one, &said(tagged, "Text")).unwrap());
        let titled = Meta {
            title: "Title".to_owned(),
            ..Meta::default()
        };
        assert!(!is_same(&one, &said(titled, "Text")).unwrap());
        assert!(!is_same(&one, &said(Meta::default(), "Text.")).unwrap());
    }
}

//! Series: what they are called, and who is in them. In which order is asked in [`super::order`].

use sha2::{Digest as _, Sha256};

use crate::{
    error::{AppError, FieldErrors},
    model::{
        draft::Picture,
        slug::Slug,
        sorting::{DeskSeries, DeskSeriesItem, order::Item},
        status::Status,
    },
    server::{
        calendar,
        context::Context,
        db::{
            Connection, Database, drafts, listing, media,
            redirects::{self, Redirect, Target},
            search::index::IndexChanges,
            series::{
                self, SeriesRow,
                order::{self, SeriesWords},
            },
        },
        fault::Fault,
        services::{
            accounts::{Actor, Done},
            sorting::{
                Outcome, filled,
                order::{Line, Lined},
            },
        },
    },
};

/// Series in the list.
const LISTED: u32 = 200;

/// Longest text that says what a cover shows, in characters.
const LONGEST_ALT: usize = 1_000;

/// Series whose title or address holds these words, by title. One query.
pub async fn list_series(context: &Context, words: &str) -> Result<Vec<DeskSeriesItem>, Fault> {
    let words = words.trim().to_lowercase();
    let mut reader = context.database.reader().await?;
    let rows = order::list_all_series(&mut reader, &words, LISTED).await?;
    Ok(rows
        .into_iter()
        .map(|row| DeskSeriesItem {
            id: row.series.id,
            slug: row.series.slug,
            title: row.series.title,
            complete: row.series.complete,
            parts: row.parts,
            listed: row.listed,
        })
        .collect())
}

/// What is said of one series; nothing where there is none. One query.
pub async fn open(database: &Database, id: i64) -> Result<Option<DeskSeries>, Fault> {
    let mut reader = database.reader().await?;
    Ok(read(&mut reader, id).await?)
}

async fn read(connection: &mut Connection, id: i64) -> sqlx::Result<Option<DeskSeries>> {
    let found = order::find_series(connection, id).await?;
    Ok(found.map(|(series, _)| told(series)))
}

fn told(series: SeriesRow) -> DeskSeries {
    let mut told = DeskSeries {
        id: series.id,
        state: 0,
        slug: series.slug,
        title: series.title,
        description: series.description,
        complete: series.complete,
        shows_coming: series.shows_coming,
        cover: series.cover_path.map(|src| Picture {
            src,
            alt: series.cover_alt,
        }),
    };
    told.state = state(&told);
    told
}

/// No count is kept of what is said of a series, since the one that it has is of its parts: what is said says which state it is.
fn state(series: &DeskSeries) -> i64 {
    let said = DeskSeries {
        state: 0,
        ..series.clone()
    };
    super::order::number(Sha256::new_with_prefix(miniserde::json::to_string(&said)))
}

/// The parts of a series in reading order; nothing where there is none. Two queries.
pub async fn line(connection: &mut Connection, id: i64) -> sqlx::Result<Option<Line>> {
    let Some((series, version)) = order::find_series(connection, id).await? else {
        return Ok(None);
    };
    let parts = order::list_all_parts(connection, id).await?;
    Ok(Some(Line {
        called: series.title,
        version,
        overview: parts.first().is_some_and(|part| part.part == 0),
        items: parts
            .into_iter()
            .map(|part| Lined {
                row: part.id,
                item: Item {
                    key: part.uuid,
                    name: part.title,
                    note: Status::parse(&part.status)
                        .map_or("draft", Status::as_str)
                        .to_owned(),
                },
            })
            .collect(),
    }))
}

/// Begins a series; answers its number.
pub async fn create(database: &Database, actor: &Actor, title: &str) -> Result<Result<i64, AppError>, Fault> {
    let filled = DeskSeries {
        id: 0,
        state: 0,
        slug: String::new(),
        title: title.to_owned(),
        description: String::new(),
        complete: false,
        shows_coming: false,
        cover: None,
    };
    let mut write = database.begin().await?;
    let checked = match check(&mut write, &filled).await? {
        Ok(checked) => checked,
        Err(error) => return Ok(Err(error)),
    };
    let (slug, words) = (&checked.slug, checked.words(&filled));
    redirects::remove_redirect(&mut write, &path(slug)).await?;
    let id = order::create_series(&mut write, words).await?;
    let done = Done {
        action: "series.begin",
        object: words.title,
        after: words.slug,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Ok(id))
}

/// Says something else of a series, if what is said of it is as whoever asks saw it; its old address leads to the new one.
pub async fn edit(database: &Database, actor: &Actor, filled: &DeskSeries) -> Outcome<DeskSeries> {
    let id = filled.id;
    let mut write = database.begin().await?;
    let Some(before) = read(&mut write, id).await? else {
        return Ok(None);
    };
    let checked = match check(&mut write, filled).await? {
        Ok(checked) => checked,
        Err(error) => return Ok(Some(Err(error))),
    };
    let (slug, words) = (&checked.slug, checked.words(filled));
    let now = calendar::now();
    order::save_series(&mut write, id, words).await?;
    let Some(after) = read(&mut write, id).await? else {
        return Ok(None);
    };
    if after.state == before.state {
        // Whoever asks has what they want, perhaps because they asked before.
        return Ok(Some(Ok(before)));
    }
    if filled.state != before.state {
        return Ok(Some(Err(AppError::Conflict(
            "Somebody changed this in the meantime. What you entered is still here: open this page in another tab to see how \
             it is now, and save again if yours is to stand."
                .to_owned(),
        ))));
    }
    redirects::remove_redirect(&mut write, &path(slug)).await?;
    if before.slug != slug.as_str() {
        let old = Redirect::new(
            &format!("/series/{}", before.slug),
            &Target::Series(id),
            "address",
            now,
        );
        redirects::put_redirect(&mut write, &old).await?;
    }
    if before.title != words.title {
        relist(&mut write, id, true).await?;
    }
    let done = Done {
        action: "series.edit",
        object: &before.title,
        before: &noted(&before),
        after: &noted(&after),
    };
    listing::note_change(&mut write, now).await?;
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(Ok(after)))
}

/// What the log says of a series.
fn noted(series: &DeskSeries) -> String {
    let mut noted = series.slug.clone();
    if let Some(cover) = &series.cover {
        noted.push_str(", cover ");
        noted.push_str(&cover.src);
    }
    if series.shows_coming {
        noted.push_str(", shows parts to come");
    }
    noted
}

/// Deletes a series; its posts stay, and its address leads to the first part that readers find in lists, or to all posts.
pub async fn delete(database: &Database, actor: &Actor, id: i64) -> Result<Option<()>, Fault> {
    let mut write = database.begin().await?;
    let Some((series, _)) = order::find_series(&mut write, id).await? else {
        return Ok(None);
    };
    let now = calendar::now();
    let parts = order::list_all_parts(&mut write, id).await?;
    let target = match parts.iter().find(|part| part.listed) {
        Some(part) => Target::Post(part.id),
        None => Target::Address("/posts".to_owned()),
    };
    for redirect in redirects::list_to(&mut write, &Target::Series(id)).await? {
        redirects::put_redirect(&mut write, &redirect.leading_to(&target)).await?;
    }
    let own = Redirect::new(&format!("/series/{}", series.slug), &target, "delete", now);
    redirects::put_redirect(&mut write, &own).await?;
    relist(&mut write, id, false).await?;
    order::remove_series(&mut write, id).await?;
    listing::note_change(&mut write, now).await?;
    let done = Done {
        action: "series.delete",
        object: &series.title,
        before: &series.slug,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(()))
}

/// Puts a post at the end of a series, unless it is in one; answers its slug. Nothing where there is no such post.
pub async fn add_part(
    connection: &mut Connection,
    id: i64,
    post: &str,
) -> sqlx::Result<Option<Result<String, AppError>>> {
    let Some(post) = drafts::find_post(connection, post).await? else {
        return Ok(None);
    };
    if let Some((other, _)) = order::find_place(connection, post.id).await? {
        let other = order::find_series(connection, other).await?;
        let title = other.map(|(other, _)| other.title).unwrap_or_default();
        return Ok(Some(Err(AppError::Conflict(format!(
            "This post is a part of “{title}”. Take it out there first."
        )))));
    }
    move_post(connection, post.id, Some((id, i64::from(u32::MAX)))).await?;
    tidy(connection, id).await?;
    Ok(Some(Ok(post.slug)))
}

/// Takes a post out of the series that it is in; the post stays.
pub async fn remove_part(connection: &mut Connection, id: i64, post: i64) -> sqlx::Result<()> {
    move_post(connection, post, None).await?;
    tidy(connection, id).await
}

/// Gives a post that is in a series the place that its author wants there, counted from 1, or makes it the overview with 0;
/// the others make room. Closes the gap in the series that it left, if it left one.
pub async fn settle(
    connection: &mut Connection,
    post: i64,
    wanted: u32,
    left: Option<i64>,
) -> sqlx::Result<()> {
    let place = order::find_place(connection, post).await?;
    if let Some(left) = left.filter(|left| place.is_none_or(|(series, _)| series != *left)) {
        tidy(connection, left).await?;
        order::raise_version(connection, left).await?;
    }
    let Some((series, _)) = place else { return Ok(()) };
    let mut parts = order::list_all_parts(connection, series).await?;
    parts.retain(|part| part.id != post);
    let overview = parts.first().is_some_and(|part| part.part == 0);
    let mut arranged: Vec<i64> = parts.iter().map(|part| part.id).collect();
    let place = match usize::try_from(wanted).unwrap_or(usize::MAX) {
        0 => 0,
        place => (place - 1)
            .saturating_add(usize::from(overview))
            .min(arranged.len()),
    };
    arranged.insert(place, post);
    number(connection, series, &arranged, wanted == 0 || overview).await?;
    order::raise_version(connection, series).await
}

/// Numbers the parts without gaps, in this order; the first is 0 if it is the overview.
pub async fn number(
    connection: &mut Connection,
    series: i64,
    parts: &[i64],
    overview: bool,
) -> sqlx::Result<()> {
    for (part, post) in (i64::from(!overview)..).zip(parts) {
        order::set_place(connection, *post, Some((series, part))).await?;
    }
    Ok(())
}

async fn tidy(connection: &mut Connection, series: i64) -> sqlx::Result<()> {
    let parts = order::list_all_parts(connection, series).await?;
    let overview = parts.first().is_some_and(|part| part.part == 0);
    let arranged: Vec<i64> = parts.iter().map(|part| part.id).collect();
    number(connection, series, &arranged, overview).await
}

/// Moves a post into a series or out of one: lists and the search follow.
async fn move_post(connection: &mut Connection, post: i64, place: Option<(i64, i64)>) -> sqlx::Result<()> {
    let mut changes = IndexChanges::default();
    listing::withdraw(connection, post, &mut changes).await?;
    order::set_place(connection, post, place).await?;
    listing::enter(connection, post, &mut changes).await?;
    changes.write(connection).await
}

/// Lists all parts anew, under another title, or without the series.
async fn relist(connection: &mut Connection, series: i64, stays: bool) -> sqlx::Result<()> {
    for part in order::list_all_parts(connection, series).await? {
        let place = stays.then_some((series, part.part));
        move_post(connection, part.id, place).await?;
    }
    Ok(())
}

fn path(slug: &Slug) -> String {
    format!("/series/{slug}")
}

/// What was filled in and can be.
struct Checked {
    slug: Slug,
    /// Row id of the picture.
    cover: Option<i64>,
}

impl Checked {
    fn words<'a>(&'a self, filled: &'a DeskSeries) -> SeriesWords<'a> {
        let alt = filled.cover.as_ref().map_or("", |cover| cover.alt.trim());
        SeriesWords {
            slug: self.slug.as_str(),
            title: filled.title.trim(),
            description: filled.description.trim(),
            complete: filled.complete,
            shows_coming: filled.shows_coming,
            cover: self.cover.map(|cover| (cover, alt)),
        }
    }
}

/// The address that a series gets, and its picture; or what is wrong with what was filled in.
async fn check(connection: &mut Connection, series: &DeskSeries) -> sqlx::Result<Result<Checked, AppError>> {
    let id = series.id;
    let filled = filled::Filled {
        kind: "series",
        name: ("title", &series.title),
        text: ("description", &series.description),
        slug: &series.slug,
    };
    let mut errors = FieldErrors::new();
    let cover = match &series.cover {
        None => None,
        Some(cover) => {
            if cover.alt.trim().chars().count() > LONGEST_ALT {
                errors.insert(
                    "cover".to_owned(),
                    format!("Say what the cover shows in at most {LONGEST_ALT} letters."),
                );
            }
            let picture = media::find_media(connection, &cover.src).await?;
            if picture.is_none() {
                let problem = "There is no such picture any more. Choose another one.";
                errors.insert("cover".to_owned(), problem.to_owned());
            }
            picture
        }
    };
    let slug = match filled.read() {
        Ok(slug) if errors.is_empty() => slug,
        Ok(_) => return Ok(Err(AppError::Invalid(errors))),
        Err(wrong) => {
            errors.extend(wrong);
            return Ok(Err(AppError::Invalid(errors)));
        }
    };
    let field = filled.slug_field();
    if let Some(other) = series::read_series(connection, slug.as_str()).await?
        && other.id != id
    {
        let problem = format!("“{}” is at /series/{slug} already.", other.title);
        return Ok(Err(AppError::field(field, problem)));
    }
    let leads = redirects::read_redirect(connection, &path(&slug)).await?;
    if leads.is_some_and(|leads| leads.series_id.is_some_and(|other| other != id)) {
        let problem = format!(
            "/series/{slug} is an old address of another series and leads there. Delete that redirect first, or choose \
             another."
        );
        return Ok(Err(AppError::field(field, problem)));
    }
    Ok(Ok(Checked { slug, cover }))
}

#[cfg(test)]
mod tests;

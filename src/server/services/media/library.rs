//! The desk's library: what is there, where it is used, and letting go of what is used nowhere.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use super::{originals, shelf};
use crate::{
    error::AppError,
    model::{
        media::{MediaItem, MediaPage, MediaUse, original_at, shown_at, size_in_words},
        role::{Action, Whose, allows},
    },
    server::{
        calendar,
        context::Context,
        db::{
            Connection,
            media::{
                self,
                library::{self, LibraryRow, LibraryScope, UseRow},
            },
        },
        fault::Fault,
        services::{
            accounts::{Actor, Done},
            jobs::{self, Again, RemoveFiles},
            paging::Place,
        },
    },
};

/// Files on a page.
const PER_PAGE: u32 = 24;

/// Widest that the library shows a picture, in pixels.
const THUMB: u32 = 400;

/// Places of a file that are named; more are counted.
const NAMED: usize = 5;

/// What is asked for, in the words of the page's form.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Words of the name.
    pub words: String,
    /// Only what is used nowhere.
    pub unused: bool,
    /// Only what can be shown as a picture.
    pub pictures: bool,
    /// From 1.
    pub page: u32,
}

/// A page of the library.
pub async fn list_media(context: &Context, actor: &Actor, asked: &Asked) -> Result<MediaPage, Fault> {
    let scope = LibraryScope {
        words: asked
            .words
            .to_lowercase()
            .split_whitespace()
            .take(8)
            .map(str::to_owned)
            .collect(),
        unused: asked.unused,
        pictures: asked.pictures,
    };
    let mut reader = context.database.reader().await?;
    let mut place = Place::of(asked.page, PER_PAGE);
    let rows = loop {
        let rows = library::list_library(&mut reader, &scope, place.limit(), place.offset()).await?;
        if place.settles(rows.first().map(|row| row.total)) {
            break rows;
        }
    };
    let files: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut uses: HashMap<i64, Vec<UseRow>> = HashMap::new();
    for place in library::list_uses(&mut reader, &files, actor.author_id()).await? {
        uses.entry(place.media_id).or_default().push(place);
    }
    Ok(MediaPage {
        total: place.total(),
        pages: place.pages(),
        page: place.page(),
        items: rows
            .into_iter()
            .map(|row| {
                let uses = uses.remove(&row.id).unwrap_or_default();
                item(context, actor, row, uses)
            })
            .collect(),
    })
}

fn item(context: &Context, actor: &Actor, row: LibraryRow, uses: Vec<UseRow>) -> MediaItem {
    let all = allows(actor.role(), Action::WritePost(Whose::Others));
    let orders = allows(actor.role(), Action::KeepOrder);
    let count = uses.len();
    // What others write and readers do not see is nobody else's business.
    let uses: Vec<MediaUse> = uses
        .into_iter()
        .filter(|place| all || place.own || place.path.is_some() || (orders && place.series.is_some()))
        .take(NAMED)
        .filter_map(|place| {
            let href = match (place.uuid, place.series) {
                (Some(uuid), _) if all || place.own => format!("/admin/posts/{uuid}"),
                (_, Some(series)) if orders => format!("/admin/series/{series}"),
                _ => place.path?,
            };
            let title = if place.title.trim().is_empty() {
                "Untitled".to_owned()
            } else {
                place.title
            };
            Some(MediaUse { title, href })
        })
        .collect();
    let own = whose_is(actor, row.user_id);
    let picture = row.mime.starts_with("image/");
    MediaItem {
        id: row.id,
        thumb: picture.then(|| shown_at(&row.path, row.width, THUMB)),
        kind: kind(&row.mime),
        size: size_in_words(row.bytes.unsigned_abs()),
        at: context.calendar().moment(row.created_at),
        elsewhere: u32::try_from(count - uses.len()).unwrap_or(u32::MAX),
        deletable: allows(actor.role(), Action::DeletePicture(own)),
        original: row
            .original
            .filter(|_| allows(actor.role(), Action::FetchOriginal(own)))
            .map(|_| original_at(row.id)),
        path: row.path,
        name: row.name,
        width: row.width,
        height: row.height,
        uses,
    }
}

fn kind(mime: &str) -> String {
    match mime {
        "image/png" => "PNG",
        "image/jpeg" => "JPEG",
        "image/webp" => "WebP",
        "image/gif" => "GIF",
        "image/svg+xml" => "SVG",
        "application/pdf" => "PDF",
        other => other.rsplit('/').next().unwrap_or(other),
    }
    .to_owned()
}

/// Whose a stored file is to who asks; nothing where there is none.
pub async fn whose(context: &Context, actor: &Actor, id: i64) -> Result<Option<Whose>, Fault> {
    let row = media::read_file(&mut *context.database.reader().await?, id).await?;
    Ok(row.map(|row| whose_is(actor, row.user_id)))
}

/// Whose the file that a picture was made of is to who asks, and where it lies; nothing where none is kept.
pub async fn find_original(
    context: &Context,
    actor: &Actor,
    id: i64,
) -> Result<Option<(Whose, PathBuf)>, Fault> {
    let row = media::read_file(&mut *context.database.reader().await?, id).await?;
    Ok(row.and_then(|row| {
        let place = originals::folder_of(&context.media).join(row.original?);
        Some((whose_is(actor, row.user_id), place))
    }))
}

fn whose_is(actor: &Actor, user: Option<i64>) -> Whose {
    if user.is_some() && user == actor.user_id() {
        Whose::Own
    } else {
        Whose::Others
    }
}

/// Deletes a file that is used nowhere; nothing where there is none.
pub async fn delete_media(
    context: &Context,
    actor: &Actor,
    id: i64,
) -> Result<Option<Result<(), AppError>>, Fault> {
    let mut write = context.database.begin().await?;
    let Some(row) = media::read_file(&mut write, id).await? else {
        return Ok(None);
    };
    let places = library::count_uses(&mut write, id).await?;
    if places > 0 {
        let places = if places == 1 {
            "one place".to_owned()
        } else {
            format!("{places} places")
        };
        return Ok(Some(Err(AppError::Conflict(format!(
            "This picture is used in {places}: now, or in an earlier version that can still be restored. The list says \
             where. It can go once those posts are deleted for good, and nothing else shows it."
        )))));
    }
    media::delete_media(&mut write, id).await?;
    let work = RemoveFiles {
        path: row.path.clone(),
    };
    jobs::enqueue(&mut write, &work, calendar::now(), Again::Replace).await?;
    let done = Done {
        action: "media.delete",
        object: if row.name.is_empty() { &row.path } else { &row.name },
        before: &row.path,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    context.jobs.wake();
    Ok(Some(Ok(())))
}

/// Removes the files of a picture, and the one that it was made of, if nobody knows it any more. The caller holds the writer's
/// place, so that nobody comes to know it meanwhile.
pub async fn remove_unknown(write: &mut Connection, folder: &Path, path: &str) -> anyhow::Result<()> {
    if media::find_media(write, path).await?.is_none() {
        let (folder, path) = (folder.to_owned(), path.to_owned());
        tokio::task::spawn_blocking(move || {
            shelf::remove(&folder, &path)?;
            originals::remove(&folder, &path)
        })
        .await??;
    }
    Ok(())
}

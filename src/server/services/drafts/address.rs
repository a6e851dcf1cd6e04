//! The address that a post is to have: what is asked for, whether it can be had, and what is worth knowing of it before
//! anybody asks that readers see it.

use crate::{
    model::{
        draft::{Meta, save::AddressWord},
        slug::Slug,
        status::Kind,
    },
    server::{
        calendar,
        db::{
            Connection,
            drafts::{self, PostRow},
            redirects,
        },
        services::addresses::{Place, free_slug},
    },
};

/// The address that a post is to have, or why it cannot have it.
pub async fn find_address(
    connection: &mut Connection,
    post: &PostRow,
    meta: &Meta,
) -> sqlx::Result<Result<Slug, String>> {
    let kind = kind_of(post);
    let slug = match wanted(post, kind, meta) {
        Ok(Some(slug)) => slug,
        Ok(None) => {
            let place = Place::Post(kind, post.id);
            return free_slug(connection, &meta.title, place).await.map(Ok);
        }
        Err(problem) => return Ok(Err(problem)),
    };
    let problem = find_problem(connection, post, &slug).await?;
    Ok(problem.map_or(Ok(slug), Err))
}

/// What is worth knowing of the address that a draft asks for: that it cannot be had, or where it leads until now. Nothing of
/// one that is made of the title, which gives way to others by itself, and nothing of what readers know already.
pub async fn tell_address(
    connection: &mut Connection,
    post: &PostRow,
    meta: &Meta,
) -> sqlx::Result<Option<AddressWord>> {
    let kind = kind_of(post);
    let refused = |text| AddressWord { text, refused: true };
    let slug = match wanted(post, kind, meta) {
        Ok(Some(slug)) => slug,
        Ok(None) => return Ok(None),
        Err(problem) => return Ok(Some(refused(problem))),
    };
    if let Some(problem) = find_problem(connection, post, &slug).await? {
        return Ok(Some(refused(problem)));
    }
    let path = kind.path(slug.as_str());
    if slug.as_str() == post.slug || !redirects::leads_elsewhere(connection, &path, post.id).await? {
        return Ok(None);
    }
    let target = redirects::find_redirect(connection, &path, calendar::now()).await?;
    let target = target.unwrap_or_else(|| "something that readers do not see now".to_owned());
    Ok(Some(AddressWord {
        text: format!("Old links to {path} lead to {target}. Once you publish, they lead here."),
        refused: false,
    }))
}

/// What a post is.
pub fn kind_of(post: &PostRow) -> Kind {
    Kind::parse(&post.kind).unwrap_or(Kind::Post)
}

/// The address that a draft asks for; nothing where its title makes one. Or why no post can have it.
fn wanted(post: &PostRow, kind: Kind, meta: &Meta) -> Result<Option<Slug>, String> {
    let written = meta.slug.trim();
    let slug = if !written.is_empty() {
        Slug::parse(written).map_err(|error| error.to_string())?
    } else if let Some(known) = known(post) {
        known
    } else if let Some(own) = own_word(kind, meta) {
        own
    } else {
        return Ok(None);
    };
    if kind.admits(slug.as_str()) {
        Ok(Some(slug))
    } else {
        Err(kind.refusal(slug.as_str()))
    }
}

/// The address that readers know: until they know one it follows the title.
fn known(post: &PostRow) -> Option<Slug> {
    let has_one = post.released.is_some() && post.slug != post.uuid;
    Slug::parse(&post.slug).ok().filter(|_| has_one)
}

/// The word of the program's own that a page would be called by, where its address follows its title. Of a page the address
/// is all there is to it, so no number is put behind it unasked.
fn own_word(kind: Kind, meta: &Meta) -> Option<Slug> {
    let slug = Slug::from_title(&meta.title);
    (kind == Kind::Page && !kind.admits(slug.as_str())).then_some(slug)
}

/// Why a post cannot have an address that others may have, if so. What else has it is named where everybody sees that.
async fn find_problem(
    connection: &mut Connection,
    post: &PostRow,
    slug: &Slug,
) -> sqlx::Result<Option<String>> {
    if !drafts::is_slug_taken(connection, slug.as_str(), post.id).await? {
        return Ok(None);
    }
    let title = drafts::find_shown_title(connection, slug.as_str(), calendar::now()).await?;
    let who = title.map_or_else(|| "Something else".to_owned(), |title| format!("“{title}”"));
    Ok(Some(format!(
        "{who} has this name in its address: posts, pages and projects share them. Choose another one."
    )))
}

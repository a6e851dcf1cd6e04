//! What a change of a tag touches, as it was before and as it was after: from that the change is taken back.

use serde::{Deserialize, Serialize};

use crate::server::db::{
    Connection, listing,
    redirects::{self, Redirect},
    search::index::IndexChanges,
    tags::change,
};

/// What a change touches.
pub struct Scope {
    tag: i64,
    paths: Vec<String>,
    posts: Vec<i64>,
}

impl Scope {
    /// A tag, the paths of redirects, and posts.
    pub fn of(tag: i64, mut paths: Vec<String>, posts: Vec<i64>) -> Self {
        paths.sort();
        paths.dedup();
        Self { tag, paths, posts }
    }
}

/// How that is.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    id: i64,
    tag: Option<TagState>,
    redirects: Vec<(String, Option<Redirect>)>,
    /// Posts with the places and row ids of their tags.
    posts: Vec<(i64, Vec<(i64, i64)>)>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct TagState {
    slug: String,
    name: String,
    description: String,
}

impl State {
    /// Reads how it is now.
    pub async fn read(connection: &mut Connection, scope: &Scope) -> sqlx::Result<Self> {
        let tag = change::find_tag(connection, scope.tag).await?;
        let mut state = Self {
            id: scope.tag,
            tag: tag.map(|tag| TagState {
                slug: tag.slug,
                name: tag.name,
                description: tag.description,
            }),
            redirects: Vec::with_capacity(scope.paths.len()),
            posts: Vec::with_capacity(scope.posts.len()),
        };
        for path in &scope.paths {
            let redirect = redirects::read_redirect(connection, path).await?;
            state.redirects.push((path.clone(), redirect));
        }
        for post in &scope.posts {
            let tags = change::list_tags_of(connection, *post).await?;
            state.posts.push((*post, tags));
        }
        Ok(state)
    }

    fn scope(&self) -> Scope {
        Scope {
            tag: self.id,
            paths: self.redirects.iter().map(|(path, _)| path.clone()).collect(),
            posts: self.posts.iter().map(|(post, _)| *post).collect(),
        }
    }

    /// Why all cannot be made as it is here, in words: what is not any more as it was `after` the change.
    pub async fn hindered(&self, connection: &mut Connection, after: &Self) -> sqlx::Result<Option<String>> {
        let now = Self::read(connection, &after.scope()).await?;
        // Where the tag is gone, another may have its number by now.
        if after.tag.is_some() && after.tag != now.tag {
            return Ok(Some(
                "The tag was changed again since. Take the later change back first.".to_owned(),
            ));
        }
        if let Some(tag) = &self.tag {
            let at = change::find_at(connection, &tag.slug).await?;
            if at.is_some_and(|at| after.tag.is_none() || at != self.id) {
                return Ok(Some(format!(
                    "Another tag is at /tags/{} by now. Give that one another address first.",
                    tag.slug
                )));
            }
        }
        for ((path, then), (_, now)) in after.redirects.iter().zip(&now.redirects) {
            if then != now {
                return Ok(Some(format!(
                    "Since then {path} leads elsewhere, so this cannot be taken back."
                )));
            }
        }
        let changed = after
            .posts
            .iter()
            .zip(&now.posts)
            .filter(|(then, now)| then != now);
        Ok(match changed.count() {
            0 => None,
            1 => Some("A post got other tags since, so this cannot be taken back.".to_owned()),
            n => Some(format!(
                "{n} posts got other tags since, so this cannot be taken back."
            )),
        })
    }

    /// Makes all as it is here; `after` is how it is now. Answers the posts that have to be listed anew besides.
    pub async fn restore(&self, connection: &mut Connection, after: &Self) -> sqlx::Result<Vec<i64>> {
        let mut id = self.id;
        let mut listed = Vec::new();
        match (&self.tag, &after.tag) {
            (Some(tag), Some(other)) => {
                change::save_tag(connection, id, &tag.slug, &tag.name, &tag.description).await?;
                if other.name != tag.name {
                    listed = change::list_posts_with(connection, id).await?;
                }
            }
            (Some(tag), None) => {
                id = change::put_back(connection, id, &tag.slug, &tag.name, &tag.description).await?;
            }
            (None, _) => {}
        }
        let renumber = |old: i64| if old == self.id { id } else { old };
        let mut changes = IndexChanges::default();
        for batch in self.posts.chunks(super::BATCH) {
            for (post, tags) in batch {
                let tags: Vec<(i64, i64)> =
                    tags.iter().map(|(place, tag)| (*place, renumber(*tag))).collect();
                listing::withdraw(connection, *post, &mut changes).await?;
                change::set_tags_of(connection, *post, &tags).await?;
                listing::enter(connection, *post, &mut changes).await?;
            }
            changes.write(connection).await?;
        }
        for (path, redirect) in &self.redirects {
            match redirect {
                Some(redirect) => {
                    let mut redirect = redirect.clone();
                    redirect.tag_id = redirect.tag_id.map(renumber);
                    redirects::put_redirect(connection, &redirect).await?;
                }
                None => {
                    redirects::remove_redirect(connection, path).await?;
                }
            }
        }
        Ok(listed)
    }
}

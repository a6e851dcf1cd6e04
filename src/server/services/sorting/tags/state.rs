//! What a change of a tag touches, as it was before and as it was after: from that the change is taken back.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::server::{
    db::{
        Connection,
        followed::Followed,
        redirects::{self, Redirect, Target},
        series::order,
        tags::{change, focus::set_focus},
    },
    services::{feed::identity::read_identity, sorting::focus},
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
    /// Which posts all these are, those of redirects among them: once one is deleted, another may get its row id. Nothing in
    /// what was remembered before this was.
    #[serde(default)]
    uuids: BTreeMap<i64, String>,
    /// The row ids of the focus areas, in order. Nothing in what was remembered before there were any.
    #[serde(default)]
    pub focus: Vec<i64>,
    /// What names the tag's feed, for it goes on if the tag comes back. Nothing in what was remembered before it had a name of
    /// its own.
    #[serde(default)]
    identity: Option<String>,
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
            uuids: BTreeMap::new(),
            focus: focus::list_ids(connection).await?,
            identity: read_identity(connection, Followed::Tag, scope.tag)
                .await?
                .map(|identity| identity.to_string()),
        };
        for path in &scope.paths {
            let redirect = redirects::read_redirect(connection, path).await?;
            state.redirects.push((path.clone(), redirect));
        }
        for post in &scope.posts {
            let tags = change::list_tags_of(connection, *post).await?;
            state.posts.push((*post, tags));
        }
        let led = state.redirects.iter().flat_map(|(_, redirect)| redirect);
        let all: Vec<i64> = led
            .filter_map(|redirect| redirect.post_id)
            .chain(scope.posts.iter().copied())
            .collect();
        state.uuids = change::list_uuids(connection, &all).await?;
        Ok(state)
    }

    /// Whether the post that is meant here is still there, by the identities that posts have `now`.
    fn lives(&self, post: i64, now: &BTreeMap<i64, String>) -> bool {
        now.get(&post)
            .is_some_and(|uuid| self.uuids.get(&post).is_none_or(|meant| meant == uuid))
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
        let redirects = self.redirects.iter().zip(&after.redirects).zip(&now.redirects);
        for (((path, before), (_, then)), (_, now)) in redirects {
            // What the change left alone is left alone again.
            if then != now && before != then {
                return Ok(Some(format!(
                    "Since then {path} leads elsewhere, so this cannot be taken back."
                )));
            }
        }
        let changed = after
            .posts
            .iter()
            .zip(&now.posts)
            .filter(|(then, now_had)| after.lives(then.0, &now.uuids) && then != now_had);
        Ok(match changed.count() {
            0 => None,
            1 => Some("A post got other tags since, so this cannot be taken back.".to_owned()),
            n => Some(format!(
                "{n} posts got other tags since, so this cannot be taken back."
            )),
        })
    }

    /// Makes all as it is here; `after` is how it is now. Answers the posts that have to be indexed anew.
    pub async fn restore(&self, connection: &mut Connection, after: &Self) -> sqlx::Result<Vec<i64>> {
        let mut id = self.id;
        let mut changed = Vec::new();
        match (&self.tag, &after.tag) {
            (Some(tag), Some(other)) => {
                change::save_tag(connection, id, &tag.slug, &tag.name, &tag.description).await?;
                if other.name != tag.name {
                    changed = change::list_posts_with(connection, id).await?;
                }
            }
            (Some(tag), None) => {
                let identity = self.identity.as_deref();
                id = change::put_back(connection, id, &tag.slug, &tag.name, &tag.description, identity)
                    .await?;
                if self.focus.contains(&self.id) {
                    let now = focus::list_ids(connection).await?;
                    let focus = focus::again(&self.focus, &after.focus, now, (self.id, id));
                    set_focus(connection, &focus).await?;
                }
            }
            (None, _) => {}
        }
        let renumber = |old: i64| if old == self.id { id } else { old };
        let known: Vec<i64> = self.uuids.keys().copied().collect();
        let posts: Vec<i64> = self.posts.iter().map(|(post, _)| *post).collect();
        let now = change::list_uuids(connection, &[known, posts].concat()).await?;
        for (post, tags) in self.posts.iter().filter(|(post, _)| self.lives(*post, &now)) {
            let tags: Vec<(i64, i64)> = tags.iter().map(|(place, tag)| (*place, renumber(*tag))).collect();
            change::set_tags_of(connection, *post, &tags).await?;
            changed.push(*post);
        }
        let tags = self.posts.iter().chain(&after.posts).flat_map(|(_, tags)| tags);
        for tag in tags.map(|(_, tag)| renumber(*tag)).collect::<BTreeSet<i64>>() {
            change::recount(connection, tag).await?;
        }
        for ((path, redirect), (_, then)) in self.redirects.iter().zip(&after.redirects) {
            if redirect == then {
                continue;
            }
            // It would have gone with its target.
            let there = match redirect.as_ref().map(Redirect::ends_at) {
                None => false,
                Some(Target::Post(post)) => self.lives(post, &now),
                Some(Target::Tag(tag)) => change::find_tag(connection, renumber(tag)).await?.is_some(),
                Some(Target::Series(series)) => order::find_series(connection, series).await?.is_some(),
                Some(Target::Address(_)) => true,
            };
            match redirect.clone().filter(|_| there) {
                Some(mut redirect) => {
                    redirect.tag_id = redirect.tag_id.map(renumber);
                    redirects::put_redirect(connection, &redirect).await?;
                }
                None => {
                    redirects::remove_redirect(connection, path).await?;
                }
            }
        }
        Ok(changed)
    }
}

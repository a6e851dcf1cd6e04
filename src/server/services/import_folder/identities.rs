//! Lets the feeds of what an export names go on under the names that they had there.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::server::{
    db::{
        Connection,
        followed::{self, Followed},
    },
    services::feed::identity::{identity_of, read_site},
};

/// A tag, a series or an author, by row id.
type Thing = (Followed, i64);

/// What names feeds here, and which of them go on as they are.
#[derive(Debug)]
pub struct Identities {
    holders: HashMap<Uuid, Thing>,
    settled: HashSet<Thing>,
}

impl Identities {
    /// Reads them, before anything is brought. In a blog without posts there is nothing to follow, so none is settled.
    pub async fn read(connection: &mut Connection) -> sqlx::Result<Self> {
        let site = read_site(connection).await?;
        let is_followed = followed::has_posts(connection).await?;
        let mut found = Self {
            holders: HashMap::new(),
            settled: HashSet::new(),
        };
        for followed in Followed::ALL {
            for (id, kept) in followed::list_identities(connection, followed).await? {
                let thing = (followed, id);
                found
                    .holders
                    .insert(identity_of(site, followed, id, kept.as_deref()), thing);
                if is_followed {
                    found.settled.insert(thing);
                }
            }
        }
        Ok(found)
    }

    /// Names a feed as it was, unless it was here before or another has the name; tells of what can be none, and of the other.
    pub async fn bring(
        &mut self,
        connection: &mut Connection,
        thing: Thing,
        said: Option<&str>,
    ) -> sqlx::Result<Option<String>> {
        let Some(said) = said else { return Ok(None) };
        let Ok(identity) = Uuid::parse_str(said) else {
            return Ok(Some(format!(
                "comes without the identity of its feed: {said:?} is no UUID"
            )));
        };
        if self.settled.contains(&thing) {
            return Ok(None);
        }
        if self.holders.get(&identity).is_some_and(|holder| *holder != thing) {
            return Ok(Some(format!(
                "comes without the identity of its feed: another feed has {said:?} here"
            )));
        }
        let (followed, id) = thing;
        followed::set_identity(connection, followed, id, Some(&identity.to_string())).await?;
        self.holders.insert(identity, thing);
        // What is named twice in a file is named as it is first.
        self.settled.insert(thing);
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, post},
        tags::ensure_tag,
    };

    const ONE: &str = "11111111-1111-4111-8111-111111111111";
    const TWO: &str = "22222222-2222-4222-8222-222222222222";

    #[tokio::test]
    async fn a_feed_gets_the_name_that_it_had_unless_it_or_the_name_is_here() {
        for is_followed in [false, true] {
            let blog = Blog::open().await;
            let here = blog.tag("here").await;
            if is_followed {
                blog.save(&post("one", 1_000)).await;
            }
            let mut write = blog.begin().await;
            let mut identities = Identities::read(&mut write).await.unwrap();
            let fresh = ensure_tag(&mut write, "fresh", "Fresh").await.unwrap();
            let other = ensure_tag(&mut write, "other", "Other").await.unwrap();
            let before = followed::find_identity(&mut write, Followed::Tag, here)
                .await
                .unwrap();
            for (tag, said, problem) in [
                (fresh, None, None),
                (fresh, Some("none"), Some("\"none\" is no UUID")),
                (fresh, Some(ONE), None),
                (fresh, Some(TWO), None),
                (other, Some(ONE), Some("another feed has")),
                (here, Some(TWO), None),
            ] {
                let told = identities.bring(&mut write, (Followed::Tag, tag), said).await;
                let told = told.unwrap().unwrap_or_default();
                assert_eq!(told.is_empty(), problem.is_none(), "{tag} {said:?} {told}");
                assert!(
                    told.contains(problem.unwrap_or_default()),
                    "{tag} {said:?} {told}"
                );
            }
            let all = followed::list_identities(&mut write, Followed::Tag)
                .await
                .unwrap();
            let kept: HashMap<i64, Option<String>> = all.into_iter().collect();
            assert_eq!(kept[&fresh].as_deref(), Some(ONE));
            assert!(kept[&other].as_deref().is_some_and(|kept| kept != ONE));
            if is_followed {
                assert_eq!(Some(&kept[&here]), before.as_ref());
            } else {
                assert_eq!(kept[&here].as_deref(), Some(TWO));
            }
        }
    }
}

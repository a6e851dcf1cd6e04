//! Brings back what an own export says besides its posts. What is here already stays as it is.

use jiff::tz::TimeZone;

use super::read::Warning;
use crate::server::{
    db::{
        Connection, Database,
        whole::{self, WholeRedirect},
    },
    services::written::{
        self,
        rest::{self, Rest},
    },
};

/// Makes tags, series and authors, in the order they had, before any post names them.
pub async fn bring_names(database: &Database, rest: &Rest) -> sqlx::Result<()> {
    let mut transaction = database.begin().await?;
    for tag in &rest.tags {
        whole::bring_tag(&mut transaction, tag.slug.as_str(), &tag.name, &tag.description).await?;
    }
    for series in &rest.series {
        let (slug, title) = (series.slug.as_str(), series.title.as_str());
        whole::bring_series(
            &mut transaction,
            slug,
            title,
            &series.description,
            series.complete,
        )
        .await?;
    }
    for author in &rest.authors {
        let profile = match (&author.links, &author.picture) {
            (None, None) => None,
            (links, picture) => Some((links.as_deref().unwrap_or_default(), picture.as_deref())),
        };
        whole::bring_author(
            &mut transaction,
            author.slug.as_str(),
            &author.name,
            &author.bio,
            profile,
        )
        .await?;
    }
    transaction.commit().await
}

/// Brings old addresses back, when everything they lead to is here; tells of those that do not lead there.
pub async fn bring_redirects(
    connection: &mut Connection,
    rest: &Rest,
    zone: &TimeZone,
) -> anyhow::Result<Vec<Warning>> {
    let mut lost = Vec::new();
    for facts in &rest.redirects {
        let redirect = WholeRedirect {
            path: facts.path.clone(),
            post: facts.post.clone(),
            tag: facts.tag.as_ref().map(|slug| slug.as_str().to_owned()),
            series: facts.series.as_ref().map(|slug| slug.as_str().to_owned()),
            target: facts.target.clone(),
            origin: facts.origin.as_str().to_owned(),
            created_at: written::millis(facts.created_at, zone).map_err(anyhow::Error::msg)?,
        };
        if !whole::bring_redirect(connection, &redirect).await? {
            lost.push(Warning {
                file: rest::FILE.to_owned(),
                line: None,
                reason: format!(
                    "the old address {} leads elsewhere here, or what it led to is not here",
                    facts.path
                ),
            });
        }
    }
    Ok(lost)
}

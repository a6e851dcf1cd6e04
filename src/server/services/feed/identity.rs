//! What names the feed of a tag, a series or an author, whatever it is called and wherever the site is.

use uuid::Uuid;

use crate::server::db::{
    Connection,
    followed::{self, Followed},
    settings,
};

/// What names the feed of the one with this row id on the site that `site` names: what is kept for it, and else its row id, as
/// in older versions.
pub fn identity_of(site: Uuid, followed: Followed, id: i64, kept: Option<&str>) -> Uuid {
    let kind = match followed {
        Followed::Tag => "tag",
        Followed::Series => "series",
        Followed::Author => "author",
    };
    kept.and_then(|kept| Uuid::parse_str(kept).ok())
        .unwrap_or_else(|| Uuid::new_v5(&site, format!("{kind} {id}").as_bytes()))
}

/// What names the site itself.
pub async fn read_site(connection: &mut Connection) -> sqlx::Result<Uuid> {
    let site = settings::read_identity(connection).await?;
    Uuid::parse_str(&site).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// What names the feed of the one with this row id, if there is one.
pub async fn read_identity(
    connection: &mut Connection,
    followed: Followed,
    id: i64,
) -> sqlx::Result<Option<Uuid>> {
    let Some(kept) = followed::find_identity(connection, followed, id).await? else {
        return Ok(None);
    };
    let site = read_site(connection).await?;
    Ok(Some(identity_of(site, followed, id, kept.as_deref())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_names_a_feed_anywhere_and_a_row_only_on_its_site() {
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let kept = Uuid::from_u128(3);
        for followed in Followed::ALL {
            for site in [one, two] {
                assert_eq!(identity_of(site, followed, 4, Some(&kept.to_string())), kept);
            }
        }
        let mut seen: Vec<Uuid> = Followed::ALL
            .into_iter()
            .flat_map(|followed| [(one, 4), (one, 5), (two, 4)].map(|at| (followed, at)))
            .map(|(followed, (site, id))| identity_of(site, followed, id, None))
            .collect();
        let count = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), count);
        // Who follows a feed of an older version goes on with it.
        assert_eq!(
            identity_of(one, Followed::Tag, 4, None),
            Uuid::new_v5(&one, b"tag 4")
        );
    }
}

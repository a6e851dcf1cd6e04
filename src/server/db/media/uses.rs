//! Which posts name which pictures. Written with every text and every revision; whether a picture is there is not asked.
//! What a revision once named stays in use until its post goes, so that no revision is taken up again without its pictures.

use crate::model::media::named_in;

use super::Connection;

/// Whose words name a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The text that readers see.
    Text,
    /// A revision, the latest or an earlier one.
    Draft,
}

/// Notes which pictures a post names in these words; for the text these and no others.
pub async fn note_uses(
    connection: &mut Connection,
    post: i64,
    said: Said,
    words: &[&str],
) -> sqlx::Result<()> {
    let draft = said == Said::Draft;
    if said == Said::Text {
        sqlx::query("DELETE FROM media_uses WHERE post_id = $1 AND draft = 0")
            .bind(post)
            .execute(&mut *connection)
            .await?;
    }
    for stem in words.iter().flat_map(|words| named_in(words)) {
        sqlx::query(
            "INSERT INTO media_uses (stem, post_id, draft) VALUES ($1, $2, $3) \
             ON CONFLICT (stem, post_id, draft) DO NOTHING",
        )
        .bind(stem)
        .bind(post)
        .bind(draft)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sqlx::Row as _;

    use crate::server::db::{
        drafts::{NewRevision, append},
        fixture::{Blog, NOW, body, post},
        status::set_status,
        store::PostRecord,
        trash::delete_post,
    };

    async fn uses(blog: &Blog) -> Vec<(String, i64, bool)> {
        let rows = sqlx::query("SELECT stem, post_id, draft FROM media_uses ORDER BY stem, post_id, draft")
            .fetch_all(&mut *blog.reader().await)
            .await
            .unwrap();
        rows.iter()
            .map(|row| (row.get(0), row.get(1), row.get(2)))
            .collect()
    }

    #[tokio::test]
    async fn a_post_uses_what_its_text_and_any_of_its_revisions_name() {
        let blog = Blog::open().await;
        let said = |source: &'static str| PostRecord {
            body: body(source, 1),
            ..post("one", 1_000)
        };
        let id = blog
            .save(&said("![](/media/aa.png) and /media/aa-480.webp, /media/bb.svg"))
            .await;
        let mut write = blog.begin().await;
        for (number, source, meta) in [
            (1, "![](/media/cc.png)", "{}"),
            (2, "![](/media/aa.png)", r#"{"cover":{"src":"/media/dd.webp"}}"#),
        ] {
            let revision = NewRevision {
                post: id,
                number,
                key: "",
                user_id: None,
                who: "",
                reason: "manual",
                source,
                meta,
                title: "",
            };
            append(&mut write, &revision, NOW).await.unwrap();
        }
        write.commit().await.unwrap();
        let all = |list: &[(&str, bool)]| -> Vec<(String, i64, bool)> {
            list.iter()
                .map(|(stem, draft)| ((*stem).to_owned(), id, *draft))
                .collect()
        };
        assert_eq!(
            uses(&blog).await,
            all(&[
                ("aa", false),
                ("aa", true),
                ("bb", false),
                ("cc", true),
                ("dd", true)
            ])
        );
        blog.replace(id, &said("Words.")).await;
        let drafts = all(&[("aa", true), ("cc", true), ("dd", true)]);
        assert_eq!(uses(&blog).await, drafts);
        let mut write = blog.begin().await;
        set_status(&mut write, id, "trashed", NOW).await.unwrap();
        delete_post(&mut write, id, NOW).await.unwrap().unwrap();
        write.commit().await.unwrap();
        assert_eq!(uses(&blog).await, []);
    }

    #[tokio::test]
    async fn what_earlier_revisions_named_before_it_was_kept_is_found_in_them() {
        let blog = Blog::open().await;
        let id = blog.save(&post("one", 1_000)).await;
        let stem = |letter: &str| letter.repeat(32);
        let texts = [
            format!("![](/media/{}.png)/media/{}-480.webp", stem("a"), stem("b")),
            "Words.".to_owned(),
            format!("Über /media/{}.png", stem("c")),
        ];
        let meta = format!(r#"{{"cover":{{"src":"/media/{}.webp"}}}}"#, stem("d"));
        let mut write = blog.begin().await;
        for (number, source) in (1..).zip(&texts) {
            let revision = NewRevision {
                post: id,
                number,
                key: "",
                user_id: None,
                who: "",
                reason: "manual",
                source,
                meta: &meta,
                title: "",
            };
            append(&mut write, &revision, NOW).await.unwrap();
        }
        sqlx::query("DELETE FROM media_uses")
            .execute(&mut *write)
            .await
            .unwrap();
        sqlx::raw_sql(include_str!("../../../../migrations/0010_all_uses.up.sql"))
            .execute(&mut *write)
            .await
            .unwrap();
        write.commit().await.unwrap();
        let expected = ["a", "b", "c", "d"].map(|letter| (stem(letter), id, true));
        assert_eq!(uses(&blog).await, expected);
    }

    #[tokio::test]
    async fn they_are_found_by_post_without_reading_all() {
        let blog = Blog::open().await;
        let plan = blog
            .plan("DELETE FROM media_uses WHERE post_id = 1 AND draft = 0")
            .await;
        assert!(plan.iter().all(|step| step.starts_with("SEARCH")), "{plan:?}");
    }
}

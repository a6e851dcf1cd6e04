//! Reads what a card shows, one page of a list at a time.

use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::{
    Connection,
    labels::{authors_of_post, tags_of_post},
    series::part_of_series,
};

/// A post as a card. Times are Unix milliseconds.
#[derive(Debug, FromRow)]
pub struct CardRow {
    /// Row id.
    pub id: i64,
    /// Its address.
    pub slug: String,
    /// As written.
    pub title: String,
    /// The author's summary, or nothing.
    pub summary: String,
    /// What the renderer cut from the text.
    pub excerpt: String,
    /// The one line to remember, or nothing.
    pub takeaway: String,
    /// BCP 47 tag; empty for the site's own.
    pub language: String,
    /// Marked by the author.
    pub featured: bool,
    /// Reading time in minutes.
    pub minutes: u32,
    /// When it appeared.
    pub published_at: i64,
    /// When its text last changed.
    pub updated_at: Option<i64>,
    /// Alternative text of the cover.
    pub cover_alt: String,
    /// Path of the cover, if there is one.
    pub cover_path: Option<String>,
    /// Pixels.
    pub cover_width: Option<u32>,
    /// Pixels.
    pub cover_height: Option<u32>,
    /// The series it is in.
    pub series_slug: Option<String>,
    /// Its title.
    pub series_title: Option<String>,
    /// Which of the parts that readers see it is, from 1; 0 for the overview.
    pub series_part: u32,
    /// How many parts readers see, without the overview.
    pub series_parts: u32,
    /// How often it was read, if ever.
    pub views: Option<u32>,
    /// Gathered; see [`super::labels`].
    pub tags: Option<String>,
    /// Gathered; see [`super::labels`].
    pub authors: Option<String>,
}

/// Which posts a list holds.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// Every listed post.
    All,
    /// Those with the tag of this row id.
    Tag(i64),
    /// Those by the author of this row id.
    Author(i64),
}

// The first value of every list of cards is the present.
macro_rules! before_page {
    () => {
        concat!(
            "SELECT p.id, p.slug, p.title, p.summary, p.excerpt, p.takeaway, p.language, p.featured, \
             p.minutes, page.listed_at AS published_at, p.updated_at, p.cover_alt, m.path AS cover_path, \
             m.width AS cover_width, m.height AS cover_height, s.slug AS series_slug, s.title AS series_title, \
             v.total AS views, ",
            part_of_series!("$1"),
            ", ",
            tags_of_post!(),
            ", ",
            authors_of_post!(),
            " FROM ("
        )
    };
}

macro_rules! after_page {
    () => {
        ") AS page JOIN posts p ON p.id = page.post_id LEFT JOIN media m ON m.id = p.cover_id \
         LEFT JOIN series s ON s.id = p.series_id LEFT JOIN post_views v ON v.post_id = p.id ORDER BY page.listed_at DESC, p.id DESC"
    };
}

// The page is cut on an index first, so that skipped rows are never joined.
macro_rules! cards_of {
    ($page:literal) => {
        concat!(before_page!(), $page, after_page!())
    };
}

const ALL: &str = cards_of!(
    "SELECT id AS post_id, listed_at FROM posts WHERE listed_at IS NOT NULL AND listed_at <= $1 \
     ORDER BY listed_at DESC, id DESC LIMIT $2 OFFSET $3"
);
const TAGGED: &str = cards_of!(
    "SELECT post_id, listed_at FROM post_tags WHERE listed_at IS NOT NULL AND listed_at <= $1 AND tag_id = $4 \
     ORDER BY listed_at DESC, post_id DESC LIMIT $2 OFFSET $3"
);
const WRITTEN: &str = cards_of!(
    "SELECT post_id, listed_at FROM post_authors WHERE listed_at IS NOT NULL AND listed_at <= $1 AND author_id = $4 \
     ORDER BY listed_at DESC, post_id DESC LIMIT $2 OFFSET $3"
);

/// `limit` cards after the first `offset`, newest first, ties by the later row.
pub async fn list_cards(
    connection: &mut Connection,
    scope: Scope,
    now: i64,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<CardRow>> {
    let query = match scope {
        Scope::All => sqlx::query_as(ALL).bind(now).bind(limit).bind(offset),
        Scope::Tag(id) => sqlx::query_as(TAGGED).bind(now).bind(limit).bind(offset).bind(id),
        Scope::Author(id) => sqlx::query_as(WRITTEN)
            .bind(now)
            .bind(limit)
            .bind(offset)
            .bind(id),
    };
    query.fetch_all(connection).await
}

/// The cards of these posts, in the order of `posts`; those that readers cannot find are left out.
pub async fn list_these_cards(
    connection: &mut Connection,
    posts: &[i64],
    now: i64,
) -> sqlx::Result<Vec<CardRow>> {
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = QueryBuilder::<Sqlite>::new(concat!(
        before_page!(),
        "SELECT id AS post_id, listed_at FROM posts WHERE listed_at IS NOT NULL AND listed_at <= "
    ));
    query.push_bind(now).push(" AND id IN (");
    push_list(&mut query, posts);
    query.push(concat!(")", after_page!()));
    let mut rows: Vec<CardRow> = query.build_query_as().fetch_all(connection).await?;
    rows.sort_by_key(|row| posts.iter().position(|post| *post == row.id));
    Ok(rows)
}

/// The cards of these posts, in the order of `posts`, and after them `limit` others after the first `offset`, newest first.
/// Of `posts` those that readers cannot find are left out.
pub async fn list_these_and_others(
    connection: &mut Connection,
    posts: &[i64],
    now: i64,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<CardRow>> {
    if posts.is_empty() {
        return list_cards(connection, Scope::All, now, limit, offset).await;
    }
    let mut query = QueryBuilder::<Sqlite>::new(concat!(
        before_page!(),
        "SELECT id AS post_id, listed_at FROM posts WHERE listed_at IS NOT NULL AND listed_at <= "
    ));
    query.push_bind(now).push(" AND id IN (");
    push_list(&mut query, posts);
    query
        .push(") UNION ALL SELECT * FROM (SELECT id, listed_at FROM posts WHERE listed_at IS NOT NULL AND listed_at <= ")
        .push_bind(now)
        .push(" AND id NOT IN (");
    push_list(&mut query, posts);
    query
        .push(") ORDER BY listed_at DESC, id DESC LIMIT ")
        .push_bind(limit)
        .push(" OFFSET ")
        .push_bind(offset)
        .push(")")
        .push(after_page!());
    let mut rows: Vec<CardRow> = query.build_query_as().fetch_all(connection).await?;
    // The others stay in their order behind them.
    rows.sort_by_key(|row| {
        posts
            .iter()
            .position(|post| *post == row.id)
            .unwrap_or(posts.len())
    });
    Ok(rows)
}

fn push_list(query: &mut QueryBuilder<Sqlite>, posts: &[i64]) {
    let mut list = query.separated(", ");
    for post in posts {
        list.push_bind(*post);
    }
}

/// How many posts every reader can find, kept by the writer.
pub async fn count_listed(connection: &mut Connection) -> sqlx::Result<u32> {
    sqlx::query_scalar("SELECT value FROM counters WHERE name = 'listed_posts'")
        .fetch_one(connection)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, NOW, post},
        labels::parse_labels,
        store::PostRecord,
    };

    /// A blog whose posts, at these times, all have one tag and one author; and the three lists that hold them.
    async fn blog_of(posts: &[(&str, i64)]) -> (Blog, [Scope; 3]) {
        let blog = Blog::open().await;
        let (tag, author) = (blog.tag("rust").await, blog.author("ada").await);
        for (slug, published_at) in posts {
            let post = PostRecord {
                tags: &[tag],
                authors: &[author],
                ..post(slug, *published_at)
            };
            blog.save(&post).await;
        }
        blog.save_hidden(&PostRecord {
            tags: &[tag],
            authors: &[author],
            ..post("hidden", 1_500)
        })
        .await;
        (blog, [Scope::All, Scope::Tag(tag), Scope::Author(author)])
    }

    async fn slugs(connection: &mut Connection, scope: Scope, limit: u32, offset: u32) -> Vec<String> {
        let cards = list_cards(connection, scope, NOW, limit, offset).await.unwrap();
        cards.into_iter().map(|card| card.slug).collect()
    }

    #[tokio::test]
    async fn every_list_is_newest_first_ties_by_the_later_row_and_holds_only_what_readers_see() {
        let posts = [
            ("tie-1", 2_000),
            ("later", NOW + 1),
            ("old", 1_000),
            ("now", NOW),
            ("tie-2", 2_000),
        ];
        let (blog, scopes) = blog_of(&posts).await;
        let mut reader = blog.reader().await;
        for scope in scopes {
            let slugs = slugs(&mut reader, scope, 9, 0).await;
            assert_eq!(slugs, ["now", "tie-2", "tie-1", "old"], "{scope:?}");
        }
    }

    #[tokio::test]
    async fn pages_bring_each_post_once_even_where_a_border_is_between_ties() {
        let posts = [
            ("a", 1_000),
            ("b", 1_000),
            ("c", 1_000),
            ("d", 1_000),
            ("e", 1_000),
        ];
        let (blog, scopes) = blog_of(&posts).await;
        let mut reader = blog.reader().await;
        for scope in scopes {
            let mut seen = Vec::new();
            for page in 0..3 {
                seen.extend(slugs(&mut reader, scope, 2, page * 2).await);
            }
            assert_eq!(seen, ["e", "d", "c", "b", "a"], "{scope:?}");
            assert!(slugs(&mut reader, scope, 2, 5).await.is_empty());
            assert!(slugs(&mut reader, scope, 2, u32::MAX).await.is_empty());
        }
    }

    #[tokio::test]
    async fn a_list_of_a_tag_or_author_leaves_out_the_posts_of_others() {
        let (blog, [_, by_tag, by_author]) = blog_of(&[("theirs", 1_000)]).await;
        blog.save(&PostRecord {
            tags: &[blog.tag("go").await],
            authors: &[blog.author("zoe").await],
            ..post("others", 2_000)
        })
        .await;
        let mut reader = blog.reader().await;
        for scope in [by_tag, by_author] {
            assert_eq!(slugs(&mut reader, scope, 9, 0).await, ["theirs"]);
        }
        for scope in [Scope::Tag(-1), Scope::Author(-1)] {
            assert!(slugs(&mut reader, scope, 9, 0).await.is_empty());
        }
    }

    #[tokio::test]
    async fn chosen_posts_go_before_the_others_and_none_comes_twice() {
        let posts = [
            ("a", 1_000),
            ("b", 2_000),
            ("c", 3_000),
            ("d", 4_000),
            ("later", NOW + 1),
        ];
        let (blog, _) = blog_of(&posts).await;
        let mut reader = blog.reader().await;
        let all = list_cards(&mut reader, Scope::All, NOW, 9, 0).await.unwrap();
        let id = |slug: &str| all.iter().find(|card| card.slug == slug).unwrap().id;
        let chosen = [id("a"), id("c"), -1];
        for (limit, offset, expected) in [(9, 0, "a c d b"), (1, 1, "a c b"), (9, 2, "a c")] {
            let cards = list_these_and_others(&mut reader, &chosen, NOW, limit, offset)
                .await
                .unwrap();
            let slugs: Vec<&str> = cards.iter().map(|card| card.slug.as_str()).collect();
            assert_eq!(slugs.join(" "), expected);
        }
        let cards = list_these_and_others(&mut reader, &[], NOW, 2, 0).await.unwrap();
        assert_eq!(cards.len(), 2);
    }

    #[tokio::test]
    async fn a_card_has_its_cover_series_and_labels_or_nothing_of_them() {
        let blog = Blog::open().await;
        let cover = blog.picture().await;
        let (api, rust) = (blog.tag("api").await, blog.tag("rust").await);
        blog.save(&PostRecord {
            cover: Some(cover),
            cover_alt: "A lighthouse",
            series: Some((blog.series("jobs").await, 1)),
            tags: &[rust, api],
            authors: &[blog.author("ada").await],
            ..post("full", 2_000)
        })
        .await;
        blog.save(&post("bare", 1_000)).await;

        let cards = list_cards(&mut *blog.reader().await, Scope::All, NOW, 9, 0)
            .await
            .unwrap();
        let (full, bare) = (&cards[0], &cards[1]);
        assert_eq!(full.cover_path.as_deref(), Some("/media/aa.png"));
        assert_eq!((full.cover_width, full.cover_height), (Some(640), Some(480)));
        assert_eq!(full.cover_alt, "A lighthouse");
        assert_eq!(full.series_slug.as_deref(), Some("jobs"));
        assert_eq!(full.published_at, 2_000);
        let tags: Vec<String> = parse_labels(full.tags.as_deref())
            .into_iter()
            .map(|tag| tag.slug)
            .collect();
        assert_eq!(tags, ["rust", "api"]);
        assert_eq!(parse_labels(full.authors.as_deref())[0].slug, "ada");

        assert_eq!(bare.slug, "bare");
        assert!(bare.cover_path.is_none() && bare.cover_width.is_none() && bare.series_title.is_none());
        assert!(bare.tags.is_none() && bare.authors.is_none());
    }

    #[tokio::test]
    async fn the_count_follows_a_post_out_of_the_lists_and_back() {
        let (blog, _) = blog_of(&[("first", 1_000)]).await;
        let second = post("second", 1_000);
        let id = blog.save(&second).await;
        let mut reader = blog.reader().await;
        assert_eq!(count_listed(&mut reader).await.unwrap(), 2);
        for (change, count) in [
            ("unpublished", 1),
            ("unpublished", 1),
            ("published", 2),
            ("published", 2),
        ] {
            blog.replace(
                id,
                &PostRecord {
                    status: change,
                    ..second
                },
            )
            .await;
            assert_eq!(count_listed(&mut reader).await.unwrap(), count, "{change}");
        }
    }
}

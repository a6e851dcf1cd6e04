//! Tags and authors of many posts at once, so that a page asks once however many cards it has.

use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::Connection;

/// What a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelKind {
    /// A tag.
    Tag,
    /// An author.
    Author,
}

/// One tag or author of one post.
#[derive(Debug)]
pub struct Label {
    /// The post's row id.
    pub post_id: i64,
    /// Tag or author.
    pub kind: LabelKind,
    /// Its address.
    pub slug: String,
    /// As written.
    pub name: String,
    /// What is known of an author; empty for a tag.
    pub bio: String,
}

#[derive(FromRow)]
struct LabelRow {
    post_id: i64,
    is_author: bool,
    slug: String,
    name: String,
    bio: String,
}

/// The labels of these posts; those of one post come in its author's order.
pub async fn list_labels(connection: &mut Connection, posts: &[i64]) -> sqlx::Result<Vec<Label>> {
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = QueryBuilder::<Sqlite>::new(
        "SELECT x.post_id, 0 AS is_author, x.position, t.slug, t.name, '' AS bio \
         FROM post_tags x JOIN tags t ON t.id = x.tag_id WHERE x.post_id IN (",
    );
    push_list(&mut query, posts);
    query.push(
        ") UNION ALL SELECT x.post_id, 1, x.position, a.slug, a.name, a.bio \
         FROM post_authors x JOIN authors a ON a.id = x.author_id WHERE x.post_id IN (",
    );
    push_list(&mut query, posts);
    query.push(") ORDER BY 1, 2, 3");
    let rows: Vec<LabelRow> = query.build_query_as().fetch_all(connection).await?;
    Ok(rows.into_iter().map(Label::from).collect())
}

fn push_list(query: &mut QueryBuilder<Sqlite>, posts: &[i64]) {
    let mut list = query.separated(", ");
    for id in posts {
        list.push_bind(*id);
    }
}

impl From<LabelRow> for Label {
    fn from(row: LabelRow) -> Self {
        Self {
            post_id: row.post_id,
            kind: if row.is_author {
                LabelKind::Author
            } else {
                LabelKind::Tag
            },
            slug: row.slug,
            name: row.name,
            bio: row.bio,
        }
    }
}

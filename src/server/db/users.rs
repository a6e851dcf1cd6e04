//! Reads and writes who may write here.

use sqlx::FromRow;

use super::Connection;

/// A person with an account.
#[derive(Clone, Debug, FromRow)]
pub struct UserRow {
    /// Row id.
    pub id: i64,
    /// In lower case.
    pub email: String,
    /// As written.
    pub name: String,
    /// [`crate::model::role::Role`]'s word.
    pub role: String,
    /// PHC string; empty while no password was chosen.
    pub password: String,
    /// Whom readers see.
    pub author_id: i64,
    /// Unix milliseconds.
    pub created_at: i64,
    /// Since when the account is closed, in Unix milliseconds.
    pub disabled_at: Option<i64>,
}

/// What a new account begins with.
#[derive(Clone, Copy, Debug)]
pub struct NewUser<'a> {
    /// In lower case.
    pub email: &'a str,
    /// As written.
    pub name: &'a str,
    /// The role's word.
    pub role: &'a str,
    /// PHC string.
    pub password: &'a str,
    /// Whom readers see.
    pub author_id: i64,
}

/// Whether nobody has an account yet.
pub async fn is_nobody(connection: &mut Connection) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT NOT EXISTS (SELECT 1 FROM users)")
        .fetch_one(connection)
        .await
}

/// Opens an account; answers its row id, or nothing where the e-mail address has one already.
pub async fn add_user(
    connection: &mut Connection,
    user: &NewUser<'_>,
    now: i64,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar(
        "INSERT INTO users (email, name, role, password, author_id, created_at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (email) DO NOTHING RETURNING id",
    )
    .bind(user.email)
    .bind(user.name)
    .bind(user.role)
    .bind(user.password)
    .bind(user.author_id)
    .bind(now)
    .fetch_optional(connection)
    .await
}

/// The account of an e-mail address in lower case.
pub async fn find_user(connection: &mut Connection, email: &str) -> sqlx::Result<Option<UserRow>> {
    sqlx::query_as(
        "SELECT id, email, name, role, password, author_id, created_at, disabled_at FROM users WHERE email = $1",
    )
    .bind(email)
    .fetch_optional(connection)
    .await
}

/// The account with this row id.
pub async fn read_user(connection: &mut Connection, id: i64) -> sqlx::Result<Option<UserRow>> {
    sqlx::query_as(
        "SELECT id, email, name, role, password, author_id, created_at, disabled_at FROM users WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await
}

/// A person in the list of all.
#[derive(Clone, Debug, FromRow)]
pub struct ListedUser {
    /// Row id.
    pub id: i64,
    /// In lower case.
    pub email: String,
    /// As written.
    pub name: String,
    /// The role's word.
    pub role: String,
    /// Whom readers see.
    pub author_slug: String,
    /// The author's name.
    pub author_name: String,
    /// Posts of theirs, whatever their status.
    pub posts: i64,
    /// When a session of theirs was used last, in Unix milliseconds; none while they are signed in nowhere.
    pub seen_at: Option<i64>,
    /// Since when the account is closed.
    pub disabled_at: Option<i64>,
}

/// Everybody, by name.
pub async fn list_users(connection: &mut Connection) -> sqlx::Result<Vec<ListedUser>> {
    sqlx::query_as(
        "SELECT u.id, u.email, u.name, u.role, a.slug AS author_slug, a.name AS author_name, \
         (SELECT count(*) FROM post_authors p WHERE p.author_id = u.author_id) AS posts, \
         (SELECT max(s.seen_at) FROM sessions s WHERE s.user_id = u.id) AS seen_at, u.disabled_at \
         FROM users u JOIN authors a ON a.id = u.author_id ORDER BY lower(u.name), u.id",
    )
    .fetch_all(connection)
    .await
}

/// Sets a password.
pub async fn set_password(connection: &mut Connection, id: i64, password: &str) -> sqlx::Result<()> {
    sqlx::query("UPDATE users SET password = $2 WHERE id = $1")
        .bind(id)
        .bind(password)
        .execute(connection)
        .await?;
    Ok(())
}

/// Gives a role.
pub async fn set_role(connection: &mut Connection, id: i64, role: &str) -> sqlx::Result<()> {
    sqlx::query("UPDATE users SET role = $2 WHERE id = $1")
        .bind(id)
        .bind(role)
        .execute(connection)
        .await?;
    Ok(())
}

/// Closes an account at a time, or opens it again.
pub async fn set_disabled(connection: &mut Connection, id: i64, at: Option<i64>) -> sqlx::Result<()> {
    sqlx::query("UPDATE users SET disabled_at = $2 WHERE id = $1")
        .bind(id)
        .bind(at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Owners whose accounts are open.
pub async fn count_owners(connection: &mut Connection) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT count(*) FROM users WHERE role = 'owner' AND disabled_at IS NULL")
        .fetch_one(connection)
        .await
}

/// Makes an author, whom readers see from now on, of a person; fails where somebody else is that author.
pub async fn set_author(connection: &mut Connection, id: i64, author: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE users SET author_id = $2 WHERE id = $1")
        .bind(id)
        .bind(author)
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::fixture::{Blog, NOW, post};
    use crate::server::db::store::PostRecord;

    async fn add(blog: &Blog, email: &str, role: &str) -> Option<i64> {
        let author = blog.author(email.split('@').next().unwrap()).await;
        let mut write = blog.begin().await;
        let user = NewUser {
            email,
            name: "Ada",
            role,
            password: "",
            author_id: author,
        };
        let id = add_user(&mut write, &user, NOW).await.unwrap();
        write.commit().await.unwrap();
        id
    }

    #[tokio::test]
    async fn an_address_has_one_account() {
        let blog = Blog::open().await;
        assert!(is_nobody(&mut *blog.reader().await).await.unwrap());
        let id = add(&blog, "ada@example.org", "owner").await.unwrap();
        assert_eq!(add(&blog, "ada@example.org", "author").await, None);
        let mut reader = blog.reader().await;
        assert!(!is_nobody(&mut reader).await.unwrap());
        let ada = find_user(&mut reader, "ada@example.org").await.unwrap().unwrap();
        assert_eq!((ada.id, ada.role.as_str(), ada.created_at), (id, "owner", NOW));
        assert_eq!(
            read_user(&mut reader, id).await.unwrap().unwrap().email,
            "ada@example.org"
        );
        assert!(find_user(&mut reader, "Ada@example.org").await.unwrap().is_none());
        assert!(read_user(&mut reader, id + 1).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn what_is_set_is_set_of_one_person_only() {
        let blog = Blog::open().await;
        let ada = add(&blog, "ada@example.org", "owner").await.unwrap();
        let ben = add(&blog, "ben@example.org", "owner").await.unwrap();
        let other = blog.author("grace").await;
        let mut write = blog.begin().await;
        assert_eq!(count_owners(&mut write).await.unwrap(), 2);
        set_role(&mut write, ben, "author").await.unwrap();
        set_password(&mut write, ben, "hash").await.unwrap();
        set_disabled(&mut write, ben, Some(7)).await.unwrap();
        set_author(&mut write, ben, other).await.unwrap();
        write.commit().await.unwrap();
        let mut reader = blog.reader().await;
        let row = read_user(&mut reader, ben).await.unwrap().unwrap();
        assert_eq!((row.role.as_str(), row.password.as_str()), ("author", "hash"));
        assert_eq!((row.disabled_at, row.author_id), (Some(7), other));
        let row = read_user(&mut reader, ada).await.unwrap().unwrap();
        assert_eq!((row.role.as_str(), row.password.as_str()), ("owner", ""));
        assert_eq!(count_owners(&mut reader).await.unwrap(), 1);
        let mut write = blog.begin().await;
        assert!(set_author(&mut write, ada, other).await.is_err(), "taken");
    }

    #[tokio::test]
    async fn the_list_counts_all_posts_of_a_person() {
        let blog = Blog::open().await;
        add(&blog, "ada@example.org", "owner").await;
        let author = blog.author("ada").await;
        for (slug, status) in [("one", "published"), ("two", "draft")] {
            blog.save(&PostRecord {
                status,
                authors: &[author],
                ..post(slug, 1)
            })
            .await;
        }
        let all = list_users(&mut *blog.reader().await).await.unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].posts, all[0].author_slug.as_str()), (2, "ada"));
        assert_eq!(all[0].seen_at, None);
    }
}

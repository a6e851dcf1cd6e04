//! Tags and series that complete what somebody types.

use crate::{
    model::{
        slug::Slug,
        sorting::{SeriesChoice, TagChoice},
    },
    server::{
        context::Context,
        db::choices::{self, Typed},
        fault::Fault,
    },
};

/// As many as can be looked over at once.
const LIMIT: u32 = 10;

/// Letters of what is typed that are compared.
const LONGEST: usize = 80;

/// Tags whose name or address begins with these words, then those that hold them; of no words the most used.
pub async fn find_tags(context: &Context, words: &str) -> Result<Vec<TagChoice>, Fault> {
    let typed = read(words);
    let mut reader = context.database.reader().await?;
    let rows = choices::find_tags(&mut reader, &typed, LIMIT).await?;
    Ok(rows
        .into_iter()
        .map(|row| TagChoice {
            slug: row.slug,
            name: row.name,
            posts: row.posts,
        })
        .collect())
}

/// Series whose title or address begins with these words, then those that hold them.
pub async fn find_series(context: &Context, words: &str) -> Result<Vec<SeriesChoice>, Fault> {
    let typed = read(words);
    let mut reader = context.database.reader().await?;
    let rows = choices::find_series(&mut reader, &typed, LIMIT).await?;
    Ok(rows
        .into_iter()
        .map(|row| SeriesChoice {
            slug: row.slug,
            title: row.name,
            parts: row.posts,
        })
        .collect())
}

/// What is typed as names and as addresses spell it. Accents are left out in addresses, so "über" finds "Uber" as well.
fn read(words: &str) -> Typed {
    let name: String = words.trim().chars().take(LONGEST).collect();
    let mut slug = Slug::from_title(&name).to_string();
    // Nothing of it can stand in an address.
    if slug == "untitled" && !name.starts_with(['u', 'U']) {
        slug.clear();
    }
    Typed {
        name: name.to_ascii_lowercase(),
        slug,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_compared_with_names_and_with_addresses() {
        let typed = read(" C+");
        assert_eq!((typed.name.as_str(), typed.slug.as_str()), ("c+", "c-plus"));
        let typed = read("Über");
        assert_eq!((typed.name.as_str(), typed.slug.as_str()), ("Über", "uber"));
        for none in ["", "  ", "日本", "%"] {
            assert_eq!(read(none).slug, "", "{none}");
        }
    }
}

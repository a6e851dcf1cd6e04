//! The addresses that search engines should know (sitemaps.org protocol 0.9).

use std::fmt::Write as _;

use crate::server::{
    calendar::{self, rfc3339},
    context::Context,
    db::{authors, cards::count_listed, machine, series, tags},
    fault::Fault,
};

/// Posts in one file; the protocol allows 50,000 addresses.
const FILE_SIZE: u32 = 40_000;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

/// `/sitemap.xml`: every address, or, beyond one file, an index of files of posts.
pub async fn sitemap(context: &Context) -> Result<Option<String>, Fault> {
    let listed = count_listed(&mut *context.database.reader().await?).await?;
    let files = listed.div_ceil(FILE_SIZE);
    if files <= 1 {
        return urls(context, 1).await;
    }
    let mut out = format!("{HEAD}<sitemapindex {NAMESPACE}>\n");
    for file in 1..=files {
        let address = context.site().absolute(&format!("/sitemap-{file}.xml"));
        writeln!(out, "<sitemap><loc>{}</loc></sitemap>", escape(&address))?;
    }
    out.push_str("</sitemapindex>\n");
    Ok(Some(out))
}

/// File `file` (from 1) of the sitemap; the first also has the lists. Nothing when there is no such file.
pub async fn urls(context: &Context, file: u32) -> Result<Option<String>, Fault> {
    let now = calendar::now();
    let mut reader = context.database.reader().await?;
    let Some(before) = file.checked_sub(1) else {
        return Ok(None);
    };
    let posts = machine::list_sitemap(&mut reader, now, FILE_SIZE, before.saturating_mul(FILE_SIZE)).await?;
    // The index counts posts that have another home as well, so its last file may be empty.
    if posts.is_empty() && file > 1 && file > count_listed(&mut reader).await?.div_ceil(FILE_SIZE) {
        return Ok(None);
    }
    let mut out = format!("{HEAD}<urlset {NAMESPACE}>\n");
    if file == 1 {
        let newest = posts.first().map(|post| rfc3339(post.published_at));
        for path in ["/", "/posts", "/tags"] {
            push(&mut out, context, path, newest.as_deref())?;
        }
        for tag in tags::list_tags(&mut reader).await? {
            push(&mut out, context, &format!("/tags/{}", tag.slug), None)?;
        }
        for slug in authors::list_author_slugs(&mut reader).await? {
            push(&mut out, context, &format!("/authors/{slug}"), None)?;
        }
        for slug in series::list_series_slugs(&mut reader, now).await? {
            push(&mut out, context, &format!("/series/{slug}"), None)?;
        }
    }
    for post in posts {
        let changed = rfc3339(
            post.updated_at
                .unwrap_or(post.published_at)
                .max(post.published_at),
        );
        push(
            &mut out,
            context,
            &format!("/posts/{}", post.slug),
            Some(&changed),
        )?;
    }
    out.push_str("</urlset>\n");
    Ok(Some(out))
}

fn push(out: &mut String, context: &Context, path: &str, changed: Option<&str>) -> std::fmt::Result {
    // The home page's address is the origin with its slash.
    let address = escape(&context.site().absolute(path));
    match changed {
        Some(changed) => writeln!(out, "<url><loc>{address}</loc><lastmod>{changed}</lastmod></url>"),
        None => writeln!(out, "<url><loc>{address}</loc></url>"),
    }
}

fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

//! What a link to a post becomes where it is embedded (oEmbed 1.0, oembed.com): its title, its authors and its picture.

use serde_json::{Value, json};

use super::share_image::{HEIGHT, WIDTH, Words, path};
use crate::{
    model::site::Site,
    server::{
        calendar,
        context::Context,
        db::{labels::parse_labels, share_images::find_subject},
        fault::Fault,
    },
};

/// Where it is asked for.
pub const PATH: &str = "/oembed";

/// How long an answer may be kept, in seconds.
const KEPT: u32 = 3_600;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The whole address of a page.
    pub url: &'a str,
    /// What a picture may have of pixels from left to right, and from top to bottom.
    pub most: (u32, u32),
}

/// The address at which what is said of the post at `page`, a whole address, is found.
pub fn address(site: &Site, page: &str) -> String {
    let url: String = form_urlencoded::byte_serialize(page.as_bytes()).collect();
    site.absolute(&format!("{PATH}?url={url}"))
}

/// What is said of a page; nothing where it is no post of this site that readers see. One query.
pub async fn describe(context: &Context, asked: Asked<'_>) -> Result<Option<Value>, Fault> {
    let site = context.site();
    let Some(slug) = slug_of(&site, asked.url) else {
        return Ok(None);
    };
    let mut reader = context.database.reader().await?;
    let Some(row) = find_subject(&mut reader, slug, calendar::now()).await? else {
        return Ok(None);
    };
    drop(reader);
    let authors = parse_labels(row.authors.as_deref());
    let names: Vec<&str> = authors.iter().map(|author| author.name.as_str()).collect();
    let mut said = json!({
        "version": "1.0",
        "type": "link",
        "title": row.title,
        "provider_name": site.name,
        "provider_url": site.absolute("/"),
        "cache_age": KEPT,
    });
    if let Some(first) = authors.first() {
        said["author_name"] = json!(names.join(", "));
        said["author_url"] = json!(site.absolute(&format!("/authors/{}", first.slug)));
    }
    let wanted = Words::of_post(&site, &row.title, &names, row.tag.as_deref()).hash();
    if row.hash.as_ref() == Some(&wanted) && asked.most.0 >= WIDTH && asked.most.1 >= HEIGHT {
        said["thumbnail_url"] = json!(site.absolute(&path(&wanted)));
        said["thumbnail_width"] = json!(WIDTH);
        said["thumbnail_height"] = json!(HEIGHT);
    }
    Ok(Some(said))
}

/// The slug of the post of this site with this address.
fn slug_of<'a>(site: &Site, url: &'a str) -> Option<&'a str> {
    let path = url.strip_prefix(site.base_url.as_str())?;
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.strip_prefix("/posts/").filter(|slug| !slug.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_posts_of_this_site_are_meant() {
        let site = Site {
            base_url: "https://blog.test".to_owned(),
            ..Site::default()
        };
        for (url, slug) in [
            ("https://blog.test/posts/queues", Some("queues")),
            ("https://blog.test/posts/queues?utm=1#top", Some("queues")),
            ("https://blog.test.evil.test/posts/queues", None),
            ("https://evil.test/posts/queues", None),
            ("https://blog.test/tags/queues", None),
            ("https://blog.test/posts/a/b", None),
            ("/posts/queues", None),
        ] {
            assert_eq!(slug_of(&site, url), slug, "{url}");
        }
        assert_eq!(
            address(&site, "https://blog.test/posts/queues"),
            "https://blog.test/oembed?url=https%3A%2F%2Fblog.test%2Fposts%2Fqueues"
        );
    }
}

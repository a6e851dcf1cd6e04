//! The site in one Markdown text, for language models and whoever else reads that way (llmstxt.org).

use std::fmt::Write as _;

use super::{feed::Subject, rest};
use crate::{
    model::{feed::Format, site::Site},
    server::{
        calendar,
        context::Context,
        db::machine::{self, LineRow},
        fault::Fault,
    },
};

/// Posts that are named; a larger site's others are in the sitemap.
const POSTS: u32 = 1_000;

/// The text. One query.
pub async fn write_llms(context: &Context) -> Result<String, Fault> {
    let mut reader = context.database.reader().await?;
    let posts = machine::list_lines(&mut reader, calendar::now(), POSTS).await?;
    drop(reader);
    Ok(write(&context.site(), &posts)?)
}

fn write(site: &Site, posts: &[LineRow]) -> Result<String, std::fmt::Error> {
    let mut out = format!("# {}\n\n", line(&site.name));
    if !site.description.is_empty() {
        write!(out, "> {}\n\n", line(&site.description))?;
    }
    out.push_str("## Posts\n\n");
    for post in posts {
        let address = site.absolute(&format!("/posts/{}.md", post.slug));
        write!(out, "- [{}]({address})", line(&post.title))?;
        if !post.summary.is_empty() {
            write!(out, ": {}", line(&post.summary))?;
        }
        out.push('\n');
    }
    if posts.is_empty() {
        out.push_str("Nothing has been published yet.\n");
    }
    let feed = site.absolute(&Subject::Site.feed(Format::Json));
    let asked = site.absolute(&format!("{}/openapi.json", rest::FOLDER));
    let (all, tags) = (site.absolute("/sitemap.xml"), site.absolute("/tags"));
    write!(
        out,
        "\n## Optional\n\n\
         - [Tags]({tags}): what the posts are about\n\
         - [Feed]({feed}): the newest posts, whole\n\
         - [API]({asked}): posts, tags, series and search as JSON, described in OpenAPI 3.1\n\
         - [Sitemap]({all}): the address of every page\n"
    )?;
    Ok(out)
}

/// A text in one line of Markdown that means itself.
fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars().filter(|c| !c.is_control()) {
            if matches!(c, '\\' | '[' | ']' | '<' | '`' | '*' | '_') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words_and_lines_stay_lines() {
        let post = LineRow {
            slug: "a".to_owned(),
            title: "On [links](x)\n## and `code`".to_owned(),
            summary: String::new(),
        };
        let text = write(&Site::default(), &[post]).unwrap();
        assert!(
            text.contains("- [On \\[links\\](x) ## and \\`code\\`](http://localhost:3000/posts/a.md)\n"),
            "{text}"
        );
        assert!(text.starts_with("# Logbook\n\n> Storage"), "{text}");
        assert_eq!(text.matches("\n## ").count(), 2);
    }

    #[test]
    fn a_new_site_says_that_there_is_nothing_yet() {
        assert!(
            write(&Site::default(), &[])
                .unwrap()
                .contains("Nothing has been published yet.")
        );
    }
}

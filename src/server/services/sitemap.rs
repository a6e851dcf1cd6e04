//! The addresses that search engines should know (sitemaps.org protocol 0.9).

use std::{fmt::Write as _, time::Duration};

use futures_util::TryStreamExt as _;
use quick_xml::escape::escape;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::changes::Changes;
use crate::{
    model::{address::PORTFOLIO, site::Site},
    server::{
        calendar::rfc3339,
        context::Context,
        db::{
            Connection,
            machine::{self, ListRow},
            pages::{self, AddressRow},
        },
        fault::Fault,
    },
};

/// Addresses in one file, as many as the protocol allows. With the longest names and origin that there can be a file stays below
/// its other limit of 50 MB.
const FILE_SIZE: usize = 50_000;

/// Lists that are there whatever the posts are.
const PAGES: [&str; 3] = ["/", "/posts", "/tags"];

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

/// Held by who gathers a sitemap. A file reads up to 50,000 rows and is some megabytes long: several at a time would take the
/// readers of the database from the pages.
static TURN: Semaphore = Semaphore::const_new(1);

/// How long somebody waits for their turn. Who waits for longer is told to come back: requests that wait keep others out.
const PATIENCE: Duration = Duration::from_secs(2);

/// The right to gather a sitemap, while it is held; nothing when too many others are about to.
pub async fn take_turn() -> Option<SemaphorePermit<'static>> {
    tokio::time::timeout(PATIENCE, TURN.acquire()).await.ok()?.ok()
}

/// Pages and projects, and between them the list of all projects, where there are any.
fn with_portfolio(pages: Vec<AddressRow>) -> Vec<ListRow> {
    let list = format!("/{PORTFOLIO}");
    let row = |page: AddressRow| ListRow {
        path: page.path,
        changed_at: Some(page.changed_at),
    };
    let (projects, pages): (Vec<AddressRow>, Vec<AddressRow>) = pages.into_iter().partition(|page| {
        page.path
            .strip_prefix(&list)
            .is_some_and(|rest| rest.starts_with('/'))
    });
    let all = projects
        .iter()
        .map(|page| page.changed_at)
        .max()
        .map(|changed_at| ListRow {
            path: list.clone(),
            changed_at: Some(changed_at),
        });
    pages
        .into_iter()
        .map(row)
        .chain(all)
        .chain(projects.into_iter().map(row))
        .collect()
}

/// File `file`, from 1, of the sitemap, or without a number what stands at `/sitemap.xml`: every address or, beyond one file,
/// an index of files. Nothing when there is no such file. Six queries.
pub async fn sitemap(
    context: &Context,
    changes: &Changes,
    file: Option<usize>,
) -> Result<Option<String>, Fault> {
    let site = context.site();
    let mut reader = context.database.reader().await?;
    // Posts that have another home or are yet to come count as well: an index may come a little early.
    let posts = usize::try_from(changes.posts.listed)?;
    let files = Files::of(&mut reader, &site, changes.now, posts, FILE_SIZE).await?;
    match file {
        Some(file) => files.write(&mut reader, file).await,
        None => files.first(&mut reader).await,
    }
}

/// How the addresses are spread over files: all in one, or the lists in the first ones and the posts after them.
struct Files<'a> {
    site: &'a Site,
    now: i64,
    size: usize,
    /// Lists of posts, and what is not in them: pages and projects.
    lists: Vec<ListRow>,
    /// When a listed post last appeared or changed, in Unix milliseconds.
    newest: Option<i64>,
    /// Posts, or a few more.
    posts: usize,
    /// There is one file.
    fits: bool,
}

impl<'a> Files<'a> {
    async fn of(
        reader: &mut Connection,
        site: &'a Site,
        now: i64,
        posts: usize,
        size: usize,
    ) -> Result<Self, Fault> {
        let mut lists = machine::list_lists(reader, now).await?;
        let newest = lists.iter().filter_map(|list| list.changed_at).max();
        lists.extend(with_portfolio(
            pages::list_addresses(reader, now, &site.base_url).await?,
        ));
        Ok(Self {
            site,
            now,
            size,
            fits: PAGES.len() + lists.len() + posts <= size,
            newest,
            lists,
            posts,
        })
    }

    /// Files of lists.
    fn list_files(&self) -> usize {
        (PAGES.len() + self.lists.len()).div_ceil(self.size)
    }

    /// All in one, or the index.
    async fn first(&self, reader: &mut Connection) -> Result<Option<String>, Fault> {
        if self.fits {
            return self.write(reader, 1).await;
        }
        let size = u32::try_from(self.size)?;
        let posts = machine::list_sitemap_files(reader, self.now, &self.site.base_url, size).await?;
        let lists = (0..self.list_files())
            .map(|file| self.listed(file).filter_map(|(_, changed)| changed).max())
            .collect::<Vec<_>>();
        let mut out = format!("{HEAD}<sitemapindex {NAMESPACE}>\n");
        for (file, changed) in (1_usize..).zip(lists.into_iter().chain(posts.into_iter().map(Some))) {
            out.push_str("<sitemap>");
            self.push(&mut out, &format!("/sitemap-{file}.xml"), changed)?;
            out.push_str("</sitemap>\n");
        }
        out.push_str("</sitemapindex>\n");
        Ok(Some(out))
    }

    async fn write(&self, reader: &mut Connection, file: usize) -> Result<Option<String>, Fault> {
        let Some(before) = file.checked_sub(1) else {
            return Ok(None);
        };
        // Room for all at once: a text that grows is there twice while it does.
        let most = self.size.min(PAGES.len() + self.lists.len() + self.posts);
        let mut out = String::with_capacity(most.saturating_mul(self.site.base_url.len() + 128));
        writeln!(out, "{HEAD}<urlset {NAMESPACE}>")?;
        let empty = out.len();
        if before < self.list_files() {
            self.push_lists(&mut out, before)?;
        }
        let posts_before = if self.fits {
            Some(before)
        } else {
            before.checked_sub(self.list_files())
        };
        if let Some(files) = posts_before {
            self.push_posts(reader, &mut out, files.saturating_mul(self.size))
                .await?;
        }
        if out.len() == empty {
            return Ok(None);
        }
        out.push_str("</urlset>\n");
        Ok(Some(out))
    }

    /// The addresses of lists in the file with so many before it, and when something there last changed.
    fn listed(&self, files: usize) -> impl Iterator<Item = (&str, Option<i64>)> {
        let pages = PAGES.into_iter().map(|path| (path, self.newest));
        let lists = self
            .lists
            .iter()
            .map(|list| (list.path.as_str(), list.changed_at));
        pages.chain(lists).skip(files * self.size).take(self.size)
    }

    fn push_lists(&self, out: &mut String, files: usize) -> Result<(), Fault> {
        for (path, changed) in self.listed(files) {
            self.push_address(out, path, changed)?;
        }
        Ok(())
    }

    async fn push_posts(
        &self,
        reader: &mut Connection,
        out: &mut String,
        offset: usize,
    ) -> Result<(), Fault> {
        // No database has as many posts as that.
        let Ok(offset) = u32::try_from(offset) else {
            return Ok(());
        };
        let limit = u32::try_from(self.size)?;
        let mut posts = machine::stream_sitemap(reader, self.now, &self.site.base_url, limit, offset);
        while let Some(post) = posts.try_next().await? {
            let changed = post
                .updated_at
                .unwrap_or(post.published_at)
                .max(post.published_at);
            self.push_address(out, &format!("/posts/{}", post.slug), Some(changed))?;
        }
        Ok(())
    }

    fn push_address(&self, out: &mut String, path: &str, changed: Option<i64>) -> std::fmt::Result {
        out.push_str("<url>");
        self.push(out, path, changed)?;
        out.write_str("</url>\n")
    }

    fn push(&self, out: &mut String, path: &str, changed: Option<i64>) -> std::fmt::Result {
        // The home page's address is the origin with its slash.
        let address = self.site.absolute(path);
        write!(out, "<loc>{}</loc>", escape(address.as_str()))?;
        if let Some(changed) = changed {
            write!(out, "<lastmod>{}</lastmod>", rfc3339(changed))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::slug::MAX_SLUG_BYTES,
        server::db::{
            fixture::{Blog, NOW, hidden, post},
            store::PostRecord,
        },
    };

    fn places(text: &str) -> Vec<String> {
        text.split("<loc>http://localhost:3000")
            .skip(1)
            .filter_map(|rest| rest.split("</loc>").next())
            .map(str::to_owned)
            .collect()
    }

    /// A blog of five posts with two tags, one of a post without a home here.
    async fn blog() -> Blog {
        let blog = Blog::open().await;
        let tags = [blog.tag("a").await, blog.tag("b").await];
        for (at, slug) in (1_000..)
            .step_by(1_000)
            .zip(["one", "two", "three", "four", "five"])
        {
            blog.save(&PostRecord {
                tags: &tags,
                canonical_url: (slug == "three").then_some("https://elsewhere.test/"),
                ..post(slug, at)
            })
            .await;
        }
        for (name, record) in hidden(&post("hidden", 1_500)) {
            // A page or a project is no hidden one here.
            if record.kind == "post" {
                let slug = format!("hidden-{name}");
                let record = PostRecord {
                    uuid: &slug,
                    slug: &slug,
                    ..record
                };
                blog.save(&record).await;
            }
        }
        blog
    }

    #[tokio::test]
    async fn a_small_site_has_one_file() {
        let (blog, site) = (blog().await, Site::default());
        let mut reader = blog.reader().await;
        let files = Files::of(&mut reader, &site, NOW, 5, 10).await.unwrap();
        let text = files.first(&mut reader).await.unwrap().unwrap();
        let expected = [
            "/",
            "/posts",
            "/tags",
            "/tags/a",
            "/tags/b",
            "/posts/one",
            "/posts/two",
            "/posts/four",
            "/posts/five",
        ];
        assert_eq!(places(&text), expected);
        assert_eq!(files.write(&mut reader, 1).await.unwrap(), Some(text));
        for none in [0, 2, usize::MAX] {
            assert!(files.write(&mut reader, none).await.unwrap().is_none(), "{none}");
        }
    }

    #[tokio::test]
    async fn every_address_is_in_one_of_the_files_that_the_index_names_whatever_their_size() {
        let (blog, site) = (blog().await, Site::default());
        let mut reader = blog.reader().await;
        for size in 1..10 {
            let files = Files::of(&mut reader, &site, NOW, 5, size).await.unwrap();
            let index = files.first(&mut reader).await.unwrap().unwrap();
            assert!(index.contains("<sitemapindex"), "{size}: {index}");
            let names = places(&index);
            let mut all = Vec::new();
            for file in 1..=names.len() {
                assert_eq!(names[file - 1], format!("/sitemap-{file}.xml"));
                let text = files.write(&mut reader, file).await.unwrap().unwrap();
                let places = places(&text);
                assert!((1..=size).contains(&places.len()), "{size}: {text}");
                all.extend(places);
            }
            let expected = [
                "/",
                "/posts",
                "/tags",
                "/tags/a",
                "/tags/b",
                "/posts/one",
                "/posts/two",
                "/posts/four",
                "/posts/five",
            ];
            assert_eq!(all, expected, "{size}");
            let beyond = files.write(&mut reader, names.len() + 1).await.unwrap();
            assert!(beyond.is_none(), "{size}");
        }
    }

    #[tokio::test]
    async fn pages_and_projects_are_among_the_lists() {
        let (blog, site) = (blog().await, Site::default());
        for (slug, kind, updated_at) in [
            ("work", "project", Some(9_000)),
            ("portfolio-notes", "page", None),
            ("about", "page", None),
            ("play", "project", None),
        ] {
            blog.save(&PostRecord {
                kind,
                updated_at,
                ..post(slug, 8_000)
            })
            .await;
        }
        let mut reader = blog.reader().await;
        let files = Files::of(&mut reader, &site, NOW, 5, 100).await.unwrap();
        let text = files.first(&mut reader).await.unwrap().unwrap();
        assert_eq!(
            places(&text)[3..10],
            [
                "/tags/a",
                "/tags/b",
                "/about",
                "/portfolio-notes",
                "/portfolio",
                "/portfolio/play",
                "/portfolio/work"
            ]
        );
        for (path, second) in [("/posts", "05"), ("/portfolio", "09"), ("/about", "08")] {
            let said = format!("{path}</loc><lastmod>1970-01-01T00:00:{second}Z</lastmod>");
            assert!(text.contains(&said), "{said}: {text}");
        }
    }

    #[tokio::test]
    async fn an_address_says_when_what_is_there_last_changed() {
        let blog = Blog::open().await;
        let tag = blog.tag("a").await;
        for (slug, updated_at) in [("old", None), ("changed", Some(86_400_000)), ("other", Some(500))] {
            blog.save(&PostRecord {
                tags: &[tag],
                updated_at,
                ..post(slug, 1_000)
            })
            .await;
        }
        let (site, mut reader) = (Site::default(), blog.reader().await);
        let files = Files::of(&mut reader, &site, NOW, 5, 10).await.unwrap();
        let text = files.first(&mut reader).await.unwrap().unwrap();
        for (path, time) in [
            ("/posts/old", "1970-01-01T00:00:01Z"),
            ("/posts/changed", "1970-01-02T00:00:00Z"),
            ("/posts/other", "1970-01-01T00:00:01Z"),
            ("/tags/a", "1970-01-02T00:00:00Z"),
            ("/tags", "1970-01-02T00:00:00Z"),
        ] {
            assert!(
                text.contains(&format!("{path}</loc><lastmod>{time}</lastmod>")),
                "{text}"
            );
        }
    }

    #[tokio::test]
    async fn a_new_post_changes_only_the_last_file_and_the_index_says_so() {
        let (blog, site) = (blog().await, Site::default());
        let mut reader = blog.reader().await;
        let read = async |reader: &mut Connection, posts| {
            let files = Files::of(reader, &site, NOW, posts, 2).await.unwrap();
            let index = files.first(reader).await.unwrap().unwrap();
            let mut texts = Vec::new();
            while let Some(text) = files.write(reader, texts.len() + 1).await.unwrap() {
                texts.push(text);
            }
            (index, texts)
        };
        let (index, before) = read(&mut reader, 5).await;
        for (file, time) in [(1, "05"), (3, "05"), (4, "02"), (5, "05")] {
            let said = format!("/sitemap-{file}.xml</loc><lastmod>1970-01-01T00:00:{time}Z</lastmod>");
            assert!(index.contains(&said), "{said} in {index}");
        }
        blog.save(&post("six", 6_000)).await;
        let (_, after) = read(&mut reader, 6).await;
        assert_eq!(after.len(), before.len() + 1);
        assert_eq!(
            after[1..before.len()],
            before[1..],
            "but for the pages that show the newest"
        );
    }

    #[tokio::test]
    async fn the_largest_file_is_below_the_limit_of_the_protocol() {
        let host = "a".repeat(253);
        let site = Site {
            base_url: format!("https://{host}:65535"),
            ..Site::default()
        };
        let blog = Blog::open().await;
        let files = Files::of(&mut *blog.reader().await, &site, NOW, 0, FILE_SIZE)
            .await
            .unwrap();
        let mut one = String::new();
        let path = format!("/authors/{}", "a".repeat(MAX_SLUG_BYTES));
        files.push_address(&mut one, &path, Some(NOW)).unwrap();
        assert!(one.len() * FILE_SIZE + 1_000 < 50_000_000, "{}", one.len());
    }
}

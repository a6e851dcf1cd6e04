//! Two real blogs, where they lie beside the checkout; elsewhere these tests have nothing to do.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use pulldown_cmark::{Event, Options as MarkdownOptions, Parser, Tag};

use super::*;

fn blog(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/fixtures")
        .join(name)
        .join("content");
    path.is_dir().then_some(path)
}

fn read_blog(path: PathBuf) -> Folder {
    let folder = read(&Source::Disk(path), &Existing::default(), &options(), &mut |_| {}).unwrap();
    let slugs: HashSet<&str> = folder.posts.iter().map(|post| post.slug.as_str()).collect();
    assert_eq!(slugs.len(), folder.posts.len(), "slugs are distinct");
    let paths: Vec<&String> = folder.posts.iter().flat_map(|post| &post.old_paths).collect();
    assert_eq!(
        paths.iter().collect::<HashSet<_>>().len(),
        paths.len(),
        "no old path leads to two posts"
    );
    let media: HashSet<&str> = folder.media.iter().map(|file| file.url.as_str()).collect();
    let dead: HashSet<&str> = folder
        .dead_links
        .iter()
        .map(|dead| dead.target.as_str())
        .collect();
    for post in &folder.posts {
        for event in Parser::new_ext(&post.body, MarkdownOptions::all()) {
            let (Event::Start(Tag::Link { dest_url, .. }) | Event::Start(Tag::Image { dest_url, .. })) =
                event
            else {
                continue;
            };
            let path = dest_url.split('#').next().unwrap();
            if let Some(slug) = path.strip_prefix("/posts/") {
                assert!(slugs.contains(slug), "{} links to {dest_url}", post.source_path);
            } else if path.starts_with("/media/") {
                assert!(media.contains(path), "{} shows {dest_url}", post.source_path);
            } else if path.starts_with('/') && path != "/" {
                // What was relative is written out; its last part is still the author's.
                let last = path.trim_end_matches('/').rsplit('/').next().unwrap();
                assert!(
                    dead.iter().any(|target| target.contains(last)),
                    "{}: {dest_url} is dead and not listed",
                    post.source_path
                );
            }
        }
    }
    folder
}

#[test]
fn the_blog_written_for_zola_is_read_whole() {
    let Some(path) = blog("rust-blog") else { return };
    let folder = read_blog(path);
    assert_eq!(folder.posts.len(), 500);
    assert_eq!(folder.skipped.len(), 4);
    assert!(folder.skipped.iter().all(|skip| !skip.faulty));
    assert!(
        folder
            .posts
            .iter()
            .all(|post| post.published_at.is_some() && !post.authors.is_empty())
    );
    assert!(folder.media.iter().filter(|file| file.extension == "svg").count() > 50);
    let updates = folder
        .posts
        .iter()
        .filter(|post| post.slug.as_str().starts_with("leadership-council-update"));
    assert_eq!(updates.count(), 10);
    assert!(folder.warnings.len() < 20, "{:#?}", reasons(&folder));
    let traits = folder
        .posts
        .iter()
        .find(|post| post.slug.as_str() == "traits")
        .unwrap();
    assert!(traits.old_paths.contains(&"/2015/05/11/traits".to_owned()));
}

#[test]
fn the_blog_written_for_hugo_is_read_whole() {
    let Some(path) = blog("hugo-blog") else { return };
    let folder = read_blog(path);
    // The 155th file is the page of the section.
    assert_eq!((folder.posts.len(), folder.skipped.len()), (154, 1));
    let tagged = folder.posts.iter().filter(|post| !post.tags.is_empty()).count();
    assert!(tagged >= 147, "{tagged}");
    assert!(folder.posts.iter().all(|post| !post.body.contains("{{<")));
    assert!(folder.posts.iter().filter(|post| post.cover.is_some()).count() > 60);
    let smi = folder
        .posts
        .iter()
        .find(|post| post.slug.as_str() == "linkerd-and-smi")
        .unwrap();
    assert!(smi.old_paths.contains(&"/2019/05/24/linkerd-and-smi".to_owned()));
    assert!(folder.warnings.len() < 20, "{:#?}", reasons(&folder));
}

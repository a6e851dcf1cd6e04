//! Blogs to be exported: one with everything that can be said, and what writes on a post of it.

use logbook::{
    model::{
        draft::{
            Draft,
            save::{Act, Order},
        },
        project::Project,
        role::Role,
        site::Entry,
        status::{Kind, Status, Visibility},
    },
    server::{
        db::{
            Connection, authors, collecting, redirects, series, status,
            tags::{self, focus},
            whole,
        },
        services::{relate, save::Named},
    },
};

use crate::{
    import::{run, write, written, zola},
    pictures::photograph,
    site::{TestSite, post},
    staff::Person,
};

/// When the draft of the blog appeared by what its author says.
pub const DATED: i64 = 1_600_000_000_000;

/// A blog with everything that a post can say.
pub async fn small() -> (TestSite, tempfile::TempDir) {
    let (site, folder) = (TestSite::empty().await, tempfile::tempdir().unwrap());
    let mut write_tx = site.context.database.begin().await.unwrap();
    let passing = [
        tags::ensure_tag(&mut write_tx, "passing", "Passing").await,
        series::ensure_series(&mut write_tx, "passing", "Passing").await,
        authors::ensure_author(&mut write_tx, "passing", "Passing").await,
    ]
    .map(Result::unwrap);
    write_tx.commit().await.unwrap();
    zola(folder.path());
    std::fs::write(folder.path().join("photo.jpg"), photograph()).unwrap();
    write(
        folder.path(),
        "three.md",
        "+++\npath = \"2020/01/04/three\"\ntitle = \"Three\"\n[extra]\nimage = \"photo.jpg\"\nimage_alt = \"A lake\"\n+++\n\
         A ![lake](photo.jpg).\n",
    );
    run(&site, folder.path(), false).await;
    let moment = 1_700_000_000_123;
    let mut first = post("First of a series", 9);
    first.source =
        "# First of a series\n\nText with {{< figure >}}, {% raw %} and [a link](/posts/one.md).\n\n+++\n\
                    no = \"end\"\n+++\n\n\ttab and no line end"
            .to_owned();
    first.published_at = Some(moment);
    first.updated_at = Some(moment + 86_400_001);
    first.reviewed_at = Some(moment + 2);
    first.review_after = Some(moment + 3);
    first.evergreen = Some(true);
    first.tells_changes = Some(true);
    first.takeaway = "One \"line\".".to_owned();
    first.series = Some((Named::new("A series"), 0));
    first.featured = true;
    first.canonical = Some("https://elsewhere.example/first".to_owned());
    first.seo_title = Some("For searching".to_owned());
    first.seo_description = Some("What is found.".to_owned());
    first.language = "de".to_owned();
    first.tags = ["C++", "Rust, the language", "日本語"].map(Named::new).to_vec();
    first.authors = ["Ada Marlow", "Bo, Head of Things", "Cy and Di"]
        .map(Named::new)
        .to_vec();
    first.old_paths = vec![
        "/old/First".to_owned(),
        "/posts/once".to_owned(),
        "/a b".to_owned(),
    ];
    let mut same = post("At the same moment", 1);
    same.published_at = Some(moment);
    same.series = Some((Named::new("A series"), 1));
    let mut hidden = post("Hidden", 3);
    hidden.visibility = Visibility::Unlisted;
    let mut draft = post("Draft", 3);
    draft.status = Status::Draft;
    draft.series = Some((Named::new("A series"), 2));
    let mut gone = post("Gone", 3);
    gone.status = Status::Unpublished;
    let mut page = post("Con", 3);
    page.kind = Kind::Page;
    page.old_paths = vec!["/con.html".to_owned()];
    let link = |label: &str, address: &str| Entry {
        label: label.to_owned(),
        address: address.to_owned(),
    };
    let mut work = post("Work", 3);
    work.kind = Kind::Project;
    work.project = Some(Project {
        technologies: vec!["C++, mostly".to_owned(), "日本語".to_owned()],
        links: vec![
            link("Code = \"all\"", "https://example.org/a=b"),
            link("About", "/con"),
        ],
        year: Some(2024),
        place: Some(3),
    });
    let mut bare = post("Bare", 4);
    bare.kind = Kind::Project;
    bare.status = Status::Draft;
    let later = post("Later", -3);
    site.write(vec![same, first, hidden, draft, gone, page, work, bare, later])
        .await;
    let mut write = site.context.database.begin().await.unwrap();
    renumber(&mut write, passing).await;
    tags::describe_tag(&mut write, "c-plus-plus", "C++", "A \"language\"\nof many.")
        .await
        .unwrap();
    tags::describe_tag(&mut write, "unused", "Unused", "")
        .await
        .unwrap();
    series::describe_series(&mut write, "a-series", "A series", "All of it.", true)
        .await
        .unwrap();
    let picture: i64 = sqlx::query_scalar("SELECT id FROM media ORDER BY id LIMIT 1")
        .fetch_one(&mut *write)
        .await
        .unwrap();
    let shown = series::ensure_series(&mut write, "a-series", "A series")
        .await
        .unwrap();
    whole::cover_series(&mut write, shown, picture, "What it \"shows\".")
        .await
        .unwrap();
    whole::promise_series(&mut write, shown, true, true)
        .await
        .unwrap();
    let cpp = tags::ensure_tag(&mut write, "c-plus-plus", "C++").await.unwrap();
    let unused = tags::ensure_tag(&mut write, "unused", "Unused").await.unwrap();
    focus::set_focus(&mut write, &[unused, cpp]).await.unwrap();
    for (slug, name, posts) in [
        (
            "start-here",
            "Start here",
            &["hidden", "first-of-a-series", "draft"][..],
        ),
        ("empty", "日本語", &[]),
    ] {
        let words = collecting::CollectionWords {
            slug,
            name,
            intro: "Some \"words\".\nMore.",
            shows: "summary, takeaway",
        };
        let id = collecting::create_collection(&mut write, words).await.unwrap();
        let mut held = Vec::new();
        for slug in posts {
            let post: i64 = sqlx::query_scalar("SELECT id FROM posts WHERE slug = $1")
                .bind(slug)
                .fetch_one(&mut *write)
                .await
                .unwrap();
            held.push(post);
        }
        collecting::set_posts(&mut write, id, &held).await.unwrap();
    }
    let away = redirects::Target::Address("https://example.org/".to_owned());
    for redirect in [
        redirects::Redirect::new("/away", &away, "hand", 7),
        redirects::Redirect::new("/tags/old", &redirects::Target::Tag(cpp), "merge", 8),
        redirects::Redirect::new("/series/old", &redirects::Target::Series(shown), "address", 9),
    ] {
        redirects::put_redirect(&mut write, &redirect).await.unwrap();
    }
    let gone: i64 = sqlx::query_scalar("SELECT id FROM posts WHERE slug = 'gone'")
        .fetch_one(&mut *write)
        .await
        .unwrap();
    status::note_seen(&mut write, gone, moment).await.unwrap();
    write.commit().await.unwrap();
    let grace = site.join("Grace", Role::Editor).await;
    revise(&site, &grace, "draft", |draft| {
        draft.source = "Written at the desk.".to_owned();
        draft.meta.title = "Draft, renamed".to_owned();
        draft.meta.date = Some(DATED);
    })
    .await;
    for (text, note) in [
        ("Hidden, and said otherwise.\n", "Said <otherwise>."),
        ("Hidden, and\r\n\tsaid in \"two\" lines, 日本語.", "In two lines."),
    ] {
        publish(&site, &grace, "hidden", text, note).await;
    }
    relate::relate_all(&site.context.database).await.unwrap();
    (site, folder)
}

/// Leaves gaps among the row ids of tags, series and authors, so that no others have the same ones; some of them name feeds, as
/// in an older version.
async fn renumber(write: &mut Connection, [tag, series, author]: [i64; 3]) {
    tags::change::remove_tag(write, tag).await.unwrap();
    series::order::remove_series(write, series).await.unwrap();
    assert!(authors::passing::delete_unused(write, author).await.unwrap());
    for statement in [
        "UPDATE tags SET identity = NULL WHERE id % 2 = 0",
        "UPDATE series SET identity = NULL WHERE id % 2 = 0",
        "UPDATE authors SET identity = NULL WHERE id % 2 = 0",
    ] {
        let older = sqlx::query(statement).execute(&mut *write).await.unwrap();
        assert!(older.rows_affected() > 0, "{statement}");
    }
}

/// Writes on a post at the desk, and no more.
pub async fn revise(site: &TestSite, who: &Person, slug: &str, change: impl FnOnce(&mut Draft)) {
    write_on(site, who, slug, change, None).await;
}

/// Shows readers of a post another text, and what its author says of that.
pub async fn publish(site: &TestSite, who: &Person, slug: &str, source: &str, note: &str) {
    let change = |draft: &mut Draft| {
        source.clone_into(&mut draft.source);
        draft.meta.tells_changes = Some(true);
    };
    let order = Order::now(Act::Publish).telling(note);
    write_on(site, who, slug, change, Some(order)).await;
}

/// The identity of the post at an address.
pub async fn uuid_of(site: &TestSite, slug: &str) -> String {
    let mut reader = site.context.database.reader().await.unwrap();
    sqlx::query_scalar("SELECT uuid FROM posts WHERE slug = $1")
        .bind(slug)
        .fetch_one(&mut *reader)
        .await
        .unwrap()
}

async fn write_on(
    site: &TestSite,
    who: &Person,
    slug: &str,
    change: impl FnOnce(&mut Draft),
    then: Option<Order>,
) {
    let uuid = uuid_of(site, slug).await;
    let head = written::open(site, who, &uuid).await.head;
    let mut draft = head.draft;
    change(&mut draft);
    written::send(site, who, &uuid, head.revision, draft, then).await;
}

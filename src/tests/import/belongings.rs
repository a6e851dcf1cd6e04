//! What an export carries of the site besides its posts: settings, the résumé, and where something was that is gone.

use logbook::{
    model::{role::Role, status::Kind},
    server::services::{accounts::Actor, export_folder, resume::keep_resume},
};

use super::*;
use crate::{
    site::{Answer, post},
    staff::{PASSWORD, Person},
};

const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nOf a career.\nstartxref\n0\n%%EOF";

async fn export(site: &TestSite) -> (tempfile::TempDir, export_folder::Report) {
    let folder = tempfile::tempdir().unwrap();
    let context = &site.context;
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    let report = export_folder::export(&context.database, &context.media, &zone, folder.path(), |_, _| {})
        .await
        .unwrap();
    (folder, report)
}

async fn import_into(site: &TestSite, folder: &Path) -> Report {
    let report = run(site, folder, false).await;
    // As a server does every second.
    let context = &site.context;
    context.settings.follow(&context.database).await.unwrap();
    report
}

async fn keep(site: &TestSite, pdf: &[u8]) {
    let context = &site.context;
    keep_resume(
        &context.database,
        &context.media,
        &Actor::operator(),
        pdf.to_owned(),
    )
    .await
    .unwrap();
}

async fn id_of(site: &TestSite, slug: &str) -> String {
    let mut reader = site.context.database.reader().await.unwrap();
    sqlx::query_scalar("SELECT uuid FROM posts WHERE slug = $1")
        .bind(slug)
        .fetch_one(&mut *reader)
        .await
        .unwrap()
}

async fn tell(site: &TestSite, who: &Person, what: &str, slug: &str) {
    let id = id_of(site, slug).await;
    let path = format!("/api/desk/{what}");
    let answer = site.post(&path, Some(&who.cookie), &[("post", &id)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{what} {slug}: {}", answer.text);
}

fn told(report: &Report) -> String {
    let warnings = report.warnings.iter().map(|warning| {
        let line = warning.line.unwrap_or_default();
        format!("{}:{line}: {}\n", warning.file, warning.reason)
    });
    let skipped = report.skipped.iter().map(|skipped| {
        let line = skipped.line.unwrap_or_default();
        format!("{}:{line}: {}\n", skipped.file, skipped.reason)
    });
    warnings.chain(skipped).collect()
}

fn file_of(answer: &Answer) -> [String; 3] {
    let name = answer.header(header::CONTENT_DISPOSITION).to_owned();
    let kind = answer.header(header::CONTENT_TYPE).to_owned();
    [name, kind, answer.text.clone()]
}

const SETTINGS: [(&str, &str); 5] = [
    ("name", "Tide \"tables\""),
    ("owner", "Ada Märlow"),
    ("tagline", ""),
    ("navigation", "Home = /\nRésumé = /resume"),
    ("base_url", "https://tides.example"),
];

#[tokio::test]
async fn the_settings_and_the_resume_come_into_an_empty_blog() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    // It was started with a base URL, which is chosen here for when it is not.
    let chosen = SETTINGS.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut write = site.context.database.begin().await.unwrap();
    for (name, value) in &chosen {
        sqlx::query("INSERT INTO settings (name, value) VALUES ($1, $2)")
            .bind(name)
            .bind(value)
            .execute(&mut *write)
            .await
            .unwrap();
    }
    sqlx::query("UPDATE counters SET value = value + 1 WHERE name = 'settings_version'")
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    site.context
        .settings
        .follow(&site.context.database)
        .await
        .unwrap();
    keep(&site, PDF).await;
    let (folder, report) = export(&site).await;
    assert!(report.resume && report.faults.is_empty(), "{report:?}");
    let file = std::fs::read(folder.path().join("resume/Ada-Marlow-Resume.pdf")).unwrap();
    assert_eq!(file, PDF);

    let other = TestSite::empty().await;
    let dry = run(&other, folder.path(), true).await;
    assert_eq!((dry.settings, dry.resume), (4, true), "{dry:?}");
    assert_eq!(other.get("/resume").await.status, StatusCode::NOT_FOUND);
    let report = import_into(&other, folder.path()).await;
    assert_eq!((report.settings, report.resume), (4, true), "{report:?}");
    let (before, after) = (site.context.settings.values(), other.context.settings.values());
    assert_eq!(before, after, "but for the base URL, which both were given");
    assert_eq!(
        file_of(&other.get("/resume").await),
        file_of(&site.get("/resume").await)
    );
    assert!(
        told(&report).contains("logbook settings set base_url https://tides.example"),
        "{}",
        told(&report)
    );
    let mut reader = other.context.database.reader().await.unwrap();
    let address: Option<String> = sqlx::query_scalar("SELECT value FROM settings WHERE name = 'base_url'")
        .fetch_optional(&mut *reader)
        .await
        .unwrap();
    assert_eq!(address, None);
    drop(reader);

    // Run again, nothing is taken over, and what was changed meanwhile stays.
    let again = import_into(&other, folder.path()).await;
    assert_eq!((again.settings, again.resume), (0, false));
    assert_eq!(told(&again), "");
    other.set(&[("name", "Ebb")]).await;
    keep(&other, b"%PDF-1.7\nAnother\nstartxref\n0\n%%EOF").await;
    let again = import_into(&other, folder.path()).await;
    assert_eq!(other.context.site().name, "Ebb");
    assert!(other.get("/resume").await.text.contains("Another"));
    let told = told(&again);
    assert!(
        told.contains("settings.toml:0: kept as here, because there are posts here already: name."),
        "{told}"
    );
    assert!(
        told.contains("resume/Ada-Marlow-Resume.pdf:0: is left alone"),
        "{told}"
    );
}

#[tokio::test]
async fn what_was_chosen_before_the_import_stays() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    site.set(&[("name", "Tides"), ("owner", "Ada")]).await;
    keep(&site, PDF).await;
    let (folder, _) = export(&site).await;
    let other = TestSite::empty().await;
    other.set(&[("name", "Mine")]).await;
    keep(&other, b"%PDF-1.7\nMine\nstartxref\n0\n%%EOF").await;
    let report = import_into(&other, folder.path()).await;
    let here = other.context.site();
    assert_eq!((here.name.as_str(), here.owner.as_str()), ("Mine", "Ada"));
    assert!(other.get("/resume").await.text.contains("Mine"));
    assert!(
        told(&report).contains("kept as here, where they were chosen: name"),
        "{}",
        told(&report)
    );
}

#[tokio::test]
async fn what_was_deleted_is_gone_after_the_import_too() {
    let mut one = post("One", 2);
    one.old_paths = vec!["/2019/one".to_owned(), "/posts/once".to_owned()];
    let mut two = post("Two", 2);
    two.old_paths = vec!["/2019/two".to_owned()];
    let mut secret = post("Secret", 2);
    secret.status = logbook::model::status::Status::Draft;
    secret.old_paths = vec!["/2019/secret".to_owned()];
    let mut page = post("Page", 2);
    page.kind = Kind::Page;
    let site = TestSite::with(vec![one, two, secret, page, post("Lives", 1)]).await;
    let grace = site.join("Grace", Role::Editor).await;
    for slug in ["one", "two", "secret", "page"] {
        tell(&site, &grace, "trash", slug).await;
    }
    tell(&site, &grace, "delete", "two").await;
    let addresses = [
        "/posts/one",
        "/posts/one.md",
        "/posts/once",
        "/2019/one/",
        "/posts/two",
        "/2019/two",
        "/posts/secret",
        "/2019/secret",
        "/page",
        "/posts/lives",
        "/posts/never",
    ];
    let (folder, report) = export(&site).await;
    assert!(report.gone == 6, "{report:?}");
    let other = TestSite::empty().await;
    for _ in 0..2 {
        import_into(&other, folder.path()).await;
        for address in addresses {
            assert_eq!(
                other.get(address).await.status,
                site.get(address).await.status,
                "{address}"
            );
        }
    }
    assert_eq!(other.get("/posts/one").await.status, StatusCode::GONE);
    assert_eq!(other.get("/posts/two").await.status, StatusCode::GONE);
    assert_eq!(other.get("/page").await.status, StatusCode::GONE);
    assert_eq!(other.get("/posts/secret").await.status, StatusCode::NOT_FOUND);
    // Exported again, nothing of it is lost.
    let (again, report_again) = export(&other).await;
    assert_eq!(report_again.gone, report.gone);
    let rest = |folder: &Path| std::fs::read_to_string(folder.join("logbook.toml")).unwrap();
    let gone = |text: String| -> Vec<String> {
        let tables = text.split("[[gone]]").skip(1);
        tables
            .map(|table| table.split("[[").next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(gone(rest(again.path())), gone(rest(folder.path())));
}

#[tokio::test]
async fn damage_is_told_by_file_and_field_and_the_rest_comes() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    site.set(&[("name", "Tides"), ("owner", "Ada")]).await;
    keep(&site, PDF).await;
    let (folder, _) = export(&site).await;
    let place = folder.path().join("settings.toml");
    let whole = std::fs::read_to_string(&place).unwrap();

    // Single settings that cannot be kept.
    let damaged: String = whole
        .lines()
        .filter(|line| !line.starts_with("tagline"))
        .map(|line| match line.split_once(" = ").map(|(name, _)| name) {
            Some("language") => "language = \"no language\"\n".to_owned(),
            Some("description") => "description = 7\n".to_owned(),
            _ => format!("{line}\n"),
        })
        .chain(["colour_of_the_sea = \"green\"\n".to_owned()])
        .collect();
    std::fs::write(&place, damaged).unwrap();
    std::fs::write(folder.path().join("resume/Ada-Resume.pdf"), &PDF[..12]).unwrap();
    let other = TestSite::empty().await;
    let report = import_into(&other, folder.path()).await;
    let said = told(&report);
    for (name, what) in [
        ("language", ": language: "),
        ("description", ": description: Write it as text"),
        (
            "colour_of_the_sea",
            ": colour_of_the_sea: There is no such setting",
        ),
    ] {
        let line = said.lines().find(|line| line.contains(what));
        assert!(
            line.is_some_and(|line| line.starts_with("settings.toml:")),
            "{name}: {said}"
        );
    }
    assert!(
        said.contains("resume/Ada-Resume.pdf:0: is not the résumé that was exported"),
        "{said}"
    );
    assert_eq!(other.context.site().name, "Tides");
    assert_eq!(other.get("/posts/one").await.status, StatusCode::OK);
    assert_eq!(other.get("/resume").await.status, StatusCode::NOT_FOUND);

    // A file that breaks off.
    let cut = whole.find("name = \"Tides").unwrap() + "name = \"Ti".len();
    std::fs::write(&place, &whole[..cut]).unwrap();
    std::fs::remove_file(folder.path().join("resume/Ada-Resume.pdf")).unwrap();
    let other = TestSite::empty().await;
    let report = import_into(&other, folder.path()).await;
    let said = told(&report);
    let line = whole[..cut].matches('\n').count() + 1;
    assert!(said.contains(&format!("settings.toml:{line}: name: ")), "{said}");
    assert!(said.contains("logbook settings import"), "{said}");
    assert!(
        said.contains("resume/Ada-Resume.pdf:0: is the résumé, and not in"),
        "{said}"
    );
    assert_eq!(report.imported, 1);
    assert_ne!(other.context.site().name, "Tides");

    // What names no such addresses.
    let rest = folder.path().join("logbook.toml");
    let mut text = std::fs::read_to_string(&rest).unwrap();
    text.push_str("[[gone]]\npath = \"/admin/x\"\ndeleted_at = 2024-01-01T00:00:00Z\n");
    text.push_str("[[gone]]\npath = \"/old/\"\ndeleted_at = 2024-01-01T00:00:00Z\n");
    text.push_str("[[gone]]\npath = \"/was/here\"\ndeleted_at = 2024-01-01T00:00:00Z\n");
    std::fs::write(&rest, text).unwrap();
    let report = import_into(&other, folder.path()).await;
    let said = told(&report);
    for path in ["/admin/x", "/old/"] {
        assert!(
            said.contains(&format!("that {path:?} is gone is left out")),
            "{said}"
        );
    }
    assert_eq!(other.get("/was/here").await.status, StatusCode::GONE);
}

#[tokio::test]
async fn neither_secrets_nor_what_is_said_of_readers_leaves() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let olga = site.join("Olga", Role::Owner).await;
    let mut write = site.context.database.begin().await.unwrap();
    sqlx::query(
        "INSERT INTO subscribers (email, status, subscribed_at, form) \
         VALUES ('reader@secret.example', 'unconfirmed', 1, '/')",
    )
    .execute(&mut *write)
    .await
    .unwrap();
    write.commit().await.unwrap();
    let (folder, _) = export(&site).await;
    let session = olga.cookie.split('=').nth(1).unwrap().to_owned();
    let mut secrets = vec![
        PASSWORD.to_owned(),
        "argon2".to_owned(),
        "secret.example".to_owned(),
        olga.email.clone(),
        session,
    ];
    let mut reader = site.context.database.reader().await.unwrap();
    let hashes: Vec<String> = sqlx::query_scalar("SELECT password FROM users WHERE password <> ''")
        .fetch_all(&mut *reader)
        .await
        .unwrap();
    assert!(!hashes.is_empty());
    secrets.extend(hashes);
    for file in walkdir::WalkDir::new(folder.path()).into_iter().flatten() {
        if file.file_type().is_file() {
            let text = String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).into_owned();
            for secret in &secrets {
                assert!(
                    !text.contains(secret.as_str()),
                    "{secret} in {}",
                    file.path().display()
                );
            }
        }
    }
}

//! Every address the public can ask for, and that none of them tells of a post that is not public.

use std::collections::BTreeSet;

use leptos::server_fn::axum::server_fn_paths;
use logbook::{
    model::{
        draft::Meta,
        role::Role,
        status::{Kind, Status, Visibility},
    },
    server::{
        db::{
            drafts::{self, NewRevision},
            releases,
        },
        router::{machine_routes, page_routes},
        services::{
            accounts::{Actor, people},
            save::{Named, NewPost},
        },
    },
};

use crate::site::{TestSite, post};

/// The registry: each route, and addresses that show as much of it as there is.
const SURFACES: &[(&str, &[&str])] = &[
    ("/", &["/"]),
    (
        "/posts",
        &[
            "/posts",
            "/posts?page=2",
            "/posts?tag=backend",
            "/posts?not=backend&sort=updated",
            "/posts?sort=oldest",
        ],
    ),
    (
        "/posts/:slug",
        &[
            "/posts/public-0",
            "/posts/public-1",
            "/posts/part-one",
            "/posts/part-three",
            "/posts/public-0.md",
            "/posts/part-one.md",
            "/posts/clandestine-draft.md",
            "/posts/clandestine-trashed",
            "/posts/clandestine-trashed.md",
        ],
    ),
    (
        "/posts/:slug/changes",
        &[
            "/posts/public-0/changes",
            "/posts/clandestine-draft/changes",
            "/posts/clandestine-scheduled/changes",
            "/posts/clandestine-future/changes",
            "/posts/clandestine-unpublished/changes",
            "/posts/clandestine-trashed/changes",
        ],
    ),
    (
        "/search",
        &[
            "/search",
            "/search?q=public",
            "/search?q=part&sort=oldest",
            "/search?q=-zebra",
            "/search?q=after%3A2000-01-01",
        ],
    ),
    (
        "/:slug",
        &[
            "/public-page",
            "/portfolio",
            "/public-page.md",
            "/clandestine-draft",
            "/clandestine-future",
            "/clandestine-scheduled",
            "/clandestine-unpublished",
            "/clandestine-trashed",
            "/clandestine-draft.md",
        ],
    ),
    (
        "/portfolio/:slug",
        &[
            "/portfolio/public-project",
            "/portfolio/public-project.md",
            "/portfolio/clandestine-draft",
            "/portfolio/clandestine-future",
            "/portfolio/clandestine-scheduled",
            "/portfolio/clandestine-unpublished",
            "/portfolio/clandestine-trashed",
            "/portfolio/clandestine-draft.md",
        ],
    ),
    ("/tags", &["/tags"]),
    ("/tags/:slug", &["/tags/backend", "/tags/secret-tag"]),
    (
        "/authors/:slug",
        &["/authors/ada-marlow", "/authors/secret-author"],
    ),
    (
        "/series/:slug",
        &["/series/shared-series", "/series/secret-series"],
    ),
    (
        "/series/:slug/print",
        &["/series/shared-series/print", "/series/secret-series/print"],
    ),
    (
        "/rss.xml",
        &["/rss.xml", "/rss.xml?page=2", "/rss.xml?content=summary"],
    ),
    ("/atom.xml", &["/atom.xml", "/atom.xml?page=2"]),
    (
        "/feed.json",
        &["/feed.json", "/feed.json?page=2", "/feed.json?page=9"],
    ),
    (
        "/tags/:slug/rss.xml",
        &["/tags/backend/rss.xml", "/tags/secret-tag/rss.xml"],
    ),
    (
        "/tags/:slug/atom.xml",
        &["/tags/backend/atom.xml", "/tags/secret-tag/atom.xml"],
    ),
    (
        "/tags/:slug/feed.json",
        &["/tags/backend/feed.json", "/tags/secret-tag/feed.json"],
    ),
    (
        "/series/:slug/rss.xml",
        &["/series/shared-series/rss.xml", "/series/secret-series/rss.xml"],
    ),
    (
        "/series/:slug/atom.xml",
        &["/series/shared-series/atom.xml", "/series/secret-series/atom.xml"],
    ),
    (
        "/series/:slug/feed.json",
        &[
            "/series/shared-series/feed.json",
            "/series/secret-series/feed.json",
        ],
    ),
    (
        "/authors/:slug/rss.xml",
        &["/authors/ada-marlow/rss.xml", "/authors/secret-author/rss.xml"],
    ),
    (
        "/authors/:slug/atom.xml",
        &["/authors/ada-marlow/atom.xml", "/authors/secret-author/atom.xml"],
    ),
    (
        "/authors/:slug/feed.json",
        &[
            "/authors/ada-marlow/feed.json",
            "/authors/secret-author/feed.json",
        ],
    ),
    (
        "/search/rss.xml",
        &[
            "/search/rss.xml?q=text",
            "/search/rss.xml?q=clandest*",
            "/search/rss.xml",
        ],
    ),
    ("/search/atom.xml", &["/search/atom.xml?q=-zebra"]),
    (
        "/search/feed.json",
        &[
            "/search/feed.json?q=after%3A2000-01-01",
            "/search/feed.json?q=tag%3Asecret-tag&page=2",
        ],
    ),
    (
        "/api/v1/posts",
        &[
            "/api/v1/posts?limit=100",
            "/api/v1/posts?tag=backend",
            "/api/v1/posts?tag=secret-tag",
            "/api/v1/posts?author=secret-author",
            "/api/v1/posts?series=shared-series",
            "/api/v1/posts?series=secret-series",
        ],
    ),
    (
        "/api/v1/posts/:slug",
        &[
            "/api/v1/posts/public-0",
            "/api/v1/posts/part-one",
            "/api/v1/posts/clandestine-draft",
            "/api/v1/posts/clandestine-scheduled",
            "/api/v1/posts/clandestine-future",
            "/api/v1/posts/clandestine-unpublished",
            "/api/v1/posts/clandestine-trashed",
        ],
    ),
    ("/api/v1/tags", &["/api/v1/tags"]),
    (
        "/api/v1/tags/:slug",
        &["/api/v1/tags/backend", "/api/v1/tags/secret-tag"],
    ),
    ("/api/v1/series", &["/api/v1/series"]),
    (
        "/api/v1/series/:slug",
        &["/api/v1/series/shared-series", "/api/v1/series/secret-series"],
    ),
    (
        "/api/v1/search",
        &[
            "/api/v1/search?q=public",
            "/api/v1/search?q=-zebra",
            "/api/v1/search?q=after%3A2000-01-01&limit=100",
        ],
    ),
    ("/api/v1/openapi.json", &["/api/v1/openapi.json"]),
    ("/sitemap.xml", &["/sitemap.xml", "/sitemap-1.xml"]),
    ("/opensearch.xml", &["/opensearch.xml"]),
    ("/llms.txt", &["/llms.txt"]),
    ("/privacy", &["/privacy"]),
    ("/subscribe", &["/subscribe", "/subscribe?done"]),
    ("/contact", &["/contact", "/contact?done"]),
    ("/resume", &["/resume"]),
    (
        "/draft/:key",
        &[
            "/draft/clandestin",
            "/draft/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "/draft/%FF",
        ],
    ),
    (
        "/accent/:file",
        &["/accent/b3261e-ffb4ab.css", "/accent/clandestine.css"],
    ),
    (
        "/share/:file",
        &[
            "/share/clandestine.png",
            "/share/0123456789abcdef0123456789abcdef.png",
        ],
    ),
    ("/.well-known/security.txt", &["/.well-known/security.txt"]),
    (
        "/oembed",
        &[
            "/oembed?url=https%3A%2F%2Fblog.test%2Fposts%2Fpublic-0",
            "/oembed?url=https%3A%2F%2Fblog.test%2Fposts%2Fclandestine-draft",
            "/oembed?url=https%3A%2F%2Fblog.test%2Fposts%2Fclandestine-future",
        ],
    ),
    ("/robots.txt", &["/robots.txt"]),
    (
        "/api/front/read",
        &["/api/front/read?query=", "/api/front/read?query=tag%3Dbackend"],
    ),
    (
        "/api/posts/find",
        &[
            "/api/posts/find?place=Posts&query=",
            "/api/posts/find?place=Home&query=page%3D2",
            "/api/posts/find?place=Posts&query=tag%3Dbackend",
            "/api/posts/find?place=Posts&query=not%3Dbackend%26sort%3Dtitle",
            "/api/posts/find?place=Posts&query=sort%3Dread",
            "/api/posts/find?place=Search&query=q%3Dclandest%26brief%3D1",
            "/api/posts/find?place=Search&query=q%3Dpublic",
        ],
    ),
    (
        "/api/posts/read",
        &["/api/posts/read?slug=public-0", "/api/posts/read?slug=part-one"],
    ),
    (
        "/api/pages/read",
        &[
            "/api/pages/read?path=%2Fpublic-page&query=",
            "/api/pages/read?path=%2Fportfolio&query=",
            "/api/pages/read?path=%2Fportfolio%2Fpublic-project&query=",
            "/api/pages/read?path=%2Fclandestine-draft&query=",
            "/api/pages/read?path=%2Fportfolio%2Fclandestine-draft&query=",
            "/api/pages/read?path=%2Fprivacy&query=",
            "/api/pages/read?path=%2Fsubscribe&query=",
            "/api/pages/read?path=%2Fcontact&query=done",
            "/api/pages/read?path=%2Ftags&query=",
            "/api/pages/read?path=%2Ftags%2Fbackend&query=page%3D1",
            "/api/pages/read?path=%2Ftags%2Fsecret-tag&query=",
            "/api/pages/read?path=%2Fauthors%2Fada-marlow&query=",
            "/api/pages/read?path=%2Fauthors%2Fsecret-author&query=",
        ],
    ),
    ("/api/views/record", &["/api/views/record"]),
    (
        "/api/views/read",
        &["/api/views/read?slugs=public-0,clandestine-draft,clandestine-future,clandestine-unpublished"],
    ),
    (
        "/api/series/read",
        &[
            "/api/series/read?slug=shared-series",
            "/api/series/read?slug=secret-series",
        ],
    ),
    (
        "fallback",
        &[
            "/nope",
            "/old/clandestine-draft",
            "/old/clandestine-future",
            "/old/clandestine-scheduled",
            "/old/clandestine-unpublished",
            "/old/clandestine-trashed",
            "/posts/Clandestine-Draft",
            "/Clandestine-Draft",
            "/portfolio/Clandestine-Draft",
            "/tags/Secret-Tag",
            "/authors/Secret-Author",
            "/series/Secret-Series",
            "/tags/secret-tag/feed",
            "/tags/Secret-Tag/rss.xml",
            "/series/secret-series/feed",
            "/authors/secret-author/feed",
            "/posts/clandestine-draft/feed",
            "/old/clandestine-draft/feed",
        ],
    ),
];

/// How the addresses of functions begin that are not for the public.
const STAFF: [&str; 11] = [
    "/api/account/",
    "/api/audit/",
    "/api/desk/",
    "/api/jobs/",
    "/api/letters/",
    "/api/media/",
    "/api/people/",
    "/api/resume/",
    "/api/session/",
    "/api/settings/",
    "/api/sorting/",
];

fn hidden(name: &str, status: Status, visibility: Visibility, days: i64) -> NewPost {
    let mut hidden = post(&format!("Clandestine {name}"), days);
    hidden.status = status;
    hidden.visibility = visibility;
    hidden.tags = vec![Named::new("Backend"), Named::new("Secret tag")];
    hidden.authors = vec![Named::new("Ada Marlow"), Named::new("Secret author")];
    hidden.series = Some((Named::new("Shared series"), 2));
    hidden.old_paths = vec![format!("/old/clandestine-{name}")];
    hidden
}

/// Lets every post tell what changed in it, as if each were published twice.
async fn tell_changes(site: &TestSite) {
    let mut write = site.context.database.begin().await.unwrap();
    let posts: Vec<(i64, String)> = sqlx::query_as("SELECT id, title FROM posts")
        .fetch_all(&mut *write)
        .await
        .unwrap();
    for (id, title) in posts {
        let meta = Meta {
            title: title.clone(),
            ..Meta::default()
        };
        for number in 1..=2 {
            let revision = NewRevision {
                post: id,
                number,
                key: "",
                user_id: None,
                who: "",
                reason: "publish",
                source: &format!("Text {number} of {title}."),
                meta: &miniserde::json::to_string(&meta),
                title: &title,
            };
            drafts::append(&mut write, &revision, number).await.unwrap();
            releases::add(&mut write, id, number, Some(number), "")
                .await
                .unwrap();
        }
        drafts::set_promises(&mut write, id, None, Some(true))
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
}

#[tokio::test]
async fn no_surface_tells_of_a_post_that_is_not_public() {
    for kind in Kind::ALL {
        tells_of_nothing_hidden(kind).await;
    }
}

/// Where readers are told what a part is called that is to come: on the parts of its series and on the page of that.
const TELL_OF_COMING: &[&str] = &[
    "/posts/part-one",
    "/posts/part-three",
    "/series/shared-series",
    "/api/posts/read?slug=part-one",
    "/api/series/read?slug=shared-series",
];

#[tokio::test]
async fn of_a_part_that_is_to_come_its_title_alone_is_told_and_only_in_its_series() {
    for kind in Kind::ALL {
        let site = site_with_hidden(kind).await;
        for series in ["shared-series", "secret-series"] {
            site.show_coming(series).await;
        }
        let day = logbook::server::calendar::rfc3339(logbook::server::calendar::now() + 3 * crate::site::DAY);
        for (_, addresses) in SURFACES {
            for address in *addresses {
                let answer = site.get(address).await;
                let mut text = answer.text.to_lowercase();
                if kind == Kind::Post && TELL_OF_COMING.contains(address) {
                    for words in ["what clandestine", "text of clandestine", &day[..10]] {
                        assert!(
                            !text.contains(words),
                            "{address} tells '{words}': {}",
                            answer.text
                        );
                    }
                    for title in ["clandestine draft", "clandestine scheduled", "clandestine future"] {
                        assert_eq!(
                            text.matches(title).count(),
                            1,
                            "{address} names '{title}' once: {}",
                            answer.text
                        );
                        text = text.replace(title, "");
                    }
                    assert_eq!(text.matches(">coming<").count(), 3, "{address}: {}", answer.text);
                }
                for secret in ["clandestine", "secret tag", "secret author", "secret series"] {
                    assert!(
                        !text.contains(secret),
                        "{address} tells of '{secret}' ({kind:?}): {}",
                        answer.text
                    );
                }
            }
        }
    }
}

/// Asks at every address of a site that has hidden posts, pages or projects.
async fn tells_of_nothing_hidden(kind: Kind) {
    let site = site_with_hidden(kind).await;
    let shown = site.get("/posts/public-0/changes").await;
    shown.assert_in_order(&["Public 0", "<del>", "1", "<ins>", "2"]);
    for (_, addresses) in SURFACES {
        for address in *addresses {
            let answer = site.get(address).await;
            let text = answer.text.to_lowercase();
            for secret in ["clandestine", "secret tag", "secret author", "secret series"] {
                assert!(
                    !text.contains(secret),
                    "{address} tells of '{secret}' ({kind:?}): {}",
                    answer.text
                );
            }
            assert_eq!(answer.header("location"), "", "{address} ({kind:?})");
        }
    }
}

/// A site with hidden posts, pages or projects, which are parts of series as far as they can be.
async fn site_with_hidden(kind: Kind) -> TestSite {
    let part = |title: &str, number| {
        let mut part = post(title, 30 + number);
        part.series = Some((Named::new("Shared series"), number));
        part
    };
    let of = |kind, title| NewPost {
        kind,
        ..post(title, 2)
    };
    let mut posts: Vec<NewPost> = (0..25).map(|n| post(&format!("Public {n}"), n)).collect();
    posts.extend([part("Part one", 1), part("Part three", 3)]);
    posts.extend([of(Kind::Page, "Public page"), of(Kind::Project, "Public project")]);
    let mut secret = vec![
        hidden("draft", Status::Draft, Visibility::Public, 1),
        hidden("scheduled", Status::Scheduled, Visibility::Public, -3),
        hidden("future", Status::Published, Visibility::Public, -3),
        hidden("unlisted", Status::Published, Visibility::Unlisted, 1),
        hidden("unpublished", Status::Unpublished, Visibility::Public, 1),
        hidden("trashed", Status::Trashed, Visibility::Public, 1),
    ];
    let mut alone = hidden("alone", Status::Draft, Visibility::Public, 1);
    alone.series = Some((Named::new("Secret series"), 1));
    secret.push(alone);
    posts.extend(secret.into_iter().map(|secret| NewPost { kind, ..secret }));
    let site = TestSite::with(posts).await;
    tell_changes(&site).await;
    site
}

#[tokio::test]
async fn nothing_changes_because_somebody_looks() {
    let site = site_with_hidden(Kind::Post).await;
    let owner = site.join("Olga", Role::Owner).await;
    let link = people::invite(
        &site.context.database,
        &Actor::operator(),
        "ben@blog.test",
        Role::Author,
    )
    .await
    .unwrap()
    .unwrap();
    let desk = [
        "/admin",
        "/admin/posts",
        "/admin/people",
        "/admin/sign-in",
        "/admin/sign-out",
        link.as_str(),
    ];
    let before = site.writes().await;
    assert!(before > 0);
    let addresses = SURFACES.iter().flat_map(|(_, addresses)| *addresses).copied();
    for address in addresses.chain(desk) {
        for answer in [site.get(address).await, site.get_as(address, &owner).await] {
            assert_eq!(site.writes().await, before, "{address}: {}", answer.status);
        }
    }
}

#[tokio::test]
async fn every_public_route_is_in_the_registry() {
    let mut routes: BTreeSet<String> = page_routes()
        .iter()
        .map(|route| route.path().to_owned())
        .collect();
    routes.extend(machine_routes().iter().map(|(path, _)| (*path).to_owned()));
    // What only those who are signed in may ask is in the table of who may what.
    let public = |path: &str| !STAFF.iter().any(|staff| path.starts_with(staff));
    routes.extend(
        server_fn_paths()
            .map(|(path, _)| path.to_owned())
            .filter(|path| public(path)),
    );
    let routes: BTreeSet<String> = routes
        .iter()
        .map(|route| route.replace('{', ":").replace('}', ""))
        .collect();
    let known: BTreeSet<String> = SURFACES
        .iter()
        .map(|(route, _)| (*route).to_owned())
        .filter(|route| route != "fallback")
        .collect();
    assert_eq!(routes, known, "a new public route must be added to the registry");
}

//! Every address the public can ask for, and that none of them tells of a post that is not public.

use std::collections::BTreeSet;

use leptos::server_fn::axum::server_fn_paths;
use logbook::{
    model::status::{Status, Visibility},
    server::{
        router::{machine_routes, page_routes},
        services::save::{Named, NewPost},
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
    ("/sitemap.xml", &["/sitemap.xml", "/sitemap-1.xml"]),
    ("/opensearch.xml", &["/opensearch.xml"]),
    ("/llms.txt", &["/llms.txt"]),
    ("/privacy", &["/privacy"]),
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
    ("/robots.txt", &["/robots.txt"]),
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
    ("/api/posts/newest", &["/api/posts/newest"]),
    ("/api/privacy/read", &["/api/privacy/read"]),
    ("/api/tags/list", &["/api/tags/list"]),
    ("/api/views/record", &["/api/views/record"]),
    (
        "/api/views/read",
        &["/api/views/read?slugs=public-0,clandestine-draft,clandestine-future,clandestine-unpublished"],
    ),
    (
        "/api/tags/read",
        &[
            "/api/tags/read?slug=backend&page=1",
            "/api/tags/read?slug=secret-tag&page=1",
        ],
    ),
    (
        "/api/authors/read",
        &[
            "/api/authors/read?slug=ada-marlow&page=1",
            "/api/authors/read?slug=secret-author&page=1",
        ],
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
const STAFF: [&str; 9] = [
    "/api/account/",
    "/api/audit/",
    "/api/desk/",
    "/api/jobs/",
    "/api/media/",
    "/api/people/",
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

#[tokio::test]
async fn no_surface_tells_of_a_post_that_is_not_public() {
    let part = |title: &str, number| {
        let mut part = post(title, 30 + number);
        part.series = Some((Named::new("Shared series"), number));
        part
    };
    let mut posts: Vec<NewPost> = (0..25).map(|n| post(&format!("Public {n}"), n)).collect();
    posts.extend([part("Part one", 1), part("Part three", 3)]);
    posts.extend([
        hidden("draft", Status::Draft, Visibility::Public, 1),
        hidden("scheduled", Status::Scheduled, Visibility::Public, -3),
        hidden("future", Status::Published, Visibility::Public, -3),
        hidden("unlisted", Status::Published, Visibility::Unlisted, 1),
        hidden("unpublished", Status::Unpublished, Visibility::Public, 1),
        hidden("trashed", Status::Trashed, Visibility::Public, 1),
    ]);
    let mut alone = hidden("alone", Status::Draft, Visibility::Public, 1);
    alone.series = Some((Named::new("Secret series"), 1));
    posts.push(alone);
    let site = TestSite::with(posts).await;
    for (_, addresses) in SURFACES {
        for address in *addresses {
            let answer = site.get(address).await;
            let text = answer.text.to_lowercase();
            for secret in ["clandestine", "secret tag", "secret author", "secret series"] {
                assert!(
                    !text.contains(secret),
                    "{address} tells of '{secret}': {}",
                    answer.text
                );
            }
            assert_eq!(answer.header("location"), "", "{address}");
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

//! Every address the public can ask for, and that asking changes nothing.

use std::collections::BTreeSet;

use leptos::server_fn::axum::server_fn_paths;
use logbook::{
    model::{role::Role, status::Kind},
    server::{
        router::{machine_routes, page_routes},
        services::accounts::{Actor, people},
    },
};

use hidden::site_with_hidden;

mod hidden;

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

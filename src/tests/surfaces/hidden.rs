//! No address tells of a post that is not public.

use logbook::{
    model::{
        draft::Meta,
        status::{Kind, Status, Visibility},
    },
    server::{
        calendar,
        db::{
            drafts::{self, NewRevision},
            releases,
        },
        services::save::{Named, NewPost},
    },
};

use super::SURFACES;
use crate::site::{DAY, TestSite, post};

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
        let day = calendar::rfc3339(calendar::now() + 3 * DAY);
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
pub(super) async fn site_with_hidden(kind: Kind) -> TestSite {
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

//! `/api/desk/numbers`: what was counted, for those who write.

use logbook::{
    model::{
        numbers::{PostNumbers, SiteNumbers},
        status::Visibility,
    },
    server::{calendar, services::save::Named},
};

use super::*;

async fn count(site: &TestSite, slug: &str, ago: i64, views: i64) {
    let day = calendar::day_of(calendar::now()) - ago;
    let mut write = site.context.database.begin().await.unwrap();
    let id: i64 = sqlx::query_scalar("SELECT id FROM posts WHERE slug = $1")
        .bind(slug)
        .fetch_one(&mut *write)
        .await
        .unwrap();
    for statement in [
        "INSERT INTO daily_views (post_id, day, views) VALUES ($1, $2, $3)",
        "INSERT INTO site_views (day, views) SELECT $2, $3 WHERE $1 > 0 \
         ON CONFLICT (day) DO UPDATE SET views = site_views.views + excluded.views",
        "UPDATE post_views SET total = total + $3, year = year + $3, month = month + iif($2 > $4 - 30, $3, 0), \
         week = week + iif($2 > $4 - 7, $3, 0) WHERE post_id = $1",
    ] {
        sqlx::query(statement)
            .bind(id)
            .bind(day)
            .bind(views)
            .bind(day + ago)
            .execute(&mut *write)
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
}

async fn site_numbers(site: &TestSite, person: &Person, days: u32) -> SiteNumbers {
    let path = format!("/api/desk/numbers?days={days}");
    json::from_str(&site.get_as(&path, person).await.page()).unwrap()
}

#[tokio::test]
async fn every_day_has_a_number_and_everybody_sees_the_sites() {
    let mut own = post("Own", 400);
    own.visibility = Visibility::Unlisted;
    own.authors = vec![Named::new("Ben")];
    let mut secret = own.clone();
    secret.uuid = uuid::Uuid::new_v4();
    secret.title = "Secret".to_owned();
    secret.slug = logbook::model::slug::Slug::from_title("Secret");
    secret.authors = vec![Named::new("Somebody")];
    let site = TestSite::with(vec![post("Listed", 400), own, secret]).await;
    let grace = site.join("Grace", Role::Editor).await;
    let empty = site_numbers(&site, &grace, 30).await;
    assert_eq!(
        (empty.days.len(), empty.views.len(), empty.totals.ever),
        (30, 30, 0)
    );
    assert!(empty.top.iter().all(Vec::is_empty) && empty.most.is_empty() && empty.left_out.is_empty());

    for (slug, ago, views) in [
        ("listed", 0, 2),
        ("listed", 6, 1),
        ("secret", 6, 5),
        ("own", 29, 10),
        ("listed", 40, 20),
        ("secret", 364, 100),
    ] {
        count(&site, slug, ago, views).await;
    }
    for (days, sum) in [(30, 18), (90, 38), (365, 138), (17, 18)] {
        let numbers = site_numbers(&site, &grace, days).await;
        assert_eq!(numbers.views.iter().sum::<u64>(), sum, "{days}");
        assert_eq!(numbers.views.len(), numbers.days.len());
        let last = numbers.days.last().unwrap();
        assert_eq!(last.iso, calendar::rfc3339(calendar::now())[..10]);
        assert_eq!(numbers.views.last(), Some(&2));
        let totals = numbers.totals;
        assert_eq!(
            (totals.week, totals.month, totals.year, totals.ever),
            (8, 18, 138, 138)
        );
    }
    let titles = |numbers: &SiteNumbers, window: usize| -> Vec<(String, u64, bool)> {
        let top = numbers.top[window].iter();
        top.map(|post| (post.title.clone(), post.views, post.uuid.is_some()))
            .collect()
    };
    let all = site_numbers(&site, &grace, 30).await;
    assert_eq!(
        titles(&all, 0),
        [("Secret".to_owned(), 5, true), ("Listed".to_owned(), 3, true)]
    );
    assert_eq!(all.top[2][0].title, "Secret");
    assert_eq!((all.most.len(), all.most[0].views.len()), (3, 30));

    // Who looks after their own posts only is told of no other unlisted ones, and looks into theirs.
    let ben = site.join("Benno", Role::Author).await;
    let olga = site.join("Olga", Role::Owner).await;
    let fields = [("id", "2"), ("author", "ben")];
    assert_eq!(
        site.post("/api/people/claim", Some(&olga.cookie), &fields)
            .await
            .status,
        StatusCode::OK
    );
    let ben = Person {
        cookie: crate::staff::cookie(
            &site
                .post(
                    "/admin/sign-in",
                    None,
                    &[("email", &ben.email), ("password", crate::staff::PASSWORD)],
                )
                .await,
        ),
        ..ben
    };
    let told = site_numbers(&site, &ben, 30).await;
    assert_eq!(told.views, all.views);
    assert_eq!(
        titles(&told, 1),
        [("Own".to_owned(), 10, true), ("Listed".to_owned(), 3, false)]
    );
    assert_eq!(told.most.len(), 1);
}

#[tokio::test]
async fn a_post_has_its_own_numbers_and_an_empty_state() {
    let site = TestSite::with(vec![post("One", 3)]).await;
    let grace = site.join("Grace", Role::Editor).await;
    let uuid = list(&site, &grace, ALL).await.posts[0].uuid.clone();
    let read = async |days: u32| -> PostNumbers {
        let path = format!("/api/desk/post-numbers?post={uuid}&days={days}");
        json::from_str(&site.get_as(&path, &grace).await.page()).unwrap()
    };
    let none = read(90).await;
    assert_eq!(
        (none.totals.ever, none.views.len(), none.title.as_str()),
        (0, 90, "One")
    );
    assert!(none.views.iter().all(|views| *views == 0));
    count(&site, "one", 1, 4).await;
    let some = read(30).await;
    assert_eq!((some.totals.ever, some.views[28], some.views[29]), (4, 4, 0));
}

#[tokio::test]
async fn what_is_left_out_is_told_with_its_reason() {
    let site = TestSite::with(vec![post("One", 3)]).await;
    let grace = site.join("Grace", Role::Editor).await;
    let day = calendar::day_of(calendar::now());
    let mut write = site.context.database.begin().await.unwrap();
    sqlx::query("INSERT INTO view_exclusions (day, reason, count) VALUES ($1, 'rate', 2), ($1, 'bot', 3), ($1 - 1, 'bot', 9), ($1 - 99, 'staff', 9)")
        .bind(day)
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let numbers = site_numbers(&site, &grace, 30).await;
    let told: Vec<_> = numbers
        .left_out
        .iter()
        .map(|left| (left.reason.as_str(), left.calls[28], left.calls[29]))
        .collect();
    assert_eq!(told, [("bot", 9, 3), ("rate", 0, 2)]);
}

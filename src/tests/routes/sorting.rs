//! What is done to tags, series, collections and redirects at the desk, as readers and drafts meet it.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use logbook::{
    model::{
        desk::OpenPost,
        draft::{
            Draft,
            save::{Act, Order, Reason, SaveRequest},
        },
        role::Role,
        sorting::{
            Changed, DeskSeries, DeskTags,
            order::{Act as Deed, List, Ordered, Step},
        },
    },
    server::services::save::{Named, NewPost},
};
use miniserde::json;

use crate::{
    site::{Answer, TestSite, post},
    staff::Person,
};

mod collections;
mod queue;
mod redirects;
mod series;
mod tags;

/// A site with somebody who looks after it.
struct Desk {
    site: TestSite,
    editor: Person,
}

impl Desk {
    async fn with(posts: Vec<NewPost>) -> Self {
        let site = TestSite::with(posts).await;
        let editor = site.join("Edith", Role::Editor).await;
        Self { site, editor }
    }

    async fn ask(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.site
            .post(&format!("/api/{path}"), Some(&self.editor.cookie), fields)
            .await
    }

    async fn get<T: miniserde::Deserialize>(&self, path: &str) -> T {
        let answer = self.site.get_as(&format!("/api/{path}"), &self.editor).await;
        json::from_str(&answer.page()).unwrap()
    }

    async fn tag(&self, slug: &str) -> i64 {
        let tags: DeskTags = self.get("sorting/tags?words=&page=1").await;
        tags.tags.iter().find(|tag| tag.slug == slug).unwrap().id
    }

    async fn rename(&self, slug: &str, to: &str) -> i64 {
        let id = self.tag(slug).await.to_string();
        let fields = [
            ("id", id.as_str()),
            ("slug", to),
            ("name", to),
            ("description", ""),
        ];
        let changed: Changed = json::from_str(&self.ask("sorting/tags/edit", &fields).await.page()).unwrap();
        changed.id
    }

    async fn leads(&self, path: &str) -> String {
        let answer = self.site.get(path).await;
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{path}");
        answer.header(header::LOCATION).to_owned()
    }

    async fn send(&self, path: &str, body: String) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &self.editor.cookie)
            .body(Body::from(body))
            .unwrap();
        self.site.ask(request).await
    }

    async fn open(&self, uuid: &str) -> OpenPost {
        let answer = self.ask("desk/open", &[("post", uuid)]).await;
        json::from_str(&answer.page()).unwrap()
    }

    /// Changes the latest revision, and does something with it.
    async fn save(&self, uuid: &str, change: impl FnOnce(&mut Draft), then: Option<Order>) {
        let head = self.open(uuid).await.head;
        let mut draft = head.draft;
        change(&mut draft);
        let request = SaveRequest {
            post: uuid.to_owned(),
            key: format!("{uuid}-{}", head.revision),
            base: head.revision,
            draft,
            reason: Reason::Manual,
            then,
        };
        let body = format!("{{\"request\":{}}}", json::to_string(&request));
        self.send("/api/desk/save", body).await.page();
    }

    async fn order(&self, list: List, id: i64) -> Ordered {
        self.get(&format!("sorting/order?list={list:?}&id={id}")).await
    }

    async fn names(&self, list: List, id: i64) -> Vec<String> {
        let order = self.order(list, id).await;
        order.items.into_iter().map(|item| item.name).collect()
    }

    async fn parts(&self, id: i64) -> Vec<String> {
        self.names(List::Series, id).await
    }

    async fn change(&self, step: &Step) -> Answer {
        let body = format!("{{\"step\":{}}}", json::to_string(step));
        self.send("/api/sorting/order/change", body).await
    }

    async fn say(&self, series: &DeskSeries) -> Answer {
        let body = format!("{{\"series\":{}}}", json::to_string(series));
        self.send("/api/sorting/series/edit", body).await
    }

    async fn put(&self, list: List, id: i64, act: Deed, key: &str) -> Answer {
        let step = Step {
            list,
            id,
            act,
            version: 0,
            keys: vec![key.to_owned()],
            overview: false,
        };
        self.change(&step).await
    }
}

fn publish() -> Option<Order> {
    Some(Order::now(Act::Publish))
}

fn tagged(title: &str, tags: &[&str]) -> NewPost {
    let mut post = post(title, 1);
    post.tags = tags.iter().map(|tag| Named::new(tag)).collect();
    post
}

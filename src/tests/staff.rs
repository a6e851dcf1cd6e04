//! People who write on a test's site, let in as they are in earnest: by a link, through the door.

use axum::{
    body::Body,
    http::{Request, header},
};
use logbook::{
    model::role::Role,
    server::services::accounts::{Actor, people},
};

use crate::site::{Answer, TestSite};

/// What a browser says of itself.
pub const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// A password that is good enough.
pub const PASSWORD: &str = "correct horse battery";

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    /// Signs in with it.
    pub email: String,
    /// What their browser sends.
    pub cookie: String,
}

impl TestSite {
    /// Lets somebody join, and signs them in.
    pub async fn join(&self, name: &str, role: Role) -> Person {
        let email = format!("{}@blog.test", name.to_lowercase());
        let path = people::invite(&self.context.database, &Actor::operator(), &email, role)
            .await
            .unwrap()
            .unwrap();
        let answer = self
            .post(
                "/admin/door",
                None,
                &[("key", key(&path)), ("name", name), ("password", PASSWORD)],
            )
            .await;
        Person {
            cookie: cookie(&answer),
            email,
        }
    }

    /// Sends a form as a browser does.
    pub async fn post(&self, path: &str, cookie: Option<&str>, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let mut request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(header::USER_AGENT, AGENT);
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        self.ask(request.body(Body::from(body)).unwrap()).await
    }

    /// Asks for something as somebody.
    pub async fn get_as(&self, path: &str, person: &Person) -> Answer {
        self.get_with(path, header::COOKIE, &person.cookie).await
    }
}

/// What a link carries.
pub fn key(path: &str) -> &str {
    path.split_once("key=").unwrap().1
}

/// The cookie that an answer sets, as a browser sends it back.
pub fn cookie(answer: &Answer) -> String {
    let set = answer.header(header::SET_COOKIE);
    assert!(
        set.contains("=") && !set.contains("Max-Age=0"),
        "{set} {}",
        answer.text
    );
    set.split(';').next().unwrap().to_owned()
}

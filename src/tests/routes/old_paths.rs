//! Addresses of an old site.

use axum::http::{StatusCode, header};
use logbook::{model::status::Kind, server::db::redirects};

use crate::site::{TestSite, post};

#[tokio::test]
async fn an_old_address_leads_to_its_post_at_once() {
    let mut one = post("Traits", 1);
    one.old_paths = vec!["/2015/05/11/traits".to_owned(), "/über/uns".to_owned()];
    let site = TestSite::with(vec![one]).await;
    for old in [
        "/2015/05/11/traits",
        "/2015/05/11/traits/",
        "/2015/05/11/traits.html",
        "/2015/05/11/traits/index.html",
        "/%C3%BCber/uns",
    ] {
        let answer = site.get(old).await;
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{old}");
        assert_eq!(answer.header(header::LOCATION), "/posts/traits");
    }
    assert_eq!(site.get("/posts/traits").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_old_address_of_a_draft_tells_nothing() {
    let mut draft = post("Secret plan", 1);
    draft.status = logbook::model::status::Status::Draft;
    draft.old_paths = vec!["/old/secret".to_owned()];
    let site = TestSite::with(vec![draft]).await;
    assert_eq!(site.get("/old/secret").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_there_goes_before_what_leads_away_from_its_address() {
    let mut about = post("About", 1);
    about.kind = Kind::Page;
    let mut engine = post("Engine", 1);
    engine.kind = Kind::Project;
    let site = TestSite::with(vec![about, engine, post("One", 1)]).await;
    let there = ["/about", "/portfolio/engine", "/posts/one", "/tags/backend"];
    let away = redirects::Target::Address("https://elsewhere.example/".to_owned());
    let mut write = site.context.database.begin().await.unwrap();
    for path in there.iter().chain(&["/About", "/gone-away"]) {
        let redirect = redirects::Redirect::new(path, &away, "hand", 1);
        redirects::put_redirect(&mut write, &redirect).await.unwrap();
    }
    write.commit().await.unwrap();
    for path in there {
        assert_eq!(site.get(path).await.status, StatusCode::OK, "{path}");
        let spelt = path.replace('o', "%6F");
        for other in [format!("{path}/"), format!("{path}//?a=b"), format!("{spelt}/")] {
            let answer = site.get(&other).await;
            let query = other.find('?').map_or("", |at| &other[at..]);
            assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{other}");
            assert_eq!(
                answer.header(header::LOCATION),
                format!("{path}{query}"),
                "{other}"
            );
        }
    }
    // Where nothing is, the redirect leads on.
    for path in ["/About", "/gone-away", "/gone-away/"] {
        let answer = site.get(path).await;
        assert_eq!(
            answer.header(header::LOCATION),
            "https://elsewhere.example/",
            "{path}"
        );
    }
}

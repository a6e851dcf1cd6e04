//! What a document tells programs in its head, besides what its readers' program knows of. It is written while the page is
//! made and put into it on the way out, so that a page that is fetched as data carries none of it.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    body::Bytes,
    extract::Request,
    http::{Method, request::Parts},
};
use leptos::prelude::use_context;
use memchr::memmem;

/// How the head of a document ends.
const END: &[u8] = b"</head>";

/// Where what is told is kept until the page is whole. Clones are the same.
#[derive(Clone, Debug, Default)]
pub struct Told(Arc<Mutex<String>>);

impl Told {
    /// Goes with a request that may be answered with a document.
    pub fn follow(request: &mut Request) -> Self {
        let told = Self::default();
        let asks = matches!(*request.method(), Method::GET | Method::HEAD);
        if asks && !request.uri().path().starts_with("/api/") {
            request.extensions_mut().insert(told.clone());
        }
        told
    }

    /// The document with what was told at the end of its head, behind everything that its program looks for.
    pub fn put_into(&self, page: Bytes) -> Bytes {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let end = memmem::find(&page, END).filter(|_| !told.is_empty());
        let Some((head, rest)) = end.and_then(|end| page.split_at_checked(end)) else {
            return page;
        };
        [head, told.as_bytes(), rest].concat().into()
    }
}

/// Lets the document that is being made tell this; written only where there is one.
pub fn tell(write: impl FnOnce() -> String) {
    let told = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Told>().cloned());
    if let Some(Told(told)) = told {
        *told.lock().unwrap_or_else(PoisonError::into_inner) = write();
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn request(method: Method, path: &str) -> Request {
        Request::builder()
            .method(method)
            .uri(path)
            .body(Body::empty())
            .unwrap()
    }

    #[test]
    fn only_documents_tell_anything() {
        for (method, path, goes) in [
            (Method::GET, "/posts/a", true),
            (Method::HEAD, "/", true),
            (Method::GET, "/api/posts/read", false),
            (Method::POST, "/posts/a", false),
        ] {
            let mut request = request(method, path);
            Told::follow(&mut request);
            assert_eq!(request.extensions().get::<Told>().is_some(), goes, "{path}");
        }
    }

    #[test]
    fn what_is_told_stands_at_the_end_of_the_head() {
        let page = Bytes::from_static(b"<head><title>a</title></head><body></head></body>");
        let told = Told::default();
        assert_eq!(told.put_into(page.clone()), page);
        *told.0.lock().unwrap() = "<meta>".to_owned();
        assert_eq!(
            told.put_into(page),
            "<head><title>a</title><meta></head><body></head></body>"
        );
        assert_eq!(told.put_into(Bytes::from_static(b"no page")), "no page");
    }
}

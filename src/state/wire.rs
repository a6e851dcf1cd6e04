//! How a page's data travels with the page, and how a page asks for it.

use std::{borrow::Cow, future::Future};

use codee::{Decoder, Encoder};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::AppError,
    model::{
        listing::PostList,
        person::AuthorPage,
        post::PostPage,
        series::SeriesPage,
        site::Site,
        tag::{TagIndex, TagPage},
    },
};

/// Data that goes into a page, so that the browser need not ask for it again.
pub trait OnPage: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// What of it the document does not hold already.
    fn remainder(&self) -> Cow<'_, Self> {
        Cow::Borrowed(self)
    }
}

impl OnPage for AuthorPage {}
impl OnPage for PostList {}
impl OnPage for SeriesPage {}
impl OnPage for TagIndex {}
impl OnPage for TagPage {}

impl OnPage for PostPage {
    /// The text stands in the document; sent twice, it would double the page.
    fn remainder(&self) -> Cow<'_, Self> {
        Cow::Owned(Self {
            html: String::new(),
            ..self.clone()
        })
    }
}

/// JSON, read from bytes as server functions read theirs: one reader in the program instead of two.
pub struct Json;

impl<T: OnPage> Encoder<Result<T, AppError>> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(outcome: &Result<T, AppError>) -> Result<String, Self::Error> {
        serde_json::to_string(&outcome.as_ref().map(OnPage::remainder))
    }
}

impl Encoder<Site> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(site: &Site) -> Result<String, Self::Error> {
        serde_json::to_string(site)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}

/// What a page loads.
pub type Loaded<T> = Resource<Result<T, AppError>, Json>;

/// Loads what `fetch` brings, again whenever `source` changes. Called at the top of a page, never inside a `Load`.
pub fn load<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Loaded<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: OnPage,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    Resource::new_with_options(source, fetch, false)
}

//! How a page's data travels with the page, and how a page asks for it.
//!
//! The data of every page goes in one kind of parcel, so that the program holds the machinery of loading, waiting and
//! showing once and not once per kind of page: a tenth of what a reader downloads.

use std::{
    any::Any,
    future::{Future, pending},
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
};

use codee::{Decoder, Encoder};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use miniserde::{Deserialize, Serialize};

use super::address::address;
use crate::{
    error::AppError,
    model::{
        drawn::DrawnPage, find::Found, front::FrontPage, post::PostPage, series::SeriesPage, site::Site,
        views::ViewCount,
    },
    platform,
};

/// Data that goes into a page, so that the browser need not ask for it again.
pub trait OnPage: Clone + Serialize + Deserialize + Send + Sync + 'static {
    /// What stands in the document already.
    type Shown;

    /// Takes out what stands in the document already.
    fn take_shown(&mut self) -> Self::Shown;

    /// Puts it back.
    fn put_shown(&mut self, shown: Self::Shown);
}

impl OnPage for DrawnPage {
    /// What was drawn.
    type Shown = String;

    fn take_shown(&mut self) -> String {
        std::mem::take(&mut self.html)
    }

    fn put_shown(&mut self, html: String) {
        self.html = html;
    }
}

impl OnPage for Found {
    /// How often posts were read: in the data it would make another page of it each time.
    type Shown = Vec<Option<ViewCount>>;

    fn take_shown(&mut self) -> Self::Shown {
        self.hits.iter_mut().map(|hit| hit.post.views.take()).collect()
    }

    fn put_shown(&mut self, shown: Self::Shown) {
        for (hit, views) in self.hits.iter_mut().zip(shown) {
            hit.post.views = views;
        }
    }
}

impl OnPage for FrontPage {
    /// What was drawn, and how often the posts of the list were read.
    type Shown = (String, Option<Vec<Option<ViewCount>>>);

    fn take_shown(&mut self) -> Self::Shown {
        (self.page.take_shown(), self.found.as_mut().map(Found::take_shown))
    }

    fn put_shown(&mut self, (html, views): Self::Shown) {
        self.page.put_shown(html);
        if let (Some(found), Some(views)) = (&mut self.found, views) {
            found.put_shown(views);
        }
    }
}

impl OnPage for SeriesPage {
    /// What was drawn.
    type Shown = (String, String);

    fn take_shown(&mut self) -> Self::Shown {
        (self.page.take_shown(), std::mem::take(&mut self.list))
    }

    fn put_shown(&mut self, (head, list): Self::Shown) {
        self.page.put_shown(head);
        self.list = list;
    }
}

impl OnPage for PostPage {
    /// The text, which sent twice would double the page; what was drawn; and how often it was read.
    type Shown = (String, Option<String>, Option<ViewCount>);

    fn take_shown(&mut self) -> Self::Shown {
        let series = self
            .series
            .as_mut()
            .map(|series| std::mem::take(&mut series.html));
        (std::mem::take(&mut self.html), series, self.summary.views.take())
    }

    fn put_shown(&mut self, (html, series, views): Self::Shown) {
        self.html = html;
        if let (Some(series), Some(html)) = (&mut self.series, series) {
            series.html = html;
        }
        self.summary.views = views;
    }
}

/// The data of one page, whatever kind of page it is.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// The data; nothing if it came with the page and was not read yet.
    value: Option<Arc<dyn Any + Send + Sync>>,
    /// What is sent of it with the page, as JSON.
    json: String,
}

impl Parcel {
    fn pack<T: OnPage>(mut value: T) -> Self {
        let shown = value.take_shown();
        let json = platform::sent(&value);
        value.put_shown(shown);
        Self {
            json,
            value: Some(Arc::new(value)),
        }
    }

    /// Takes the data out. It fails where the page came from another version of this program.
    pub fn open<T: OnPage>(&self) -> Result<T, AppError> {
        match &self.value {
            Some(value) => value.downcast_ref().cloned(),
            None => miniserde::json::from_str(&self.json).ok(),
        }
        .ok_or_else(|| AppError::Transport("page".to_owned()))
    }
}

/// How what travels is written: data after `=`, an error after `!`.
pub struct PageData;

impl Encoder<Result<Parcel, AppError>> for PageData {
    type Error = miniserde::Error;
    type Encoded = String;

    fn encode(outcome: &Result<Parcel, AppError>) -> Result<String, Self::Error> {
        Ok(match outcome {
            Ok(parcel) => format!("={}", parcel.json),
            Err(error) => format!("!{}", String::from_utf8_lossy(&error.ser())),
        })
    }
}

impl Decoder<Result<Parcel, AppError>> for PageData {
    type Error = miniserde::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<Result<Parcel, AppError>, Self::Error> {
        if let Some(json) = text.strip_prefix('=') {
            return Ok(Ok(Parcel {
                value: None,
                json: json.to_owned(),
            }));
        }
        let error = text.trim_start_matches('!').to_owned();
        Ok(Err(AppError::de(error.into())))
    }
}

impl Encoder<Site> for PageData {
    type Error = miniserde::Error;
    type Encoded = String;

    fn encode(site: &Site) -> Result<String, Self::Error> {
        Ok(platform::sent(site))
    }
}

impl Decoder<Site> for PageData {
    type Error = miniserde::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<Site, Self::Error> {
        miniserde::json::from_str(text)
    }
}

/// What an address names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Target {
    /// Its `:slug`; empty where it has none.
    pub slug: String,
    /// All that follows the `?`.
    pub query: String,
}

/// Parcels, one after the other, as the address changes.
pub type Parcels = Resource<Result<Parcel, AppError>, PageData>;

/// What a page loads.
pub struct Loaded<T> {
    parcels: Parcels,
    kind: PhantomData<fn() -> T>,
}

impl<T: OnPage> Loaded<T> {
    /// The parcels that the data comes in.
    pub fn parcels(&self) -> Parcels {
        self.parcels
    }
}

type Coming = Pin<Box<dyn Future<Output = Result<Parcel, AppError>> + Send>>;
type Fetch = Box<dyn Fn(Target) -> Coming + Send + Sync>;

/// Loads what `fetch` brings, again whenever the target changes. Called at the top of a page, never inside a `Load`.
pub fn load<T, F>(
    target: impl Fn() -> Target + Send + Sync + 'static,
    fetch: impl Fn(Target) -> F + Send + Sync + 'static,
) -> Loaded<T>
where
    T: OnPage,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    let fetch = move |target| -> Coming {
        let coming = fetch(target);
        Box::pin(async move { coming.await.map(Parcel::pack) })
    };
    Loaded {
        parcels: load_parcels(Box::new(target), Box::new(fetch)),
        kind: PhantomData,
    }
}

/// Where nothing is found within the app the server is asked for the whole address: it may lead elsewhere or to a file, or
/// what was there is gone.
fn load_parcels(target: Box<dyn Fn() -> Target + Send + Sync>, fetch: Fetch) -> Parcels {
    let location = use_location();
    let fetch = move |target| {
        let (asked, coming) = (address(&location), fetch(target));
        let location = location.clone();
        async move {
            let outcome = coming.await;
            // Who went on meanwhile is not brought back.
            if platform::IS_LIVE
                && matches!(outcome, Err(AppError::NotFound))
                && address(&location) == asked
                && platform::leave_for(&asked)
            {
                return pending().await;
            }
            outcome
        }
    };
    Resource::new_with_options(target, fetch, false)
}

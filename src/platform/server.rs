//! The seam on the server: no screen and no storage, but a response whose status can be set.

use axum::http::{StatusCode, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use miniserde::Serialize;
use web_sys::{Element, Event, FocusEvent, HtmlElement};

use crate::{
    model::{
        find::{Place, PostQuery},
        site::{Frame, Site},
    },
    server::{calendar, context::Context, pages::Instead},
};

/// Pages are written here once and never change.
pub const IS_LIVE: bool = false;

/// Now, in Unix milliseconds.
pub fn now() -> i64 {
    calendar::now()
}

/// The day of a moment as a field for dates wants it; there is none here.
pub fn day_of(_millis: i64) -> String {
    String::new()
}

/// A moment as a machine writes it; there is none here.
pub fn instant(_text: &str) -> Option<i64> {
    None
}

/// The beginning of a day as a field gives it; there is none here.
pub fn day(_text: &str) -> Option<i64> {
    None
}

/// The day of a moment here; there is none.
pub fn local_day(_millis: i64) -> String {
    String::new()
}

/// The time of the day of a moment; there is none here.
pub fn clock(_millis: i64) -> String {
    String::new()
}

/// The time zone of the device; there is none here.
pub fn zone() -> String {
    String::new()
}

/// Name and port of the site; an address bar is not here.
pub fn host() -> String {
    String::new()
}

/// Where the page is from; an address bar is not here.
pub fn origin() -> String {
    String::new()
}

/// A moment where its reader is; nobody is here.
pub fn local_moment(_iso: &str, _zone: &str) -> Option<String> {
    None
}

/// A name for a tab; there is none here.
pub fn random_name() -> String {
    String::new()
}

/// The device's store of drafts; there is none here.
#[derive(Clone)]
pub struct Journal;

impl Journal {
    /// Opens nothing.
    pub async fn open() -> Option<Self> {
        None
    }

    /// Keeps nothing.
    pub async fn keep(&self, _texts: &[(String, String)]) -> bool {
        false
    }

    /// Forgets nothing.
    pub async fn forget(&self, _keys: &[String]) -> bool {
        false
    }

    /// Has nothing.
    pub async fn left(&self, _beginning: &str) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// Says that something is alive; nothing is, here.
pub struct Alive;

/// Pages are not alive here.
pub fn hold_alive(_name: &str) -> Option<Alive> {
    None
}

/// Nothing is.
pub async fn list_alive() -> Vec<String> {
    Vec::new()
}

/// Sets the HTTP status of the page that is being rendered.
pub fn set_status(code: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(code)) {
        response.set_status(status);
    }
}

/// A value as it is sent with the page, in JSON.
pub fn sent<T: Serialize>(value: &T) -> String {
    miniserde::json::to_string(value)
}

/// What the site says of itself.
pub fn site() -> Site {
    use_context::<Context>()
        .map(|context| Site::clone(&context.site()))
        .unwrap_or_default()
}

/// Draws what stays as it is while a page lives, in the year that it is where the site is, and with what says that the page was
/// made here; the browser takes it as it comes, and need not know how it is drawn.
pub fn drawn(draw: impl FnOnce(&Frame, &str, &str) -> AnyView) -> String {
    use_context::<Context>()
        .map(|context| {
            let year = context.calendar().year(calendar::now());
            draw(&context.frame(), &year, &context.letters.seal()).to_html()
        })
        .unwrap_or_default()
}

/// What is offered instead of a page that is not there, as HTML; empty where nothing is.
pub fn offered() -> String {
    use_context::<Instead>()
        .map(|instead| instead.html())
        .unwrap_or_default()
}

/// What a browser wakes after everything around it; it is drawn at once.
pub fn later(view: impl FnOnce() -> AnyView + Send + 'static) -> AnyView {
    view()
}

/// Says which link of the main navigation leads to where the reader is; it was said while drawing.
pub fn mark_current(_current: impl Fn(&str) -> Option<&'static str>) {}

/// Asks the server for the page at an address of this site instead of staying here; nobody goes anywhere here.
pub fn leave_for(_address: &str) -> bool {
    false
}

/// An element by its id; there is none here.
pub fn element(_id: &str) -> Option<HtmlElement> {
    None
}

/// Reads a value that the reader's device keeps; there is none here.
pub fn stored(_key: &str) -> Option<String> {
    None
}

/// Keeps a value on the reader's device, or forgets it.
pub fn store(_key: &str, _value: Option<&str>) {}

/// Puts a text on the clipboard; whether that went well.
pub async fn copy(_text: &str) -> bool {
    false
}

/// The query of an address, without the `?`.
pub fn query(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// The query of the page's own address with another value under `name`; nothing of that address is known here.
pub fn query_with(name: &str, value: &str) -> String {
    query(&[(name, value)])
}

/// What the page's own address asks for besides words and page, as the hidden fields of a form: without scripts the
/// browser makes the next address of the form alone.
pub fn kept_fields() -> String {
    let asked = PostQuery::parse(&use_location().search.get_untracked());
    let choices = asked.as_ref().map(PostQuery::choices).unwrap_or_default();
    choices
        .into_iter()
        .map(|(name, value)| format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"))
        .collect()
}

/// The words that the page which is drawn looks for, if it is a search.
pub fn searched() -> Option<String> {
    let uri = use_context::<Parts>()?.uri;
    let asked = PostQuery::parse(uri.query().filter(|_| uri.path() == Place::Search.path())?)?;
    Some(asked.words).filter(|words| !words.is_empty())
}

/// Opens an address in a tab of its own.
pub fn open_apart(_address: &str) {}

/// Whether a key was pressed where it writes something.
pub fn is_in_field(_event: &Event) -> bool {
    false
}

/// Whether the focus only moves within the element that listens.
pub fn stays_within(_event: &FocusEvent) -> bool {
    false
}

/// Sends a form without waiting for an answer.
pub fn send_beacon(_address: &str, _pairs: &[(&str, &str)]) {}

/// Whether the page is in a tab that nobody sees.
pub fn is_hidden() -> bool {
    true
}

/// How far the page is scrolled, of as far as it can be, in percent.
pub fn percent_scrolled() -> f64 {
    0.0
}

/// Whether an element has come into sight; none has, here.
pub fn is_reached(_selector: &str) -> bool {
    false
}

/// Says at links that they were read; nobody read anything here.
pub fn mark_read(_list: &Element, _posts: &[String]) {}

/// When the page was made, in seconds since 1970.
pub fn rendered_at() -> Option<String> {
    Some((calendar::now() / 1000).to_string())
}

/// Seconds that have passed since a time; none, here.
pub fn seconds_since(_seconds: u32) -> f64 {
    0.0
}

/// The document's title. The framework writes it into the page as it is.
pub fn title(text: &str) -> AnyView {
    view! { <Title text=text.replace('&', "&amp;").replace('<', "&lt;")/> }.into_any()
}

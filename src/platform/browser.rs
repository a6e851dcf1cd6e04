//! The seam in the browser: storage and clipboard, but no response to speak of.

use leptos::{
    prelude::{AnyView, document, window},
    wasm_bindgen::JsCast as _,
};
use miniserde::Serialize;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, FocusEvent, HtmlElement, Node, Storage, UrlSearchParams};

use crate::model::site::{Frame, Site};

mod journal;
mod title;
mod waking;

pub use journal::{Alive, Journal, hold_alive, list_alive};
pub use title::title;
pub use waking::{later, wake};

/// Pages change here.
pub const IS_LIVE: bool = true;

/// Now, in Unix milliseconds.
pub fn now() -> i64 {
    // Whole milliseconds up to the year 287396 fit.
    js_sys::Date::now() as i64
}

/// The day of a moment, in Unix milliseconds, as a field for dates wants it; in UTC.
pub fn day_of(millis: i64) -> String {
    let iso = js_sys::Date::new(&(millis as f64).into())
        .to_iso_string()
        .as_string();
    iso.and_then(|iso| iso.get(..10).map(str::to_owned))
        .unwrap_or_default()
}

/// A moment as a machine writes it (RFC 3339), in Unix milliseconds; without a zone, as a field for moments gives it, it is one
/// here.
pub fn instant(text: &str) -> Option<i64> {
    let millis = js_sys::Date::new(&text.into()).get_time();
    (!text.is_empty() && millis.is_finite()).then_some(millis as i64)
}

/// The beginning of a day as a field for dates gives it, in Unix milliseconds; in UTC.
pub fn day(text: &str) -> Option<i64> {
    instant(text).filter(|_| text.len() == 10)
}

/// The day of a moment, in Unix milliseconds, here: `2026-04-15`.
pub fn local_day(millis: i64) -> String {
    let date = js_sys::Date::new(&(millis as f64).into());
    format!(
        "{:04}-{:02}-{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date()
    )
}

/// The time of the day of a moment, in Unix milliseconds, here: `09:05`.
pub fn clock(millis: i64) -> String {
    let date = js_sys::Date::new(&(millis as f64).into());
    format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// The name of the time zone of this device, such as `Europe/Berlin`.
pub fn zone() -> String {
    let options =
        js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new()).resolved_options();
    js_sys::Reflect::get(&options, &"timeZone".into())
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_else(|| "UTC".to_owned())
}

/// Name and port of the site, as the address bar shows them.
pub fn host() -> String {
    window().location().host().unwrap_or_default()
}

/// Where the page is from: scheme, host and perhaps a port.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// A moment (RFC 3339) as the clock of this device shows it, unless that goes as in the named zone.
pub fn local_moment(iso: &str, zone: &str) -> Option<String> {
    let options = js_sys::Object::new();
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &options);
    let here = js_sys::Reflect::get(&format.resolved_options(), &"timeZone".into()).ok()?;
    if here.as_string().as_deref() == Some(zone) {
        return None;
    }
    for (name, value) in [("dateStyle", "long"), ("timeStyle", "short")] {
        js_sys::Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    let date = js_sys::Date::new(&iso.into());
    Some(date.to_locale_string("en-GB", &options).into())
}

/// A text that no other tab has: 64 random bits or more, in hexadecimal.
pub fn random_name() -> String {
    let part = || (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
    format!("{:08x}{:08x}{:08x}", part(), part(), part())
}

/// The response went out long ago.
pub fn set_status(_code: u16) {}

/// Pages are sent by the server only.
pub fn sent<T: Serialize>(_value: &T) -> String {
    String::new()
}

/// The server sends it with the page; this stands in only where it did not.
pub fn site() -> Site {
    Site {
        name: document().title(),
        ..Site::default()
    }
}

/// The server drew it.
pub fn drawn(_draw: impl FnOnce(&Frame, &str, &str) -> AnyView) -> String {
    String::new()
}

/// The server drew it, or has nothing to offer: who comes to nothing within the app is sent to the server.
pub fn offered() -> String {
    String::new()
}

/// Says which link of the main navigation leads to where the reader is.
pub fn mark_current(current: impl Fn(&str) -> Option<&'static str>) {
    let Ok(links) = document().query_selector_all(".site-nav a") else {
        return;
    };
    for link in (0..links.length()).filter_map(|index| links.get(index)) {
        let link: Element = link.unchecked_into();
        let href = link.get_attribute("href").unwrap_or_default();
        // Neither fails: both names are such as attributes have.
        let _ = match current(&href) {
            Some(current) => link.set_attribute("aria-current", current),
            None => link.remove_attribute("aria-current"),
        };
    }
}

/// Asks the server for the page at an address of this site instead of staying here.
pub fn leave_for(address: &str) -> bool {
    let location = window().location();
    location
        .origin()
        .and_then(|origin| location.set_href(&(origin + address)))
        .is_ok()
}

/// An element by its id.
pub fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Reads a value that the reader's device keeps.
pub fn stored(key: &str) -> Option<String> {
    local_storage()?.get_item(key).ok()?
}

/// Keeps a value on the reader's device, or forgets it. A full or forbidden storage is no error: the value lasts as
/// long as the page.
pub fn store(key: &str, value: Option<&str>) {
    let Some(storage) = local_storage() else { return };
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}

fn local_storage() -> Option<Storage> {
    window().local_storage().ok()?
}

/// Puts a text on the clipboard; whether that went well.
pub async fn copy(text: &str) -> bool {
    // On plain HTTP from another machine there is no clipboard to speak to.
    if !window().is_secure_context() {
        return false;
    }
    JsFuture::from(window().navigator().clipboard().write_text(text))
        .await
        .is_ok()
}

/// The query of an address, without the `?`.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let Ok(params) = UrlSearchParams::new() else {
        return String::new();
    };
    for (name, value) in pairs {
        params.append(name, value);
    }
    params.to_string().into()
}

/// The query of the page's own address with another value under `name`, from the first page on; that the words before
/// were meant as typed says nothing of others.
pub fn query_with(name: &str, value: &str) -> String {
    let search = window().location().search().unwrap_or_default();
    let Ok(params) = UrlSearchParams::new_with_str(&search) else {
        return String::new();
    };
    params.delete("page");
    params.delete("literal");
    params.set(name, value);
    params.to_string().into()
}

/// The hidden fields of a form, as HTML; with scripts no form is sent by the browser.
pub fn kept_fields() -> String {
    String::new()
}

/// The words that the page which is drawn looks for; no page is drawn here.
pub fn searched() -> Option<String> {
    None
}

/// Opens an address in a tab of its own.
pub fn open_apart(address: &str) {
    let _ = window().open_with_url_and_target(address, "_blank");
}

/// Whether a key was pressed where it writes something.
pub fn is_in_field(event: &Event) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| {
        target
            .closest("input, textarea, select, [contenteditable]")
            .is_ok_and(|field| field.is_some())
    })
}

/// Whether the focus only moves within the element that listens.
pub fn stays_within(event: &FocusEvent) -> bool {
    let place = event
        .current_target()
        .and_then(|place| place.dyn_into::<Node>().ok());
    let next = event
        .related_target()
        .and_then(|next| next.dyn_into::<Node>().ok());
    place.is_some_and(|place| next.is_some_and(|next| place.contains(Some(&next))))
}

/// Sends a form without waiting for an answer; it goes out even if the page is left.
pub fn send_beacon(address: &str, pairs: &[(&str, &str)]) {
    if let Ok(form) = UrlSearchParams::new_with_str(&query(pairs)) {
        let _ = window()
            .navigator()
            .send_beacon_with_opt_url_search_params(address, Some(&form));
    }
}

/// Whether the page is in a tab that nobody sees.
pub fn is_hidden() -> bool {
    document().hidden()
}

/// How far the page is scrolled, of as far as it can be, in percent; 0 where it cannot be.
pub fn percent_scrolled() -> f64 {
    let (Some(root), Ok(y)) = (document().document_element(), window().scroll_y()) else {
        return 0.0;
    };
    let way = root.scroll_height() - root.client_height();
    if way > 0 { 100.0 * y / f64::from(way) } else { 0.0 }
}

/// Whether the first element that matches `selector` has come into sight, or was scrolled past.
pub fn is_reached(selector: &str) -> bool {
    let element = document().query_selector(selector).ok().flatten();
    let height = document().document_element().map(|root| root.client_height());
    element
        .zip(height)
        .is_some_and(|(element, height)| element.get_bounding_client_rect().top() <= f64::from(height))
}

/// Says at the links to these posts in a list, once it is drawn, that they were read.
pub fn mark_read(list: &Element, posts: &[String]) {
    for slug in posts {
        // What is kept on a device may be anything; what is no slug is in no list.
        if let Ok(Some(link)) = list.query_selector(&format!("h2 > [href='/posts/{slug}']")) {
            let _ = link.insert_adjacent_html(
                "afterend",
                "<span class=\"visually-hidden is-read\"> (read)</span>",
            );
        }
    }
}

/// When the page was made, in seconds since 1970: now, and not in a page that a cache keeps.
pub fn rendered_at() -> Option<String> {
    None
}

/// Seconds that have passed since a time.
pub fn seconds_since(seconds: u32) -> f64 {
    js_sys::Date::now() / 1000.0 - f64::from(seconds)
}

//! `/series/:slug`: the parts of a series in reading order, with what this device knows of them.

use leptos::{html::Div, prelude::*};

use super::load;
use crate::{
    api::series::read_series,
    components::{drawn::show_page, load::Load},
    model::series::{PartRef, SeriesPage as Series, next_part},
    platform,
    state::reading::parts_read,
};

/// Slugs of the parts that were read on this device; none until the page is alive.
type Read = RwSignal<Vec<String>>;

/// One series.
#[component]
pub fn SeriesPage() -> impl IntoView {
    let series = load(|at| read_series(at.slug));
    view! { <Load resource=series view=series_page/> }
}

fn series_page(series: Series) -> AnyView {
    let read: Read = RwSignal::new(Vec::new());
    let list = NodeRef::<Div>::new();
    let slug = series.slug;
    // The page comes without them, so that it is the same for everybody.
    Effect::new(move |_| {
        if let Some(list) = list.get() {
            let parts = parts_read(&slug);
            platform::mark_read(&list, &parts);
            read.set(parts);
        }
    });
    let way = (series.parts.len() > 1).then(|| way(series.parts, read));
    view! {
        {show_page(series.page)}
        {way}
        <div class="series-list" node_ref=list inner_html=series.list></div>
    }
    .into_any()
}

/// The next part to read, and how many were. It is as high before anything is known as after, so nothing moves.
fn way(parts: Vec<PartRef>, read: Read) -> AnyView {
    let all = parts.len();
    let next = Memo::new(move |_| {
        let (done, next) = read.with(|read| next_part(&parts, read));
        (done, parts.get(next).cloned().unwrap_or_default())
    });
    let href = move || next.with(|(_, part)| format!("/posts/{}", part.slug));
    let words = move || {
        next.with(|(done, part)| {
            let part = match part.number {
                0 => "the overview".to_owned(),
                number => format!("part {number}"),
            };
            match *done {
                0 => format!("Start with {part}"),
                done if done == all => "Read again".to_owned(),
                _ => format!("Go on with {part}"),
            }
        })
    };
    let count = move || {
        next.with(|(done, _)| match *done {
            0 => String::new(),
            done => format!("{done} of {all} read"),
        })
    };
    view! {
        <p class="series-way">
            <a class="button" href=href>
                {words}
            </a>
            <span class="fact">{count}</span>
        </p>
    }
    .into_any()
}

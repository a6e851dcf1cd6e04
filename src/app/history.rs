//! What changed in a post since readers first saw it.

use leptos::prelude::*;

use super::bare::Bare;
use crate::{
    components::{difference, facts::Date},
    model::{
        release::{Changes, Difference, Release},
        site::Site,
    },
};

/// The page.
pub fn history_page(site: &Site, changes: Changes) -> Bare {
    let post = format!("/posts/{}", changes.slug);
    let language = site.lang(changes.language.clone());
    let all = changes.releases.len();
    let releases = changes
        .releases
        .into_iter()
        .enumerate()
        .map(|(at, one)| release(one, all - at, language.clone()))
        .collect_view();
    let title = format!("{}: what changed", changes.title);
    let content = view! {
        <header class="page-head">
            <p class="eyebrow">"What changed"</p>
            <h1 lang=language>{changes.title}</h1>
            <p class="lede">
                "The newest change first. What was taken out is "
                <del>"struck through"</del>
                ", what was put in is "
                <ins>"underlined"</ins>
                "; the text is shown as its author wrote it, in Markdown."
            </p>
            <p class="facts">
                <a href=post>"Back to the post"</a>
            </p>
        </header>
        {releases}
        {changes.more.then(|| view! { <p class="release">"Earlier changes are not shown."</p> })}
    };
    Bare {
        title,
        description: None,
        links: None,
        class: "page",
        content: content.into_any(),
    }
}

/// One of them; `number` counts from the first that is shown.
fn release(release: Release, number: usize, language: Option<String>) -> AnyView {
    let label = format!("Text, change {number}");
    let shown = match release.difference {
        Difference::First => said("This is the first text that there is a record of."),
        Difference::TooLong => said("The texts are too long to be compared on this page."),
        Difference::Compared { fields, text } if fields.is_empty() && text.is_empty() => {
            said("Title, summary and text stayed as they were.")
        }
        Difference::Compared { fields, text } => {
            let rows = fields
                .into_iter()
                .map(|(name, stretches)| {
                    view! {
                        <dt>{name}</dt>
                        <dd class="comparison" lang=language.clone()>
                            <p>{difference::stretches(stretches)}</p>
                        </dd>
                    }
                })
                .collect::<Vec<_>>();
            let fields = (!rows.is_empty()).then(|| view! { <dl class="comparison-fields">{rows}</dl> });
            let text = (!text.is_empty())
                .then(|| view! { <div lang=language>{difference::passages(text, label)}</div> });
            view! { {fields} {text} }.into_any()
        }
    };
    view! {
        // Without a name of its own: there may be two of one day.
        <section class="release">
            <h2>
                <Date date=release.date/>
            </h2>
            {(!release.note.is_empty()).then(|| view! { <p class="release-note">{release.note}</p> })}
            {shown}
        </section>
    }
    .into_any()
}

fn said(text: &'static str) -> AnyView {
    view! { <p class="fact">{text}</p> }.into_any()
}

//! A page such as "About", or a project: what it says, and of a project what it is made with and where it can be had.

use leptos::prelude::*;

use crate::{
    components::{cover::Cover, facts::Date, frame::rel, toc::Toc},
    model::{
        address::PORTFOLIO,
        drawn::DrawnPage,
        page::{Facts, SitePage},
        site::Entry,
    },
};

/// Draws it.
pub fn draw(mut page: SitePage) -> DrawnPage {
    DrawnPage {
        title: page.seo_title.take().unwrap_or_else(|| page.title.clone()),
        description: std::mem::take(&mut page.description),
        canonical: page.canonical.take().unwrap_or_else(|| page.path.clone()),
        newer: None,
        older: None,
        noindex: page.unlisted,
        feeds: None,
        html: text(page).to_html(),
    }
}

/// The page without what it says of itself; also a draft is shown so to whoever has a link to it.
pub fn text(page: SitePage) -> impl IntoView {
    let is_project = page.project.is_some();
    let facts = page.project.unwrap_or_default();
    let has_facts = facts.year.is_some() || page.updated.is_some();
    let year = facts.year.map(|year| view! { <span>{year}</span> });
    let updated = page
        .updated
        .map(|date| view! { <span>"Updated " <Date date=date/></span> });
    view! {
        <article class="post" lang=page.language>
            <header class="post-head">
                {is_project
                    .then(|| {
                        view! {
                            <p class="eyebrow">
                                <a href=format!("/{PORTFOLIO}")>"Portfolio"</a>
                            </p>
                        }
                    })}
                <h1>{page.title}</h1>
                {(!page.dek.is_empty()).then(|| view! { <p class="lede">{page.dek}</p> })}
                {has_facts.then(|| view! { <p class="facts">{year} {updated}</p> })}
                {about(facts)}
            </header>
            {page.cover.map(|picture| view! { <Cover picture=picture/> })}
            <Toc entries=page.toc/>
            <div class="prose" inner_html=page.html></div>
        </article>
    }
}

/// Technologies and links of a project.
fn about(facts: Facts) -> impl IntoView {
    let links = (!facts.links.is_empty()).then(|| {
        let links = facts.links.into_iter().map(link).collect_view();
        view! {
            <ul class="project-links" role="list" aria-label="Links">
                {links}
            </ul>
        }
    });
    view! {
        {technologies(facts.technologies)}
        {links}
    }
}

/// What a project is made with; nothing where that is not said.
pub fn technologies(names: Vec<String>) -> impl IntoView {
    (!names.is_empty()).then(|| {
        let names = names
            .into_iter()
            .map(|name| view! { <li>{name}</li> })
            .collect_view();
        view! {
            <ul class="technologies" role="list" aria-label="Made with">
                {names}
            </ul>
        }
    })
}

/// A link of a project: one that leads elsewhere tells nobody there where it was followed.
fn link(entry: Entry) -> impl IntoView {
    let rel = if entry.address.starts_with('/') {
        rel(&entry.address)
    } else {
        Some("external noopener")
    };
    view! {
        <li>
            <a href=entry.address rel=rel>
                {entry.label}
            </a>
        </li>
    }
}

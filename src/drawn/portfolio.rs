//! All projects, as cards.

use leptos::prelude::*;

use super::page::technologies;
use crate::{
    components::card::CardCover,
    model::{address::PORTFOLIO, drawn::DrawnPage, page::ProjectCard, status::Kind},
};

/// Draws them, under these words of their owner.
pub fn draw(projects: Vec<ProjectCard>, intro: &str) -> DrawnPage {
    let count = match projects.len() {
        1 => "1 project".to_owned(),
        n => format!("{n} projects"),
    };
    let cards = projects
        .into_iter()
        .enumerate()
        .map(|(index, project)| card(project, index == 0))
        .collect_view();
    let html = view! {
        <header class="page-head">
            <h1>"Portfolio"</h1>
            {(!intro.is_empty()).then(|| view! { <p class="lede">{intro.to_owned()}</p> })}
            <p class="count-line">{count.clone()}</p>
        </header>
        <section class="post-grid" aria-label="Projects">
            {cards}
        </section>
    };
    DrawnPage {
        title: "Portfolio".to_owned(),
        description: if intro.is_empty() {
            format!("What was made here: {count}.")
        } else {
            intro.to_owned()
        },
        canonical: format!("/{PORTFOLIO}"),
        newer: None,
        older: None,
        noindex: false,
        feeds: None,
        html: html.to_html(),
    }
}

/// One project; the cover of the `first` is loaded at once.
pub fn card(project: ProjectCard, first: bool) -> impl IntoView {
    let href = Kind::Project.path(&project.slug);
    view! {
        <article class="card">
            {project.cover.map(|cover| view! { <CardCover cover=cover first=first/> })}
            <div class="card-body">
                <h2 class="card-title">
                    <a href=href>{project.title}</a>
                </h2>
                {(!project.summary.is_empty()).then(|| view! { <p class="card-summary">{project.summary}</p> })}
                {project.year.map(|year| view! { <p class="facts"><span>{year}</span></p> })}
                {technologies(project.technologies)}
            </div>
        </article>
    }
}

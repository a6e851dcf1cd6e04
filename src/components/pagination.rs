//! The way to newer and older entries.

use leptos::prelude::*;

use crate::model::listing::Paging;

/// Links to the pages before and after; nothing where there is one page.
#[component]
pub fn Pagination(
    /// Where we are.
    paging: Paging,
    /// Path of the list.
    #[prop(into)]
    path: String,
) -> impl IntoView {
    (paging.pages > 1).then(|| {
        let newer = paging.newer().map(|page| Paging::href(&path, page));
        let older = paging.older().map(|page| Paging::href(&path, page));
        view! {
            <nav class="pagination" aria-label="Pages">
                {newer
                    .map(|href| {
                        view! {
                            <a rel="prev" href=href>
                                <span aria-hidden="true">"←"</span>
                                " Newer posts"
                            </a>
                        }.into_any()
                    })}
                <span class="page-of">{format!("Page {} of {}", paging.page, paging.pages)}</span>
                {older
                    .map(|href| {
                        view! {
                            <a rel="next" href=href>
                                "Older posts "
                                <span aria-hidden="true">"→"</span>
                            </a>
                        }.into_any()
                    })}
            </nav>
        }
        .into_any()
    })
}

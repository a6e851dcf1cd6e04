//! The way to newer and older entries.

use leptos::prelude::*;

use crate::model::listing::Paging;

/// Links to the pages before and after; nothing where there is one page.
#[component]
pub fn Pagination(
    /// Where we are.
    paging: Paging,
    /// Address of the page before.
    newer: Option<String>,
    /// Address of the page after.
    older: Option<String>,
) -> impl IntoView {
    (paging.pages > 1).then(|| {
        view! {
            <nav class="pagination" aria-label="Pages">
                {newer
                    .map(|href| {
                        view! {
                            <a rel="prev" href=href>
                                <span aria-hidden="true">"←"</span>
                                " Previous page"
                            </a>
                        }
                            .into_any()
                    })}
                <span class="page-of">{format!("Page {} of {}", paging.page, paging.pages)}</span>
                {older
                    .map(|href| {
                        view! {
                            <a rel="next" href=href>
                                "Next page "
                                <span aria-hidden="true">"→"</span>
                            </a>
                        }
                            .into_any()
                    })}
            </nav>
        }
        .into_any()
    })
}

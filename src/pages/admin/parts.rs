//! What comes as files of its own, when it is opened first: the editor with its renderer, and all other parts of the desk but
//! the list of posts.

use std::future::Future;

use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_split::{SplitLoaderError, wasm_split},
};

use super::{
    account::AccountPage,
    collections::{CollectionsPage, OneCollectionPage},
    desk::Failed,
    editor::EditorPage,
    form::give_place_back,
    inbox::InboxPage,
    jobs::JobsPage,
    log::LogPage,
    media::MediaPage,
    people::PeoplePage,
    redirects::RedirectsPage,
    review::ReviewPage,
    revisions::RevisionsPage,
    series::{OneSeriesPage, SeriesPage},
    settings::SettingsPage,
    statistics::StatisticsPage,
    subscribers::SubscribersPage,
    tags::TagsPage,
};
use crate::error::AppError;

/// A page of the desk that is neither the list of posts nor the editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// What a post was before.
    Revisions(String),
    /// Pictures.
    Media,
    /// Posts that are to be looked at again.
    Review,
    /// Views.
    Statistics,
    /// Tags.
    Tags,
    /// All series.
    AllSeries,
    /// One of them.
    Series(i64),
    /// All collections, and focus areas.
    AllCollections,
    /// A collection.
    Collection(i64),
    /// Old addresses.
    Redirects,
    /// What the server does by itself.
    Jobs,
    /// What readers wrote.
    Inbox,
    /// Who wants the newsletter.
    Subscribers,
    /// Who writes here.
    People,
    /// What stands around every page.
    Settings,
    /// Who did what.
    Log,
    /// Who one is.
    Account,
}

/// Read-only data that nothing names. Each file gets the data that it needs, aligned anew; where that makes all of it longer
/// than it was, the splitter gives everything to the file that readers load (it says so only in its log, as "overlong
/// segment"). What nothing names is in no file, so that the rest may grow by as much.
#[cfg(target_arch = "wasm32")]
#[used]
static SLACK: [u8; 4096] = [0xff; 4096];

/// What draws something, or why its file did not arrive.
type Drawing<T> = Result<fn(T) -> AnyView, SplitLoaderError>;

// `#[lazy]` ends the whole program when a file does not arrive.

/// Draws the editor of a post.
#[wasm_split(editor, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn editor() -> Drawing<String> {
    Ok(|post| view! { <EditorPage post=post/> }.into_any())
}

/// Draws a part.
#[wasm_split(part, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn part() -> Drawing<Part> {
    Ok(|part| match part {
        Part::Revisions(post) => view! { <RevisionsPage post=post/> }.into_any(),
        Part::Media => view! { <MediaPage/> }.into_any(),
        Part::Review => view! { <ReviewPage/> }.into_any(),
        Part::Statistics => view! { <StatisticsPage/> }.into_any(),
        Part::Tags => view! { <TagsPage/> }.into_any(),
        Part::AllSeries => view! { <SeriesPage/> }.into_any(),
        Part::Series(id) => view! { <OneSeriesPage id=id/> }.into_any(),
        Part::AllCollections => view! { <CollectionsPage/> }.into_any(),
        Part::Collection(id) => view! { <OneCollectionPage id=id/> }.into_any(),
        Part::Redirects => view! { <RedirectsPage/> }.into_any(),
        Part::Jobs => view! { <JobsPage/> }.into_any(),
        Part::Inbox => view! { <InboxPage/> }.into_any(),
        Part::Subscribers => view! { <SubscribersPage/> }.into_any(),
        Part::People => view! { <PeoplePage/> }.into_any(),
        Part::Settings => view! { <SettingsPage/> }.into_any(),
        Part::Log => view! { <LogPage/> }.into_any(),
        Part::Account => view! { <AccountPage/> }.into_any(),
    })
}

/// Draws with what comes, once it is there.
pub fn once<T, F>(load: fn() -> F, what: T) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = Drawing<T>> + 'static,
{
    let here = RwSignal::new(None::<Result<fn(T) -> AnyView, AppError>>);
    let fetch = move || {
        spawn_local(async move {
            let drawing = load().await.map_err(|_| AppError::Transport(String::new()));
            // Somewhere else may have been gone to meanwhile.
            here.try_set(Some(drawing));
        });
    };
    fetch();
    let again = Callback::new(move |()| {
        here.set(None);
        fetch();
        give_place_back(None);
    });
    (move || {
        match here.get() {
            None => view! {
                <p class="desk-coming" role="status">
                    "Opening …"
                </p>
            }
            .into_any(),
            Some(Ok(draw)) => draw(what.clone()),
            Some(Err(error)) => view! {
                <Failed error=error retry=again/>
                // A newer version of the program has other files.
                <p>
                    "If that does not help, "
                    <a href="" rel="external">
                        "load the page again"
                    </a>
                    "."
                </p>
            }
            .into_any(),
        }
    })
    .into_any()
}

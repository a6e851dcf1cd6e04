//! The desk's frame: where one can go, who one is, and what was done last, in words.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    hooks::use_location,
    location::{BrowserUrl, LocationProvider as _},
};
use web_sys::FocusOptions;

use super::{
    form::{SIGN_IN, Said},
    held::{Held, HeldPart},
    parts::{self, Part},
    posts::PostsPage,
    upload::UnderWay,
};
use crate::{
    api::account::read_me,
    error::AppError,
    model::{
        account::Me,
        draft::journal::mark,
        parts::{PARTS, Place, is_page, part_at},
        role::allows,
    },
    platform,
};

/// Draws the desk for who is signed in.
pub fn desk() -> AnyView {
    provide_context(Said::default());
    provide_context(UnderWay::open());
    provide_context(Held::open());
    let me = RwSignal::new(None::<Result<Me, AppError>>);
    let load = move || spawn_local(async move { me.set(Some(read_me().await)) });
    load();
    let reload = Callback::new(move |()| load());
    let shown = move || {
        me.get().map(|me| match me {
            Ok(me) => view! { <Frame me=me/> }.into_any(),
            Err(AppError::Unauthorized) => {
                let _ = window().location().set_href(SIGN_IN);
                ().into_any()
            }
            Err(error) => view! { <Failed error=error retry=reload/> }.into_any(),
        })
    };
    view! { {shown} }.into_any()
}

/// How what the device keeps of who is signed in is [marked](mark).
#[derive(Clone)]
pub struct Mark(pub String);

#[component]
fn Frame(
    /// Who is signed in.
    me: Me,
) -> impl IntoView {
    provide_context(Mark(mark(&me.author_slug)));
    let path = use_location().pathname;
    let under_way = expect_context::<UnderWay>();
    let role = me.role;
    let link = move |&(href, name, _): &Place| {
        let current = move || path.with(|path| path.starts_with(href)).then_some("page");
        view! {
            <li>
                <a href=href aria-current=current rel=move || under_way.rel()>
                    {name}
                </a>
            </li>
        }
        .into_any()
    };
    let groups = PARTS
        .iter()
        .map(|group| {
            let allowed = group.iter().filter(|(_, _, action)| allows(role, *action));
            view! { <ul role="list">{allowed.map(link).collect_view()}</ul> }.into_any()
        })
        .collect_view();
    let said = expect_context::<Said>();
    let name = me.name.clone();
    let part = Memo::new(move |_| {
        path.with(|path| part_at(path).filter(|_| is_page(path)))
            .filter(|(_, _, action)| allows(role, *action))
            .map(|(href, ..)| href)
    });
    let post = Memo::new(move |_| {
        let path = path.get();
        path.strip_prefix("/admin/posts/")
            .filter(|post| !post.is_empty())
            .map(str::to_owned)
    });
    // Of the series or collection that is opened.
    let number = Memo::new(move |_| {
        path.with(|path| {
            path.rsplit_once('/')
                .and_then(|(_, number)| number.parse::<i64>().ok())
        })
    });
    let page = move || {
        let part = match part.get() {
            Some("/admin/posts") => match post.get() {
                Some(post) => match post.strip_suffix("/revisions") {
                    Some(post) => Part::Revisions(post.to_owned()),
                    None => return parts::once(parts::editor, post),
                },
                None => {
                    // What is written next is opened at once, and without a network.
                    spawn_local(async {
                        let _ = parts::editor().await;
                    });
                    return view! { <PostsPage role=role/> }.into_any();
                }
            },
            Some("/admin/review") => Part::Review,
            Some("/admin/media") => Part::Media,
            Some("/admin/statistics") => Part::Statistics,
            Some("/admin/tags") => Part::Tags,
            Some("/admin/series") => number.get().map_or(Part::AllSeries, Part::Series),
            Some("/admin/collections") => number.get().map_or(Part::AllCollections, Part::Collection),
            Some("/admin/redirects") => Part::Redirects,
            Some("/admin/jobs") => Part::Jobs,
            Some("/admin/inbox") => Part::Inbox,
            Some("/admin/subscribers") => Part::Subscribers,
            Some("/admin/people") => Part::People,
            Some("/admin/settings") => Part::Settings,
            Some("/admin/log") => Part::Log,
            None if path.with(|path| !is_page(path)) => return nowhere(),
            _ => Part::Account,
        };
        parts::once(parts::part, part)
    };
    // The router waits for its table of routes to say that the page is there before it writes the address; here there is none.
    let address = use_context::<BrowserUrl>();
    Effect::new(move |_| {
        path.track();
        if let Some(address) = &address {
            address.ready_to_complete();
        }
    });
    // What was said belongs to the part in which it was, what can be done about it to the page.
    Effect::new(move |_| {
        part.track();
        said.clear();
    });
    Effect::new(move |_| {
        path.track();
        said.withdraw();
    });
    arrive(path, part);
    view! {
        <a
            class="skip-link"
            href="#desk-page"
            on:click=move |event| {
                event.prevent_default();
                focus_page();
            }
        >
            "Skip to content"
        </a>
        <header class="desk-head">
            <nav aria-label="Desk">
                {groups}
            </nav>
            <div class="desk-who">
                <a href="/" rel="external">
                    "View site"
                </a>
                <span>{name} " · " {role.as_str()}</span>
                <form method="post" action="/admin/sign-out">
                    <button type="submit">"Sign out"</button>
                </form>
            </div>
        </header>
        <main class="desk-page" id="desk-page" tabindex="-1">
            <p class="desk-said" class:is-wrong=move || said.is_wrong() role="status">
                {move || said.text()}
                {move || {
                    said.offered()
                        .map(|(word, act)| {
                            view! {
                                <button type="button" on:click=move |_| act.run(())>
                                    {word}
                                </button>
                            }
                        })
                }}
            </p>
            <HeldPart/>
            {page}
        </main>
    }
}

/// Says where one is, as loading a page would: the document's title names the part, and the keyboard's place is at its
/// beginning.
fn arrive(path: Memo<String>, part: Memo<Option<&'static str>>) {
    // As the server wrote it, with the site's name.
    let title = document().title();
    Effect::new(move |_| {
        let name = match part.get() {
            None if path.with(|path| !is_page(path)) => "No such page",
            part => part_at(part.unwrap_or("/admin/account")).map_or("Desk", |(_, name, _)| name),
        };
        document().set_title(&title.replacen("Desk", name, 1));
    });
    Effect::new(move |before: Option<()>| {
        path.track();
        if before.is_some() {
            focus_page();
        }
    });
}

/// Puts the keyboard's place at the beginning of the page.
pub fn focus_page() {
    if let Some(page) = platform::element("desk-page") {
        let options = FocusOptions::new();
        // Where the page stands is the router's business.
        options.set_prevent_scroll(true);
        let _ = page.focus_with_options(&options);
    }
}

/// An address below the desk's at which there is nothing.
fn nowhere() -> AnyView {
    view! {
        <h1>"There is no such page at the desk"</h1>
        <p class="desk-note">"The link may be misspelt. All that there is stands above; what you write is here:"</p>
        <p class="desk-actions">
            <a class="button" href="/admin/posts">
                "Posts"
            </a>
            <a class="button" href="/admin/account">
                "Account"
            </a>
        </p>
    }
    .into_any()
}

/// Something did not arrive: what happened, and a way to try again, or back where that helps nobody.
#[component]
pub fn Failed(
    /// What happened.
    error: AppError,
    /// Tries again.
    retry: Callback<()>,
) -> impl IntoView {
    let is_gone = matches!(error, AppError::NotFound);
    let back = match &error {
        AppError::NotFound | AppError::Forbidden => part_at(&use_location().pathname.get_untracked()),
        _ => None,
    };
    view! {
        <div class="failure" role="alert">
            {is_gone.then(|| view! { <h1>"There is nothing here"</h1> })}
            <p>{error.to_string()}</p>
            {matches!(error, AppError::Unauthorized)
                .then(|| {
                    view! {
                        <a class="button" href=SIGN_IN target="_blank" rel="external">
                            "Sign in in another tab"
                        </a>
                    }
                })}
            {match back {
                Some((href, name, _)) => {
                    view! {
                        <a class="button" href=href>
                            {format!("Back to {name}")}
                        </a>
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <button class="button" on:click=move |_| retry.run(())>
                            "Try again"
                        </button>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

//! `/admin/statistics`: how often the site, or with `?post=` one post, was read, day by day, and what was left out and why.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{answer::Answer, desk::Failed};
use crate::{
    api::numbers::{read_numbers, read_post_numbers},
    model::{
        date::DateLabel,
        listing::grouped,
        numbers::{LeftOut, PERIODS, PostNumbers, SiteNumbers, TopPost, Totals, WINDOWS, explain, period},
        status::Status,
    },
    platform,
};

mod chart;

use chart::{Plot, chart};

/// What a bar counts.
const VIEWS: (&str, &str) = ("view", "views");

/// What a bar of what was left out counts.
const CALLS: (&str, &str) = ("call", "calls");

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    days: u32,
    post: Option<String>,
}

/// What was answered.
#[derive(Clone)]
enum Numbers {
    Site(SiteNumbers),
    Post(PostNumbers),
}

/// The page.
#[component]
pub fn StatisticsPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| Asked {
            days: period(query.get("days").and_then(|days| days.parse().ok()).unwrap_or(0)),
            post: query.get("post").filter(|post| !post.is_empty()),
        })
    });
    let numbers = Answer::new(move || {
        let Asked { days, post } = asked.get();
        async move {
            match post {
                Some(post) => read_post_numbers(post, days).await.map(Numbers::Post),
                None => read_numbers(days).await.map(Numbers::Site),
            }
        }
    });
    let retry = numbers.reload();
    let shown = move || match numbers.get() {
        None => view! { <p class="desk-note">"Adding up …"</p> }.into_any(),
        Some(Ok(Numbers::Site(numbers))) => site(numbers, asked.get_untracked().days),
        Some(Ok(Numbers::Post(numbers))) => post(numbers),
        Some(Err(error)) => view! { <Failed error=error retry=retry/> }.into_any(),
    };
    view! {
        <div class="desk-title">
            <h1>"Statistics"</h1>
            <Periods asked=asked/>
        </div>
        {shown}
    }
}

/// The ways to the other periods.
#[component]
fn Periods(
    /// What the address says.
    asked: Memo<Asked>,
) -> impl IntoView {
    let links = PERIODS
        .map(|days| {
            let address = move || {
                let text = days.to_string();
                let post = asked.with(|asked| asked.post.clone());
                let mut pairs = vec![("days", text.as_str())];
                pairs.extend(post.as_deref().map(|post| ("post", post)));
                format!("/admin/statistics?{}", platform::query(&pairs))
            };
            let current = move || asked.with(|asked| asked.days == days).then_some("true");
            view! {
                <li>
                    <a href=address aria-current=current>
                        {format!("{days} days")}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="desk-tabs" aria-label="Period">
            <ul role="list">{links}</ul>
        </nav>
    }
}

fn site(numbers: SiteNumbers, days: u32) -> AnyView {
    let SiteNumbers {
        days: labels,
        views,
        totals,
        top,
        most,
        left_out,
    } = numbers;
    let labels: Arc<[DateLabel]> = labels.into();
    let reasons = (!left_out.is_empty()).then(|| left_out_part(left_out, &labels));
    if totals.ever == 0 {
        return view! {
            <p class="empty">
                "Nobody has read anything here yet. A view is counted once a reader has looked at a published post for a few seconds."
            </p>
            {reasons}
        }
        .into_any();
    }
    let all = Plot {
        title: "The whole site".to_owned(),
        href: None,
        unit: VIEWS,
        counts: views,
        small: false,
    };
    let lists = top
        .into_iter()
        .zip(WINDOWS)
        .map(|(posts, window)| top_list(posts, window))
        .collect_view();
    let multiples = (!most.is_empty()).then(|| {
        let charts = most
            .into_iter()
            .map(|post| {
                let plot = Plot {
                    title: post.title,
                    href: Some(format!("/admin/statistics?days={days}&post={}", post.uuid)),
                    unit: VIEWS,
                    counts: post.views,
                    small: true,
                };
                chart(plot, &labels)
            })
            .collect_view();
        view! {
            <section class="desk-part is-wide">
                <h2>"The most read, day by day"</h2>
                <div class="charts">{charts}</div>
            </section>
        }
    });
    view! {
        {totals_part(totals, 0)}
        {chart(all, &labels)}
        <section class="desk-part is-wide">
            <h2>"Most read"</h2>
            <div class="charts">{lists}</div>
        </section>
        {multiples}
        {reasons}
    }
    .into_any()
}

/// Sums, in one line.
fn totals_part(totals: Totals, imported: u64) -> impl IntoView {
    let entry = |name: &'static str, count: u64| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>
                    {grouped(count)} <span class="figures-unit">{if count == 1 { " view" } else { " views" }}</span>
                </dd>
            </div>
        }
    };
    let before = (imported > 0).then(|| entry("Before it came here", imported));
    view! {
        <dl class="figures">
            {entry("7 days", totals.week)} {entry("30 days", totals.month)} {entry("365 days", totals.year)}
            {entry("In all", totals.ever)} {before}
        </dl>
    }
}

/// The most read of a window.
fn top_list(posts: Vec<TopPost>, window: u32) -> impl IntoView {
    let heading = format!("{window} days");
    if posts.is_empty() {
        return view! {
            <div>
                <h3>{heading}</h3>
                <p class="desk-note">"Nobody read anything."</p>
            </div>
        }
        .into_any();
    }
    let rows = posts
        .into_iter()
        .map(|post| {
            let title = match post.uuid {
                Some(uuid) => {
                    let href = format!("/admin/statistics?post={uuid}");
                    view! { <a href=href>{post.title}</a> }.into_any()
                }
                None => post.title.into_any(),
            };
            view! {
                <li>
                    <span>{title}</span>
                    <span class="top-views">
                        {grouped(post.views)} <span class="visually-hidden">" views"</span>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <div>
            <h3>{heading}</h3>
            <ol class="top-list">{rows}</ol>
        </div>
    }
    .into_any()
}

/// What was not counted, a chart for each reason.
fn left_out_part(left_out: Vec<LeftOut>, days: &Arc<[DateLabel]>) -> impl IntoView + use<> {
    let charts = left_out
        .into_iter()
        .map(|reason| {
            let (name, meaning) = explain(&reason.reason);
            let plot = Plot {
                title: name.to_owned(),
                href: None,
                unit: CALLS,
                counts: reason.calls,
                small: true,
            };
            view! {
                <div>
                    {chart(plot, days)} <p class="desk-note">{meaning}</p>
                </div>
            }
        })
        .collect_view();
    view! {
        <section class="desk-part is-wide">
            <h2>"Left out, and why"</h2>
            <p class="desk-note">
                "These calls are in none of the numbers above. They are counted here so that you can see what the views are not."
            </p>
            <div class="charts">{charts}</div>
        </section>
    }
}

fn post(numbers: PostNumbers) -> AnyView {
    let status = Status::parse(&numbers.status).unwrap_or(Status::Draft);
    let title = if numbers.title.trim().is_empty() {
        "Untitled".to_owned()
    } else {
        numbers.title
    };
    let name = if status == Status::Published {
        let href = format!("/posts/{}", numbers.slug);
        view! {
            <a href=href rel="external">
                {title.clone()}
            </a>
        }
        .into_any()
    } else {
        title.clone().into_any()
    };
    let days: Arc<[DateLabel]> = numbers.days.into();
    let body = if numbers.totals.ever + numbers.imported == 0 {
        let why = if status == Status::Published {
            "Nobody has read this post yet."
        } else {
            "Readers do not see this post, so nobody can have read it. Views are counted once it is published."
        };
        view! { <p class="empty">{why}</p> }.into_any()
    } else {
        let plot = Plot {
            title,
            href: None,
            unit: VIEWS,
            counts: numbers.views,
            small: false,
        };
        view! { {totals_part(numbers.totals, numbers.imported)} {chart(plot, &days)} }.into_any()
    };
    view! {
        <p class="desk-lede">
            {name} " · " <a href="/admin/statistics">"the whole site"</a>
        </p>
        {body}
    }
    .into_any()
}

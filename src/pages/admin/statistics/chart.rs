//! A chart of bars, one for each day, and the table behind it. The numbers at the axes are text of the page and not of the
//! drawing, so that they keep their size however wide it is.

use std::sync::Arc;

use leptos::prelude::*;

use crate::model::{
    chart::{Chart, draw},
    date::DateLabel,
    listing::grouped,
};

/// What a chart shows.
pub struct Plot {
    /// Names it, unlike any other on the page.
    pub title: String,
    /// Where the title leads.
    pub href: Option<String>,
    /// What a bar counts: the word for one, and for many.
    pub unit: (&'static str, &'static str),
    /// A number for each day.
    pub counts: Vec<u64>,
    /// Beside others, or alone.
    pub small: bool,
}

/// The chart over these days.
pub fn chart(plot: Plot, days: &Arc<[DateLabel]>) -> AnyView {
    let Plot {
        title,
        href,
        unit,
        counts,
        small,
    } = plot;
    let Chart {
        view,
        bars,
        lines,
        marks,
    } = draw(&counts);
    let sum: u64 = counts.iter().sum();
    let many = |count: u64| format!("{} {}", grouped(count), if count == 1 { unit.0 } else { unit.1 });
    let most = counts
        .iter()
        .zip(days.iter())
        .max_by_key(|(count, _)| **count)
        .filter(|(count, _)| **count > 0);
    let told = match most {
        Some((count, day)) => format!("{}; most on {}: {}", many(sum), day.text, grouped(*count)),
        None => many(0),
    };
    let name = match &href {
        Some(href) => view! { <a href=href.clone()>{title.clone()}</a> }.into_any(),
        None => title.clone().into_any(),
    };
    let marks = marks
        .map(|mark| view! { <span>{grouped(mark)}</span> })
        .collect_view();
    let dates = at_axis(days, small)
        .into_iter()
        .map(|day| view! { <span>{day}</span> })
        .collect_view();
    let label = format!("{title}: {} a day. {told}", unit.1);
    let open = RwSignal::new(false);
    let of = format!(" of {title}");
    let rows = {
        let (days, counts, title) = (Arc::clone(days), counts, title.clone());
        move || open.get().then(|| table(&title, unit.1, &days, &counts))
    };
    view! {
        <figure class="chart" class:is-small=small>
            <figcaption>
                <span class="chart-title">{name}</span>
                <span class="chart-told">{told}</span>
            </figcaption>
            <div class="chart-plot" role="img" aria-label=label>
                <span class="chart-unit" aria-hidden="true">
                    {unit.1} " a day (UTC)"
                </span>
                <div class="chart-marks" aria-hidden="true">
                    {marks}
                </div>
                <svg viewBox=view preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <path class="chart-lines" d=lines></path>
                    <path class="chart-bars" d=bars></path>
                </svg>
                <div class="chart-dates" aria-hidden="true">
                    {dates}
                </div>
            </div>
            <details class="chart-table" on:toggle=move |_| open.set(true)>
                <summary>
                    "Table" <span class="visually-hidden">{of}</span>
                </summary>
                {rows}
            </details>
        </figure>
    }
    .into_any()
}

/// The days that are written at the axis: the first and the last, and some between them where there is room.
fn at_axis(days: &[DateLabel], small: bool) -> Vec<String> {
    let steps = if small { 1 } else { 3 };
    let last = days.len().saturating_sub(1);
    (0..=steps)
        .filter_map(|step| days.get(last * step / steps))
        .map(|day| day.text.clone())
        .collect()
}

/// The same numbers as a table, the latest day first.
fn table(title: &str, unit: &'static str, days: &[DateLabel], counts: &[u64]) -> AnyView {
    let rows = days
        .iter()
        .zip(counts)
        .rev()
        .map(|(day, count)| {
            view! {
                <tr>
                    <th scope="row">
                        <time datetime=day.iso.clone()>{day.text.clone()}</time>
                    </th>
                    <td class="is-number">{grouped(*count)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="chart-rows" tabindex="0" role="group" aria-label=format!("{title}, day by day")>
            <table class="desk-table">
                <thead>
                    <tr>
                        <th scope="col">"Day (UTC)"</th>
                        <th scope="col" class="is-number">
                            {unit}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

//! Fields of the sheet that hold a text: which there are, and how one is shown.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

use crate::{error::FieldErrors, model::draft::Meta, pages::admin::form::Labelled, platform};

/// A field of one text: how it is named and read, and how it is set.
#[derive(Clone, Copy)]
pub struct Text {
    name: &'static str,
    label: &'static str,
    read: fn(&Meta) -> String,
    set: fn(&mut Meta, String),
}

macro_rules! text {
    ($name:ident, $label:literal) => {
        Text {
            name: stringify!($name),
            label: $label,
            read: |meta| meta.$name.clone(),
            set: |meta, text| meta.$name = text,
        }
    };
}

/// The same of what a project says.
macro_rules! said {
    ($name:ident, $label:literal) => {
        Text {
            name: stringify!($name),
            label: $label,
            read: |meta| meta.$name.clone().unwrap_or_default(),
            set: |meta, text| meta.$name = Some(text),
        }
    };
}

pub const SUMMARY: Text = text!(summary, "Summary");
pub const TAKEAWAY: Text = text!(takeaway, "Takeaway");
pub const SLUG: Text = text!(slug, "Address");
pub const CANONICAL: Text = text!(canonical, "First published at");
pub const SEO_TITLE: Text = text!(seo_title, "Title for search engines");
pub const SEO_DESCRIPTION: Text = text!(seo_description, "Description for search engines");
pub const LANGUAGE: Text = text!(language, "Language");
pub const LINKS: Text = said!(links, "Links");
pub const YEAR: Text = said!(year, "Year");
pub const ORDER: Text = said!(order, "Place in the portfolio");
pub const REVIEW_AFTER: Text = Text {
    name: "review_after",
    label: "Look at it again after",
    read: |meta| meta.review_after.map(platform::day_of).unwrap_or_default(),
    set: |meta, text| meta.review_after = platform::day(&text),
};
pub const DATE: Text = Text {
    name: "date",
    label: "Published on",
    read: |meta| {
        let written = |at| format!("{}T{}", platform::local_day(at), platform::clock(at));
        meta.dated().map(written).unwrap_or_default()
    },
    set: |meta, text| meta.date = Some(platform::instant(&text).unwrap_or(0)),
};

/// What the fields read, whom they tell, and what is wrong with which.
#[derive(Clone, Copy)]
pub struct Fields {
    /// What is said.
    pub meta: RwSignal<Meta>,
    /// What is said from now on.
    pub changed: Callback<Meta>,
    /// What is wrong, by name.
    pub wrong: Memo<FieldErrors>,
}

impl Fields {
    /// Tells of a change.
    pub fn change(self, change: impl FnOnce(&mut Meta)) {
        let mut meta = self.meta.get_untracked();
        change(&mut meta);
        self.changed.run(meta);
    }

    /// What is wrong with a field.
    pub fn problem(self, name: &'static str) -> Option<String> {
        self.wrong.with(|wrong| wrong.get(name).cloned())
    }

    /// A field of one line.
    pub fn line(
        self,
        text: Text,
        kind: &'static str,
        hint: impl Fn() -> String + Send + Sync + 'static,
    ) -> AnyView {
        let Ids { field, note } = text.ids();
        let control = view! {
            <input
                id=field
                type=kind
                aria-describedby=note
                aria-invalid=move || self.problem(text.name).map(|_| "true")
                prop:value=move || self.meta.with(text.read)
                on:input:target=move |event| self.change(|meta| (text.set)(meta, event.target().value()))
            />
        };
        self.labelled(text, control.into_any(), hint)
    }

    /// A field of several lines.
    pub fn lines(self, text: Text, hint: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
        let Ids { field, note } = text.ids();
        let control = view! {
            <textarea
                id=field
                rows="3"
                aria-describedby=note
                aria-invalid=move || self.problem(text.name).map(|_| "true")
                prop:value=move || self.meta.with(text.read)
                on:input:target=move |event| self.change(|meta| (text.set)(meta, event.target().value()))
            ></textarea>
        };
        self.labelled(text, control.into_any(), hint)
    }

    /// A field for a day or a moment: taken when it is whole, for half of one is none.
    pub fn time(self, text: Text, kind: Time, hint: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
        let Ids { field, note } = text.ids();
        // Written into the field only where it is another one: what is typed in it so far would go.
        let known = Memo::new(move |_| self.meta.with(text.read));
        let take = move |field: &HtmlInputElement| {
            let typed = field.value();
            if typed != known.get_untracked() {
                self.change(|meta| (text.set)(meta, typed));
            }
        };
        let (kind, last) = match kind {
            Time::Day => ("date", "9999-12-31"),
            Time::Moment => ("datetime-local", "9999-12-31T23:59"),
        };
        let control = view! {
            <input
                id=field
                type=kind
                // Years have four digits then.
                max=last
                aria-describedby=note
                aria-invalid=move || self.problem(text.name).map(|_| "true")
                prop:value=known
                on:change:target=move |event| {
                    // With a part of it wanting it says that it is empty.
                    if !event.target().validity().bad_input() {
                        take(&event.target());
                    }
                }
                on:blur:target=move |event| {
                    let field = event.target();
                    if field.validity().bad_input() {
                        field.set_value(&known.get_untracked());
                    } else {
                        take(&field);
                    }
                }
            />
        };
        self.labelled(text, control.into_any(), hint)
    }

    /// A control between its label and its hint, or what is wrong.
    fn labelled(
        self,
        text: Text,
        control: AnyView,
        hint: impl Fn() -> String + Send + Sync + 'static,
    ) -> AnyView {
        let problem = Memo::new(move |_| self.problem(text.name));
        view! {
            <Labelled id=text.ids().field label=text.label hint=Signal::derive(hint) problem=problem>
                {control}
            </Labelled>
        }
        .into_any()
    }
}

/// What a field for a time asks for.
#[derive(Clone, Copy)]
pub enum Time {
    /// A day.
    Day,
    /// A day and a time of it, here.
    Moment,
}

/// Where a field and its hint stand in the document.
struct Ids {
    field: String,
    note: String,
}

impl Text {
    fn ids(self) -> Ids {
        Ids {
            field: format!("sheet-{}", self.name),
            note: format!("sheet-{}-note", self.name),
        }
    }
}

//! Fields of the sheet that hold a text: which there are, and how one is shown.

use leptos::prelude::*;

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

    /// A field for a day: taken when it is whole, for half of one is none.
    pub fn day(self, text: Text, hint: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
        let Ids { field, note } = text.ids();
        let control = view! {
            <input
                id=field
                type="date"
                aria-describedby=note
                prop:value=move || self.meta.with(text.read)
                on:change:target=move |event| self.change(|meta| (text.set)(meta, event.target().value()))
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

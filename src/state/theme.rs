//! Light, dark, or as the system has it.

use leptos::prelude::*;

use crate::platform;

/// Where the choice is kept; the script in the page's head reads it before the first paint.
const KEY: &str = "theme";

/// A reader's choice of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    System,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

impl Theme {
    /// The word in storage and in the page.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn parse(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// The reader's choice, first as the server assumes it and, once the page lives, as the device kept it.
pub fn use_theme() -> (ReadSignal<Theme>, impl Fn(Theme) + Clone) {
    let (theme, set_theme) = signal(Theme::System);
    Effect::new(move |_| {
        if let Some(kept) = platform::stored(KEY) {
            set_theme.set(Theme::parse(&kept));
        }
    });
    let choose = move |choice: Theme| {
        set_theme.set(choice);
        platform::store(KEY, (choice != Theme::System).then(|| choice.as_str()));
        apply(choice);
    };
    (theme, choose)
}

/// Shows a choice; without the attribute the style follows the system.
fn apply(theme: Theme) {
    let Some(root) = document().document_element() else {
        return;
    };
    let _ = match theme {
        Theme::System => root.remove_attribute("data-theme"),
        chosen => root.set_attribute("data-theme", chosen.as_str()),
    };
}

//! What starts the program in the browser.
//!
//! The framework's own part reads the names of the files again for every page and writes invalid preload links where
//! there is a nonce, so this is ours.

use leptos::prelude::*;

/// Addresses of the files that a page names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The style.
    pub css: String,
    /// The loader.
    pub js: String,
    /// The program.
    pub wasm: String,
}

impl Assets {
    /// Whether the names hold a hash of the contents, so that the files can be kept for good.
    pub fn are_hashed(&self) -> bool {
        self.js != "/pkg/logbook.js"
    }
}

/// Loads and starts the program once the browser has nothing better to do: the page is complete without it.
#[component]
pub fn Hydration(
    /// What to load.
    assets: Assets,
) -> impl IntoView {
    let script = format!(
        "(()=>{{const start=()=>import({js:?}).then(m=>m.default({{module_or_path:{wasm:?}}}).then(()=>m.hydrate()));\
         'requestIdleCallback'in window?requestIdleCallback(start,{{timeout:2000}}):setTimeout(start,1)}})()",
        js = assets.js,
        wasm = assets.wasm,
    );
    view! { <script type="module">{script}</script> }
}

//! What starts the program in the browser.
//!
//! The framework's own part reads the names of the files again for every page and writes invalid preload links where
//! there is a nonce, so this is ours.

use leptos::{nonce::use_nonce, prelude::*};

use crate::model::assets::Assets;

/// Starts the program once the page is there and the browser has nothing better to do: the page is complete without it. Until
/// the page is alive, in whole, links, forms and steps of the history are the browser's own business; the program would believe
/// to be at a page other than the one that the document shows.
const WHEN_IDLE: &str = "{const at=()=>location.pathname+location.search,here=at(),\
    until=(type,act)=>addEventListener(type,e=>{'hydrated'in document.documentElement.dataset||\
    (e.stopImmediatePropagation(),act())},true);\
    until('click',()=>{});until('submit',()=>{});until('popstate',()=>{at()==here||location.reload()});\
    const start=()=>{const s=document.createElement('script');s.type='module';\
    s.textContent=document.getElementById('start').textContent;document.head.append(s)};\
    addEventListener('DOMContentLoaded',()=>{\
    'requestIdleCallback'in window?requestIdleCallback(start,{timeout:2000}):setTimeout(start,1)})}";

/// Loads the program and brings the page to life.
///
/// What a page's own script may load in turn is decided by how the script came to be: `import()` from one that the
/// parser found is refused under `strict-dynamic`, from one that a script has made it is allowed. So the part that
/// imports lies in the page as text, where its hash is taken for the policy, and is run from there.
#[component]
pub fn Hydration(
    /// What to load.
    assets: Assets,
    /// What of it to call then.
    #[prop(default = "hydrate")]
    start: &'static str,
) -> impl IntoView {
    let load = format!(
        "import({js:?}).then(m=>m.default({{module_or_path:{wasm:?}}}).then(()=>m.{start}())\
         .then(()=>{{document.documentElement.dataset.hydrated=''}}))",
        js = assets.js,
        wasm = assets.wasm,
    );
    view! {
        <script type="text/plain" id="start" nonce=use_nonce()>
            {load}
        </script>
        <script nonce=use_nonce()>{WHEN_IDLE}</script>
    }
}

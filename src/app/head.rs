//! How the head of every document begins.

use leptos::{nonce::use_nonce, prelude::*};

use crate::model::{assets::Assets, site::Site};

/// Sets the reader's colours before the first paint.
const THEME: &str = "try{var t=localStorage.getItem('theme');\
    if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch(e){}";

/// What it is written in, how wide it is, the reader's and the owner's colours, the style, and what stands in a tab.
pub fn head(site: &Site, assets: &Assets) -> AnyView {
    view! {
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        // The first script: the policy admits those with the same nonce.
        <script nonce=use_nonce()>{THEME}</script>
        <link rel="stylesheet" href=assets.css.clone()/>
        {site.accent_path().map(|href| view! { <link rel="stylesheet" href=href/> })}
        {icons(site)}
    }
    .into_any()
}

/// What stands in a tab and on a home screen.
fn icons(site: &Site) -> AnyView {
    if site.icon.is_empty() {
        return view! {
            <link rel="icon" href="/favicon.ico" sizes="32x32"/>
            <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
            <link rel="apple-touch-icon" href="/icon-180.png"/>
        }
        .into_any();
    }
    view! {
        <link rel="icon" href=site.icon.clone()/>
        <link rel="apple-touch-icon" href=site.icon.clone()/>
    }
    .into_any()
}

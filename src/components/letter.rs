//! What stands in the forms with which readers write to the site: the newsletter box, and what nobody sees of any of them.

use leptos::prelude::*;

use crate::model::{letters::TRAP, site::Letters};

/// The newsletter box of the footer, as a line of a column. It is sent as any form is, without the program.
pub fn newsletter_box(letters: Letters, seal: String) -> AnyView {
    let line = letters.newsletter_line;
    let line = (!line.is_empty()).then(|| view! { <p>{line}</p> }.into_any());
    view! {
        <li>
            <form class="letter-box" method="post" action="/subscribe" novalidate>
                {line}
                <label for="footer-email">{letters.newsletter_label}</label>
                <span>
                    <input id="footer-email" name="email" type="email" autocomplete="email" required/>
                    <button class="button" type="submit">
                        {letters.newsletter_button}
                    </button>
                </span>
                {unseen(seal)}
            </form>
        </li>
    }
    .into_any()
}

/// What a form says without words: that its page was made here, and when; and a field that people do not see, which programs
/// fill in that fill in everything.
///
/// The first changes with every page and is left out of what tells pages apart, so that a page that a browser holds is still
/// the same one. What it holds then is older, which harms nothing.
pub fn unseen(seal: String) -> AnyView {
    view! {
        <span data-volatile="" hidden>
            <input type="hidden" name="seal" value=seal/>
        </span>
        <span class="visually-hidden" aria-hidden="true">
            <label>
                "Leave this empty " <input name=TRAP type="text" tabindex="-1" autocomplete="off"/>
            </label>
        </span>
    }
    .into_any()
}

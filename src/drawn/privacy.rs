//! What the site keeps of its readers, in words that can be linked to.

use leptos::prelude::*;

use crate::model::drawn::DrawnPage;

/// Draws the notice.
pub fn draw() -> DrawnPage {
    let html = view! {
        <header class="page-head">
            <h1>"Privacy"</h1>
            <p class="lede">
                "This site counts how often its posts are read. It keeps numbers, and nothing that could tell who the readers were. What you send it yourself is kept, as described below."
            </p>
        </header>
        <div class="prose">
            <h2>"What happens when you read"</h2>
            <p>
                "Once you have looked at a post for five seconds, or read a quarter of it, the page tells the server so. The server takes a part of your network address (the first three of the four numbers, or the first 56 bits of a long one) and the kind of your browser, such as “Firefox”, and makes a code of them with a random key. The code only serves to count you once a post and day."
            </p>
            <h2>"What is kept, and how long"</h2>
            <ul>
                <li>"The codes and the key they were made with: until the end of the day (UTC). Then both are deleted, and nobody can tell any more which code was whose."</li>
                <li>"How often each post was read on each day: as long as the post."</li>
                <li>
                    "Where a résumé is to be had: how often it was fetched on each day. So that you count once, the same part of your address and the kind of your browser are remembered until the end of the day (UTC), and written nowhere."
                </li>
                <li>"How many calls were left out, and why, such as “robot”: a number a day."</li>
            </ul>
            <p>
                "Neither your address nor what your browser says of itself is written down. Readers who share an address and a kind of browser count as one."
            </p>
            <h2>"What you send"</h2>
            <ul>
                <li>
                    "For the newsletter: your address, when you entered it, and the path of the page on which you did. Until it is removed."
                </li>
                <li>
                    "A message: your name, your address, when it came, and the words. Until it is deleted."
                </li>
                <li>
                    "So that nobody sends a thousand of them, the server remembers how many came from a part of the network (at most the first three of the four numbers, or the first 64 bits of a long one), and how many asked for the newsletter with an address: for an hour at most, and written nowhere."
                </li>
            </ul>
            <h2>"What is not here"</h2>
            <p>
                "No cookies for readers (who writes here gets one by signing in), no fingerprints, no scripts, pictures or fonts from anybody else. The theme you choose, and which parts of a series you have read to the end, stay in your browser. What you search for is answered and forgotten."
            </p>
        </div>
    };
    DrawnPage {
        title: "Privacy".to_owned(),
        description: "What this site keeps of its readers: numbers, and what they send it themselves."
            .to_owned(),
        canonical: "/privacy".to_owned(),
        newer: None,
        older: None,
        noindex: false,
        feeds: None,
        html: html.to_html(),
    }
}

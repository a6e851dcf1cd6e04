//! Strong, emphasis, code and links.

use super::{Command::*, *};
use crate::model::editing::paste;

#[test]
fn a_mark_goes_around_a_word_or_what_is_selected() {
    toggles(
        Bold,
        &[
            ("wo|rd", "**wo|rd**"),
            ("a word| b", "a **word|** b"),
            ("⟦word⟧", "**⟦word⟧**"),
            ("|", "**|**"),
            ("a | b", "a **|** b"),
            ("snake_ca|se", "**snake_ca|se**"),
            ("it’|s", "**it’|s**"),
            ("日本|語", "**日本|語**"),
            ("👍 ⟦👍🏽⟧", "👍 **⟦👍🏽⟧**"),
            ("*wo|rd*", "***wo|rd***"),
            ("- [ ] ⟦a b⟧", "- [ ] **⟦a b⟧**"),
            ("⟦a\nb⟧", "⟦**a**\n**b**⟧"),
            ("- ⟦a\n- b\n\n> c⟧ d", "- ⟦**a**\n- **b**\n\n> **c**⟧ d"),
        ],
    );
    toggles(
        Italic,
        &[
            ("wo|rd", "*wo|rd*"),
            ("**⟦word⟧**", "***⟦word⟧***"),
            ("**|**", "***|***"),
            ("# ⟦a title⟧", "# *⟦a title⟧*"),
        ],
    );
    // The white space at the ends stays outside, and so do the signs at the beginning of a line.
    does(
        Bold,
        &[
            ("a⟦ word ⟧b", "a **⟦word⟧** b"),
            ("⟦- word⟧", "- **⟦word⟧**"),
            ("⟦## a\n\n1. b\n⟧c", "## ⟦**a**\n\n1. **b**⟧\nc"),
            ("a⟦ ⟧b", "a**|** b"),
        ],
    );
}

#[test]
fn a_mark_is_taken_off_from_anywhere_inside() {
    does(
        Bold,
        &[
            ("**two wo|rds** b", "two wo|rds b"),
            ("⟦**word**⟧", "⟦word⟧"),
            ("__wo|rd__", "wo|rd"),
            ("a **b** c| **d**", "a **b** **c|** **d**"),
            ("***bo|th***", "*bo|th*"),
            ("⟦**a**\nb⟧", "⟦**a**\n**b**⟧"),
        ],
    );
    does(
        Italic,
        &[
            ("_two wo|rds_", "two wo|rds"),
            ("⟦*word*⟧", "⟦word⟧"),
            ("***bo|th***", "**bo|th**"),
            ("**bo|ld**", "***bo|ld***"),
        ],
    );
}

#[test]
fn code_gets_as_many_backticks_as_it_needs() {
    toggles(
        InlineCode,
        &[
            ("wo|rd", "`wo|rd`"),
            ("⟦let x⟧", "`⟦let x⟧`"),
            ("|", "`|`"),
            ("⟦a`b⟧", "``⟦a`b⟧``"),
            ("⟦`a⟧", "`` ⟦`a⟧ ``"),
            ("x ⟦👍⟧", "x `⟦👍⟧`"),
        ],
    );
    does(
        InlineCode,
        &[
            ("`two wo|rds` b", "two wo|rds b"),
            ("⟦`a b`⟧", "⟦a b⟧"),
            ("⟦a\nb⟧", "```\n⟦a\nb⟧\n```"),
        ],
    );
}

#[test]
fn a_link_asks_for_what_it_lacks() {
    does(
        Link,
        &[
            ("⟦text⟧", "[text](|)"),
            ("te|xt", "[text](|)"),
            ("a | b", "a [|]() b"),
            ("⟦https://a.example/b⟧", "[|](https://a.example/b)"),
            ("⟦https://a.example/b_(c)⟧", "[|](https://a.example/b_(c))"),
            ("⟦https://a.example/b)⟧", "[|](<https://a.example/b)>)"),
            ("⟦a] b⟧", "[a\\] b](|)"),
            ("⟦- a ⟧", "- [a](|) "),
            ("⟦a\n\nb⟧", "[a](|)\n\nb"),
            // In a link its address is selected, and then the link is taken off.
            ("[te|xt](/a)", "[text](⟦/a⟧)"),
            ("[text](/|a)", "[text](⟦/a⟧)"),
            ("[text](⟦/a⟧)", "⟦text⟧"),
            ("[text](|)", "⟦text⟧"),
            ("⟦[a [b]](c)⟧", "⟦a [b]⟧"),
            ("![al|t](/a.png)", "![alt](⟦/a.png⟧)"),
            ("[a](b) c|", "[a](b) [c](|)"),
        ],
    );
}

#[test]
fn an_address_pasted_over_words_makes_a_link() {
    let pasted = |address: &'static str| move |text: &str, selection| paste(text, selection, address);
    holds(
        &[
            ("a ⟦word⟧ b", "a [word](https://a.example/?q=1#x)| b"),
            ("a⟦ two words ⟧b", "a [two words](https://a.example/?q=1#x)| b"),
            ("👍⟦👍⟧", "👍[👍](https://a.example/?q=1#x)|"),
            ("⟦a]⟧", "[a\\]](https://a.example/?q=1#x)|"),
            ("a `b` ⟦c⟧ `d`", "a `b` [c](https://a.example/?q=1#x)| `d`"),
            ("word|", "browser"),
            ("⟦ ⟧", "browser"),
            ("⟦https://b.example⟧", "browser"),
            ("[a](⟦b⟧)", "browser"),
            ("[⟦a⟧](b)", "browser"),
            ("`a ⟦b⟧`", "browser"),
            ("```\n⟦a⟧\n```", "browser"),
            ("```\na\n```\n⟦a⟧", "```\na\n```\n[a](https://a.example/?q=1#x)|"),
            ("⟦a\nb⟧", "browser"),
        ],
        pasted("https://a.example/?q=1#x"),
    );
    holds(
        &[("⟦a⟧", "[a](MAILTO:b@c.example)|")],
        pasted(" MAILTO:b@c.example\n"),
    );
    for other in [
        "",
        "word",
        "https://",
        "https:// a",
        "https://a b",
        "javascript:alert(1)",
        "https://<a>",
    ] {
        holds(&[("⟦a⟧", "browser")], pasted(other));
    }
}

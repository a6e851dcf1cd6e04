//! Enter and Tab.

use super::*;
use crate::model::editing::{enter, tab};

#[test]
fn enter_goes_on_with_lists_tasks_and_quotes() {
    holds(
        &[
            ("- a|", "- a\n- |"),
            ("* a|", "* a\n* |"),
            ("+   a|", "+   a\n+   |"),
            ("- a| b", "- a\n- |b"),
            ("- a⟦ b ⟧c", "- a\n- |c"),
            ("- |a", "- \n- |a"),
            ("1. a|", "1. a\n2. |"),
            ("9) a|", "9) a\n10) |"),
            ("9.  a|", "9.  a\n10. |"),
            ("09. a|", "09. a\n10. |"),
            ("001. a|", "001. a\n002. |"),
            ("1. a\n1. b|", "1. a\n1. b\n1. |"),
            ("1. a\n   - x\n1. b|", "1. a\n   - x\n1. b\n1. |"),
            ("999999999. a|", "999999999. a\n999999999. |"),
            ("- [ ] a|", "- [ ] a\n- [ ] |"),
            ("2. [x] a|", "2. [x] a\n3. [ ] |"),
            ("- a\n  - b|", "- a\n  - b\n  - |"),
            ("\t- b|", "\t- b\n\t- |"),
            ("> a|", "> a\n> |"),
            (">a|", ">a\n>|"),
            ("> > a|", "> > a\n> > |"),
            (">   a|", ">   a\n>   |"),
            ("> - [x] a|", "> - [x] a\n> - [ ] |"),
            ("- > a|", "- > a\n  > |"),
            ("1. - a|", "1. - a\n   - |"),
            ("- 👍|", "- 👍\n- |"),
            ("- a|\n- b", "- a\n- |\n- b"),
        ],
        enter,
    );
}

#[test]
fn enter_on_an_empty_item_leaves_what_it_is_in() {
    holds(
        &[
            ("- a\n- |", "- a\n\n|"),
            ("- a\n\n- |", "- a\n\n|"),
            ("- |", "|"),
            ("- a\n- |\n- b", "- a\n\n|\n- b"),
            ("1. a\n2. [ ] |", "1. a\n\n|"),
            ("- a\n  - b\n  - |", "- a\n  - b\n- |"),
            ("1. a\n   - b\n   - [ ] |", "1. a\n   - b\n2. |"),
            ("- a\n  - b\n    - |", "- a\n  - b\n  - |"),
            ("> a\n> |", "> a\n\n|"),
            ("> > a\n> > |", "> > a\n>\n> |"),
            ("> - a\n> - |", "> - a\n>\n> |"),
            ("- > |", "- |"),
            ("- a\n  > b\n  > |", "- a\n  > b\n\n  |"),
        ],
        enter,
    );
}

#[test]
fn enter_is_left_to_the_browser_elsewhere() {
    for text in [
        "|",
        "a|",
        "# a|",
        "|- a",
        "-| a",
        "-|",
        "-a|",
        "1.|",
        "1.a|",
        "1234567890. a|",
        "* * *|",
        "---|",
        "  a|",
        "<!--\n- a|\n-->",
        "```\na|\n```",
        "```\n- a|\n```",
        "a\n```\n- a|",
    ] {
        holds(&[(text, "browser")], enter);
    }
}

#[test]
fn enter_in_code_keeps_the_indentation_and_closes_a_fence() {
    holds(
        &[
            ("```\n  a|\n```", "```\n  a\n  |\n```"),
            ("```\n\t\ta|b\n```", "```\n\t\ta\n\t\t|b\n```"),
            ("```\n  |  a\n```", "```\n  \n  |  a\n```"),
            ("> ```\n> a|\n> ```", "> ```\n> a\n> |\n> ```"),
            ("- ```\n  a|\n  ```", "- ```\n  a\n  |\n  ```"),
            ("```|", "```\n|\n```"),
            ("```rust  |", "```rust  \n|\n```"),
            ("~~~~|", "~~~~\n|\n~~~~"),
            (
                "a\n```rust|\n\nb\n\n```js\nc\n```\n",
                "a\n```rust\n|\n```\n\nb\n\n```js\nc\n```\n",
            ),
            ("```|\n\n```\nc\n```", "```\n|\n```\n\n```\nc\n```"),
            ("- ```js|", "- ```js\n  |\n  ```"),
            ("- a\n  - b\n\n    ```|", "- a\n  - b\n\n    ```\n    |\n    ```"),
            ("> ```|\ntext", "> ```\n> |\n> ```\ntext"),
            // These are closed, or are no fence's beginning.
            ("```rust|\na\n```", "browser"),
            ("````md|\n```\na\n```\n````", "browser"),
            ("```\na\n```|", "browser"),
            ("```ru|st", "browser"),
            ("``|`", "browser"),
            ("    ```|", "browser"),
            ("```a`|", "browser"),
            ("> ```|\n> a\n> ```", "> ```\n> |\n> a\n> ```"),
        ],
        enter,
    );
}

#[test]
fn tab_moves_items_to_where_a_list_is() {
    holds(
        &[
            ("- a\n- b|", "- a\n  - b|"),
            ("1. a\n2. b|", "1. a\n   2. b|"),
            ("- a\n    - b\n- c|", "- a\n    - b\n    - c|"),
            ("- a\n- |", "- a\n  - |"),
            ("> - a\n> - b|", "> - a\n>   - b|"),
            ("- a\n⟦- b\n  more\n\n- c⟧", "- a\n⟦  - b\n    more\n\n  - c⟧"),
            ("- a\n\t- b\n\t- c|", "- a\n\t- b\n\t  - c|"),
            // The first of a list has nothing to go into.
            ("- a|", "  - a|"),
            ("  - a|", "  - a|"),
            ("- a\n  - b|", "- a\n  - b|"),
            ("a|", "browser"),
            ("# a|", "browser"),
            ("|", "browser"),
            ("> a|", "browser"),
            ("⟦a\n- b⟧", "browser"),
            ("```|\n```", "browser"),
        ],
        |text, selection| tab(text, selection, false),
    );
    holds(
        &[
            ("- a\n  - b|", "- a\n- b|"),
            ("- a\n  - b\n    - c|", "- a\n  - b\n  - c|"),
            ("1. a\n   ⟦- b\n   - c⟧", "1. a\n⟦- b\n- c⟧"),
            ("- a\n\t- b|", "- a\n- b|"),
            ("  |- a", "|- a"),
            ("- a|", "- a|"),
            ("  a|", "browser"),
        ],
        |text, selection| tab(text, selection, true),
    );
}

#[test]
fn tab_moves_code_by_what_is_usual_in_it() {
    holds(
        &[
            ("```\na|\n```", "```\n    a|\n```"),
            ("```\n|\n```", "```\n    |\n```"),
            ("```\n  a\nb|\n```", "```\n  a\n  b|\n```"),
            ("```\n\ta\nb|\n```", "```\n\ta\n\tb|\n```"),
            ("```\n⟦a\n\nb⟧\n```\n", "```\n⟦    a\n\n    b⟧\n```\n"),
            ("```\n⟦a\n```\nb⟧", "```\n⟦    a\n```\nb⟧"),
            ("> ```\n> a|\n> ```", "> ```\n>     a|\n> ```"),
            ("```\n- a|\n```", "```\n    - a|\n```"),
        ],
        |text, selection| tab(text, selection, false),
    );
    holds(
        &[
            ("```\n    a|\n```", "```\na|\n```"),
            ("```\n⟦  a\n\tb\nc⟧\n```", "```\n⟦a\nb\nc⟧\n```"),
            ("```\na|\n```", "```\na|\n```"),
        ],
        |text, selection| tab(text, selection, true),
    );
}

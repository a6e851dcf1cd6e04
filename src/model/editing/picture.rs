//! Pictures in a text: what stands for one that is on its way, and how it is written once it is there.

use super::{Edit, Selection, insert};

/// What stands in the text for a picture that is on its way; no two are the same.
pub fn placeholder(text: &str, name: &str) -> String {
    let name: String = name
        .chars()
        .map(|c| if "[]\\\n\r".contains(c) { ' ' } else { c })
        .collect();
    let mut mark = format!("![Uploading {name}…]()");
    let mut number = 2;
    while text.contains(&mark) {
        mark = format!("![Uploading {name} ({number})…]()");
        number += 1;
    }
    mark
}

/// Puts pictures in place of what is selected: one where the cursor is, several each in a paragraph of its own.
pub fn place(text: &str, selection: Selection, pictures: &[String]) -> Edit {
    let written = match pictures {
        [one] => one.clone(),
        many => {
            let all = insert(text, selection, "").select.start;
            let before: String = text
                .chars()
                .scan(0, |units, c| {
                    *units += if c.len_utf16() == 2 { 2 } else { 1 };
                    (*units <= all).then_some(c)
                })
                .collect();
            let gap = match before.as_str() {
                "" => "",
                before if before.ends_with("\n\n") => "",
                before if before.ends_with('\n') => "\n",
                _ => "\n\n",
            };
            format!("{gap}{}\n\n", many.join("\n\n"))
        }
    };
    insert(text, selection, &written)
}

/// A picture as it is written.
pub fn image(alt: &str, path: &str) -> String {
    let mut written = String::from("![");
    for c in alt.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '[' | ']' | '\\') {
            written.push('\\');
        }
        written.push(c);
    }
    written.push_str("](");
    written.push_str(path);
    written.push(')');
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(position: u32) -> Selection {
        Selection {
            start: position,
            end: position,
        }
    }

    #[test]
    fn each_picture_on_its_way_has_words_of_its_own() {
        let first = placeholder("", "a [1].png");
        assert_eq!(first, "![Uploading a  1 .png…]()");
        let second = placeholder(&format!("x {first}"), "a [1].png");
        assert_eq!(second, "![Uploading a  1 .png (2)…]()");
        assert_ne!(placeholder(&format!("{first}{second}"), "a [1].png"), second);
    }

    #[test]
    fn one_stands_in_the_line_and_several_stand_apart() {
        let one = ["![a]()".to_owned()];
        let edit = place("ab", at(1), &one);
        assert_eq!(
            (edit.change.from, edit.change.insert.as_str(), edit.select.start),
            (1, "![a]()", 7)
        );
        let two = ["![a]()".to_owned(), "![b]()".to_owned()];
        for (text, position, written) in [
            ("", 0, "![a]()\n\n![b]()\n\n"),
            ("é😀", 3, "\n\n![a]()\n\n![b]()\n\n"),
            ("a\n", 2, "\n![a]()\n\n![b]()\n\n"),
            ("a\n\nb", 3, "![a]()\n\n![b]()\n\n"),
        ] {
            assert_eq!(place(text, at(position), &two).change.insert, written, "{text}");
        }
    }

    #[test]
    fn what_is_said_of_a_picture_cannot_end_it() {
        assert_eq!(image("", "/media/a.webp"), "![](/media/a.webp)");
        assert_eq!(
            image(" a ](b)\nc\\ ", "/media/a.webp"),
            "![a \\](b) c\\\\](/media/a.webp)"
        );
    }
}

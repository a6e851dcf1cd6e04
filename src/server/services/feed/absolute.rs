//! Makes a post's HTML fit to be read elsewhere: whole addresses, and none of the page's own furniture.

/// Rewrites `href`, `src` and `poster` to whole addresses, as a browser on the page of the post would take them, and the boxes of
/// task lists to characters, because what reads feeds takes form elements out.
///
/// `html` is the renderer's output: attributes in double quotes, `<` and `>` escaped wherever they are text.
pub fn absolute(html: &str, base: &str, post: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (text, from_tag) = rest.split_at(open);
        out.push_str(text);
        let close = from_tag.find('>').map_or(from_tag.len(), |at| at + 1);
        let (tag, after) = from_tag.split_at(close);
        // The link beside a heading is furniture of the page.
        if tag.starts_with("<a class=\"anchor\"") {
            rest = after.split_once("</a>").map_or("", |(_, after)| after);
            continue;
        }
        if tag.starts_with("<input ") {
            out.push(if tag.contains(" checked") { '☑' } else { '☐' });
        } else {
            push_tag(&mut out, tag, base, post);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn push_tag(out: &mut String, tag: &str, base: &str, post: &str) {
    // What a picture is to be shown with, its reader chooses here.
    let tag = if tag.starts_with("<img ") {
        &without(&without(tag, " srcset=\""), " sizes=\"")
    } else {
        tag
    };
    let mut rest = tag;
    while let Some((name, at)) = ["href=\"", "src=\"", "poster=\""]
        .iter()
        .filter_map(|name| rest.find(name).map(|at| (*name, at)))
        .min_by_key(|(_, at)| *at)
    {
        let (before, value) = rest.split_at(at + name.len());
        out.push_str(before);
        let end = value.find('"').unwrap_or(value.len());
        let (value, after) = value.split_at(end);
        push_address(out, value, base, post);
        rest = after;
    }
    out.push_str(rest);
}

fn push_address(out: &mut String, value: &str, base: &str, post: &str) {
    if value.starts_with("//") {
        out.push_str(base.split_once("//").map_or("", |(scheme, _)| scheme));
        out.push_str(value);
    } else if value.starts_with('/') {
        out.push_str(base);
        out.push_str(value);
    } else if value.is_empty() || value.starts_with(['#', '?']) {
        out.push_str(post);
        out.push_str(value);
    } else if has_scheme(value) {
        out.push_str(value);
    } else {
        let (mut folder, mut value) = (post.rsplit_once('/').map_or(base, |(folder, _)| folder), value);
        loop {
            if let Some(rest) = value.strip_prefix("./") {
                value = rest;
            } else if let Some(rest) = value.strip_prefix("../") {
                // Posts stand one folder below the root, and nothing is above that.
                (folder, value) = (base, rest);
            } else {
                break;
            }
        }
        out.push_str(folder);
        out.push('/');
        out.push_str(value);
    }
}

/// Whether an address begins with a scheme (RFC 3986, section 3.1).
fn has_scheme(value: &str) -> bool {
    value.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// A tag without the attribute that begins like this.
fn without(tag: &str, attribute: &str) -> String {
    match tag.split_once(attribute) {
        Some((before, value)) => {
            let after = value.split_once('"').map_or("", |(_, after)| after);
            format!("{before}{after}")
        }
        None => tag.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::absolute;

    #[test]
    fn addresses_become_whole_and_code_stays_as_it_is() {
        let html = "<h2 id=\"a\">A<a class=\"anchor\" href=\"#a\"><span>#</span></a></h2>\
            <p><a href=\"/posts/x\">x</a> <img src=\"/media/y.png\" alt=\"\" srcset=\"/media/y-480.webp 480w\" sizes=\"9px\"> \
            <a href=\"#a\">a</a> <a href=\"https://example.org/\">e</a> <code>href=\"/z\"</code></p>";
        assert_eq!(
            absolute(html, "https://b.test", "https://b.test/posts/p"),
            "<h2 id=\"a\">A</h2><p><a href=\"https://b.test/posts/x\">x</a> \
             <img src=\"https://b.test/media/y.png\" alt=\"\"> <a href=\"https://b.test/posts/p#a\">a</a> \
             <a href=\"https://example.org/\">e</a> <code>href=\"/z\"</code></p>"
        );
    }

    #[test]
    fn every_way_to_write_an_address_leads_where_the_page_leads() {
        for (written, expected) in [
            ("other", "https://b.test/posts/other"),
            ("./other?q#a", "https://b.test/posts/other?q#a"),
            ("../tags/x", "https://b.test/tags/x"),
            ("../../../tags/x", "https://b.test/tags/x"),
            ("a/b:c", "https://b.test/posts/a/b:c"),
            ("?page=2", "https://b.test/posts/p?page=2"),
            ("", "https://b.test/posts/p"),
            ("//cdn.test/x", "https://cdn.test/x"),
            ("mailto:a@b.test", "mailto:a@b.test"),
            ("http://e.test/", "http://e.test/"),
        ] {
            let html = format!("<a href=\"{written}\">a</a>");
            let expected = format!("<a href=\"{expected}\">a</a>");
            assert_eq!(
                absolute(&html, "https://b.test", "https://b.test/posts/p"),
                expected
            );
        }
    }

    #[test]
    fn boxes_are_characters() {
        let html = "<li><input type=\"checkbox\" disabled checked aria-label=\"Done\"> a</li><li><input type=\"checkbox\" disabled> b</li>";
        assert_eq!(absolute(html, "", ""), "<li>☑ a</li><li>☐ b</li>");
    }
}

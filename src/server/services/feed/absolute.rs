//! Makes a post's HTML fit to be read elsewhere: whole addresses, and none of the page's own furniture.

/// Rewrites `href`, `src` and `poster` that begin with `/` or `#` to whole addresses.
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
        push_tag(&mut out, tag, base, post);
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
        if value.starts_with('/') && !value.starts_with("//") {
            out.push_str(base);
        } else if value.starts_with('#') {
            out.push_str(post);
        }
        let end = value.find('"').map_or(value.len(), |at| at + 1);
        let (value, after) = value.split_at(end);
        out.push_str(value);
        rest = after;
    }
    out.push_str(rest);
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
}

//! Makes the text of a post fit to stand on one page with others: ids that no other part has, headings one level lower.

/// Attributes whose values name ids of the page, besides links to them.
const NAMING: [&str; 5] = [
    " id=\"",
    " for=\"",
    " aria-labelledby=\"",
    " aria-describedby=\"",
    " aria-controls=\"",
];

/// A link to an id of the page.
const LINK: &str = " href=\"#";

/// Puts `prefix` before every id and every mention of one, takes off the links beside headings, and lowers headings by a
/// level.
///
/// `html` is the renderer's output: attributes in double quotes, `<` and `>` escaped wherever they are text.
pub fn apart(html: &str, prefix: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (text, from_tag) = rest.split_at(open);
        out.push_str(text);
        let close = from_tag.find('>').map_or(from_tag.len(), |at| at + 1);
        let (tag, after) = from_tag.split_at(close);
        if tag.starts_with("<a class=\"anchor\"") {
            rest = after.split_once("</a>").map_or("", |(_, after)| after);
            continue;
        }
        push_tag(&mut out, &lowered(tag), prefix);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A heading's tag, one level lower; the lowest level stays.
fn lowered(tag: &str) -> String {
    for (level, lower) in [('2', '3'), ('3', '4'), ('4', '5'), ('5', '6')] {
        for beginning in ["<h", "</h"] {
            let rest = tag
                .strip_prefix(beginning)
                .and_then(|rest| rest.strip_prefix(level));
            if let Some(rest) = rest.filter(|rest| rest.starts_with([' ', '>'])) {
                return format!("{beginning}{lower}{rest}");
            }
        }
    }
    tag.to_owned()
}

fn push_tag(out: &mut String, tag: &str, prefix: &str) {
    let mut rest = tag;
    while let Some((name, at)) = NAMING
        .iter()
        .chain(std::iter::once(&LINK))
        .filter_map(|name| rest.find(name).map(|at| (*name, at)))
        .min_by_key(|(_, at)| *at)
    {
        let (before, value) = rest.split_at(at + name.len());
        out.push_str(before);
        let (value, after) = value.split_at(value.find('"').unwrap_or(value.len()));
        for (index, id) in value.split_ascii_whitespace().enumerate() {
            if index > 0 {
                out.push(' ');
            }
            out.push_str(prefix);
            out.push_str(id);
        }
        rest = after;
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn ids_links_to_them_and_names_of_them_change_together() {
        let html = "<h2 id=\"a\">A<a class=\"anchor\" href=\"#a\"><span>#</span></a></h2>\
            <p><a href=\"#a\">a</a> <a href=\"/posts/x#a\">x</a> <a href=\"#\">top</a> <code>id=\"z\"</code></p>\
            <table aria-labelledby=\"a b\"><tr><td id=\"b\">b</td></tr></table>";
        assert_eq!(
            apart(html, "p3-"),
            "<h3 id=\"p3-a\">A</h3><p><a href=\"#p3-a\">a</a> <a href=\"/posts/x#a\">x</a> <a href=\"#\">top</a> \
             <code>id=\"z\"</code></p><table aria-labelledby=\"p3-a p3-b\"><tr><td id=\"p3-b\">b</td></tr></table>"
        );
    }

    #[test]
    fn only_headings_are_lowered_and_the_lowest_stays() {
        assert_eq!(
            apart("<h5>x</h5><h6>y</h6><hr><header></header>", "p-"),
            "<h6>x</h6><h6>y</h6><hr><header></header>"
        );
    }

    #[test]
    fn broken_tags_do_no_harm() {
        for html in [
            "<",
            "<h2",
            "<p id=\"",
            "<a class=\"anchor\" href=\"#x\">",
            "<p id=\"x>",
            "",
        ] {
            let _ = apart(html, "p-");
        }
    }
}

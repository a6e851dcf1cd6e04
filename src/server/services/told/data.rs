//! Pieces of structured data (schema.org in JSON-LD), and how they stand in a page.

use serde_json::{Value, json};

use crate::model::{person::Author, series::SeriesPart, site::Site};

/// Longest headline, in characters.
const HEADLINE: usize = 110;

/// Parts of a series that are named.
const PARTS: usize = 100;

/// The site's mark where the owner chose none, and its pixels.
const MARK: (&str, u32) = ("/icon-180.png", 180);

/// Things as one script, which no browser runs and no text can end.
pub fn write(things: &[Value]) -> String {
    let data = json!({ "@context": "https://schema.org", "@graph": things });
    format!(
        "<script type=\"application/ld+json\">{}</script>",
        harmless(&data.to_string())
    )
}

/// JSON in which nothing ends a script or a line of one.
fn harmless(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for sign in json.chars() {
        match sign {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            sign => out.push(sign),
        }
    }
    out
}

/// A title that is not too long, cut between words.
pub fn headline(title: &str) -> String {
    if title.chars().count() <= HEADLINE {
        return title.to_owned();
    }
    let cut: String = title.chars().take(HEADLINE - 1).collect();
    let end = cut.rfind(char::is_whitespace).filter(|end| *end > cut.len() / 2);
    let cut = cut.get(..end.unwrap_or(cut.len())).unwrap_or(&cut);
    format!(
        "{}…",
        cut.trim_end_matches(|sign: char| sign.is_whitespace() || ",;:–—-".contains(sign))
    )
}

/// Who wrote something.
pub fn people(site: &Site, authors: &[Author]) -> Value {
    authors
        .iter()
        .map(|author| {
            json!({
                "@type": "Person",
                "name": author.name,
                "url": site.absolute(&format!("/authors/{}", author.slug)),
            })
        })
        .collect()
}

/// Who publishes: the site itself, under its logo, or else the mark that stands in tabs.
pub fn organisation(site: &Site, logo: &str) -> Value {
    let chosen = [logo, &site.icon].into_iter().find(|path| !path.is_empty());
    let mut logo = json!({
        "@type": "ImageObject",
        "url": site.absolute(chosen.unwrap_or(MARK.0)),
    });
    if chosen.is_none() {
        logo["width"] = json!(MARK.1);
        logo["height"] = json!(MARK.1);
    }
    json!({
        "@type": "Organization",
        "name": site.name,
        "url": site.absolute("/"),
        "logo": logo,
    })
}

/// The way to a page, by names and paths.
pub fn breadcrumbs(site: &Site, way: &[(&str, String)]) -> Value {
    let steps: Vec<Value> = (1..)
        .zip(way)
        .map(|(position, (name, path))| {
            json!({
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": site.absolute(path),
            })
        })
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": steps })
}

/// The parts of a series, an overview before them.
pub fn parts(site: &Site, parts: &[SeriesPart]) -> Value {
    parts
        .iter()
        .take(PARTS)
        .map(|part| {
            let mut posting = json!({
                "@type": "BlogPosting",
                "headline": headline(&part.post.title),
                "url": site.absolute(&format!("/posts/{}", part.post.slug)),
                "datePublished": part.published.iso,
            });
            if part.number > 0 {
                posting["position"] = json!(part.number);
            }
            posting
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script_and_all_of_it_is_read_back() {
        let text = "</script><!-- <script> & \u{2028}\u{2029} \" \\ ]]>";
        let script = write(&[json!({ "name": text })]);
        let inner = script
            .strip_prefix("<script type=\"application/ld+json\">")
            .and_then(|rest| rest.strip_suffix("</script>"))
            .unwrap();
        assert!(
            !inner.contains(['<', '>', '&', '\u{2028}', '\u{2029}']),
            "{inner}"
        );
        let read: Value = serde_json::from_str(inner).unwrap();
        assert_eq!(read["@graph"][0]["name"], text);
        assert_eq!(read["@context"], "https://schema.org");
    }

    #[test]
    fn headlines_are_cut_between_words() {
        assert_eq!(headline("Queues"), "Queues");
        let long = headline(&"fairness, ".repeat(30));
        assert!(
            long.chars().count() <= HEADLINE && long.ends_with("fairness…"),
            "{long}"
        );
        let word = headline(&"あ".repeat(300));
        assert_eq!(word.chars().count(), HEADLINE);
    }
}

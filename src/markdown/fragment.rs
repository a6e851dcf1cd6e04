//! Links within the page that were written for another site's way of naming headings.

use std::collections::{HashMap, HashSet};

use super::tree::Node;

/// Leads links to an id that is not there to the one that differs only in hyphens and case, if it is the only one:
/// generators disagree on what becomes a hyphen, and on nothing else.
pub(super) fn mend(nodes: &mut [Node], ids: &HashSet<String>) {
    let mut near: HashMap<String, Option<&str>> = HashMap::new();
    for id in ids {
        near.entry(squeeze(id))
            .and_modify(|several| *several = None)
            .or_insert(Some(id));
    }
    links(nodes, ids, &near);
}

fn links(nodes: &mut [Node], ids: &HashSet<String>, near: &HashMap<String, Option<&str>>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        let mended = element
            .get("href")
            .and_then(|href| href.strip_prefix('#'))
            .filter(|fragment| !fragment.is_empty() && !ids.contains(*fragment))
            .and_then(|fragment| near.get(&squeeze(fragment)).copied().flatten());
        if let Some(id) = mended.map(|id| format!("#{id}")) {
            element.set("href", &id);
        }
        links(&mut element.children, ids, near);
    }
}

/// What all spellings of an id have in common.
fn squeeze(id: &str) -> String {
    id.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::markdown::render;

    fn html(source: &str) -> String {
        render(source, &|_| None).html
    }

    #[test]
    fn a_fragment_that_differs_only_in_hyphens_finds_its_heading() {
        let page = html("[x](#i-d-like-small-medium)\n\n## I'd like small/medium\n");
        assert!(page.contains("<a href=\"#id-like-smallmedium\">x</a>"), "{page}");
    }

    #[test]
    fn a_fragment_that_means_two_headings_or_none_stays() {
        let page = html("[x](#a-b) [y](#nope)\n\n## ab {#ab-}\n\n## ab\n");
        assert!(
            page.contains("href=\"#a-b\"") && page.contains("href=\"#nope\""),
            "{page}"
        );
    }
}

//! What browsers need to search the site from their address bar (OpenSearch 1.1).

use quick_xml::escape::escape;

use crate::model::{find::Place, site::Site};

/// The longest short name that the format allows, in characters.
const SHORT: usize = 16;

/// The longest description.
const LONG: usize = 1_024;

/// Where programs look for the mark of a site that they have not read a page of.
pub const FAVICON: &str = "/favicon.ico";

/// Its type, without parameters.
pub const MIME: &str = "application/opensearchdescription+xml";

/// The document.
pub fn write_description(site: &Site) -> String {
    let cut = |text: &str, most: usize| -> String {
        let plain: String = text.chars().filter(|c| !c.is_control()).take(most).collect();
        escape(plain.trim_end()).into_owned()
    };
    let (name, about) = (cut(&site.name, SHORT), cut(&site.description, LONG));
    let search = site.absolute(Place::Search.path());
    let (search, own) = (escape(search.as_str()), site.absolute("/opensearch.xml"));
    // Of a picture that the owner chose neither kind nor size is known here, and both may be left out.
    let (kind, icon) = match site.icon.as_str() {
        "" => (" width=\"32\" height=\"32\" type=\"image/x-icon\"", FAVICON),
        icon => ("", icon),
    };
    let icon = site.absolute(icon);
    let (own, icon) = (escape(own.as_str()), escape(icon.as_str()));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{name}</ShortName>\n\
         <Description>{about}</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n\
         <Image{kind}>{icon}</Image>\n\
         <Url type=\"text/html\" method=\"get\" template=\"{search}?q={{searchTerms}}\"/>\n\
         <Url type=\"{MIME}\" rel=\"self\" template=\"{own}\"/>\n\
         </OpenSearchDescription>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_where_the_format_ends_and_mean_nothing_in_it() {
        let site = Site {
            name: "Notes & <things> that run on".to_owned(),
            description: "é".repeat(2_000),
            ..Site::default()
        };
        let text = write_description(&site);
        assert!(
            text.contains("<ShortName>Notes &amp; &lt;things&gt;</ShortName>"),
            "{text}"
        );
        assert_eq!(text.matches('é').count(), LONG);
        assert!(text.contains("template=\"http://localhost:3000/search?q={searchTerms}\""));
    }
}

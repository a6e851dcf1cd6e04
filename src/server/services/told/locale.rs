//! A language as Open Graph wants it, `language_TERRITORY`.

/// Where a language is mostly spoken, for tags that do not say where.
const TERRITORIES: [(&str, &str); 34] = [
    ("ar", "AR"),
    ("bg", "BG"),
    ("ca", "ES"),
    ("cs", "CZ"),
    ("da", "DK"),
    ("de", "DE"),
    ("el", "GR"),
    ("en", "US"),
    ("es", "ES"),
    ("et", "EE"),
    ("fa", "IR"),
    ("fi", "FI"),
    ("fr", "FR"),
    ("he", "IL"),
    ("hi", "IN"),
    ("hr", "HR"),
    ("hu", "HU"),
    ("id", "ID"),
    ("it", "IT"),
    ("ja", "JP"),
    ("ko", "KR"),
    ("lt", "LT"),
    ("lv", "LV"),
    ("nb", "NO"),
    ("nl", "NL"),
    ("pl", "PL"),
    ("pt", "PT"),
    ("ro", "RO"),
    ("ru", "RU"),
    ("sk", "SK"),
    ("sv", "SE"),
    ("tr", "TR"),
    ("uk", "UA"),
    ("vi", "VN"),
];

/// The locale of a BCP 47 tag; nothing where the tag does not say where, and nobody can tell.
pub fn of(tag: &str) -> Option<String> {
    let mut parts = tag.split('-');
    let language = parts.next()?.to_ascii_lowercase();
    let parts: Vec<&str> = parts.collect();
    let named = parts
        .iter()
        .find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let territory = match named {
        Some(territory) => territory.to_ascii_uppercase(),
        None if language == "zh" => {
            let traditional = parts.iter().any(|part| part.eq_ignore_ascii_case("hant"));
            if traditional { "TW" } else { "CN" }.to_owned()
        }
        None => TERRITORIES
            .iter()
            .find(|(known, _)| *known == language)
            .map(|(_, territory)| (*territory).to_owned())?,
    };
    Some(format!("{language}_{territory}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_named_with_its_territory_or_not_at_all() {
        for (tag, locale) in [
            ("en", Some("en_US")),
            ("en-GB", Some("en_GB")),
            ("pt-br", Some("pt_BR")),
            ("zh-Hant", Some("zh_TW")),
            ("zh-Hans-SG", Some("zh_SG")),
            ("zh", Some("zh_CN")),
            ("de-1996", Some("de_DE")),
            ("tlh", None),
            ("", None),
        ] {
            assert_eq!(of(tag).as_deref(), locale, "{tag}");
        }
    }
}

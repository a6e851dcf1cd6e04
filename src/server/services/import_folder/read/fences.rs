//! Translates what other systems write after a code fence into what this one reads:
//! `rust title="src/main.rs" {3,7-9}`.

use super::shortcodes::lines_in;

/// The new info string, or none if the old one says the same already.
pub fn translate(info: &str) -> Option<String> {
    let info = info.trim();
    if let Some((language, options)) = info.split_once('{')
        && options.contains('=')
    {
        return Some(assembled(language.trim(), title_in(options), &lines_in(options)));
    }
    let (language, options) = info.split_once(',')?;
    if !["linenos", "hl_lines=", "name=", "hide_lines=", "linenostart="]
        .iter()
        .any(|word| options.contains(word))
    {
        return None;
    }
    Some(assembled(language.trim(), title_in(options), &lines_in(options)))
}

fn title_in(options: &str) -> Option<&str> {
    let mut parts = options.split([',', '}']).map(str::trim);
    let value = parts.find_map(|part| part.strip_prefix("name=").or_else(|| part.strip_prefix("title=")))?;
    Some(value.trim_matches(['"', '\''])).filter(|value| !value.is_empty())
}

fn assembled(language: &str, title: Option<&str>, lines: &str) -> String {
    let mut out = language.to_owned();
    if let Some(title) = title {
        out.push_str(&format!(" title=\"{}\"", title.replace('"', "")));
    }
    if !lines.is_empty() {
        out.push_str(&format!(" {{{lines}}}"));
    }
    out.trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_zola_and_hugo_become_ours() {
        for (theirs, ours) in [
            (
                "rust,linenos,linenostart=20,hl_lines=1 3-5,hide_lines=2,name=mod.rs",
                "rust title=\"mod.rs\" {1,3-5}",
            ),
            (
                "go {linenos=table,hl_lines=[3,\"6-8\"],linenostart=10}",
                "go {3,6-8}",
            ),
            ("rust,linenos", "rust"),
        ] {
            assert_eq!(translate(theirs).as_deref(), Some(ours));
        }
        for same in ["rust", "", "rust,ignore", "rust title=\"a\" {3}", "toml {3,7-9}"] {
            assert_eq!(translate(same), None);
        }
    }
}

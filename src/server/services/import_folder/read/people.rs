//! Takes the names out of an author line. Where a line may be one name, it stays one name.

/// Someone who wrote a post, as the front matter names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// As written, without an e-mail address.
    pub name: String,
    /// What stood after the name ("Ambassador of …"), if anything.
    pub role: Option<String>,
}

/// Words that make a part of the line something other than a person's name.
const ROLES: &[&str] = &[
    "ambassador",
    "analyst",
    "architect",
    "board",
    "ceo",
    "chair",
    "chief",
    "committee",
    "consultant",
    "council",
    "cto",
    "designer",
    "developer",
    "director",
    "editor",
    "engineer",
    "esq",
    "fellow",
    "foundation",
    "founder",
    "group",
    "head",
    "inc",
    "intern",
    "jr",
    "lead",
    "llc",
    "ltd",
    "maintainer",
    "manager",
    "officer",
    "partner",
    "phd",
    "president",
    "principal",
    "professor",
    "project",
    "researcher",
    "scientist",
    "sr",
    "team",
    "teams",
    "vp",
    "wg",
];

/// Lower-case words that stand inside names.
const PARTICLES: &[&str] = &[
    "da", "de", "del", "den", "der", "di", "do", "dos", "du", "la", "le", "ten", "ter", "van", "von",
];

/// The people of one author line: `A and B`, `A, B, and C`, `A & B`; anything doubtful is one name.
pub fn read(line: &str) -> Vec<Person> {
    let line = without_address(&line.split_whitespace().collect::<Vec<_>>().join(" "));
    if line.is_empty() {
        return Vec::new();
    }
    if let Some(names) = several(&line) {
        return names
            .into_iter()
            .map(|name| Person { name, role: None })
            .collect();
    }
    if let Some((name, role)) = line.split_once(", ")
        && is_name(name)
        && name.contains(' ')
        && !role.starts_with("on behalf")
        && role
            .split([' ', ','])
            .any(|word| ROLES.contains(&plain(word).as_str()))
        && !["jr", "sr", "phd", "esq"].contains(&plain(role).as_str())
    {
        return vec![Person {
            name: name.to_owned(),
            role: Some(role.to_owned()),
        }];
    }
    vec![Person {
        name: line,
        role: None,
    }]
}

/// `Ada Lovelace <ada@example.com>` without the address; an address alone stays.
fn without_address(line: &str) -> String {
    match line.split_once('<') {
        Some((name, address)) if !name.trim().is_empty() && address.contains('@') => name.trim().to_owned(),
        _ => line.to_owned(),
    }
}

fn several(line: &str) -> Option<Vec<String>> {
    let marked = line
        .replace(", and ", "\n")
        .replace(" and ", "\n")
        .replace(" & ", "\n");
    let has_and = marked.contains('\n');
    let parts: Vec<&str> = marked
        .split(['\n', ','])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let commas = line.contains(',');
    let fits = |part: &&str| {
        // A comma alone also stands between a name and a role or suffix, so both sides must look like full names.
        is_name(part) && (has_and || part.contains(' ')) || has_and && !commas && is_group(part)
    };
    (parts.len() > 1 && parts.iter().all(fits)).then(|| parts.into_iter().map(str::to_owned).collect())
}

/// "the Governance Reform WG": a group called by its article is a whole name of its own.
fn is_group(part: &str) -> bool {
    let mut words = part.split(' ');
    matches!(words.next(), Some("the" | "The"))
        && words.all(|word| word.starts_with(|c: char| c.is_uppercase()))
}

/// One to four words, each capitalised or a particle, none of them a role; or a single handle.
fn is_name(part: &str) -> bool {
    let words: Vec<&str> = part.split(' ').collect();
    if words.len() > 4 || words.iter().any(|word| ROLES.contains(&plain(word).as_str())) {
        return false;
    }
    if let [only] = words.as_slice() {
        return !PARTICLES.contains(only) && *only != "the" && *only != "The";
    }
    words.first() != Some(&"The")
        && words.iter().all(|word| {
            PARTICLES.contains(word)
                || word.starts_with("d'")
                || word.starts_with(|c: char| c.is_uppercase() || c == '"' || c == '@')
        })
}

fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Vec<String> {
        read(line).into_iter().map(|person| person.name).collect()
    }

    #[test]
    fn plain_lists_of_names_are_split() {
        assert_eq!(
            names("Aaron Turon and Niko Matsakis"),
            ["Aaron Turon", "Niko Matsakis"]
        );
        assert_eq!(names("TC & Eric Huss"), ["TC", "Eric Huss"]);
        assert_eq!(
            names("Josh Triplett, Niko Matsakis"),
            ["Josh Triplett", "Niko Matsakis"]
        );
        assert_eq!(
            names("Eric, Felix, Joel and Mara"),
            ["Eric", "Felix", "Joel", "Mara"]
        );
        assert_eq!(names("davidtwco and wesleywiser"), ["davidtwco", "wesleywiser"]);
        assert_eq!(names("Kyle Strand, Niko Matsakis, and Amanieu d'Antras").len(), 3);
        assert_eq!(
            names("Jane Losare-Lusby and the Governance Reform WG"),
            ["Jane Losare-Lusby", "the Governance Reform WG"]
        );
    }

    #[test]
    fn what_may_be_one_name_stays_whole() {
        for line in [
            "The Rust Survey Working Group in partnership with the Rust Foundation",
            "Ben Striegel on behalf of the Edition 2024 Project Group",
            "Jane Lusby, on behalf of The Rust Project Teams",
            "The rust-analyzer Team on behalf of the entire Rust Team",
            "Research and Development Team",
            "Sammy Davis, Jr.",
            "Mazdak \"Centril\" Farrokhzad",
            "Lovelace, Ada",
            "oli-obk",
        ] {
            assert_eq!(names(line), [line]);
        }
    }

    #[test]
    fn a_role_after_the_name_is_kept_apart_from_it() {
        assert_eq!(
            read("Jane Lusby, Project Director of Collaboration"),
            [Person {
                name: "Jane Lusby".to_owned(),
                role: Some("Project Director of Collaboration".to_owned())
            }]
        );
        assert_eq!(names("Ada Lovelace <ada@example.com>"), ["Ada Lovelace"]);
        assert!(read("  ").is_empty());
    }
}

//! What is asked, checked against what can be.

use percent_encoding::percent_decode_str;

use super::{
    cursor,
    endpoint::{CURSOR, Endpoint, Kind, LIMIT, MOST, Parameter, USUAL},
    problem::Problem,
};
use crate::model::{
    find::MAX_WORDS,
    slug::{MAX_SLUG_BYTES, Slug},
};

/// Letters of an unknown name that are told back, and how many such names.
const TOLD: usize = 40;
const TOLD_NAMES: usize = 5;

/// What is asked; every value is as its parameter has it.
#[derive(Debug)]
pub struct Question {
    endpoint: &'static Endpoint,
    name: String,
    values: Vec<(&'static str, String)>,
}

impl Question {
    /// Reads what is asked of an address: the name in its path, if it has one, and its query. Says what is wrong, with what to do.
    pub fn read(endpoint: &'static Endpoint, name: Option<String>, query: &str) -> Result<Self, Problem> {
        let mut values: Vec<(&'static str, String)> = Vec::new();
        let mut unknown: Vec<String> = Vec::new();
        if percent_decode_str(query).decode_utf8().is_err() {
            let text = "The signs after a % in the query are no text. Write it as UTF-8 and encode that.";
            return Err(Problem::parameters(Vec::new(), text));
        }
        for (given, value) in form_urlencoded::parse(query.as_bytes()) {
            let known = endpoint.parameters.iter().find(|known| known.name == given);
            match known {
                None => unknown.push(given.chars().take(TOLD).collect()),
                Some(known) if values.iter().any(|(name, _)| *name == known.name) => {
                    let text = format!("`{0}` is given more than once. Give it once.", known.name);
                    return Err(Problem::parameter(known.name, text));
                }
                Some(known) => values.push((known.name, value.into_owned())),
            }
        }
        if !unknown.is_empty() {
            return Err(refuse_unknown(endpoint, unknown));
        }
        for parameter in endpoint.parameters {
            match values.iter().find(|(name, _)| *name == parameter.name) {
                Some((_, value)) => {
                    check(parameter, value).map_err(|problem| Problem::parameter(parameter.name, problem))?
                }
                None if parameter.required => {
                    let text = format!(
                        "`{0}` is missing. Ask for example with {0}={1}.",
                        parameter.name, parameter.example
                    );
                    return Err(Problem::parameter(parameter.name, text));
                }
                None => {}
            }
        }
        Ok(Self {
            endpoint,
            name: name.unwrap_or_default(),
            values,
        })
    }

    /// The name in the path; nothing where it can be the name of nothing.
    pub fn name(&self) -> Option<&str> {
        Slug::parse(&self.name).is_ok().then_some(&*self.name)
    }

    /// What a parameter holds.
    pub fn value(&self, parameter: &str) -> Option<&str> {
        let (_, value) = self.values.iter().find(|(name, _)| *name == parameter)?;
        Some(value)
    }

    /// How many are asked for.
    pub fn limit(&self) -> u32 {
        let limit = self.value(LIMIT.name).and_then(|limit| limit.parse().ok());
        limit.unwrap_or(USUAL)
    }

    /// Where to go on in the list of this name, as `read` understands it; nothing where the beginning is asked for.
    pub fn place<P>(&self, list: &str, read: impl FnOnce(&str) -> Option<P>) -> Result<Option<P>, Problem> {
        let Some(given) = self.value(CURSOR.name) else {
            return Ok(None);
        };
        match cursor::read(list, given).as_deref().and_then(read) {
            Some(place) => Ok(Some(place)),
            None => Err(Problem::parameter(
                CURSOR.name,
                "This is no place in this list. Give `next_cursor` of the answer before as it is, with the same words where \
                 they are looked for, or leave `cursor` out to begin at the beginning.",
            )),
        }
    }

    /// Path and query of the same question from another place on.
    pub fn at(&self, cursor: &str) -> String {
        self.with(CURSOR.name, cursor)
    }

    /// Path and query of the same question with another value of a parameter.
    pub fn with(&self, parameter: &str, value: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.values.iter().filter(|(name, _)| *name != parameter) {
            query.append_pair(name, value);
        }
        query.append_pair(parameter, value);
        format!("{}?{}", self.endpoint.path, query.finish())
    }
}

fn refuse_unknown(endpoint: &Endpoint, mut unknown: Vec<String>) -> Problem {
    unknown.sort();
    unknown.dedup();
    unknown.truncate(TOLD_NAMES);
    let known: Vec<String> = endpoint
        .parameters
        .iter()
        .map(|known| format!("`{}`", known.name))
        .collect();
    let known = match known.as_slice() {
        [] => "Nothing can be asked with here".to_owned(),
        known => format!("What can be asked with here: {}", known.join(", ")),
    };
    let named: Vec<String> = unknown.iter().map(|name| format!("`{name}`")).collect();
    let text = format!("There is no parameter {}. {known}.", named.join(" or "));
    Problem::parameters(unknown, text)
}

/// Whether a parameter may hold this; or why not, with what to do.
fn check(parameter: &Parameter, value: &str) -> Result<(), String> {
    let name = parameter.name;
    match parameter.kind {
        Kind::Slug => Slug::parse(value).map(drop).map_err(|_| {
            format!(
                "`{name}` is a name as it stands in addresses: small letters a–z, digits and single hyphens between them, at \
                 most {MAX_SLUG_BYTES} characters. Write for example {name}={}.",
                parameter.example
            )
        }),
        Kind::Limit => {
            let is_number = value.bytes().all(|digit| digit.is_ascii_digit());
            let limit: Option<u32> = value.parse().ok().filter(|_| is_number);
            match limit {
                Some(1..=MOST) => Ok(()),
                _ => Err(format!("`{name}` is a whole number from 1 to {MOST}. Write for example {name}={USUAL}.")),
            }
        }
        // Whether it is a place in the list, the list knows.
        Kind::Cursor => Ok(()),
        Kind::Words => {
            if value.trim().is_empty() {
                return Err(format!("`{name}` is empty. Say what to look for, for example {name}={}.", parameter.example));
            }
            if value.chars().count() > MAX_WORDS {
                return Err(format!("`{name}` has more than {MAX_WORDS} characters. Look for fewer words."));
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::rest::endpoint::{POST, POSTS, SEARCH};

    fn detail(endpoint: &'static Endpoint, query: &str) -> String {
        format!("{:?}", Question::read(endpoint, None, query).unwrap_err())
    }

    #[test]
    fn what_can_be_asked_is_read() {
        let question = Question::read(&POSTS, None, "tag=rust&limit=007").unwrap();
        assert_eq!((question.value("tag"), question.limit()), (Some("rust"), 7));
        assert_eq!(
            question.at("x&y"),
            "/api/v1/posts?tag=rust&limit=007&cursor=x%26y"
        );
        let question = Question::read(&POSTS, None, "").unwrap();
        assert_eq!((question.value("tag"), question.limit()), (None, USUAL));
        assert_eq!(
            Question::read(&POST, Some("One".to_owned()), "").unwrap().name(),
            None
        );
        assert_eq!(
            Question::read(&POST, Some("one".to_owned()), "").unwrap().name(),
            Some("one")
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_what_to_do() {
        for (query, said) in [
            ("page=2", "`page`"),
            ("page=2&b=1&b=2", "`b` or `page`"),
            ("limit=0", "from 1 to 100"),
            ("limit=101", "from 1 to 100"),
            ("limit=", "from 1 to 100"),
            ("limit=%2B5", "from 1 to 100"),
            ("limit=5&limit=5", "more than once"),
            ("tag=Rust", "tag=backend"),
            ("tag=", "at most 120 characters. Write for example tag=backend"),
            ("%FF=1", "UTF-8"),
            ("tag=%C3%28", "UTF-8"),
        ] {
            assert!(
                detail(&POSTS, query).contains(said),
                "{query}: {}",
                detail(&POSTS, query)
            );
        }
        assert!(detail(&POST, "limit=5").contains("Nothing can be asked with here"));
        assert!(detail(&SEARCH, "").contains("`q` is missing"));
        assert!(detail(&SEARCH, "q=+").contains("empty"));
        assert!(detail(&SEARCH, &format!("q={}", "a".repeat(301))).contains("300"));
        let long = format!("{}=1", "n".repeat(5_000));
        assert!(detail(&POSTS, &long).len() < 500);
    }
}

//! What can be asked: the one table of addresses and parameters.

use crate::{
    model::{find::MAX_WORDS, slug::MAX_SLUG_BYTES},
    server::rest::cursor,
};

/// Most things in one answer.
pub const MOST: u32 = 100;

/// Things in one answer where nothing is said.
pub const USUAL: u32 = 20;

/// An address at which something can be asked.
#[derive(Debug)]
pub struct Endpoint {
    /// As the router has it.
    pub path: &'static str,
    /// What it is called in programs that are made of the document.
    pub operation: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What there is to know of it.
    pub about: &'static str,
    /// The one in the path.
    pub name: Option<&'static Parameter>,
    /// Those in the query. There are no others.
    pub parameters: &'static [&'static Parameter],
    /// The name of the schema that the answer has; nothing for the document itself.
    pub answer: Option<&'static str>,
    /// Whether what was there before may be gone.
    pub may_be_gone: bool,
}

impl Endpoint {
    /// Whether its query may name a tag, an author or a series, which may have another name by now.
    pub fn names_another(&self) -> bool {
        let names = [TAG_OF.name, AUTHOR_OF.name, SERIES_OF.name];
        self.parameters
            .iter()
            .any(|parameter| names.contains(&parameter.name))
    }

    /// Whether this is where it can be asked.
    pub fn is_at(&self, path: &str) -> bool {
        match self.path.strip_suffix("{slug}") {
            Some(folder) => path
                .strip_prefix(folder)
                .is_some_and(|name| !name.is_empty() && !name.contains('/')),
            None => path == self.path,
        }
    }
}

/// Something that is asked with.
#[derive(Debug)]
pub struct Parameter {
    /// What it is called.
    pub name: &'static str,
    /// What it may hold.
    pub kind: Kind,
    /// What there is to know of it.
    pub about: &'static str,
    /// Nothing can be answered without it.
    pub required: bool,
    /// One that is right.
    pub example: &'static str,
}

/// What a parameter may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name as it stands in addresses.
    Slug,
    /// How many.
    Limit,
    /// Where to go on.
    Cursor,
    /// Words to be looked for.
    Words,
}

impl Kind {
    /// The JSON Schema of what it may hold.
    pub fn schema(self) -> serde_json::Value {
        match self {
            Self::Slug => serde_json::json!({
                "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": MAX_SLUG_BYTES,
            }),
            Self::Limit => serde_json::json!({
                "type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL,
            }),
            Self::Cursor => serde_json::json!({
                "type": "string", "pattern": "^[A-Za-z0-9_-]+$", "maxLength": cursor::LONGEST,
            }),
            Self::Words => serde_json::json!({
                "type": "string", "pattern": "\\S", "maxLength": MAX_WORDS,
            }),
        }
    }
}

/// How many.
pub static LIMIT: Parameter = Parameter {
    name: "limit",
    kind: Kind::Limit,
    about: "How many there are in one answer, at most.",
    required: false,
    example: "2",
};

/// Where to go on.
pub static CURSOR: Parameter = Parameter {
    name: "cursor",
    kind: Kind::Cursor,
    about: "Where to go on: `next_cursor` of the answer before, as it is. What it means is nobody's business, and may change.",
    required: false,
    example: "uXJm1HBvc3RzIDE3NzYyOTQwMDAwMDAgMTc",
};

static TAG_OF: Parameter = Parameter {
    name: "tag",
    kind: Kind::Slug,
    about: "Only posts with this tag, by its slug. Of `tag`, `author` and `series` one can be given at a time.",
    required: false,
    example: "backend",
};

static AUTHOR_OF: Parameter = Parameter {
    name: "author",
    kind: Kind::Slug,
    about: "Only posts by this author, by their slug.",
    required: false,
    example: "ada-marlow",
};

static SERIES_OF: Parameter = Parameter {
    name: "series",
    kind: Kind::Slug,
    about: "Only posts of this series, by its slug. They come newest first; the series itself has them in reading order.",
    required: false,
    example: "long-work",
};

/// Words to be looked for.
pub static WORDS: Parameter = Parameter {
    name: "q",
    kind: Kind::Words,
    about: "Words to look for: all of them have to be there, in any form. `\"a phrase\"`, `-without`, `tag:`, `author:`, \
            `series:`, `in:title`, `before:` and `after:` are understood as on the search page.",
    required: true,
    example: "text",
};

static POST_NAME: Parameter = Parameter {
    name: "slug",
    kind: Kind::Slug,
    about: "The post's name in its address.",
    required: true,
    example: "part-1",
};

static TAG_NAME: Parameter = Parameter {
    name: "slug",
    kind: Kind::Slug,
    about: "The tag's name in its address.",
    required: true,
    example: "backend",
};

static SERIES_NAME: Parameter = Parameter {
    name: "slug",
    kind: Kind::Slug,
    about: "The series' name in its address.",
    required: true,
    example: "long-work",
};

/// The list of posts.
pub static POSTS: Endpoint = Endpoint {
    path: "/api/v1/posts",
    operation: "listPosts",
    title: "Posts, newest first",
    about: "What the site's own lists have, without the texts.",
    name: None,
    parameters: &[&LIMIT, &CURSOR, &TAG_OF, &AUTHOR_OF, &SERIES_OF],
    answer: Some("Posts"),
    may_be_gone: false,
};

/// One post.
pub static POST: Endpoint = Endpoint {
    path: "/api/v1/posts/{slug}",
    operation: "readPost",
    title: "A post with its text",
    about: "Rendered and as it was written. A post that lists leave out is here, too, for whoever knows its address.",
    name: Some(&POST_NAME),
    parameters: &[],
    answer: Some("WholePost"),
    may_be_gone: true,
};

/// The list of tags.
pub static TAGS: Endpoint = Endpoint {
    path: "/api/v1/tags",
    operation: "listTags",
    title: "Tags, by slug",
    about: "Those that posts in lists have.",
    name: None,
    parameters: &[&LIMIT, &CURSOR],
    answer: Some("Tags"),
    may_be_gone: false,
};

/// One tag.
pub static TAG: Endpoint = Endpoint {
    path: "/api/v1/tags/{slug}",
    operation: "readTag",
    title: "A tag",
    about: "Its posts are in the list of posts, asked with `tag`.",
    name: Some(&TAG_NAME),
    parameters: &[],
    answer: Some("Tag"),
    may_be_gone: false,
};

/// The list of series.
pub static ALL_SERIES: Endpoint = Endpoint {
    path: "/api/v1/series",
    operation: "listSeries",
    title: "Series, by slug",
    about: "Those of which lists have a post.",
    name: None,
    parameters: &[&LIMIT, &CURSOR],
    answer: Some("AllSeries"),
    may_be_gone: false,
};

/// One series.
pub static SERIES: Endpoint = Endpoint {
    path: "/api/v1/series/{slug}",
    operation: "readSeries",
    title: "A series with its posts",
    about: "In reading order, the overview first.",
    name: Some(&SERIES_NAME),
    parameters: &[],
    answer: Some("WholeSeries"),
    may_be_gone: false,
};

/// The search.
pub static SEARCH: Endpoint = Endpoint {
    path: "/api/v1/search",
    operation: "search",
    title: "Posts that hold words",
    about: "The best first, as on the search page. Where nothing holds the words, what was probably meant is looked for, and \
            that is said.",
    name: None,
    parameters: &[&WORDS, &LIMIT, &CURSOR],
    answer: Some("SearchResult"),
    may_be_gone: false,
};

/// The document that describes all of this.
pub static OPENAPI: Endpoint = Endpoint {
    path: "/api/v1/openapi.json",
    operation: "describe",
    title: "This document",
    about: "What can be asked and what is answered, as OpenAPI 3.1.",
    name: None,
    parameters: &[],
    answer: None,
    may_be_gone: false,
};

/// All of them, in the order in which the document names them.
pub static ALL: [&Endpoint; 8] = [
    &POSTS,
    &POST,
    &TAGS,
    &TAG,
    &ALL_SERIES,
    &SERIES,
    &SEARCH,
    &OPENAPI,
];

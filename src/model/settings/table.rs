//! The table of what can be said of the site, in the order in which it is asked for: what it is called, what may be said, and
//! what holds until something is.

use super::{Group, Kind, Leads, Setting};

/// The default of those that have one only in [`Site`](crate::model::site::Site) or nowhere.
const NOTHING: &str = "";

/// All of them; those of a group stand together.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "name",
        label: "Name",
        hint: "In the header, and in the title of every page.",
        group: Group::Site,
        kind: Kind::Words {
            longest: 60,
            needed: true,
        },
        default: "Logbook",
    },
    Setting {
        name: "tagline",
        label: "Tagline",
        hint: "A few words beside the name. It may be empty.",
        group: Group::Site,
        kind: Kind::Words {
            longest: 120,
            needed: false,
        },
        default: "Notes on building systems",
    },
    Setting {
        name: "description",
        label: "Description",
        hint: "What the site is about, in a sentence or two: for the footer, search engines and feeds.",
        group: Group::Site,
        kind: Kind::Words {
            longest: 300,
            needed: true,
        },
        default: "Storage, queues, networks, and what we learned when they went wrong.",
    },
    Setting {
        name: "owner",
        label: "Owner",
        hint: "Whose words these are, for the line of copyright.",
        group: Group::Site,
        kind: Kind::Words {
            longest: 80,
            needed: true,
        },
        default: "The authors",
    },
    Setting {
        name: "language",
        label: "Language",
        hint: "The tag of the language most of it is written in, such as en, de or pt-BR.",
        group: Group::Site,
        kind: Kind::Language,
        default: "en",
    },
    Setting {
        name: super::BASE_URL,
        label: "Address",
        hint: "Where readers find the site, such as https://example.org. Links in feeds and the sitemap begin with it.",
        group: Group::Site,
        kind: Kind::Origin,
        default: "http://localhost:3000",
    },
    Setting {
        name: super::TIME_ZONE,
        label: "Time zone",
        hint: "Where the days of the site begin, such as Europe/Berlin.",
        group: Group::Site,
        kind: Kind::Zone,
        default: "UTC",
    },
    Setting {
        name: "accent",
        label: "Accent colour",
        hint: "Such as #1f6feb; empty for the one that comes with it. It is made darker or lighter where nobody could read it.",
        group: Group::Look,
        kind: Kind::Colour,
        default: NOTHING,
    },
    Setting {
        name: "logo",
        label: "Logo",
        hint: "A picture of the library, such as /media/….svg, or what “Copy Markdown” gives there; empty for the mark that comes with it.",
        group: Group::Look,
        kind: Kind::Picture,
        default: NOTHING,
    },
    Setting {
        name: "favicon",
        label: "Icon",
        hint: "A square picture of the library, at least 180 pixels wide or an SVG, for tabs and home screens; empty for the one that comes with it.",
        group: Group::Look,
        kind: Kind::Picture,
        default: NOTHING,
    },
    Setting {
        name: "layout",
        label: "Layout",
        hint: "What kind of front page it is. All posts are at /posts whichever it is.",
        group: Group::Front,
        kind: Kind::Choice(LAYOUTS),
        default: "logbook",
    },
    Setting {
        name: "front_tag",
        label: "Tag of the archive",
        hint: "The slug of the tag that the layout “tag archive” shows, such as backend. Where there is no such tag it shows all posts.",
        group: Group::Front,
        kind: Kind::Slug,
        default: NOTHING,
    },
    Setting {
        name: "eyebrow",
        label: "Eyebrow",
        hint: "A few words over the title. It may be empty.",
        group: Group::Front,
        kind: Kind::Words {
            longest: 60,
            needed: false,
        },
        default: NOTHING,
    },
    Setting {
        name: "headline",
        label: "Title",
        hint: "What stands largest on the front page; empty for the tagline.",
        group: Group::Front,
        kind: Kind::Words {
            longest: 120,
            needed: false,
        },
        default: NOTHING,
    },
    Setting {
        name: "lede",
        label: "Line under the title",
        hint: "What readers are promised; empty for the description.",
        group: Group::Front,
        kind: Kind::Words {
            longest: 300,
            needed: false,
        },
        default: NOTHING,
    },
    Setting {
        name: "method",
        label: "Second line",
        hint: "How that is done, for the layout “knowledge base”. It may be empty.",
        group: Group::Front,
        kind: Kind::Words {
            longest: 300,
            needed: false,
        },
        default: NOTHING,
    },
    Setting {
        name: "focus_title",
        label: "Title of the focus areas",
        hint: "Over the tags that the layout “knowledge base” begins with.",
        group: Group::Front,
        kind: Kind::Words {
            longest: 60,
            needed: true,
        },
        default: "Focus areas",
    },
    Setting {
        name: "all_title",
        label: "Title of all articles",
        hint: "Over what no collection shows, in the layout “knowledge base”.",
        group: Group::Front,
        kind: Kind::Words {
            longest: 60,
            needed: true,
        },
        default: "All articles",
    },
    Setting {
        name: "all_intro",
        label: "Words under the title of all articles",
        hint: "What all articles are. It may be empty.",
        group: Group::Front,
        kind: Kind::Words {
            longest: 300,
            needed: false,
        },
        default: NOTHING,
    },
    Setting {
        name: "portfolio_intro",
        label: "Words over the projects",
        hint: "What is in the portfolio. It may be empty.",
        group: Group::Front,
        kind: Kind::Words {
            longest: 300,
            needed: false,
        },
        default: NOTHING,
    },
    Setting {
        name: "shows",
        label: "What entries show",
        hint: "In the lists of the front page and of all posts, as far as a layout has room: rows of a tag archive have no pictures, tags or authors. Nothing chosen: what the layout shows by itself.",
        group: Group::Lists,
        kind: Kind::Marks(SHOWN),
        default: NOTHING,
    },
    Setting {
        name: "featured_word",
        label: "Word that marks featured posts",
        hint: "On cards.",
        group: Group::Lists,
        kind: Kind::Words {
            longest: 30,
            needed: true,
        },
        default: "Featured",
    },
    Setting {
        name: "more_word",
        label: "Words at the end of a card",
        hint: "That lead to the post; entries without a card have none.",
        group: Group::Lists,
        kind: Kind::Words {
            longest: 30,
            needed: true,
        },
        default: "Read article",
    },
    Setting {
        name: "navigation",
        label: "Navigation",
        hint: "At most 12 links, one a line: Posts = /posts. It may be empty.",
        group: Group::Frame,
        kind: Kind::Links {
            most: 12,
            leads: Leads::Anywhere,
        },
        default: "Home = /\nPosts = /posts\nTags = /tags",
    },
    Setting {
        name: "social",
        label: "Other places",
        hint: "Where you are besides, one a line: Mastodon = https://example.social/@me. The links say that it is you (rel=me).",
        group: Group::Frame,
        kind: Kind::Links {
            most: 12,
            leads: Leads::Elsewhere,
        },
        default: NOTHING,
    },
    Setting {
        name: "footer",
        label: "Footer columns",
        hint: "At most 4, with an empty line between them. Each begins with its heading; then one line each: a link (Tags = /tags), words, or what the site draws itself: [social] for your other places, [newsletter] for the newsletter box, [contact] for the way to the contact page.",
        group: Group::Frame,
        kind: Kind::Columns,
        default: "Read\nAll posts = /posts\nTags = /tags\nSearch = /search\nPrivacy = /privacy\n\n\
                  Follow\nRSS feed = /rss.xml\nAtom feed = /atom.xml",
    },
    Setting {
        name: crate::model::review::NOTE,
        label: "Note on posts that need a review",
        hint: "What readers are told of a post that was to be looked at again and was not; {date} stands for the day. Empty: nothing.",
        group: Group::Posts,
        kind: Kind::Words {
            longest: 200,
            needed: false,
        },
        default: "This post was due for a review on {date}. Some of it may be out of date.",
    },
    Setting {
        name: crate::model::media::ORIGINALS,
        label: "Originals of pictures",
        hint: "What cameras note, such as where a photograph was taken, is in no picture of the site. The file as it was sent can be kept as well, for who sent it and for owners; it stays as long as its picture.",
        group: Group::Pictures,
        kind: Kind::Choice(KEEPING),
        default: "thrown-away",
    },
    Setting {
        name: "newsletter_title",
        label: "Title of the newsletter",
        hint: "Over the page at /subscribe.",
        group: Group::Letters,
        kind: Kind::Words {
            longest: 60,
            needed: true,
        },
        default: "Newsletter",
    },
    Setting {
        name: "newsletter_line",
        label: "What the newsletter is",
        hint: "A sentence, in the box and over the page. It may be empty.",
        group: Group::Letters,
        kind: Kind::Words {
            longest: 200,
            needed: false,
        },
        default: "New posts by e-mail.",
    },
    Setting {
        name: "newsletter_often",
        label: "What is sent, and how often",
        hint: "A sentence or two on the page, so that nobody has to guess. It may be empty.",
        group: Group::Letters,
        kind: Kind::Words {
            longest: 300,
            needed: false,
        },
        default: "New posts by mail, and nothing else.",
    },
    Setting {
        name: "newsletter_label",
        label: "Label of the newsletter’s field",
        hint: "What readers are asked for.",
        group: Group::Letters,
        kind: Kind::Words {
            longest: 60,
            needed: true,
        },
        default: "E-mail address",
    },
    Setting {
        name: "newsletter_button",
        label: "Words on the newsletter’s button",
        hint: "Which sends the address.",
        group: Group::Letters,
        kind: Kind::Words {
            longest: 40,
            needed: true,
        },
        default: "Subscribe",
    },
    Setting {
        name: "contact_title",
        label: "Title of the contact page",
        hint: "Over the page at /contact.",
        group: Group::Letters,
        kind: Kind::Words {
            longest: 60,
            needed: true,
        },
        default: "Contact",
    },
    Setting {
        name: "contact_intro",
        label: "Words under the title of the contact page",
        hint: "What one may write to you about. It may be empty.",
        group: Group::Letters,
        kind: Kind::Words {
            longest: 300,
            needed: false,
        },
        default: "Questions, corrections, and what you would like to read about.",
    },
    Setting {
        name: "contact_call",
        label: "The way to the contact page",
        hint: "Words of the link that [contact] makes in the footer, written like code.",
        group: Group::Letters,
        kind: Kind::Words {
            longest: 60,
            needed: true,
        },
        default: "initContact() →",
    },
    Setting {
        name: "security_contacts",
        label: "Reports on security",
        hint: "Where to report a hole in the site, at most 3, one a line: mailto:security@example.org or https://example.org/report. Without one there is no security.txt.",
        group: Group::Machines,
        kind: Kind::Contacts { most: 3 },
        default: NOTHING,
    },
    Setting {
        name: "security_policy",
        label: "Policy for reports",
        hint: "The whole address of a page on what becomes of reports. It may be empty.",
        group: Group::Machines,
        kind: Kind::Page,
        default: NOTHING,
    },
    Setting {
        name: "security_languages",
        label: "Languages of reports",
        hint: "Tags of the languages that are read, such as en, de; empty for that of the site.",
        group: Group::Machines,
        kind: Kind::Languages,
        default: NOTHING,
    },
];

/// Layouts of the front page.
pub const LAYOUTS: &[(&str, &str)] = &[
    ("logbook", "Logbook: cards, with search and filters"),
    ("index", "Index: a plain list of essays"),
    (
        "knowledge-base",
        "Knowledge base: focus areas, collections, all articles",
    ),
    ("tag-archive", "Tag archive: all posts of one tag"),
    ("feed", "Feed: the newest of many authors"),
];

/// What becomes of the files that pictures are made of.
const KEEPING: &[(&str, &str)] = &[
    ("thrown-away", "Thrown away"),
    (crate::model::media::KEPT, "Kept, and shown to no reader"),
];

/// What an entry of a list can show besides its title.
pub const SHOWN: &[(&str, &str)] = &[
    ("cover", "Cover"),
    ("tags", "Tags"),
    ("featured", "Mark of featured posts"),
    ("series", "Series"),
    ("summary", "Summary or excerpt"),
    ("takeaway", "Takeaway"),
    ("date", "Date"),
    ("author", "Author"),
    ("minutes", "Minutes to read"),
    ("views", "Views"),
    ("more", "Words at the end"),
];

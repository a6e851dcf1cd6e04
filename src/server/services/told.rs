//! What documents tell link previews and search engines: Open Graph (ogp.me) and schema.org in JSON-LD. Readers' programs
//! know nothing of it.

use serde_json::{Value, json};

use super::{oembed, posts::PostFacts, share_image};
use crate::{
    model::{
        drawn::DrawnPage,
        person::AuthorPage,
        post::PostPage,
        series::Series,
        site::{Entry, Site},
        tag::TagCount,
    },
    server::context::Context,
};

mod card;
mod data;
mod locale;

use card::{Article, Card, Image};
use data::{breadcrumbs, headline, organisation, parts, people, write};

/// Where all posts are.
const POSTS: (&str, &str) = ("All posts", "/posts");

/// Where all tags are.
const TAGS: (&str, &str) = ("Tags", "/tags");

/// What the page of a post tells. One that is in no list is described to who shares it, and to no search engine.
pub fn post(context: &Context, page: &PostPage, facts: &PostFacts) -> String {
    let site = context.site();
    let summary = &page.summary;
    let title = page.seo_title.as_deref().unwrap_or(&summary.title);
    let own = format!("/posts/{}", summary.slug);
    let address = site.whole(page.canonical.clone().unwrap_or_else(|| own.clone()));
    let language = language(&site, &page.summary.language);
    let names: Vec<&str> = page.authors.iter().map(|author| author.name.as_str()).collect();
    let tags: Vec<&str> = summary.tags.iter().map(|tag| tag.name.as_str()).collect();

    let image = match &facts.share_image {
        Some(hash) => {
            let alt = match names.as_slice() {
                [] => format!("{} · {}", summary.title, site.name),
                names => format!("{} · {} · {}", summary.title, names.join(", "), site.name),
            };
            Some(Image::new(&site, hash, alt))
        }
        None => own_image(context, &site),
    };
    let author_pages: Vec<String> = page
        .authors
        .iter()
        .map(|author| site.absolute(&format!("/authors/{}", author.slug)))
        .collect();
    let card = Card {
        kind: "article",
        title,
        description: &page.description,
        address: &address,
        language,
        article: Some(Article {
            published: &facts.published,
            modified: &facts.modified,
            authors: &author_pages,
            tags: &tags,
        }),
        image: image.as_ref(),
    };
    let mut told = card.write(&site);
    if page.unlisted {
        return told;
    }

    told.push_str(&card::alternate(
        "application/json+oembed",
        &oembed::address(&site, &site.absolute(&own)),
    ));
    let publisher = publisher(context, &site);
    // Where nobody is named it is the site that says it.
    let author = match page.authors.as_slice() {
        [] => json!([publisher]),
        authors => people(&site, authors),
    };
    let mut posting = json!({
        "@type": "BlogPosting",
        "headline": headline(&summary.title),
        "description": page.description,
        "url": address,
        "mainEntityOfPage": { "@type": "WebPage", "@id": address },
        "datePublished": facts.published,
        "dateModified": facts.modified,
        "author": author,
        "publisher": publisher,
        "wordCount": facts.words,
        "inLanguage": language,
    });
    let cover = facts.cover.as_deref().map(|path| site.absolute(path));
    let images: Vec<String> = cover
        .into_iter()
        .chain(image.map(|image| image.address))
        .collect();
    set(&mut posting, "image", (!images.is_empty()).then(|| json!(images)));
    set(&mut posting, "keywords", (!tags.is_empty()).then(|| json!(tags)));
    let mut way = vec![(site.name.as_str(), "/".to_owned())];
    match &summary.series {
        Some(series) => {
            let path = format!("/series/{}", series.slug);
            posting["isPartOf"] = json!({
                "@type": "CreativeWorkSeries",
                "name": series.title,
                "url": site.absolute(&path),
            });
            // An overview is before the first part.
            set(
                &mut posting,
                "position",
                (series.part > 0).then(|| json!(series.part)),
            );
            way.push((series.title.as_str(), path));
        }
        None => way.push((POSTS.0, POSTS.1.to_owned())),
    }
    way.push((summary.title.as_str(), own));
    told.push_str(&write(&[posting, breadcrumbs(&site, &way)]));
    told
}

/// What the front page tells; `address` is the path of the one page that search engines should keep of all that show the same.
pub fn home(context: &Context, address: &str, indexed: bool) -> String {
    let site = context.site();
    let mut told = website(context, &site, &site.name, &site.description, address, "website");
    if indexed && address == "/" {
        let home = site.absolute("/");
        let find = site.absolute("/search?q={search_term_string}");
        let website = json!({
            "@type": "WebSite",
            "@id": format!("{home}#website"),
            "name": site.name,
            "url": home,
            "inLanguage": site.language,
            "potentialAction": {
                "@type": "SearchAction",
                "target": { "@type": "EntryPoint", "urlTemplate": find },
                "query-input": "required name=search_term_string",
            },
        });
        let mut owner = publisher(context, &site);
        // Once, where the site itself is told of.
        set(&mut owner, "sameAs", same_as(&context.frame().social));
        let blog = json!({
            "@type": "Blog",
            "@id": format!("{home}#blog"),
            "name": site.name,
            "description": site.description,
            "url": home,
            "inLanguage": site.language,
            "isPartOf": { "@id": format!("{home}#website") },
            "publisher": owner,
        });
        told.push_str(&write(&[website, blog]));
    }
    told
}

/// What the list of all posts tells.
pub fn list(context: &Context, address: &str, indexed: bool) -> String {
    let site = context.site();
    let mut told = website(context, &site, POSTS.0, &site.description, address, "website");
    // With one tag it is another spelling of that tag's page.
    if indexed && address.starts_with(POSTS.1) {
        let list = collection(&site, POSTS.0, &site.description, address, None);
        let way = [
            (site.name.as_str(), "/".to_owned()),
            (POSTS.0, POSTS.1.to_owned()),
        ];
        told.push_str(&write(&[list, breadcrumbs(&site, &way)]));
    }
    told
}

/// What a tag's page tells, as it is drawn.
pub fn tag(context: &Context, tag: &TagCount, page: &DrawnPage) -> String {
    let site = context.site();
    let mut told = drawn(context, &site, page, "website");
    let name = format!("#{}", tag.name);
    let list = collection(&site, &name, &page.description, &page.canonical, Some(tag.posts));
    let path = format!("/tags/{}", tag.slug);
    let way = [
        (site.name.as_str(), "/".to_owned()),
        (TAGS.0, TAGS.1.to_owned()),
        (name.as_str(), path),
    ];
    told.push_str(&write(&[list, breadcrumbs(&site, &way)]));
    told
}

/// What an author's page tells, as it is drawn.
pub fn author(context: &Context, subject: &AuthorPage, page: &DrawnPage) -> String {
    let site = context.site();
    let author = &subject.author;
    let mut told = drawn(context, &site, page, "profile");
    let path = format!("/authors/{}", author.slug);
    let mut person = json!({
        "@type": "Person",
        "name": author.name,
        "url": site.absolute(&path),
    });
    let bio = &author.bio;
    set(&mut person, "description", (!bio.is_empty()).then(|| json!(bio)));
    let portrait = subject.portrait.as_ref();
    set(
        &mut person,
        "image",
        portrait.map(|portrait| json!(site.absolute(&portrait.path))),
    );
    set(&mut person, "sameAs", same_as(&subject.links));
    let profile = json!({
        "@type": "ProfilePage",
        "name": author.name,
        "url": site.absolute(&page.canonical),
        "inLanguage": site.language,
        "mainEntity": person,
    });
    let way = [(site.name.as_str(), "/".to_owned()), (author.name.as_str(), path)];
    told.push_str(&write(&[profile, breadcrumbs(&site, &way)]));
    told
}

/// What the page of a series tells.
pub fn series(context: &Context, page: &Series) -> String {
    let site = context.site();
    let path = format!("/series/{}", page.slug);
    let description = page.about();
    let cover = page.cover.as_ref();
    let image = cover
        .and_then(|cover| Image::of_cover(&site, cover, &page.title))
        .or_else(|| own_image(context, &site));
    let mut told = Card {
        kind: "website",
        title: &page.title,
        description: &description,
        address: &site.absolute(&path),
        language: &site.language,
        article: None,
        image: image.as_ref(),
    }
    .write(&site);
    let mut series = json!({
        "@type": "CreativeWorkSeries",
        "name": page.title,
        "description": description,
        "url": site.absolute(&path),
        "inLanguage": site.language,
        "publisher": publisher(context, &site),
        "hasPart": parts(&site, &page.parts),
    });
    set(
        &mut series,
        "image",
        cover.map(|cover| json!(site.absolute(&cover.src))),
    );
    let way = [(site.name.as_str(), "/".to_owned()), (page.title.as_str(), path)];
    told.push_str(&write(&[series, breadcrumbs(&site, &way)]));
    told
}

/// What any other page that the server draws tells; `above` is what it stands below, by name and path. One that is in no list is
/// described to who shares it, and to no search engine.
pub fn page(context: &Context, page: &DrawnPage, above: Option<(&str, &str)>) -> String {
    let site = context.site();
    let mut told = drawn(context, &site, page, "website");
    if page.noindex {
        return told;
    }
    let address = site.whole(page.canonical.clone());
    let mut it = json!({
        "@type": "WebPage",
        "name": page.title,
        "url": address,
        "inLanguage": site.language,
        "isPartOf": { "@type": "WebSite", "name": site.name, "url": site.absolute("/") },
        "publisher": publisher(context, &site),
    });
    let description = &page.description;
    set(
        &mut it,
        "description",
        (!description.is_empty()).then(|| json!(description)),
    );
    let mut way = vec![(site.name.as_str(), "/".to_owned())];
    way.extend(above.map(|(name, path)| (name, path.to_owned())));
    // One that first appeared elsewhere is no step of a way here.
    if page.canonical.starts_with('/') {
        way.push((page.title.as_str(), page.canonical.clone()));
    }
    told.push_str(&write(&[it, breadcrumbs(&site, &way)]));
    told
}

/// Who publishes all of it.
fn publisher(context: &Context, site: &Site) -> Value {
    organisation(site, &context.frame().logo)
}

/// Where somebody is besides, if they are anywhere.
fn same_as(links: &[Entry]) -> Option<Value> {
    let addresses = links.iter().map(|link| link.address.as_str());
    let addresses: Vec<&str> = addresses.filter(|address| address.starts_with("http")).collect();
    (!addresses.is_empty()).then(|| json!(addresses))
}

/// The card of a page that the server draws.
fn drawn(context: &Context, site: &Site, page: &DrawnPage, kind: &'static str) -> String {
    let description = if page.description.is_empty() {
        &site.description
    } else {
        &page.description
    };
    website(context, site, &page.title, description, &page.canonical, kind)
}

/// The card of a page that is no post, under a path of this site.
fn website(
    context: &Context,
    site: &Site,
    title: &str,
    description: &str,
    address: &str,
    kind: &'static str,
) -> String {
    let image = own_image(context, site);
    Card {
        kind,
        title,
        description,
        address: &site.whole(address.to_owned()),
        language: &site.language,
        article: None,
        image: image.as_ref(),
    }
    .write(site)
}

/// The site's picture, once it is drawn.
fn own_image(context: &Context, site: &Site) -> Option<Image> {
    let hash = share_image::of_site(context)?;
    let alt = if site.tagline.is_empty() {
        site.name.clone()
    } else {
        format!("{} · {}", site.name, site.tagline)
    };
    Some(Image::new(site, &hash, alt))
}

/// A page that lists posts.
fn collection(site: &Site, name: &str, description: &str, address: &str, posts: Option<u32>) -> Value {
    let mut page = json!({
        "@type": "CollectionPage",
        "name": name,
        "description": description,
        "url": site.absolute(address),
        "inLanguage": site.language,
        "isPartOf": { "@type": "Blog", "name": site.name, "url": site.absolute("/") },
    });
    let list = posts.map(|posts| json!({ "@type": "ItemList", "numberOfItems": posts }));
    set(&mut page, "mainEntity", list);
    page
}

/// Says something, if there is something to say.
fn set(object: &mut Value, name: &str, value: Option<Value>) {
    if let (Some(object), Some(value)) = (object.as_object_mut(), value) {
        object.insert(name.to_owned(), value);
    }
}

/// The language of a post, or the site's where it says none.
fn language<'a>(site: &'a Site, of_post: &'a str) -> &'a str {
    if of_post.is_empty() {
        &site.language
    } else {
        of_post
    }
}

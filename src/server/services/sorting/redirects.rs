//! Old addresses, as they are listed, made by hand and deleted. A redirect leads to a thing or to an address where
//! something is when it is made, and not to another redirect; one that is written with a query stays as it was written.

use crate::{
    error::{AppError, FieldErrors},
    model::{
        feed::Format,
        find::{self as list, PostQuery},
        resume::RESUME,
        settings::origin,
        slug::Slug,
        sorting::{DeskRedirect, DeskRedirects},
    },
    server::{
        calendar,
        context::Context,
        db::{
            Connection,
            redirects::{self, Redirect, Target},
            resume,
        },
        fault::Fault,
        services::{
            accounts::{Actor, Done},
            feed::address::parse_path,
            made,
            paging::Place,
            redirects::{FED, FOLDERS},
        },
    },
};

/// Redirects on a page of the list.
const PER_PAGE: u32 = 50;

/// Longest address, in bytes.
const LONGEST: usize = 500;

/// Pages that are always there.
const PAGES: [&str; 15] = [
    "/posts",
    "/portfolio",
    "/tags",
    "/search",
    "/privacy",
    "/subscribe",
    "/contact",
    "/rss.xml",
    "/atom.xml",
    "/feed.json",
    "/sitemap.xml",
    "/opensearch.xml",
    "/llms.txt",
    "/oembed",
    "/.well-known/security.txt",
];

/// What is the program's own: it and all below it.
const OWN: [&str; 13] = [
    "/accent",
    "/admin",
    "/api",
    "/desk",
    "/fonts",
    "/media",
    "/pkg",
    "/resume",
    "/share",
    "/robots.txt",
    "/favicon.ico",
    "/favicon.svg",
    "/health",
];

/// A page of the redirects whose path or target holds these words, the newest first. One query.
pub async fn list_redirects(context: &Context, words: &str, page: u32) -> Result<DeskRedirects, Fault> {
    let words = words.trim().to_lowercase();
    let now = calendar::now();
    let mut reader = context.database.reader().await?;
    let mut place = Place::of(page, PER_PAGE);
    let rows = loop {
        let rows = redirects::list_redirects(&mut reader, &words, now, place.limit(), place.offset()).await?;
        if place.settles(rows.first().map(|row| row.total)) {
            break rows;
        }
    };
    Ok(DeskRedirects {
        total: place.total(),
        pages: place.pages(),
        page: place.page(),
        redirects: rows
            .into_iter()
            .map(|row| DeskRedirect {
                why: why(&row.origin).to_owned(),
                automatic: row.origin != "hand",
                path: row.path,
                target: row.target,
                alive: row.alive,
                since: context.calendar().moment(row.created_at),
            })
            .collect(),
    })
}

fn why(origin: &str) -> &'static str {
    match origin {
        "import" => "Address on the old site",
        "address" => "Got another address",
        "merge" => "Was merged",
        "delete" => "Was deleted",
        _ => "Made by hand",
    }
}

/// Lets a path of this site lead elsewhere; answers what was done, in words.
pub async fn add(
    context: &Context,
    actor: &Actor,
    path: &str,
    target: &str,
) -> Result<Result<String, AppError>, Fault> {
    let site = context.site();
    let base = &site.base_url;
    let mut errors = FieldErrors::new();
    let path = read_path(path, base).unwrap_or_else(|problem| {
        errors.insert("path".to_owned(), problem);
        String::new()
    });
    let target = check_host(target).and_then(|()| read_target(target, base));
    let target = target.unwrap_or_else(|problem| {
        errors.insert("target".to_owned(), problem);
        String::new()
    });
    if !errors.is_empty() {
        return Ok(Err(AppError::Invalid(errors)));
    }
    let mut write = context.database.begin().await?;
    if let Some(problem) = occupied(&mut write, &path).await? {
        return Ok(Err(AppError::field("path", problem)));
    }
    let round = || AppError::field("target", "That leads back to the address itself. Choose another.");
    // Of an address at which nothing is yet, that would be said instead.
    if leads_back(&path, &Target::Address(target.clone())) {
        return Ok(Err(round()));
    }
    let (end, followed) = match resolve(&mut write, &target).await? {
        Ok(end) => end,
        Err(problem) => return Ok(Err(AppError::field("target", problem))),
    };
    if leads_back(&path, &end) {
        return Ok(Err(round()));
    }
    let now = calendar::now();
    redirects::put_redirect(&mut write, &Redirect::new(&path, &end, "hand", now)).await?;
    // What led here leads there from now on, so that nobody is sent on twice.
    for before in redirects::list_to(&mut write, &Target::Address(path.clone())).await? {
        redirects::put_redirect(&mut write, &before.leading_to(&end)).await?;
    }
    let done = Done {
        action: "redirect.add",
        object: &path,
        after: &target,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Ok(if followed {
        format!("{target} leads on itself, so {path} leads straight to where that ends.")
    } else {
        format!("{path} leads to {target}.")
    }))
}

/// Whether a redirect at `path` would lead back there, to a place in it or to what is made of it.
pub fn leads_back(path: &str, end: &Target) -> bool {
    let Target::Address(end) = end else { return false };
    let end = end.split(['?', '#']).next().unwrap_or_default();
    // Old addresses are kept decoded and without slashes at their end, and answer however they are written.
    let decoded = percent_encoding::percent_decode_str(end).decode_utf8_lossy();
    let end = decoded.trim_end_matches('/');
    end == path || made::stem(end) == path
}

/// Deletes the redirect at a path; nothing where there is none.
pub async fn delete(context: &Context, actor: &Actor, path: &str) -> Result<Option<()>, Fault> {
    let mut write = context.database.begin().await?;
    if !redirects::remove_redirect(&mut write, path).await? {
        return Ok(None);
    }
    let done = Done {
        action: "redirect.delete",
        object: path,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(()))
}

/// A path as redirects are kept: decoded, a leading slash, none at the end.
fn read_path(typed: &str, base: &str) -> Result<String, String> {
    let typed = typed.trim();
    let path = without_origin(typed, base);
    let decoded = percent_encoding::percent_decode_str(&path)
        .decode_utf8()
        .map_err(|_| "The signs after a % in it are no letters. Copy the address once more.".to_owned())?;
    let path = match decoded.trim_end_matches('/') {
        "" if decoded.starts_with('/') => "/",
        path => path,
    };
    if path.len() > LONGEST {
        return Err(format!("It has more than {LONGEST} letters. Shorten it."));
    }
    check_path(path)?;
    Ok(path.to_owned())
}

/// Whether a decoded path may be an old address; or why not, in words.
pub fn check_path(path: &str) -> Result<(), String> {
    if path.is_empty() {
        return Err("Fill in a path of this site, such as /2019/old-page.".to_owned());
    }
    if !path.starts_with('/') || path.starts_with("//") {
        return Err("It has to be a path of this site, beginning with one slash.".to_owned());
    }
    if path == "/" {
        return Err(
            "The front page is always there and cannot lead elsewhere. Choose another address.".to_owned(),
        );
    }
    if path.contains(['?', '#']) {
        return Err("Leave out ?, # and what follows them.".to_owned());
    }
    if path.contains('\\') || path.contains(char::is_control) {
        return Err("Leave out backslashes and signs that nobody sees.".to_owned());
    }
    if path.split('/').any(|part| part == "..") {
        return Err("Leave out the two dots: write the address at which they end.".to_owned());
    }
    if is_programs(path) {
        return Err("This address is the program's own. Choose another.".to_owned());
    }
    if PAGES.contains(&path) {
        return Err("There is always a page at this address. Choose another.".to_owned());
    }
    Ok(())
}

/// Whether the program itself answers at a path, whatever is written.
fn is_programs(path: &str) -> bool {
    OWN.iter()
        .any(|own| path == *own || path.strip_prefix(own).is_some_and(|rest| rest.starts_with('/')))
}

/// The scheme of a whole address in small letters, its host with all that belongs to it, and what follows that.
fn split(address: &str) -> Option<(String, &str, &str)> {
    let (scheme, rest) = address.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    // Browsers read a backslash as a slash.
    let (host, rest) = rest.split_at(rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len()));
    matches!(scheme.as_str(), "https" | "http").then_some((scheme, host, rest))
}

/// Why browsers find nothing at the host of a whole address that is typed here, in words. What comes from elsewhere with an
/// import has led somewhere, and hosts in other letters are written in more than one way.
fn check_host(typed: &str) -> Result<(), String> {
    match split(typed.trim()) {
        Some((scheme, host, _)) if host.is_ascii() => {
            origin::parse(&format!("{scheme}://{host}")).map(|_| ())
        }
        _ => Ok(()),
    }
}

/// An address without the origin of this site, in whatever spelling that is written; one elsewhere as a whole, its scheme in
/// small letters.
fn without_origin(typed: &str, base: &str) -> String {
    let Some((scheme, host, rest)) = split(typed) else {
        return typed.to_owned();
    };
    let named = host.rsplit('@').next().unwrap_or_default().trim_end_matches('.');
    match origin::parse(&format!("{scheme}://{named}")) {
        Ok(origin) if host_of(&origin) == host_of(base) => {
            let slash = if rest.is_empty() || rest.starts_with(['?', '#']) {
                "/"
            } else {
                ""
            };
            format!("{slash}{rest}")
        }
        _ => format!("{scheme}://{host}{rest}"),
    }
}

/// The host and the port of an origin. Whichever of http and https is asked there, it is the same site.
fn host_of(origin: &str) -> &str {
    origin.split_once("://").map_or("", |(_, host)| host)
}

/// An address to lead to: a path of this site, or a whole address elsewhere.
pub fn read_target(typed: &str, base: &str) -> Result<String, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err("Fill in where it is to lead.".to_owned());
    }
    let target = without_origin(typed, base);
    if target.len() > LONGEST || target.contains(|c: char| c.is_control() || c.is_whitespace()) {
        return Err(format!(
            "An address has no spaces, and at most {LONGEST} letters."
        ));
    }
    let elsewhere = split(&target).is_some_and(|(_, host, _)| !host.is_empty());
    let here = target.starts_with('/') && !target.starts_with("//") && !target.contains('\\');
    if !elsewhere && !here {
        return Err("Write a path such as /posts/new-page, or a whole address with https://.".to_owned());
    }
    Ok(if target.is_ascii() {
        target
    } else {
        // As it stands in a header.
        percent_encoding::utf8_percent_encode(&target, percent_encoding::CONTROLS).to_string()
    })
}

/// What is at a path already, in words.
pub async fn occupied(connection: &mut Connection, path: &str) -> sqlx::Result<Option<String>> {
    if find_thing(connection, path).await?.is_some() {
        return Ok(Some(
            "There is something at this address, or will be, or it is in the trash. Give that another one first."
                .to_owned(),
        ));
    }
    let leads = redirects::read_redirect(connection, path).await?;
    Ok(leads.map(|_| "This address leads elsewhere already. Delete that first.".to_owned()))
}

/// Where a target ends, and whether others were followed to there; or why it leads nowhere.
pub async fn resolve(
    connection: &mut Connection,
    target: &str,
) -> sqlx::Result<Result<(Target, bool), String>> {
    let end = Target::Address(target.to_owned());
    if !target.starts_with('/') {
        return Ok(Ok((end, false)));
    }
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_end_matches('/');
    let plain = path == target.trim_end_matches('/');
    if path.is_empty() || PAGES.contains(&path) || path.starts_with("/media/") {
        let right = spelt(path, target);
        return Ok(Ok(match right {
            Some(right) => (Target::Address(right), true),
            None => (end, false),
        }));
    }
    if let Some(thing) = find_thing(connection, path).await? {
        return Ok(Ok((if plain { thing } else { end }, false)));
    }
    if is_made_of_thing(connection, path).await? {
        return Ok(Ok((end, false)));
    }
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    match redirects::read_redirect(connection, &decoded).await? {
        Some(next) => Ok(Ok((next.ends_at(), true))),
        None => Ok(Err(
            "There is nothing at this address. Look at it in the browser and copy it from there.".to_owned(),
        )),
    }
}

/// Whether nothing is at an address, as far as it is one of this site: no thing, no page, nothing of the program's and nothing
/// that another spelling means. What ends like a file may be one, or a feed.
pub async fn is_vacant(connection: &mut Connection, address: &str) -> sqlx::Result<bool> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_end_matches('/');
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if name.contains('.') || parse_path(path).is_some() || (path != RESUME && is_programs(path)) {
        return Ok(false);
    }
    if resolve(connection, address).await?.is_ok() {
        return Ok(false);
    }
    let decoded = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    let Some(right) = Slug::meant(&decoded) else {
        return Ok(true);
    };
    let right = format!("{folder}/{right}");
    Ok(find_thing(connection, &right).await?.is_none()
        && redirects::read_redirect(connection, &right).await?.is_none())
}

/// The one address of a question to a list, where a target asks it in another spelling: that one would lead on itself.
fn spelt(path: &str, target: &str) -> Option<String> {
    let place = list::Place::parse(if path.is_empty() { "/" } else { path })?;
    if target.contains('#') {
        return None;
    }
    let right = match target.split_once('?') {
        Some((_, query)) => match PostQuery::alone(query) {
            Some(asked) => asked.href(place),
            None => format!("{}?{query}", place.path()),
        },
        None => place.path().to_owned(),
    };
    (right != target).then_some(right)
}

/// What a path of this site names, whether readers see it or not.
async fn find_thing(connection: &mut Connection, path: &str) -> sqlx::Result<Option<Target>> {
    let path = path.trim_start_matches('/');
    // Pages are at the root, which has no name.
    let (folder, slug) = path.split_once('/').unwrap_or(("", path));
    if !(folder.is_empty() || FOLDERS.contains(&folder)) || Slug::parse(slug).is_err() {
        return Ok(None);
    }
    redirects::find_thing(connection, folder, slug).await
}

/// Whether a path is the résumé, or what is made of a post, page, project or list: its file, its feed or its print.
async fn is_made_of_thing(connection: &mut Connection, path: &str) -> sqlx::Result<bool> {
    if path == RESUME {
        return Ok(resume::read_resume(connection).await?.is_some());
    }
    let list = Format::ALL
        .into_iter()
        .find_map(|format| path.strip_suffix(format.file()))
        .filter(|list| FED.iter().any(|folder| list.starts_with(folder)));
    match list.or(made::of(path).map(|(whole, _)| whole)) {
        Some(thing) => Ok(find_thing(connection, thing).await?.is_some()),
        None => Ok(false),
    }
}

#[cfg(test)]
mod tests;

//! Where the data lies and what the site is called, from the command line or the environment.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use ipnet::IpNet;
use leptos::config::LeptosOptions;

use super::{
    assets::SiteFiles,
    calendar::Calendar,
    context::{Context, Program},
    db::Database,
    guard::client::parse_proxy,
    services::{accounts::Accounts, jobs::Jobs, reindex, views::Views},
};
use crate::model::site::Site;

/// Options that every command takes.
#[derive(Args, Clone, Debug)]
pub struct DataOptions {
    /// Folder that holds everything: the database and the pictures. Created where there is none.
    #[arg(long, env = "LOGBOOK_DATA", default_value = "data", global = true)]
    pub data: PathBuf,

    /// Time zone of the site, a name of the IANA database such as Europe/Berlin.
    #[arg(long, env = "LOGBOOK_TIMEZONE", default_value = "UTC", global = true)]
    pub timezone: String,
}

/// What the site says of itself.
#[derive(Args, Clone, Debug)]
pub struct SiteOptions {
    /// Name of the site.
    #[arg(long, env = "LOGBOOK_NAME", default_value = "Logbook")]
    pub name: String,

    /// One line under the name.
    #[arg(long, env = "LOGBOOK_TAGLINE", default_value = "Notes on building systems")]
    pub tagline: String,

    /// What the site is about, for search engines and feeds.
    #[arg(
        long,
        env = "LOGBOOK_DESCRIPTION",
        default_value = "Storage, queues, networks, and what we learned when they went wrong."
    )]
    pub description: String,

    /// Whose site it is, for the line of copyright.
    #[arg(long, env = "LOGBOOK_OWNER", default_value = "The authors")]
    pub owner: String,

    /// Origin under which readers reach the site; links in feeds and the sitemap start with it.
    #[arg(long, env = "LOGBOOK_BASE_URL", default_value = "http://localhost:3000")]
    pub base_url: String,

    /// Language of the site, a BCP 47 tag.
    #[arg(long, env = "LOGBOOK_LANGUAGE", default_value = "en")]
    pub language: String,

    /// Networks of proxies whose `X-Forwarded-For` is believed, such as 127.0.0.1/32, with commas between them.
    #[arg(long, env = "LOGBOOK_TRUSTED_PROXIES", value_delimiter = ',', value_parser = parse_proxy)]
    pub trusted_proxies: Vec<IpNet>,

    /// Do not count readers whose browser asks not to be followed (DNT, Sec-GPC).
    #[arg(long, env = "LOGBOOK_RESPECT_DNT")]
    pub respect_dnt: bool,
}

impl DataOptions {
    /// Opens the data folder.
    ///
    /// Fails with a sentence for the operator when it cannot be written.
    pub async fn open(&self) -> anyhow::Result<(Database, PathBuf, Calendar)> {
        let calendar = Calendar::parse(&self.timezone)?;
        let media = self.data.join("media");
        std::fs::create_dir_all(&media).with_context(|| {
            format!(
                "the data folder {} cannot be written; give this user the right to, or name another one with --data",
                self.data.display()
            )
        })?;
        let database = Database::open(&self.data.join("logbook.db")).await?;
        reindex::begin(&database).await?;
        Ok((database, media, calendar))
    }

    /// Opens the data folder and puts together what handlers get.
    pub async fn context(&self, site: &SiteOptions, files: &Path) -> anyhow::Result<Context> {
        let (proxies, respect_dnt) = (site.trusted_proxies.clone(), site.respect_dnt);
        let site = site.parse()?;
        let (database, media, calendar) = self.open().await?;
        let hashes = std::env::current_exe()
            .ok()
            .and_then(|exe| Some(exe.parent()?.join("hash.txt")));
        let files = SiteFiles::find(files, hashes.as_deref());
        if !files.are_built() {
            tracing::warn!(
                "no browser program in {}; pages work without scripts only. Build it with cargo leptos build",
                files.root.display()
            );
        }
        let program = Program {
            accounts: Accounts::default(),
            jobs: Jobs::default(),
            views: Views::start(&database, respect_dnt).await?,
            proxies,
            database,
            site,
            calendar,
            sockets: reload_sockets(),
            options: framework_options(&files),
            files,
            media: media.into(),
        };
        Ok(program.into())
    }
}

impl SiteOptions {
    fn parse(&self) -> anyhow::Result<Site> {
        Ok(Site {
            name: self.name.clone(),
            tagline: self.tagline.clone(),
            description: self.description.clone(),
            owner: self.owner.clone(),
            base_url: parse_origin(&self.base_url)?,
            language: self.language.clone(),
        })
    }
}

/// Where cargo-leptos says when to reload.
fn reload_port() -> u32 {
    std::env::var("LEPTOS_RELOAD_PORT")
        .ok()
        .and_then(|port| port.parse().ok())
        .unwrap_or(3001)
}

/// The development server's sockets, if it runs; see [`Program::sockets`].
fn reload_sockets() -> String {
    let port = reload_port();
    match std::env::var_os("LEPTOS_WATCH") {
        Some(_) => format!(" ws://127.0.0.1:{port} ws://localhost:{port}"),
        None => String::new(),
    }
}

/// What the framework's development reload needs; its port comes from cargo-leptos.
fn framework_options(files: &SiteFiles) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name("logbook")
        .site_root(files.root.display().to_string())
        .reload_port(reload_port())
        .build()
}

/// An origin without a slash at its end.
pub fn parse_origin(text: &str) -> anyhow::Result<String> {
    let uri: axum::http::Uri = text
        .trim()
        .parse()
        .with_context(|| format!("the base URL '{text}' is no URL; write https://example.org"))?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        bail!("the base URL '{text}' needs a scheme and a host; write https://example.org");
    };
    if !matches!(scheme, "http" | "https") || authority.as_str().contains('@') {
        bail!("the base URL '{text}' must begin with https:// (or http://) and name only a host");
    }
    if uri.path_and_query().is_some_and(|rest| rest.as_str() != "/") {
        bail!("the base URL '{text}' must not have a path; the site answers at the root of its host");
    }
    Ok(format!("{scheme}://{authority}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        assert_eq!(
            parse_origin("https://example.org/").unwrap(),
            "https://example.org"
        );
        assert_eq!(
            parse_origin("http://localhost:3000").unwrap(),
            "http://localhost:3000"
        );
        for bad in [
            "example.org",
            "ftp://example.org",
            "https://example.org/blog",
            "https://a@b",
            "https://",
            "",
        ] {
            assert!(
                parse_origin(bad).unwrap_err().to_string().contains("base URL"),
                "{bad}"
            );
        }
    }
}

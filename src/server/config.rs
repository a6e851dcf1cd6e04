//! Where the data lies, and what goes before the settings, from the command line or the environment.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use clap::Args;
use ipnet::IpNet;
use leptos::config::LeptosOptions;

use super::{
    assets::SiteFiles,
    calendar::Calendar,
    context::{Context, Program},
    db::Database,
    guard::client::parse_proxy,
    services::{
        accounts::Accounts,
        jobs::Jobs,
        letters::Letters,
        reindex,
        resume::Downloads,
        settings::{Settings, check_all},
        views::Views,
    },
};
use crate::model::settings::{BASE_URL, TIME_ZONE, Values};

/// Options that every command takes.
#[derive(Args, Clone, Debug)]
pub struct DataOptions {
    /// Folder that holds everything: the database and the pictures. Created where there is none.
    #[arg(long, env = "LOGBOOK_DATA", default_value = "data", global = true)]
    pub data: PathBuf,

    /// Time zone of the site, a name of the IANA database such as Europe/Berlin; it goes before the one in the settings.
    #[arg(long, env = "LOGBOOK_TIMEZONE", global = true)]
    pub timezone: Option<String>,
}

/// What the site says of itself. Each of these goes before what is in the settings, which then cannot change it.
#[derive(Args, Clone, Debug)]
pub struct SiteOptions {
    /// Name of the site, instead of the one in the settings.
    #[arg(long, env = "LOGBOOK_NAME")]
    pub name: Option<String>,

    /// A few words beside the name, instead of those in the settings.
    #[arg(long, env = "LOGBOOK_TAGLINE")]
    pub tagline: Option<String>,

    /// What the site is about, for search engines and feeds, instead of what the settings say.
    #[arg(long, env = "LOGBOOK_DESCRIPTION")]
    pub description: Option<String>,

    /// Whose site it is, for the line of copyright, instead of who is in the settings.
    #[arg(long, env = "LOGBOOK_OWNER")]
    pub owner: Option<String>,

    /// Origin under which readers reach the site, instead of the one in the settings; links in feeds and the sitemap
    /// start with it.
    #[arg(long, env = "LOGBOOK_BASE_URL")]
    pub base_url: Option<String>,

    /// Language of the site, a BCP 47 tag, instead of the one in the settings.
    #[arg(long, env = "LOGBOOK_LANGUAGE")]
    pub language: Option<String>,

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
        let given = given([(TIME_ZONE, &self.timezone)])?;
        let media = self.data.join("media");
        std::fs::create_dir_all(&media).with_context(|| {
            format!(
                "the data folder {} cannot be written; give this user the right to, or name another one with --data",
                self.data.display()
            )
        })?;
        let database = Database::open(&self.data.join("logbook.db")).await?;
        reindex::begin(&database).await?;
        let calendar = Settings::open(&database, given).await?.calendar();
        Ok((database, media, calendar))
    }

    /// Opens the data folder and puts together what handlers get.
    pub async fn context(&self, site: &SiteOptions, files: &Path) -> anyhow::Result<Context> {
        let (proxies, respect_dnt) = (site.trusted_proxies.clone(), site.respect_dnt);
        let mut given = site.given()?;
        given.extend(self::given([(TIME_ZONE, &self.timezone)])?);
        let (database, media, _) = self.open().await?;
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
            letters: Letters::open(&database).await?,
            downloads: Downloads::default(),
            proxies,
            settings: Settings::open(&database, given).await?,
            database,
            sockets: reload_sockets(),
            options: framework_options(&files),
            files,
            media: media.into(),
        };
        Ok(program.into())
    }
}

impl SiteOptions {
    /// What was given, by the names of the settings.
    fn given(&self) -> anyhow::Result<Values> {
        given([
            ("name", &self.name),
            ("tagline", &self.tagline),
            ("description", &self.description),
            ("owner", &self.owner),
            (BASE_URL, &self.base_url),
            ("language", &self.language),
        ])
    }
}

/// Those of these settings that were given, as they are kept; an empty one was not.
fn given<const N: usize>(options: [(&str, &Option<String>); N]) -> anyhow::Result<Values> {
    let typed = options
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value.clone().filter(|value| !value.is_empty())?)))
        .collect();
    check_all(&typed).map_err(|errors| {
        let told: Vec<String> = errors
            .into_iter()
            .map(|(name, problem)| {
                let option = if name == TIME_ZONE {
                    "timezone".to_owned()
                } else {
                    name.replace('_', "-")
                };
                let value = typed.get(&name).map(String::as_str).unwrap_or_default();
                format!("--{option} '{value}': {problem}")
            })
            .collect();
        anyhow!(told.join("\n"))
    })
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

/// The origin that was given instead of the one in the settings, as it is kept.
pub fn base_url_given(option: Option<&str>) -> anyhow::Result<Option<String>> {
    Ok(given([(BASE_URL, &option.map(str::to_owned))])?.remove(BASE_URL))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_is_as_the_settings_would_keep_it_or_named() {
        let some = |text: &str| Some(text.to_owned());
        let (base_url, zone) = (some("https://example.org/"), some("europe/berlin"));
        let kept = given([
            (BASE_URL, &base_url),
            (TIME_ZONE, &zone),
            ("name", &some("")),
            ("owner", &None),
        ]);
        assert_eq!(
            kept.unwrap(),
            [(BASE_URL, "https://example.org"), (TIME_ZONE, "Europe/Berlin")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into()
        );
        let (path, mars) = (some("https://example.org/blog"), some("Mars/Olympus"));
        let error = given([(BASE_URL, &path), (TIME_ZONE, &mars)])
            .unwrap_err()
            .to_string();
        for told in [
            "--base-url 'https://example.org/blog'",
            "at its root",
            "--timezone",
            "Europe/Berlin",
        ] {
            assert!(error.contains(told), "{error}");
        }
    }
}

//! `logbook serve`.

use std::{io::Write as _, net::SocketAddr, path::PathBuf, time::Duration};

use anyhow::Context as _;
use clap::Parser;
use tokio::net::TcpListener;

use crate::server::{
    config::{DataOptions, SiteOptions},
    context::Context,
    db::Database,
    fault::Fault,
    jobs::{self, JobContext},
    listen,
    router::build_router,
    services::{accounts::door, reindex},
};

/// How long a change of the settings from the command line waits at most.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Options of `logbook serve`.
#[derive(Debug, Parser)]
pub struct Serve {
    /// Address to listen on.
    #[arg(long, env = "LOGBOOK_ADDR", default_value = "127.0.0.1:3000")]
    addr: SocketAddr,

    /// Folder of the built browser files.
    #[arg(long, env = "LEPTOS_SITE_ROOT", default_value = "target/site")]
    files: PathBuf,

    #[command(flatten)]
    site: SiteOptions,
}

impl Serve {
    /// Serves until a signal ends it.
    pub async fn run(self, data: &DataOptions) -> anyhow::Result<()> {
        let listener = TcpListener::bind(self.addr).await.with_context(|| {
            format!(
                "cannot listen on {}; is another program there? Name another address with --addr",
                self.addr
            )
        })?;
        let context = data.context(&self.site, &self.files).await?;
        let router = build_router(&context);
        let address = listener.local_addr()?;
        let base_url = context.site().base_url.clone();
        tracing::info!(%address, base_url, "serving");
        writeln!(std::io::stdout(), "Logbook is at {}", open_at(address, &base_url))?;
        offer_setup(&context, address).await?;
        let worker = jobs::start(JobContext::from(&context)).await?;
        tokio::spawn(report_damage(context.database.clone()));
        tokio::spawn(complete_index(context.database.clone()));
        tokio::spawn(follow_settings(context.clone()));
        // Jobs end while the last requests do, and not after them.
        listen::serve(listener, router, || worker.stop()).await?;
        worker.join().await;
        context.views.close().await;
        context.database.close().await;
        Ok(())
    }
}

/// Prints how the owner comes in, while nobody has an account.
async fn offer_setup(context: &Context, address: SocketAddr) -> anyhow::Result<()> {
    let site = context.site();
    let base_url = &site.base_url;
    if let Some(path) = door::offer_setup(&context.database)
        .await
        .map_err(Fault::into_inner)?
    {
        let said = writeln!(
            std::io::stdout(),
            "Nobody has an account yet. Set up yours here, once, within 24 hours:\n  {}{path}",
            open_at(address, base_url)
        );
        if said.is_err() {
            // Who started the server does not read what it says; the site is to be served all the same.
            tracing::warn!(
                "nobody has an account yet; logbook user add EMAIL --role owner prints a link to set one up"
            );
        }
    }
    if base_url.starts_with("http://")
        && !base_url.contains("//localhost")
        && !base_url.contains("//127.0.0.1")
    {
        tracing::warn!("browsers sign in over https only; put a proxy with a certificate before {base_url}");
    }
    Ok(())
}

/// Says in the log what a crash did to the file, if it did.
async fn report_damage(database: Database) {
    match database.check_after_crash().await {
        Ok(damage) if damage.is_empty() => {}
        Ok(damage) => tracing::error!(
            ?damage,
            "the database is damaged; stop the server and put back a copy made before the last crash"
        ),
        Err(error) => tracing::error!(%error, "the database could not be checked after an unclean stop"),
    }
}

/// Brings the search index up to date where an update changed how words are read.
async fn complete_index(database: Database) {
    match reindex::complete(&database, |_| {}).await {
        Ok(0) => {}
        Ok(posts) => tracing::info!(posts, "the search index was brought up to date"),
        Err(error) => {
            tracing::error!(%error, "the search index could not be brought up to date; run logbook reindex")
        }
    }
}

/// Reads the settings again whenever the command line changed them.
async fn follow_settings(context: Context) {
    loop {
        tokio::time::sleep(LOOK_AGAIN).await;
        if let Err(error) = context.settings.follow(&context.database).await {
            tracing::warn!(%error, "the settings could not be read again; those from before are shown");
        }
    }
}

/// The address to type into a browser on this machine.
fn open_at(address: SocketAddr, base_url: &str) -> String {
    match (
        base_url.contains("//localhost"),
        address.ip().is_loopback() || address.ip().is_unspecified(),
    ) {
        (true, true) => format!("http://localhost:{}", address.port()),
        _ => base_url.to_owned(),
    }
}

//! The command line: what the program can be asked to do.

use clap::{Parser, Subcommand};

use super::{config::DataOptions, fault::is_full};

mod demo;
mod export;
mod import;
mod progress;
mod reindex;
mod render;
mod rerender;
mod serve;
mod settings;
mod user;

/// Logbook: an engineering blog you own. One program, one SQLite file.
///
/// Everything it knows lies in one data folder (--data). `logbook serve` is all a site needs; `logbook import` brings
/// the posts of another blog, `logbook demo` a site to look at.
#[derive(Debug, Parser)]
#[command(name = "logbook", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    data: DataOptions,

    /// What goes into the log: error, warn, info, debug or trace, also by room (info,logbook::server=debug).
    #[arg(long, env = "LOGBOOK_LOG", default_value = "info", global = true)]
    log: String,

    /// How the log is written: for people or, one JSON object a line, for machines.
    #[arg(long, env = "LOGBOOK_LOG_FORMAT", default_value = "text", value_parser = ["text", "json"], global = true)]
    log_format: String,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the blog (what happens without a command).
    Serve(serve::Serve),
    /// Read a folder of Markdown: Zola, Hugo, Jekyll, Astro or plain files.
    Import(import::Import),
    /// Write the whole blog as a folder of Markdown, which an import reads back.
    Export(export::Export),
    /// Load a site to look at, or, with --posts, as many made-up posts as a measurement needs.
    Demo(demo::Demo),
    /// Let people in, from the machine itself: accounts, links to join and to choose a new password.
    User(user::User),
    /// What the site is called and how it looks: print, change, export and import it, while the site runs.
    Settings(settings::Change),
    /// Build the search index anew, while the site runs.
    Reindex(reindex::Reindex),
    /// Print the HTML that Markdown from standard input becomes.
    Render(render::Render),
    /// Render all posts anew after the renderer changed.
    Rerender(rerender::Rerender),
}

/// Runs what the command line asks for; the exit code tells whether it went well.
pub async fn run() -> anyhow::Result<()> {
    let cli = Cli::parse();
    start_log(&cli)?;
    match cli.command {
        None => serve::Serve::parse_from(["serve"]).run(&cli.data).await,
        Some(Command::Serve(serve)) => serve.run(&cli.data).await,
        Some(Command::Import(import)) => import.run(&cli.data).await,
        Some(Command::Export(export)) => export.run(&cli.data).await,
        Some(Command::Demo(demo)) => demo.run(&cli.data).await,
        Some(Command::User(user)) => user.run(&cli.data).await,
        Some(Command::Settings(settings)) => settings.run(&cli.data).await,
        Some(Command::Reindex(reindex)) => reindex.run(&cli.data).await,
        Some(Command::Render(render)) => render.run(),
        Some(Command::Rerender(rerender)) => rerender.run(&cli.data).await,
    }
}

fn start_log(cli: &Cli) -> anyhow::Result<()> {
    use tracing_subscriber::EnvFilter;
    // The parser of HTML warns of every odd piece in what authors wrote, many times for each text.
    let quiet = format!("html5ever=error,{}", cli.log);
    let filter = EnvFilter::try_new(quiet).map_err(|error| {
        anyhow::anyhow!("--log '{}' cannot be read ({error}); try info or debug", cli.log)
    })?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if cli.log_format == "json" {
        log.json().flatten_event(true).init();
    } else {
        log.with_target(false).init();
    }
    Ok(())
}

/// Says on standard error why a command failed, with what led to it.
pub fn complain(error: &anyhow::Error) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "logbook: {error:#}");
    if is_full(error) {
        let _ = writeln!(
            std::io::stderr(),
            "The disk is full. Nothing that was there is lost: make room on it, or move the data folder to a larger one \
             (--data), and run the same command again."
        );
    }
}

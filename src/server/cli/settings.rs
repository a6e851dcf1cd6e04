//! `logbook settings`: what the site is called and how it looks, from the machine itself.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, anyhow, bail};
use clap::{Parser, Subcommand};

use crate::{
    error::{AppError, FieldErrors},
    model::{
        resume::{MAX_RESUME, too_large},
        settings::{self, Values},
    },
    server::{
        config::DataOptions,
        services::{
            accounts::Actor,
            resume::{self, Problem},
            settings::{
                Settings, check_all, check_pictures,
                file::{self, Format},
                set_settings,
            },
        },
    },
};

/// What is no text and goes by a name among the settings all the same.
const RESUME: &str = "resume";

/// What is shown where a server runs on the same folder.
const SHOWN: &str = "A server that runs shows it within a second, unless it was started with something else.";

/// Options of `logbook settings`.
#[derive(Debug, Parser)]
pub struct Change {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print a setting, or all of them as TOML.
    Get {
        /// Which, such as name or base_url.
        name: Option<String>,
    },
    /// Change a setting, or, as resume, the PDF that readers get at /resume.
    Set {
        /// Which, such as name or base_url.
        name: String,
        /// What it is from now on; of resume the file.
        #[arg(allow_hyphen_values = true)]
        value: String,
    },
    /// Take a setting back to what it was at first.
    Unset {
        /// Which, such as name or base_url.
        name: String,
    },
    /// Write all settings into a file, or print them: TOML, or JSON where the file's name ends in .json.
    Export {
        /// The file; what is there is written over.
        file: Option<PathBuf>,
    },
    /// Read settings from a file of TOML, or of JSON where its name ends in .json: all that are in it, or none.
    Import {
        /// The file.
        file: PathBuf,
    },
}

impl Change {
    /// Does it and says what was done on standard output.
    pub async fn run(self, data: &DataOptions) -> anyhow::Result<()> {
        let (database, media, _) = data.open().await?;
        let settings = Settings::open(&database, Values::new()).await?;
        let mut out = std::io::stdout();
        let set = async |typed: Values| match set_settings(&database, &settings, &Actor::operator(), &typed)
            .await
        {
            Ok(Ok(())) => Ok(()),
            Ok(Err(AppError::Invalid(errors))) => Err(refused(&errors)),
            Ok(Err(error)) => Err(anyhow!("{error}")),
            Err(fault) => Err(fault.into_inner()),
        };
        match self.command {
            Command::Get { name: None } => write!(out, "{}", file::write(&settings.values(), Format::Toml)?)?,
            Command::Get { name: Some(name) } if name == RESUME => {
                match resume::find_resume(&database, &media).await {
                    Ok(Some(file)) => writeln!(out, "{}", file.display())?,
                    Ok(None) => {}
                    Err(fault) => return Err(fault.into_inner()),
                }
            }
            Command::Get { name: Some(name) } => {
                let setting = settings::find(&name).with_context(settings::unknown)?;
                let value = settings.values().remove(setting.name).unwrap_or_default();
                writeln!(out, "{value}")?;
            }
            Command::Set { name, value } if name == RESUME => {
                let bytes = read_resume(Path::new(&value))?;
                match resume::keep_resume(&database, &media, &Actor::operator(), bytes).await {
                    Ok(()) => writeln!(out, "Readers get it at /resume, under the name of the owner.")?,
                    Err(Problem::Refused(why)) => bail!("{value}: {why}"),
                    Err(Problem::Disk(error)) => return Err(error).context("the file cannot be stored"),
                    Err(Problem::Fault(fault)) => return Err(fault.into_inner()),
                }
            }
            Command::Set { name, value } => {
                let setting = settings::find(&name).with_context(settings::unknown)?;
                let typed = Values::from([(setting.name.to_owned(), value)]);
                if let Err(AppError::Invalid(errors)) = check_pictures(&database, &typed).await? {
                    return Err(refused(&errors));
                }
                set(typed).await?;
                writeln!(out, "{} is set. {SHOWN}", setting.label)?;
            }
            Command::Unset { name } if name == RESUME => {
                match resume::remove_resume(&database, &media, &Actor::operator()).await {
                    Ok(true) => writeln!(out, "The résumé is gone; nothing is at /resume any more.")?,
                    Ok(false) => writeln!(out, "There is no résumé.")?,
                    Err(fault) => return Err(fault.into_inner()),
                }
            }
            Command::Unset { name } => {
                let setting = settings::find(&name).with_context(settings::unknown)?;
                let value = settings::defaults().remove(setting.name).unwrap_or_default();
                set([(setting.name.to_owned(), value.clone())].into()).await?;
                let value = if value.is_empty() { "empty" } else { &value };
                writeln!(out, "{} is as it was at first: {value}\n{SHOWN}", setting.label)?;
            }
            Command::Export { file: None } => {
                write!(out, "{}", file::write(&settings.values(), Format::Toml)?)?
            }
            Command::Export { file: Some(place) } => {
                let text = file::write(&settings.values(), format_of(&place))?;
                std::fs::write(&place, text)
                    .with_context(|| format!("{} cannot be written", place.display()))?;
                writeln!(out, "The settings are in {}.", place.display())?;
            }
            Command::Import { file } => {
                let typed = read(&file)?;
                let count = typed.len();
                set(typed).await?;
                let noun = if count == 1 { "setting is" } else { "settings are" };
                writeln!(out, "{count} {noun} as in {}. {SHOWN}", file.display())?;
            }
        }
        database.close().await;
        Ok(())
    }
}

/// The bytes of a file that is to be the résumé; of one that is too large nothing is read.
fn read_resume(file: &Path) -> anyhow::Result<Vec<u8>> {
    let named = || format!("{} cannot be read", file.display());
    if std::fs::metadata(file).with_context(named)?.len() > MAX_RESUME {
        bail!("{}: {}", file.display(), too_large());
    }
    std::fs::read(file).with_context(named)
}

/// What a file is written in, by its name.
fn format_of(file: &Path) -> Format {
    let is_json = file
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if is_json { Format::Json } else { Format::Toml }
}

/// The texts in a file, each of which still has to be looked at.
fn read(file: &Path) -> anyhow::Result<Values> {
    let named = || format!("{} cannot be read", file.display());
    if std::fs::metadata(file).with_context(named)?.len() > file::MOST_BYTES {
        bail!(
            "{} is too large for a file of settings: {}",
            file.display(),
            file::most()
        );
    }
    let bytes = std::fs::read(file).with_context(named)?;
    let text =
        String::from_utf8(bytes).map_err(|_| anyhow!("{} is not UTF-8; save it as UTF-8", file.display()))?;
    let (values, mut errors) = file::read(&text, format_of(file)).map_err(|unreadable| {
        let what = match format_of(file) {
            Format::Toml => "no TOML",
            Format::Json => "no JSON object",
        };
        anyhow!("{} is {what}: {unreadable}", file.display())
    })?;
    if errors.is_empty() {
        return Ok(values);
    }
    // What else is wrong is told with it.
    if let Err(wrong) = check_all(&values) {
        errors.extend(wrong);
    }
    Err(refused(&errors))
}

fn refused(errors: &FieldErrors) -> anyhow::Error {
    let unknown = settings::unknown();
    let mut is_told = false;
    let lines: Vec<String> = errors
        .iter()
        .map(|(name, problem)| {
            // Which settings there are is a long list, and the same for each.
            let again = *problem == unknown && std::mem::replace(&mut is_told, true);
            let problem = if again {
                "There is no such setting, either."
            } else {
                problem.as_str()
            };
            format!("  {name}: {problem}")
        })
        .collect();
    anyhow!("nothing was changed:\n{}", lines.join("\n"))
}

//! Takes over what an own export holds of the site itself: its settings, and the owner's résumé.
//!
//! Both come into a blog that has no posts yet, and what was chosen there already stays. The base URL never comes: it says where
//! a blog is and not what it is, and who may sign in, and from where anything may be sent, hangs on it.

use std::path::Path;

use anyhow::{Context as _, anyhow};

use super::{
    Report,
    read::{Folder, FolderResume, Skipped, Warning},
};
use crate::{
    model::settings::{BASE_URL, Values},
    server::{
        db::{Database, resume::read_resume},
        services::{
            accounts::Actor,
            resume::{Problem, keep_resume},
            settings::{
                Settings,
                file::{self, Format},
                read_chosen, read_values, set_settings, sort_out,
            },
            written::rest::SETTINGS,
        },
    },
};

/// What is to be taken over.
#[derive(Debug)]
pub struct Belongings {
    settings: Values,
    resume: Option<FolderResume>,
}

/// Looks what of a folder is to be taken over; counts it, and tells of all that is not.
pub async fn look(
    database: &Database,
    folder: &mut Folder,
    is_new: bool,
    report: &mut Report,
) -> anyhow::Result<Belongings> {
    let settings = match folder.settings.take() {
        Some(text) => look_at_settings(database, &text, is_new, report).await?,
        None => Values::new(),
    };
    let resume = match folder.resume.take() {
        Some(resume) => look_at_resume(database, resume, is_new, report).await?,
        None => None,
    };
    report.settings = settings.len();
    report.resume = resume.is_some();
    Ok(Belongings { settings, resume })
}

/// The settings of a file that are other ones here.
async fn look_at_settings(
    database: &Database,
    text: &str,
    is_new: bool,
    report: &mut Report,
) -> anyhow::Result<Values> {
    let (typed, mut errors) = match file::read(text, Format::Toml) {
        Ok(read) => read,
        Err(unreadable) => {
            let field = unreadable
                .field
                .map(|field| format!("{field}: "))
                .unwrap_or_default();
            report.failed.push(Skipped {
                file: SETTINGS.to_owned(),
                line: unreadable.line,
                reason: format!(
                    "{field}{}; no setting is taken over. Mend it, and take them over with: logbook settings import",
                    unreadable.reason
                ),
                faulty: true,
            });
            return Ok(Values::new());
        }
    };
    let (mut wanted, wrong) = sort_out(&typed);
    errors.extend(wrong);
    for (name, problem) in errors {
        report.warnings.push(Warning {
            file: SETTINGS.to_owned(),
            line: file::line_of(text, &name),
            reason: format!("{name}: {problem} It is left out."),
        });
    }
    let (here, chosen) = {
        let mut reader = database.reader().await?;
        (read_values(&mut reader).await?, read_chosen(&mut reader).await?)
    };
    wanted.retain(|name, value| here.get(name) != Some(value));
    let mut tell = |reason: String| {
        report.warnings.push(Warning {
            file: SETTINGS.to_owned(),
            line: None,
            reason,
        });
    };
    let elsewhere = wanted.remove(BASE_URL);
    if !is_new {
        if !wanted.is_empty() {
            tell(format!(
                "kept as here, because there are posts here already: {}. All settings of the file are taken over with: \
                 logbook settings import",
                names(&wanted)
            ));
        }
        return Ok(Values::new());
    }
    if let Some(address) = elsewhere {
        tell(format!(
            "{BASE_URL} stays as it is here. If this blog is to be at {address}: logbook settings set {BASE_URL} {address}"
        ));
    }
    let (kept, wanted): (Values, Values) = wanted
        .into_iter()
        .partition(|(name, _)| chosen.contains_key(name));
    if !kept.is_empty() {
        tell(format!("kept as here, where they were chosen: {}", names(&kept)));
    }
    Ok(wanted)
}

fn names(values: &Values) -> String {
    values.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The résumé, where there is none here.
async fn look_at_resume(
    database: &Database,
    resume: FolderResume,
    is_new: bool,
    report: &mut Report,
) -> anyhow::Result<Option<FolderResume>> {
    let here = read_resume(&mut *database.reader().await?).await?;
    let is_same = here.as_ref().is_some_and(|row| row.hash == resume.hash);
    if is_same || is_new && here.is_none() {
        return Ok(Some(resume).filter(|_| !is_same));
    }
    report.warnings.push(Warning {
        file: resume.path,
        line: None,
        reason: "is left alone, and the résumé here as it is; take it over with: logbook settings set resume"
            .to_owned(),
    });
    Ok(None)
}

impl Belongings {
    /// Takes it over.
    pub async fn bring(self, database: &Database, shelf: &Path, report: &mut Report) -> anyhow::Result<()> {
        let operator = Actor::operator();
        if let Some(FolderResume { path, bytes, .. }) = self.resume {
            match keep_resume(database, shelf, &operator, bytes).await {
                Ok(()) => {}
                Err(Problem::Refused(reason)) => {
                    report.resume = false;
                    report.warnings.push(Warning {
                        file: path,
                        line: None,
                        reason,
                    });
                }
                Err(Problem::Disk(error)) => return Err(error).context("the résumé cannot be stored"),
                Err(Problem::Fault(fault)) => return Err(fault.into_inner()),
            }
        }
        if self.settings.is_empty() {
            return Ok(());
        }
        let settings = Settings::open(database, Values::new()).await?;
        match set_settings(database, &settings, &operator, &self.settings).await {
            Ok(Ok(())) => Ok(()),
            // Each of them was looked at before.
            Ok(Err(error)) => Err(anyhow!("the settings cannot be taken over: {error}")),
            Err(fault) => Err(fault.into_inner()),
        }
    }
}

//! Writes what readers saw of a post and were told of its changes, a file for each post of which that is known.

use std::{fs, path::Path};

use anyhow::{Context as _, anyhow};
use jiff::tz::TimeZone;

use super::{Report, put, storable};
use crate::{
    model::draft::Meta,
    server::{
        db::{
            Connection,
            releases::{self, NotedRow, SaidRow},
            whole::WholePost,
        },
        services::written::{
            self,
            history::{self, HISTORY, ReleaseFacts},
        },
    },
};

/// Writes the file of a post, which faults call as said; where it cannot be whole it is left out and told.
pub async fn write(
    connection: &mut Connection,
    (post, called): (&WholePost, &str),
    zone: &TimeZone,
    folder: &Path,
    report: &mut Report,
) -> anyhow::Result<()> {
    let noted = releases::list_noted(connection, post.id).await?;
    if noted.is_empty() {
        return Ok(());
    }
    let mut file = history::beginning(&post.uuid);
    for row in noted {
        // There is none without its text.
        let Some(said) = releases::read_said(connection, post.id, row.number).await? else {
            continue;
        };
        match facts_of(row, said, zone) {
            Ok(facts) => file.push_str(&facts.write()),
            Err(error) => {
                report.faults.push(format!(
                    "what readers were told of changes of {called} is left out: {error}"
                ));
                return Ok(());
            }
        }
    }
    let place = folder.join(HISTORY);
    fs::create_dir_all(&place).with_context(|| format!("cannot write to {}", place.display()))?;
    put(
        &place.join(format!("{}.toml", storable(&post.slug))),
        file.as_bytes(),
    )?;
    report.histories += 1;
    Ok(())
}

fn facts_of(row: NotedRow, said: SaidRow, zone: &TimeZone) -> anyhow::Result<ReleaseFacts> {
    // No import takes what cannot be read.
    miniserde::json::from_str::<Meta>(&said.meta)
        .map_err(|_| anyhow!("the fields of a text that they saw cannot be read"))?;
    Ok(ReleaseFacts {
        at: row.released_at.map(|at| written::moment(at, zone)).transpose()?,
        note: row.note,
        meta: said.meta,
        source: said.source,
    })
}

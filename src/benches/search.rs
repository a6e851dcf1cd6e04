//! How long a question takes while somebody types, by class of question, over HTTP on one kept connection.

use std::{net::SocketAddr, path::Path, time::Duration};

use logbook::server::db::Database;

use crate::{
    Outcome,
    load::{self, Measured},
    queries::{Class, draw},
};

/// Questions of each class.
const QUESTIONS: usize = 200;

/// The same questions in every run.
const SEED: u64 = 7;

/// What was measured: each class, all in equal parts, and all on several connections.
pub struct Searches {
    /// By class, asked one after the other.
    pub classes: Vec<(&'static str, Measured)>,
    /// All classes in equal parts, one after the other.
    pub mixed: Measured,
    /// The same, all connections at once.
    pub parallel: Measured,
}

impl Searches {
    /// The lines of the table.
    pub fn rows(&self) -> Vec<(&'static str, &Measured)> {
        let all = [("all in equal parts", &self.mixed)];
        self.classes
            .iter()
            .map(|(name, measured)| (*name, measured))
            .chain(all)
            .collect()
    }
}

/// The addresses that a browser asks while these questions are typed.
fn addresses(folder: &Path) -> Outcome<Vec<(Class, Vec<String>)>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let database = Database::open(&folder.join("logbook.db")).await?;
        let mut all = Vec::new();
        for class in Class::ALL {
            let mut reader = database.reader().await?;
            let questions = draw(&mut reader, class, SEED, QUESTIONS).await?;
            all.push((class, questions.iter().map(|words| address(words)).collect()));
        }
        database.close().await;
        Ok(all)
    })
}

fn address(words: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("q", words)
        .append_pair("brief", "1")
        .finish();
    form_urlencoded::Serializer::new("/api/posts/find?".to_owned())
        .append_pair("place", "Search")
        .append_pair("query", &query)
        .finish()
}

/// Asks everything.
pub fn measure(server: SocketAddr, folder: &Path, connections: usize, spell: Duration) -> Outcome<Searches> {
    let all = addresses(folder)?;
    let mixed: Vec<String> = (0..QUESTIONS)
        .flat_map(|index| all.iter().filter_map(move |(_, paths)| paths.get(index).cloned()))
        .collect();
    let mut classes = Vec::new();
    for (class, paths) in &all {
        classes.push((class.name(), load::measure_each(server, paths)?));
    }
    Ok(Searches {
        classes,
        mixed: load::measure_each(server, &mixed)?,
        parallel: load::measure(server, &mixed, connections, spell)?,
    })
}

//! How soon a save is acknowledged while many people write: each has a post of their own and saves once a second.

use std::{
    fs, io,
    net::SocketAddr,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use logbook::{
    model::{
        draft::{
            Draft,
            save::{Reason, SaveReply, SaveRequest},
        },
        role::Role,
    },
    server::{
        db::Database,
        services::accounts::{Actor, people},
    },
};

use crate::{
    Outcome,
    load::{Client, Measured, in_parallel},
};

/// People who write at the same time.
const AUTHORS: usize = 50;

/// Saves of each.
const SAVES: u32 = 20;

/// From one save of a person to the next.
const PAUSE: Duration = Duration::from_secs(1);

/// Bytes of each text.
const BYTES: usize = 20_000;

const FORM: &str = "application/x-www-form-urlencoded";

/// Copies a corpus, so that it stays as it is, and invites the authors; answers the paths of their links.
pub fn prepare(corpus: &Path, folder: &Path) -> Outcome<Vec<String>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    fs::copy(corpus.join("logbook.db"), folder.join("logbook.db"))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let database = Database::open(&folder.join("logbook.db")).await?;
        let mut links = Vec::with_capacity(AUTHORS);
        for number in 0..AUTHORS {
            let email = format!("author-{number}@bench.test");
            let link = people::invite(&database, &Actor::operator(), &email, Role::Author).await;
            links.push(
                link.map_err(|fault| fault.into_inner())?
                    .map_err(|error| error.to_string())?,
            );
        }
        database.close().await;
        Ok(links)
    })
}

/// Lets everybody in and write; answers the time that each save took.
pub fn measure(server: SocketAddr, links: &[String]) -> Outcome<Measured> {
    let mut writers = Vec::with_capacity(links.len());
    for (number, link) in links.iter().enumerate() {
        writers.push(std::sync::Mutex::new(Writer::join(server, link, number)?));
    }
    let begin = Instant::now() + Duration::from_millis(200);
    let times = in_parallel(writers.len(), |index| {
        let writer = writers.get(index).ok_or_else(|| io::Error::other("no writer"))?;
        let mut writer = writer.lock().map_err(|_| io::Error::other("a writer failed"))?;
        // Spread over the second, as people are.
        let offset = PAUSE * u32::try_from(index).unwrap_or(0) / u32::try_from(AUTHORS).unwrap_or(1);
        (0..SAVES)
            .map(|number| {
                let due = begin + offset + PAUSE * number;
                thread::sleep(due.saturating_duration_since(Instant::now()));
                writer.save(number)
            })
            .collect::<io::Result<Vec<Duration>>>()
    })?;
    Ok(Measured::new(
        times.into_iter().flatten().collect(),
        PAUSE * SAVES,
    ))
}

struct Writer {
    client: Client,
    post: String,
    base: i64,
}

impl Writer {
    fn join(server: SocketAddr, link: &str, number: usize) -> Outcome<Self> {
        let key = link.split_once("key=").ok_or("a link without a key")?.1;
        let form = format!("key={key}&name=Author+{number}&password=correct+horse+battery");
        let mut client = Client::connect(server)?;
        client.post("/admin/door", FORM, &form, "303")?;
        let begun = client.post("/api/desk/begin", FORM, "", "200")?;
        Ok(Self {
            post: String::from_utf8_lossy(begun).trim_matches('"').to_owned(),
            client,
            // What was begun is its own first revision.
            base: 1,
        })
    }

    fn save(&mut self, number: u32) -> io::Result<Duration> {
        let mut draft = Draft {
            source: format!("Save {number} of a text that grows and is kept whole each time.\n\n")
                .repeat(400),
            ..Draft::default()
        };
        draft.source.truncate(BYTES);
        let request = SaveRequest {
            post: self.post.clone(),
            key: format!("{number}"),
            base: self.base,
            draft,
            reason: Reason::Autosave,
            then: None,
        };
        let body = format!("{{\"request\":{}}}", miniserde::json::to_string(&request));
        let start = Instant::now();
        let answer = self
            .client
            .post("/api/desk/save", "application/json", &body, "200")?;
        let took = start.elapsed();
        let reply: SaveReply = std::str::from_utf8(answer)
            .ok()
            .and_then(|text| miniserde::json::from_str(text).ok())
            .ok_or_else(|| io::Error::other("an answer that is no reply"))?;
        self.base = reply
            .saved
            .ok_or_else(|| io::Error::other("a save that was not kept"))?;
        Ok(took)
    }
}

//! What `make bench` runs: a release server on one core, load from another, and a table of what came out.
//!
//! Corpora are made once by `logbook demo --posts` and kept below `target/bench`.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a bench prints its table"
)]

use std::{
    error::Error,
    fs,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

mod load;
mod queries;
mod saves;
mod search;
mod views;

use load::{Measured, measure};
use search::Searches;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Connections that are kept open, each asking again as soon as it is answered.
const CONNECTIONS: usize = 8;

/// How long each address is asked.
const SPELL: Duration = Duration::from_secs(8);

fn main() -> Outcome<()> {
    // `cargo test` builds and starts benches too; they measure only when they are asked to.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let binary = PathBuf::from("target/release/logbook");
    println!("machine  {}", machine());
    println!("commit   {}", output("git", &["describe", "--always", "--dirty"]));
    println!(
        "load     {CONNECTIONS} connections, kept alive, identity encoding, {} s each\n",
        SPELL.as_secs()
    );
    println!("{:<34}{:>12}{:>12}{:>12}", "", "10,000", "100,000", "ratio");
    let small = corpus(&binary, 10_000)?;
    let large = corpus(&binary, 100_000)?;
    let (few, many) = (measure_corpus(&binary, &small)?, measure_corpus(&binary, &large)?);
    for ((name, a), (_, b)) in few.pages.iter().zip(&many.pages) {
        println!(
            "{name:<34}{:>10.0}/s{:>10.0}/s{:>12.2}",
            a.per_second(),
            b.per_second(),
            a.per_second() / b.per_second()
        );
        print_times("  p50", a.percentile(50), b.percentile(50));
        print_times("  p99", a.percentile(99), b.percentile(99));
    }
    for ((name, a), (_, b)) in few.searches.rows().into_iter().zip(many.searches.rows()) {
        print_times(
            &format!("search, {name}, p50"),
            a.percentile(50),
            b.percentile(50),
        );
        print_times("  p99", a.percentile(99), b.percentile(99));
    }
    println!(
        "{:<34}{:>10.0}/s{:>10.0}/s",
        "searches",
        few.searches.parallel.per_second(),
        many.searches.parallel.per_second()
    );
    println!(
        "{:<34}{:>10.0}/s{:>10.0}/s",
        "views acknowledged", few.views, many.views
    );
    let saves = measure_saves(&binary, &small)?;
    for (name, percent) in [("saves, 50 authors, p50", 50), ("  p99", 99)] {
        println!("{name:<34}{:>9.2} ms", saves.percentile(percent));
    }
    println!(
        "{:<34}{:>9.0} ms{:>9.0} ms",
        "start to first answer",
        few.start.as_secs_f64() * 1e3,
        many.start.as_secs_f64() * 1e3
    );
    println!(
        "{:<34}{:>9.0} MB{:>9.0} MB",
        "resident when idle", few.idle, many.idle
    );
    println!(
        "{:<34}{:>9.0} MB{:>9.0} MB",
        "resident after 10,000 mixed pages", few.busy, many.busy
    );
    Ok(())
}

/// A row of the table: a time in milliseconds over the small corpus and over the large one.
fn print_times(name: &str, few: f64, many: f64) {
    println!("{name:<34}{few:>9.2} ms{many:>9.2} ms");
}

struct Corpus {
    folder: PathBuf,
    long_post: String,
}

struct Figures {
    pages: Vec<(&'static str, Measured)>,
    searches: Searches,
    views: f64,
    start: Duration,
    idle: f64,
    busy: f64,
}

/// The folder with `posts` made-up posts, made if it is not there.
fn corpus(binary: &Path, posts: u32) -> Outcome<Corpus> {
    let folder = PathBuf::from(format!("target/bench/{posts}"));
    let stamp = folder.join("complete");
    if !stamp.exists() {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        eprintln!("making {posts} posts in {} (once)", folder.display());
        let status = Command::new(binary)
            .args(["demo", "--posts", &posts.to_string(), "--data"])
            .arg(&folder)
            .stdout(Stdio::null())
            .status()?;
        if !status.success() {
            return Err("logbook demo failed".into());
        }
        fs::write(&stamp, "")?;
    }
    // Every fiftieth made-up post has about 2,000 words.
    let long_post = find_long_post(binary, &folder)?;
    Ok(Corpus { folder, long_post })
}

struct Server {
    child: Child,
    address: SocketAddr,
    start: Duration,
}

impl Drop for Server {
    fn drop(&mut self) {
        // Asked to end, so that it closes the database: after a crash the next one checks the file first.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

/// Starts the server on core 0 and waits for its first answer.
fn serve(binary: &Path, folder: &Path) -> Outcome<Server> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let start = Instant::now();
    let mut command = Command::new("taskset");
    command.args(["-c", "0"]).arg(binary).args([
        "serve",
        "--log",
        "warn",
        "--addr",
        &address.to_string(),
        "--data",
    ]);
    let child = command.arg(folder).stdout(Stdio::null()).spawn()?;
    let mut server = Server {
        child,
        address,
        start: Duration::ZERO,
    };
    while start.elapsed() < Duration::from_secs(30) {
        if load::once(address, "/").is_ok() {
            server.start = start.elapsed();
            return Ok(server);
        }
        thread::sleep(Duration::from_millis(5));
    }
    Err("the server did not answer within 30 s".into())
}

fn find_long_post(binary: &Path, folder: &Path) -> Outcome<String> {
    let server = serve(binary, folder)?;
    let list = load::once(server.address, "/posts")?;
    let (_, after) = list
        .split_once("<h2 class=\"card-title\"><a href=\"")
        .ok_or("no post on the list")?;
    // The newest post has index 0, and so is one of the long ones.
    after
        .split('"')
        .next()
        .map(str::to_owned)
        .ok_or_else(|| "no address on the list".into())
}

/// Pages from all over the blog: a list page in eight, the posts on it, and what else there is.
fn mix(address: SocketAddr) -> Outcome<Vec<String>> {
    const TITLE: &str = "<h2 class=\"card-title\"><a href=\"";
    let mut paths: Vec<String> = ["/", "/tags", "/tags/topic-1", "/search?q=queue"]
        .map(str::to_owned)
        .into();
    // The first page has another address.
    for page in (2..=400).step_by(8) {
        let path = format!("/posts?page={page}");
        let list = load::once(address, &path)?;
        let links = list
            .split(TITLE)
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        paths.extend(links.map(str::to_owned));
        paths.push(path);
    }
    Ok(paths)
}

fn measure_corpus(binary: &Path, corpus: &Corpus) -> Outcome<Figures> {
    let server = serve(binary, &corpus.folder)?;
    let idle = resident(server.child.id())?;
    let addresses = [
        ("/ (20 cards)", "/".to_owned()),
        ("post (2,000 words)", corpus.long_post.clone()),
        ("/posts?page=300", "/posts?page=300".to_owned()),
        ("/tags", "/tags".to_owned()),
        ("tag of most posts", "/tags/topic-1".to_owned()),
        ("/rss.xml (20 whole posts)", "/rss.xml".to_owned()),
    ];
    let mixed = mix(server.address)?;
    load::ask(server.address, &mixed, CONNECTIONS, 10_000)?;
    let busy = resident(server.child.id())?;
    let mut pages = Vec::new();
    for (name, path) in addresses {
        pages.push((name, measure(server.address, &[path], CONNECTIONS, SPELL)?));
    }
    let searches = search::measure(server.address, &corpus.folder, CONNECTIONS, SPELL)?;
    let views = views::measure(server.address, &corpus.long_post)?;
    Ok(Figures {
        pages,
        views,
        searches,
        start: server.start,
        idle,
        busy,
    })
}

fn measure_saves(binary: &Path, corpus: &Corpus) -> Outcome<Measured> {
    let folder = PathBuf::from("target/bench/saves");
    let links = saves::prepare(&corpus.folder, &folder)?;
    let server = serve(binary, &folder)?;
    saves::measure(server.address, &links)
}

/// Resident memory of a process in megabytes (10⁶ bytes).
fn resident(process: u32) -> Outcome<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .ok_or("no VmRSS")?;
    let kibibytes: f64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
    Ok(kibibytes * 1024.0 / 1e6)
}

fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .unwrap_or("unknown");
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    format!(
        "{}, {cores} core(s) for the load",
        model.trim_start_matches([' ', '\t', ':'])
    )
}

fn output(program: &str, arguments: &[&str]) -> String {
    Command::new(program)
        .args(arguments)
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_default()
}

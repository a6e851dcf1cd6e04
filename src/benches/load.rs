//! Asks one address over and over on kept connections, and times the answers. Plain HTTP/1.1 on blocking sockets, so
//! that the load costs little beside what it measures.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

/// The time that each answer took, sorted, and how long all of them took together.
pub struct Measured {
    times: Vec<Duration>,
    elapsed: Duration,
}

impl Measured {
    /// Sums up times that were taken within `elapsed`.
    pub fn new(mut times: Vec<Duration>, elapsed: Duration) -> Self {
        times.sort_unstable();
        Self { times, elapsed }
    }

    /// Answers a second.
    pub fn per_second(&self) -> f64 {
        self.times.len() as f64 / self.elapsed.as_secs_f64()
    }

    /// The time within which `percent` of the answers came, in milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let index = (self.times.len() * percent / 100).min(self.times.len().saturating_sub(1));
        self.times
            .get(index)
            .map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    }
}

/// One connection that is kept.
pub struct Client {
    stream: BufReader<TcpStream>,
    body: Vec<u8>,
    /// The session that the server began last on it.
    cookie: Option<String>,
}

impl Client {
    /// Opens it.
    pub fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self {
            stream: BufReader::with_capacity(256 * 1024, stream),
            body: Vec::new(),
            cookie: None,
        })
    }

    /// Asks for a page; fails where the answer is no 200.
    pub fn get(&mut self, path: &str) -> io::Result<&[u8]> {
        let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: identity\r\n\r\n");
        self.exchange(head.as_bytes(), "200")
            .map_err(|error| io::Error::other(format!("{path}: {error}")))
    }

    /// Sends something as the page of this site that one is signed in on; fails where the answer is none of `status`.
    pub fn post(&mut self, path: &str, mime: &str, body: &str, status: &str) -> io::Result<&[u8]> {
        let cookie = self
            .cookie
            .as_ref()
            .map_or_else(String::new, |cookie| format!("Cookie: {cookie}\r\n"));
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: identity\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: {mime}\r\n{cookie}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.exchange(request.as_bytes(), status)
            .map_err(|error| io::Error::other(format!("{path}: {error}")))
    }

    fn exchange(&mut self, request: &[u8], status: &str) -> io::Result<&[u8]> {
        self.stream.get_mut().write_all(request)?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        if line.split(' ').nth(1) != Some(status) {
            return Err(io::Error::other(line.trim().to_owned()));
        }
        let mut length = None;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim().split_once(':') else {
                break;
            };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().ok();
            } else if name.eq_ignore_ascii_case("set-cookie") {
                self.cookie = value.trim().split(';').next().map(str::to_owned);
            }
        }
        let length = length.ok_or_else(|| io::Error::other("an answer without a length"))?;
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body)?;
        Ok(&self.body)
    }
}

/// One answer's text.
pub fn once(address: SocketAddr, path: &str) -> io::Result<String> {
    let mut client = Client::connect(address)?;
    Ok(String::from_utf8_lossy(client.get(path)?).into_owned())
}

/// Asks `count` times in all, going round the paths.
pub fn ask(address: SocketAddr, paths: &[String], connections: usize, count: usize) -> io::Result<()> {
    in_parallel(connections, |index| {
        let mut client = Client::connect(address)?;
        for path in paths.iter().cycle().skip(index).take(count / connections) {
            client.get(path)?;
        }
        Ok(())
    })
    .map(drop)
}

/// Asks for each path once, on one connection, after a first round that warms up.
pub fn measure_each(address: SocketAddr, paths: &[String]) -> io::Result<Measured> {
    let mut client = Client::connect(address)?;
    for path in paths {
        client.get(path)?;
    }
    let begin = Instant::now();
    let mut times = Vec::with_capacity(paths.len());
    for path in paths {
        let start = Instant::now();
        client.get(path)?;
        times.push(start.elapsed());
    }
    Ok(Measured::new(times, begin.elapsed()))
}

/// Asks for `spell`, after a warm-up of a tenth of it, going round the paths.
pub fn measure(
    address: SocketAddr,
    paths: &[String],
    connections: usize,
    spell: Duration,
) -> io::Result<Measured> {
    let begin = Instant::now() + spell / 10;
    let times = in_parallel(connections, |index| {
        let mut client = Client::connect(address)?;
        let mut times = Vec::with_capacity(16 * 1024);
        let mut round = paths.iter().cycle().skip(index * paths.len() / connections);
        loop {
            let Some(path) = round.next() else {
                return Ok(times);
            };
            let start = Instant::now();
            if start > begin + spell {
                return Ok(times);
            }
            client.get(path)?;
            if start >= begin {
                times.push(start.elapsed());
            }
        }
    })?
    .into_iter()
    .flatten()
    .collect();
    Ok(Measured::new(times, spell))
}

/// Does the work on as many threads, each of which gets its number.
pub fn in_parallel<T: Send>(
    connections: usize,
    work: impl Fn(usize) -> io::Result<T> + Sync,
) -> io::Result<Vec<T>> {
    thread::scope(|scope| {
        let workers: Vec<_> = (0..connections)
            .map(|index| {
                scope.spawn({
                    let work = &work;
                    move || work(index)
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| {
                worker
                    .join()
                    .map_err(|_| io::Error::other("a connection's thread panicked"))?
            })
            .collect()
    })
}

//! How many views a second are acknowledged over HTTP, each from a loopback address of its own and on a connection of
//! its own: a keyed hash of the network is the visitor, so one address would be one view.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpSocket,
    task::JoinSet,
};

use crate::{Outcome, load};

/// Calls that are under way at once.
const CALLERS: u32 = 64;

/// How long views are sent.
const SPELL: Duration = Duration::from_secs(5);

/// Networks of 256 addresses in 127.0.0.0/8, of which each is one visitor.
const NETWORKS: u32 = 65_000;

/// What a browser says of itself; what says nothing is not counted.
const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0";

/// Acknowledged views a second, after a look at the page that gives the token.
pub fn measure(server: SocketAddr, post: &str) -> Outcome<f64> {
    let page = load::once(server, post)?;
    let token = page
        .split_once("view_token\\\":\\\"")
        .and_then(|(_, after)| after.split_once('\\'))
        .map(|(token, _)| token)
        .ok_or("no token on the page")?;
    let slug = post.trim_start_matches("/posts/");
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("slug", slug)
        .append_pair("token", token)
        .finish();
    let call = format!(
        "POST /api/views/record HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nUser-Agent: {BROWSER}\r\n\
         Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(send(server, call.into()))
}

async fn send(server: SocketAddr, call: Arc<str>) -> Outcome<f64> {
    let (next, begin) = (Arc::new(AtomicU32::new(1)), Instant::now());
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let (next, call) = (Arc::clone(&next), Arc::clone(&call));
        callers.spawn(async move {
            let mut acknowledged = 0_u32;
            while begin.elapsed() < SPELL {
                let network = next.fetch_add(1, Ordering::Relaxed);
                if network > NETWORKS {
                    break;
                }
                let [_, _, a, b] = network.to_be_bytes();
                let socket = TcpSocket::new_v4()?;
                socket.bind((Ipv4Addr::new(127, a, b, 9), 0).into())?;
                let mut stream = socket.connect(server).await?;
                stream.write_all(call.as_bytes()).await?;
                let mut answer = Vec::with_capacity(512);
                stream.read_to_end(&mut answer).await?;
                acknowledged += u32::from(answer.starts_with(b"HTTP/1.1 200"));
            }
            std::io::Result::Ok(acknowledged)
        });
    }
    let mut all = 0;
    while let Some(caller) = callers.join_next().await {
        all += caller??;
    }
    Ok(f64::from(all) / begin.elapsed().as_secs_f64())
}

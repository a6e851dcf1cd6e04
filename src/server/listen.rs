//! Accepts connections and ends them: limits against slow and many clients, and a drain on the way out.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::Semaphore,
};
use tower::ServiceExt as _;

/// A client that takes longer for the head of a request is not going to send one.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// How long requests under way may take to end after the signal.
const DRAIN: Duration = Duration::from_secs(10);

/// Connections at once; the next ones wait in the listener's queue.
const CONNECTIONS: usize = 4_096;

/// Serves until SIGTERM or SIGINT, says so with `stopping`, then lets what is under way end.
pub async fn serve(listener: TcpListener, router: Router, stopping: impl FnOnce()) -> anyhow::Result<()> {
    // HTTP/1.1 only: a proxy speaks it, and waiting for what may be the preface of HTTP/2 has no time limit.
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .pipeline_flush(true);

    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    loop {
        let accept = async {
            let permit = connections.clone().acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            accepted = accept => accepted,
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
        };
        let permit = permit?;
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, or the client is gone already: neither ends the server.
                tracing::warn!("a connection could not be accepted: {error}");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // With Nagle's algorithm a page in two writes waits 40 ms for the client's delayed acknowledgement.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!("TCP_NODELAY was refused: {error}");
        }
        let service = TowerToHyperService::new(router.clone().map_request(
            move |request: Request<hyper::body::Incoming>| {
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                request
            },
        ));
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("a connection ended early: {error}");
            }
            drop(permit);
        });
    }
    drop(listener);
    stopping();
    tracing::info!("stopping; requests under way have {} s to end", DRAIN.as_secs());
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time and were cut off");
    }
    Ok(())
}

//! Connections: taken, limited, spoken to, and finished when the server stops. Plain or under TLS.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

/// Connections at once: a county's phones and PCs, and far from what a process may open.
const CONNECTIONS_MAX: usize = 512;
/// Who has not agreed on keys by then holds a place for nothing.
const HANDSHAKE_MAX: Duration = Duration::from_secs(10);
/// Who has not sent the head of a request by then is let go. More than the 90 s after which our phones drop an idle
/// connection themselves, so that none is cut while it begins to speak.
const HEAD_MAX: Duration = Duration::from_secs(120);
/// Requests under way get so long to finish after the signal to stop.
const STOP_MAX: Duration = Duration::from_secs(10);
/// Where the system gives no more connections, asking at once again helps nobody.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);

/// Answers on a socket until told to stop, or until the one who could tell is gone.
pub(crate) async fn answer(
    listener: TcpListener,
    tls: Option<Arc<ServerConfig>>,
    router: Router,
    mut stop: oneshot::Receiver<()>,
) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let open = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            _ = &mut stop => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let Some((stream, place)) = accepted else { continue };
        let (tls, router, watcher) = (tls.clone(), router.clone(), open.watcher());
        tokio::spawn(async move {
            converse(stream, tls, router, watcher).await;
            drop(place);
        });
    }
    drop(listener);
    if timeout(STOP_MAX, open.shutdown()).await.is_err() {
        tracing::warn!("stopped with requests under way");
    }
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let place = places.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => Some((stream, place)),
        Err(error) => {
            tracing::warn!(%error, "no connection taken");
            tokio::time::sleep(ACCEPT_PAUSE).await;
            None
        }
    }
}

async fn converse(stream: TcpStream, tls: Option<Arc<ServerConfig>>, router: Router, watcher: Watcher) {
    // Answers are whole; waiting for more of them only costs time. Where it cannot be set, nothing is lost.
    let _ = stream.set_nodelay(true);
    let Some(config) = tls else { return speak(stream, router, watcher).await };
    match timeout(HANDSHAKE_MAX, TlsAcceptor::from(config).accept(stream)).await {
        Ok(Ok(stream)) => speak(stream, router, watcher).await,
        Ok(Err(error)) => tracing::debug!(%error, "no handshake"),
        Err(_) => tracing::debug!("handshake took too long"),
    }
}

async fn speak<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    router: Router,
    watcher: Watcher,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_MAX);
    let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "connection ended");
    }
}

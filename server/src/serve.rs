//! The server as a running thing: opened, bound, stopped.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::deps::Deps;
use crate::office::{Office, OpenError};
use crate::routes;
use crate::web::Web;

/// Requests under way get so long to finish after the signal to stop.
const STOP_SECONDS: u64 = 10;

/// Where things lie and where to listen.
#[derive(Debug, Clone)]
pub struct Config {
    pub data: PathBuf,
    pub key_file: PathBuf,
    /// Loopback only; port 0 takes a free one.
    pub listen: SocketAddr,
    /// What phones and browsers call this server, where it is not `http://<listen>`.
    pub public_url: Option<String>,
}

/// Why the server does not start. Each sentence carries its remedy.
#[derive(Debug, Error)]
pub enum StartError {
    #[error(
        "监听地址 {0} 不是本机地址：本版本不自带加密传输，只能监听 127.0.0.1。请改用 --listen 127.0.0.1:端口，并在前面放置提供 HTTPS 的反向代理。"
    )]
    NotLoopback(SocketAddr),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("无法监听 {address}：{source}。请检查端口是否已被占用，或用 --listen 换一个端口。")]
    Bind { address: SocketAddr, source: std::io::Error },
}

/// A running server. Dropping it without [`Running::shutdown`] stops it as well, without waiting.
#[derive(Debug)]
pub struct Running {
    pub addr: SocketAddr,
    /// For what is done at the machine itself.
    pub office: Office,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// Opens the office and answers requests until told to stop.
///
/// # Errors
/// [`StartError`].
pub async fn serve(config: Config, deps: Deps) -> Result<Running, StartError> {
    if !config.listen.ip().is_loopback() {
        return Err(StartError::NotLoopback(config.listen));
    }
    let office = Office::open(&config.data, &config.key_file, deps)?;
    let bind = |source| StartError::Bind { address: config.listen, source };
    let listener = TcpListener::bind(config.listen).await.map_err(bind)?;
    let addr = listener.local_addr().map_err(bind)?;
    let address = config.public_url.unwrap_or_else(|| format!("http://{addr}"));
    let router = routes::router(&Web::new(office.clone(), &address));
    let (stop, stopped) = oneshot::channel::<()>();
    let (draining, mut drained) = oneshot::channel::<()>();
    let server = axum::serve(listener, router).with_graceful_shutdown(async move {
        // A dropped sender means stop as well.
        let _ = stopped.await;
        let _ = draining.send(());
    });
    let task = tokio::spawn(async move {
        let mut server = std::pin::pin!(server.into_future());
        tokio::select! {
            ended = &mut server => report(ended),
            _ = &mut drained => {
                let rest = tokio::time::timeout(Duration::from_secs(STOP_SECONDS), server);
                if let Ok(ended) = rest.await {
                    report(ended);
                }
            }
        }
    });
    Ok(Running { addr, office, stop, task })
}

fn report(ended: std::io::Result<()>) {
    if let Err(error) = ended {
        tracing::error!(%error, "server ended");
    }
}

impl Running {
    /// Takes no new requests, finishes those under way, and returns.
    pub async fn shutdown(self) {
        let _ = self.stop.send(());
        let _ = self.task.await;
    }
}

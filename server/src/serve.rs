//! The server as a running thing: opened, bound, stopped.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::deps::Deps;
use crate::line;
use crate::office::{Office, OpenError};
use crate::routes;
use crate::tls::live::Live;
use crate::tls::{Protection, TlsError, names};
use crate::web::Web;

/// Certificates are looked at so often: a new one, or the next CA, is known to all within minutes.
const REFRESH_EVERY: Duration = Duration::from_secs(600);

/// Where things lie and where to listen.
#[derive(Debug, Clone)]
pub struct Config {
    pub data: PathBuf,
    pub key_file: PathBuf,
    /// Loopback only where the line is not protected; port 0 takes a free one.
    pub listen: SocketAddr,
    /// What phones and browsers call this server, where it is not `http://<listen>` or `https://<first name>:<port>`.
    pub public_url: Option<String>,
    pub tls: Protection,
}

/// Why the server does not start. Each sentence carries its remedy.
#[derive(Debug, Error)]
pub enum StartError {
    #[error(
        "监听地址 {0} 别的电脑也能连到，必须加密传输。请加上 --tls（自动制作镇证书），或用 --cert 和 --key 指定证书；只在本机使用请改用 --listen 127.0.0.1:端口。（tls_required）"
    )]
    NotLoopback(SocketAddr),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error("无法监听 {address}：{source}。请检查端口是否已被占用，或用 --listen 换一个端口。")]
    Bind { address: SocketAddr, source: std::io::Error },
}

/// A running server. Dropping it without [`Running::shutdown`] stops it as well, without waiting.
#[derive(Debug)]
pub struct Running {
    pub addr: SocketAddr,
    /// What phones and browsers call it.
    pub address: String,
    /// For what is done at the machine itself.
    pub office: Office,
    /// The certificates, where the line is protected.
    pub tls: Option<Live>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// Opens the office and answers requests until told to stop.
///
/// # Errors
/// [`StartError`].
pub async fn serve(config: Config, deps: Deps) -> Result<Running, StartError> {
    if config.tls == Protection::Plain && !config.listen.ip().is_loopback() {
        return Err(StartError::NotLoopback(config.listen));
    }
    let office = Office::open(&config.data, &config.key_file, deps)?;
    let tls = Live::open(&office, config.tls.clone())?;
    let under = tls.as_ref().map(Live::config).transpose()?.map(Arc::new);
    let bind = |source| StartError::Bind { address: config.listen, source };
    let listener = TcpListener::bind(config.listen).await.map_err(bind)?;
    let addr = listener.local_addr().map_err(bind)?;
    let own_address = || match config.tls.names().first() {
        Some(name) if tls.is_some() => names::address(name, addr.port()),
        Some(_) | None => format!("http://{addr}"),
    };
    let address = config.public_url.unwrap_or_else(own_address);
    let trust = tls.as_ref().map(Live::trust).unwrap_or_default();
    let router = routes::router(&Web::new(office.clone(), &address).trusted_by(trust));
    let (stop, stopped) = oneshot::channel::<()>();
    let fresh = refreshing(tls.clone());
    let task = tokio::spawn(async move {
        tokio::select! {
            () = line::answer(listener, under, router, stopped) => {}
            () = fresh => {}
        }
    });
    Ok(Running { addr, address, office, tls, stop, task })
}

/// Never ends.
async fn refreshing(live: Option<Live>) {
    let Some(live) = live else { return std::future::pending().await };
    loop {
        tokio::time::sleep(REFRESH_EVERY).await;
        let live = live.clone();
        match tokio::task::spawn_blocking(move || live.refresh()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "certificates"),
            Err(_) => tracing::error!("certificates were not looked at"),
        }
    }
}

impl Running {
    /// Takes no new requests, finishes those under way, and returns.
    pub async fn shutdown(self) {
        let _ = self.stop.send(());
        let _ = self.task.await;
    }
}

//! The server as a running thing: opened, bound, stopped.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::backup;
use crate::deps::Deps;
use crate::drafts;
use crate::line;
use crate::office::{Office, OpenError};
use crate::routes;
use crate::tls::live::Live;
use crate::tls::{Protection, TlsError, names};
use crate::web::Web;

/// Certificates are looked at so often: a new one, or the next CA, is known to all within minutes.
const REFRESH_EVERY: Duration = Duration::from_secs(600);
/// Forms that end are looked for so often, and once at the start.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);
/// Nights are long: a minute more or less does not matter to a backup.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Where things lie and where to listen.
#[derive(Debug, Clone)]
pub struct Config {
    pub data: PathBuf,
    pub key_file: PathBuf,
    /// Loopback only where the line is not protected; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where the nightly backups go; `None` = none are made.
    pub backups: Option<PathBuf>,
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
    end_nights: oneshot::Sender<()>,
    nights: Option<JoinHandle<()>>,
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
    let swept = sweeping(office.clone());
    let (end_nights, nights_ended) = oneshot::channel::<()>();
    let nights = config.backups.map(|to| tokio::spawn(back_up_nightly(office.clone(), to, nights_ended)));
    let task = tokio::spawn(async move {
        tokio::select! {
            () = line::answer(listener, under, router, stopped) => {}
            () = fresh => {}
            () = swept => {}
        }
    });
    Ok(Running { addr, address, office, tls, stop, task, end_nights, nights })
}

/// Looks every minute whether the night's backup is due. One that fails is told and tried again the next night.
async fn back_up_nightly(office: Office, to: PathBuf, mut ended: oneshot::Receiver<()>) {
    let mut minutes = tokio::time::interval(LOOK_EVERY);
    let mut last = backup::schedule::last_in(&to);
    loop {
        tokio::select! {
            _ = minutes.tick() => {}
            _ = &mut ended => return,
        }
        let now = office.now();
        let (office, to) = (office.clone(), to.clone());
        let made = tokio::task::spawn_blocking(move || backup::schedule::run(&office, &to, last)).await;
        match made {
            Ok(None) | Err(_) => continue,
            Ok(Some(Ok(written))) => tracing::info!(bytes = written.bytes, "backed up"),
            Ok(Some(Err(error))) => tracing::error!(%error, "not backed up"),
        }
        last = Some(now);
    }
}

/// Never ends.
async fn sweeping(office: Office) {
    let mut hours = tokio::time::interval(SWEEP_EVERY);
    loop {
        hours.tick().await;
        let office = office.clone();
        match tokio::task::spawn_blocking(move || drafts::sweep(&office)).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::error!(%error, "drafts"),
            Err(_) => tracing::error!("drafts were not looked at"),
        }
    }
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
        // A backup that is under way ends first: it has the office open.
        let _ = self.end_nights.send(());
        if let Some(nights) = self.nights {
            let _ = nights.await;
        }
    }
}

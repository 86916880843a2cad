//! `guihang serve`.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use server::tls::{Protection, names};
use server::{Config, Deps, serve};
use tokio::signal::unix::{SignalKind, signal};

use super::{CliError, Place, say};

/// 启动服务
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// 监听地址；别的电脑和手机要连时用 0.0.0.0:7443，届时自动加密传输
    #[arg(long, env = "GUIHANG_LISTEN", default_value = "127.0.0.1:7080")]
    listen: SocketAddr,
    /// 手机和浏览器访问的网址，例如 https://guihang.example；不写则用第一个名称
    #[arg(long, env = "GUIHANG_PUBLIC_URL")]
    public_url: Option<String>,
    #[command(flatten)]
    tls: Encryption,
    /// 每晚备份存放的目录；不给出则放在数据目录的 backup 里
    #[arg(long, env = "GUIHANG_BACKUP_DIR")]
    backup_dir: Option<std::path::PathBuf>,
    /// 日志级别
    #[arg(long, env = "GUIHANG_LOG", default_value = "info")]
    log: String,
}

/// 加密传输
#[derive(Debug, Args)]
struct Encryption {
    /// 只在本机监听时也加密传输
    #[arg(long, env = "GUIHANG_TLS")]
    tls: bool,
    /// 别的电脑和手机怎样称呼本机：地址或主机名，可写多个，第一个写进绑定二维码；不写则自动识别
    #[arg(long = "name", env = "GUIHANG_TLS_NAME", value_delimiter = ',')]
    names: Vec<String>,
    /// 使用给定的证书（PEM，证书链以根证书结尾），不自动制作
    #[arg(long, env = "GUIHANG_TLS_CERT", requires = "key")]
    cert: Option<PathBuf>,
    /// 给定证书的私钥（PEM）
    #[arg(long, env = "GUIHANG_TLS_KEY", requires = "cert")]
    key: Option<PathBuf>,
}

impl Encryption {
    /// What others reach is always encrypted.
    fn protection(self, listen: SocketAddr, public_url: Option<&str>) -> Protection {
        let mut names = self.names;
        // The name phones and browsers will use must be in the certificate.
        if let Some(host) = public_url.and_then(names::host_of)
            && !names.iter().any(|name| name == host)
        {
            names.insert(0, host.to_owned());
        }
        if let (Some(cert), Some(key)) = (self.cert, self.key) {
            return Protection::Given { cert, key, names };
        }
        if listen.ip().is_loopback() && !self.tls {
            return Protection::Plain;
        }
        if names.is_empty() {
            names = names::guess(listen);
        }
        Protection::TownCa { names }
    }
}

impl Serve {
    pub(super) fn run(self, deps: Deps) -> Result<(), CliError> {
        let filter = tracing_subscriber::EnvFilter::try_new(&self.log)
            .map_err(|_| CliError("日志级别无法识别。请用 error、warn、info 或 debug。".to_owned()))?;
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(self.until_stopped(deps))
    }

    async fn until_stopped(self, deps: Deps) -> Result<(), CliError> {
        let backups = self.backup_dir.unwrap_or_else(|| server::backup::folder_in(&self.place.data));
        let config = Config {
            data: self.place.data,
            key_file: self.place.key_file,
            listen: self.listen,
            tls: self.tls.protection(self.listen, self.public_url.as_deref()),
            backups: Some(backups),
            public_url: self.public_url,
        };
        let mut stop = signal(SignalKind::terminate())?;
        let running = serve(config, deps).await.map_err(|error| CliError(error.to_string()))?;
        let scheme = if running.tls.is_some() { "https" } else { "http" };
        say(&format!("listening on {scheme}://{}", running.addr))?;
        if let Some(tls) = &running.tls {
            say(&format!("网址 {}", running.address))?;
            for pin in tls.trust().told().pins {
                say(&format!("证书校验码 {}", pin.typed()))?;
            }
        }
        std::io::stdout().flush()?;
        tokio::select! {
            _ = stop.recv() => {}
            interrupted = tokio::signal::ctrl_c() => interrupted?,
        }
        running.shutdown().await;
        Ok(())
    }
}

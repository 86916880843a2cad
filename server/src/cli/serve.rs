//! `guihang serve`.

use std::io::Write;
use std::net::SocketAddr;

use clap::Args;
use server::{Config, Deps, serve};
use tokio::signal::unix::{SignalKind, signal};

use super::{CliError, Place, say};

/// 启动服务
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// 监听地址，只能是本机；端口 0 表示任选空闲端口
    #[arg(long, env = "GUIHANG_LISTEN", default_value = "127.0.0.1:7080")]
    listen: SocketAddr,
    /// 手机和浏览器访问的网址，例如 https://guihang.example
    #[arg(long, env = "GUIHANG_PUBLIC_URL")]
    public_url: Option<String>,
    /// 日志级别
    #[arg(long, env = "GUIHANG_LOG", default_value = "info")]
    log: String,
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
        let config = Config {
            data: self.place.data,
            key_file: self.place.key_file,
            listen: self.listen,
            public_url: self.public_url,
        };
        let mut stop = signal(SignalKind::terminate())?;
        let running = serve(config, deps).await.map_err(|error| CliError(error.to_string()))?;
        say(&format!("listening on http://{}", running.addr))?;
        std::io::stdout().flush()?;
        tokio::select! {
            _ = stop.recv() => {}
            interrupted = tokio::signal::ctrl_c() => interrupted?,
        }
        running.shutdown().await;
        Ok(())
    }
}

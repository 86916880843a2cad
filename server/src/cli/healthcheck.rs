//! `guihang healthcheck`: for container engines and watchdogs.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use clap::Args;

use super::{CliError, say};

const PATIENCE: Duration = Duration::from_secs(5);

/// 检查服务是否正常
#[derive(Debug, Args)]
pub struct Healthcheck {
    /// 服务的监听地址
    #[arg(long, env = "GUIHANG_LISTEN", default_value = "127.0.0.1:7080")]
    listen: SocketAddr,
}

impl Healthcheck {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let ready = self.ask().is_ok_and(|status| status.starts_with("HTTP/1.1 200"));
        if ready {
            return Ok(say("正常")?);
        }
        Err(CliError(format!(
            "服务没有响应：{}。请检查 guihang serve 是否在运行、监听地址是否一致。",
            self.listen
        )))
    }

    fn ask(&self) -> std::io::Result<String> {
        let mut line = TcpStream::connect_timeout(&self.listen, PATIENCE)?;
        line.set_read_timeout(Some(PATIENCE))?;
        line.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut start = Vec::new();
        line.take(64).read_to_end(&mut start)?;
        Ok(String::from_utf8_lossy(&start).into_owned())
    }
}

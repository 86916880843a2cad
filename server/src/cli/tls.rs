//! `guihang tls`. Works beside the running server, which takes up a change within ten minutes.

use std::fs;
use std::path::PathBuf;

use clap::Subcommand;
use server::Deps;
use server::tls::town::{Authority, Keep};
use shared::moment::{BEIJING, minute};

use super::{CliError, Place, say};

#[derive(Debug, Subcommand)]
pub enum Tls {
    /// 显示镇证书的校验码、指纹和有效期
    Show {
        #[command(flatten)]
        place: Place,
    },
    /// 备好下一张镇证书：手机下次同步时收到它的指纹
    NewCa {
        #[command(flatten)]
        place: Place,
    },
    /// 启用下一张镇证书；办公电脑要装上新的，手机不用重新绑定
    SwitchCa {
        #[command(flatten)]
        place: Place,
        /// 有手机还没有收到新指纹也更换；这些手机要重新绑定
        #[arg(long)]
        force: bool,
    },
    /// 导出镇证书，安装到办公电脑
    ExportCa {
        #[command(flatten)]
        place: Place,
        /// 写到这个文件
        #[arg(long)]
        to: PathBuf,
        /// 导出下一张
        #[arg(long)]
        next: bool,
    },
}

impl Tls {
    pub(super) fn run(self, deps: Deps) -> Result<(), CliError> {
        match self {
            Self::Show { place } => {
                let town = keep(&place, deps)?.look()?;
                say_authority("镇证书", &town.authority)?;
                if let Some(next) = &town.next {
                    say_authority("下一张镇证书", next)?;
                }
                if let Some(shown) = &town.shown {
                    let until = minute(shown.until.with_timezone(&BEIJING));
                    say(&format!("服务器证书\t{}\t有效期至 {until}（自动更新）", shown.names.join("、")))?;
                }
            }
            Self::NewCa { place } => {
                let town = keep(&place, deps)?.prepare_next()?;
                if let Some(next) = &town.next {
                    say_authority("下一张镇证书", next)?;
                }
                say(
                    "已备好。各手机同步一次、办公电脑装上它（export-ca --next）之后，再运行 guihang tls switch-ca",
                )?;
            }
            Self::SwitchCa { place, force } => {
                let town = keep(&place, deps)?.switch(force)?;
                say_authority("镇证书", &town.authority)?;
                say("已启用，十分钟内生效；重新启动服务则立即生效")?;
            }
            Self::ExportCa { place, to, next } => {
                let town = keep(&place, deps)?.look()?;
                let authority = if next { town.next } else { Some(town.authority) };
                let authority = authority.ok_or(server::tls::TlsError::NoNext)?;
                fs::write(&to, authority.pem()).map_err(|error| {
                    CliError(format!("无法写入 {}：{error}。请检查目录和权限。", to.display()))
                })?;
                say_authority("已导出镇证书", &authority)?;
            }
        }
        Ok(())
    }
}

fn keep(place: &Place, deps: Deps) -> Result<Keep, CliError> {
    Ok(Keep::new(place.open(deps)?))
}

fn say_authority(what: &str, authority: &Authority) -> Result<(), CliError> {
    let (pin, until) = (authority.pin()?, minute(authority.until.with_timezone(&BEIJING)));
    say(&format!("{what}\t校验码 {}\t{pin}\t有效期至 {until}", pin.typed()))?;
    Ok(say(&format!("\tSHA-256 指纹 {}", authority.fingerprint()))?)
}

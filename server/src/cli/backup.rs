//! `guihang backup`, `guihang recovery-key`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use server::backup::{self, Identities};
use server::{Deps, restore};

use super::{CliError, Place, say};

/// 立即备份（服务运行时也可以）
#[derive(Debug, Args)]
pub struct Backup {
    #[command(flatten)]
    place: Place,
    /// 备份存放的目录；不给出则放在数据目录的 backup 里
    #[arg(long, env = "GUIHANG_BACKUP_DIR")]
    to: Option<PathBuf>,
}

impl Backup {
    pub(super) fn run(self, deps: Deps) -> Result<(), CliError> {
        let to = self.to.unwrap_or_else(|| backup::folder_in(&self.place.data));
        let written = backup::write(&self.place.open(deps)?, &to)?;
        say(&format!("已备份到 {}（{} 字节）", written.path.display(), written.bytes))?;
        Ok(())
    }
}

/// 恢复密钥
#[derive(Debug, Subcommand)]
pub enum RecoveryKey {
    /// 生成一把：公钥留在数据目录，私钥只显示一次，由保管人抄走
    New {
        /// 数据目录
        #[arg(long, env = "GUIHANG_DATA")]
        data: PathBuf,
    },
    /// 用私钥通读一份备份，确认它完整、打得开
    Check {
        /// 备份文件
        file: PathBuf,
        /// 保管人的私钥文件
        #[arg(long)]
        key: PathBuf,
    },
}

impl RecoveryKey {
    pub(super) fn run(self) -> Result<(), CliError> {
        match self {
            Self::New { data } => {
                let (secret, public) = backup::make_recovery_key(&data)?;
                say(&format!("恢复公钥：{public}"))?;
                say("恢复私钥（只显示一次，请抄写两份并离线保管；任何一把都能打开备份）：")?;
                say(&secret)?;
            }
            Self::Check { file, key } => {
                let header = restore::check(&file, &Identities::read(&key)?)?;
                say(&format!(
                    "备份完整：{} 制作，{} 个文件",
                    header.made_at.to_rfc3339(),
                    header.files.len()
                ))?;
            }
        }
        Ok(())
    }
}

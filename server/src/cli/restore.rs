//! `guihang restore`.

use std::path::PathBuf;

use clap::Args;
use server::Deps;
use server::backup::Identities;
use server::restore::{self, Restore as What, Step};

use super::{CliError, say};

/// 从备份恢复；恢复后所有手机会在第一次联系时补传备份之后的记录
#[derive(Debug, Args)]
pub struct Restore {
    /// 备份文件
    file: PathBuf,
    /// 任何一位保管人的恢复私钥文件
    #[arg(long)]
    key: PathBuf,
    /// 恢复到的数据目录
    #[arg(long, env = "GUIHANG_DATA")]
    into: PathBuf,
    /// 服务器密钥文件的位置；备份里带有密钥，没有时会写到这里
    #[arg(long, env = "GUIHANG_KEY_FILE")]
    key_file: PathBuf,
    /// 目录里已有数据时，整体移到旁边再恢复
    #[arg(long)]
    set_aside: bool,
}

impl Restore {
    pub(super) fn run(self, deps: &Deps) -> Result<(), CliError> {
        let identities = Identities::read(&self.key)?;
        let what = What {
            file: &self.file,
            identities: &identities,
            into: &self.into,
            key_file: &self.key_file,
            set_aside: self.set_aside,
        };
        // Progress is a courtesy: a terminal that is gone does not stop a restore.
        let restored = restore::into(&what, deps, &|step| drop(say(sentence(step))))?;
        for township in &restored.header.townships {
            let (code, log) = (&township.township, township.log_last);
            say(&format!(
                "已恢复乡镇 {code}：流水到 {log} 号，备份时间 {}",
                restored.header.made_at.to_rfc3339()
            ))?;
        }
        if let Some(aside) = &restored.set_aside {
            say(&format!("原有数据已整体移到 {}", aside.display()))?;
        }
        say(
            "备份之后停用的账号和设备、重置的密码、改动的指派不在备份里，请重新办理；备份之后绑定的设备请重新绑定。",
        )?;
        Ok(())
    }
}

const fn sentence(step: Step) -> &'static str {
    match step {
        Step::Open => "正在打开备份……",
        Step::Unpack => "正在解开并核对每个文件……",
        Step::Check => "正在检查数据库……",
        Step::BeginEpoch => "正在开始新的世代……",
        Step::MakeDurable => "正在写入磁盘……",
        Step::PutKey => "正在放置服务器密钥……",
        Step::PutInPlace => "正在替换数据目录……",
        Step::SetAside => "正在移开原有数据……",
    }
}

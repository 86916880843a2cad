//! `guihang verify`.

use std::path::{Path, PathBuf};

use clap::Args;
use server::Deps;
use server::verify::{self, Report};
use shared::protocol::Witness;

use super::{CliError, Place, say};

/// 核验全部数据：记录链、签名、回执、流水、档案、审计链；有问题逐条说明并返回 1
#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    place: Place,
    /// 手机导出的审计见证文件，可给多个
    #[arg(long)]
    witness: Vec<PathBuf>,
}

impl Verify {
    pub(super) fn run(self, deps: &Deps) -> Result<(), CliError> {
        let mut witnesses = Vec::new();
        for path in &self.witness {
            witnesses.extend(read(path)?);
        }
        let report = verify::verify(&self.place.data, &self.place.key_file, &witnesses, deps)?;
        for finding in &report.findings {
            say(&format!("{}\t{}", finding.wrong.code(), finding.sentence))?;
        }
        if report.pages_skipped {
            say("服务正在运行，没有逐页检查数据库文件；停止服务后再核验一次即可检查。")?;
        }
        if report.is_sound() {
            return Ok(say(&sound(&report))?);
        }
        Err(CliError(format!("核验发现 {} 处问题，见上。", report.findings.len())))
    }
}

/// One witness a line, as JSON.
fn read(path: &Path) -> Result<Vec<Witness>, CliError> {
    let name = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        CliError(format!("见证文件 {name} 无法读取：{error}。请检查文件。（witness_unreadable）"))
    })?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            serde_json::from_str(line).map_err(|_| {
                CliError(format!("见证文件 {name} 的格式不对。请重新导出。（witness_malformed）"))
            })
        })
        .collect()
}

fn sound(report: &Report) -> String {
    let counts = report.counts;
    format!(
        "核验通过：乡镇 {}，序列 {}，记录 {}，设备签名 {}，回执 {}，流水 {}，档案 {}，抽签 {}，审计 {} 条，审计链头 {}，加密项 {}，附件 {}",
        counts.townships,
        counts.series,
        counts.events,
        counts.signatures,
        counts.receipts,
        counts.log_entries,
        counts.cases,
        counts.draws,
        counts.audit_entries,
        counts.audit_heads,
        counts.sealed_rows,
        counts.attachments
    )
}

//! `guihang township`.

use clap::Subcommand;
use server::{Deps, admin};

use super::{CliError, Place, say};

#[derive(Debug, Subcommand)]
pub enum Township {
    /// 新增乡镇
    Add {
        #[command(flatten)]
        place: Place,
        /// 9 位行政区划代码
        #[arg(long)]
        code: String,
        /// 名称
        #[arg(long)]
        name: String,
    },
    /// 列出乡镇
    List {
        #[command(flatten)]
        place: Place,
    },
}

impl Township {
    pub(super) fn run(self, deps: Deps) -> Result<(), CliError> {
        match self {
            Self::Add { place, code, name } => {
                let code = admin::add_township(&place.open(deps)?, &code, &name)?;
                say(&format!("已新增乡镇 {code}"))?;
            }
            Self::List { place } => {
                for township in admin::townships(&place.open(deps)?)? {
                    say(&format!("{}\t{}", township.code, township.name))?;
                }
            }
        }
        Ok(())
    }
}

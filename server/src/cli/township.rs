//! `guihang township`.

use clap::Subcommand;
use server::auth::Profile;
use server::{Deps, admin};
use shared::id::TownshipCode;

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
    /// 密码规则：asvs（长而不常见，默认）或 dengbao（等保三级：三种字符、九十天一换）
    PasswordProfile {
        #[command(flatten)]
        place: Place,
        /// 9 位行政区划代码
        #[arg(long)]
        code: String,
        /// asvs 或 dengbao
        #[arg(long, value_parser = profile)]
        profile: Profile,
    },
    /// 列出乡镇
    List {
        #[command(flatten)]
        place: Place,
    },
}

fn profile(code: &str) -> Result<Profile, String> {
    let found = Profile::ALL.iter().find(|profile| profile.code() == code).copied();
    found.ok_or_else(|| "没有这套密码规则。可用：asvs，dengbao".to_owned())
}

impl Township {
    pub(super) fn run(self, deps: Deps) -> Result<(), CliError> {
        match self {
            Self::Add { place, code, name } => {
                let code = admin::add_township(&place.open(deps)?, &code, &name)?;
                say(&format!("已新增乡镇 {code}"))?;
            }
            Self::PasswordProfile { place, code, profile } => {
                admin::set_password_profile(&place.open(deps)?, &TownshipCode(code), profile)?;
                say(&format!("密码规则：{profile}"))?;
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

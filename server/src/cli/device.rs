//! `guihang device`.

use clap::Subcommand;
use server::{Deps, admin};
use shared::id::{SeriesId, TownshipCode};

use super::{CliError, Place, say};

#[derive(Debug, Subcommand)]
pub enum Device {
    /// 列出设备
    List {
        #[command(flatten)]
        place: Place,
        /// 9 位乡镇代码
        #[arg(long)]
        township: String,
    },
    /// 停用设备：下一次请求起不再应答，未上传的记录仍留在手机上
    Revoke {
        #[command(flatten)]
        place: Place,
        /// 设备序列
        series: SeriesId,
    },
}

impl Device {
    pub(super) fn run(self, deps: Deps) -> Result<(), CliError> {
        match self {
            Self::List { place, township } => {
                for device in admin::devices(&place.open(deps)?, &TownshipCode(township))? {
                    let state = if device.revoked_at.is_some() { "已停用" } else { "在用" };
                    let seen = device.last_seen_at.map_or("从未".to_owned(), |at| at.to_rfc3339());
                    let (series, owner, name) = (device.series, device.user.name, device.device_name);
                    say(&format!("{series}\t{owner}\t{name}\t{state}\t{seen}"))?;
                }
            }
            Self::Revoke { place, series } => {
                if !admin::revoke_device(&place.open(deps)?, series)? {
                    return Err(CliError(
                        "没有这台设备，或它已经停用。请用 guihang device list 查看。".to_owned(),
                    ));
                }
                say("设备已停用")?;
            }
        }
        Ok(())
    }
}

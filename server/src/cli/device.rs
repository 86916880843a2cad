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
    /// 确认设备：先与手机上的核对码逐位核对；确认以后它才能下载
    Confirm {
        #[command(flatten)]
        place: Place,
        /// 设备序列
        series: SeriesId,
    },
    /// 给出解锁码：手机连续输错密码后会显示解锁号；先确认对方是使用人本人，再把解锁码读给他
    UnlockCode {
        #[command(flatten)]
        place: Place,
        /// 设备序列
        series: SeriesId,
        /// 手机上显示的 9 位解锁号
        #[arg(long)]
        number: String,
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
                    let state = match (device.revoked_at, device.confirmed_at) {
                        (Some(_), _) => "已停用",
                        (None, Some(_)) => "在用",
                        (None, None) => "待确认",
                    };
                    let seen = device.last_seen_at.map_or("从未".to_owned(), |at| at.to_rfc3339());
                    let (series, owner, name) = (device.series, device.user.name, device.device_name);
                    let digits = device.fingerprint;
                    say(&format!("{series}\t{owner}\t{name}\t{state}\t{seen}\t核对码 {digits}"))?;
                }
            }
            Self::Confirm { place, series } => {
                admin::confirm_device(&place.open(deps)?, series)?;
                say("设备已确认")?;
            }
            Self::UnlockCode { place, series, number } => {
                let code = admin::unlock_code(&place.open(deps)?, series, &number)?;
                say(&format!("解锁码 {code}"))?;
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

//! What keeps the line from being protected. Each sentence carries its remedy and a code to ask for help with.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use shared::moment::civil_date;
use thiserror::Error;

/// Why there is no certificate to show.
#[derive(Debug, Error)]
pub enum TlsError {
    #[error(
        "证书 {path} 已于 {} 过期。请换上新的证书后再启动；若证书其实没有过期，请校正本机的日期和时间。（tls_expired）",
        day(*until)
    )]
    Expired { path: PathBuf, until: DateTime<Utc> },
    #[error(
        "证书 {path} 从 {} 起才有效。请先校正本机的日期和时间；时间无误的，请换上已生效的证书。（tls_not_yet_valid）",
        day(*from)
    )]
    NotYetValid { path: PathBuf, from: DateTime<Utc> },
    #[error(
        "私钥 {key} 与证书 {cert} 不是一对。请用 --cert 和 --key 指定同一次签发的两个文件。（tls_key_mismatch）"
    )]
    KeyMismatch { cert: PathBuf, key: PathBuf },
    #[error("文件 {path} 无法读取：{source}。请检查文件是否存在、权限是否允许。（tls_unreadable）")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error(
        "文件 {0} 里没有可用的证书。请用 PEM 格式（以 -----BEGIN CERTIFICATE----- 开头）的证书文件。（tls_no_certificate）"
    )]
    NoCertificate(PathBuf),
    #[error(
        "文件 {0} 里没有可用的私钥。请用未加密的 PEM 格式（以 -----BEGIN PRIVATE KEY----- 开头）的私钥文件。（tls_no_key）"
    )]
    NoKey(PathBuf),
    #[error(
        "证书 {path} 不含名称 {name}，手机会拒绝。请用 --name 写证书上有的名称，或换一张证书。（tls_name）"
    )]
    NotForName { path: PathBuf, name: String },
    #[error(
        "使用给定的证书时，请用 --name 写明证书上的名称，例如 --name guihang.example。（tls_name_missing）"
    )]
    NameMissing,
    #[error(
        "找不到本机的名称和地址。请用 --name 写明别的电脑怎样称呼本机，例如 --name 192.168.1.10。（tls_no_name）"
    )]
    NoName,
    #[error(
        "名称“{0}”不能写进证书：只能是地址（如 192.168.1.10）或由字母、数字、横线和点组成的主机名。请改 --name。（tls_bad_name）"
    )]
    BadName(String),
    #[error(
        "本机时间是 {}，而镇证书 {} 才制作。请校正本机的日期和时间后再启动；不要删除证书，否则手机都要重新绑定。（tls_clock_behind）",
        day(*now), day(*made)
    )]
    ClockBehind { now: DateTime<Utc>, made: DateTime<Utc> },
    #[error("本机时间是 {}，明显不对，不能据此制作证书。请校正本机的日期和时间后再启动。（tls_clock_unset）", day(*now))]
    ClockUnset { now: DateTime<Utc> },
    #[error(
        "镇证书已于 {} 到期。请先核对本机的日期和时间；时间无误的，请运行 guihang tls new-ca，再运行 guihang tls switch-ca --force，然后给手机重新绑定。（tls_ca_expired）",
        day(*until)
    )]
    CaExpired { until: DateTime<Utc> },
    #[error(
        "镇证书文件 {0} 打不开：文件损坏，或密钥文件不是原来那个。请用备份恢复这个文件；不要删除，否则手机都要重新绑定。（tls_damaged）"
    )]
    Damaged(PathBuf),
    #[error("镇证书文件 {path} 无法写入：{source}。请检查磁盘空间和权限。（tls_unwritable）")]
    Unwritable { path: PathBuf, source: std::io::Error },
    #[error("还没有镇证书。请先启动一次服务：guihang serve --tls。（tls_none）")]
    NoTownCa,
    #[error("还没有备好下一张镇证书。请先运行 guihang tls new-ca。（tls_no_next）")]
    NoNext,
    #[error(
        "下一张镇证书已经备好，不能再备。各手机都连过一次后，请运行 guihang tls switch-ca。（tls_next_exists）"
    )]
    NextExists,
    #[error(
        "有 {0} 台在用的手机还没有收到新证书的指纹，现在更换会使它们连不上。请等它们同步一次，或先停用；确要更换，请加 --force，之后给它们重新绑定。（tls_phones_behind）"
    )]
    PhonesBehind(usize),
    #[error("证书的内容无法识别。请换一张证书。（tls_malformed）")]
    Malformed,
    #[error("证书无法制作：{0}。请重试；仍不成功请联系技术支持。（tls_making）")]
    Making(String),
    #[error("数据库没有响应：{0}。请检查数据目录和磁盘空间。（tls_store）")]
    Store(#[from] crate::store::StoreError),
}

/// The day in Beijing.
fn day(at: DateTime<Utc>) -> String {
    civil_date(at.with_timezone(&shared::moment::BEIJING)).format("%Y-%m-%d").to_string()
}

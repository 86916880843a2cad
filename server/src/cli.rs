//! The command line: settings are read here, once; each command is a few calls of the library.

mod backup;
mod device;
mod healthcheck;
mod restore;
mod serve;
mod tls;
mod township;
mod user;
mod verify;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use server::store::Refusal;
use server::{Deps, Office};
use shared::problem::ProblemCode;

/// 归航办公室服务
#[derive(Debug, Parser)]
#[command(name = "guihang", version, about = "归航办公室服务：接收手机记录，提供办公台")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 启动服务
    Serve(serve::Serve),
    /// 加密传输的证书
    #[command(subcommand)]
    Tls(tls::Tls),
    /// 检查服务是否正常（正常返回 0）
    Healthcheck(healthcheck::Healthcheck),
    /// 乡镇
    #[command(subcommand)]
    Township(township::Township),
    /// 账号
    #[command(subcommand)]
    User(user::User),
    /// 设备
    #[command(subcommand)]
    Device(device::Device),
    /// 立即备份
    Backup(backup::Backup),
    /// 恢复密钥：生成，检查备份
    #[command(subcommand)]
    RecoveryKey(backup::RecoveryKey),
    /// 从备份恢复
    Restore(restore::Restore),
    /// 核验全部数据
    Verify(verify::Verify),
}

/// Where the office lies.
#[derive(Debug, Args)]
struct Place {
    /// 数据目录
    #[arg(long, env = "GUIHANG_DATA")]
    data: PathBuf,
    /// 密钥文件，必须在数据目录以外；首次启动时生成
    #[arg(long, env = "GUIHANG_KEY_FILE")]
    key_file: PathBuf,
}

impl Place {
    fn open(&self, deps: Deps) -> Result<Office, CliError> {
        Office::open(&self.data, &self.key_file, deps).map_err(|error| CliError(error.to_string()))
    }
}

/// A Chinese sentence with its remedy.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CliError(String);

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self(format!("无法输出结果：{error}。请检查终端或输出文件。"))
    }
}

impl From<server::tls::TlsError> for CliError {
    fn from(error: server::tls::TlsError) -> Self {
        Self(error.to_string())
    }
}

impl From<server::store::StoreError> for CliError {
    fn from(error: server::store::StoreError) -> Self {
        Refusal::Store(error).into()
    }
}

/// Errors whose sentence already says what to do.
macro_rules! sentences {
    ($($error:ty,)+) => {$(
        impl From<$error> for CliError {
            fn from(error: $error) -> Self {
                Self(error.to_string())
            }
        }
    )+};
}

sentences! {
    server::backup::BackupError,
    server::backup::RecoveryKeyError,
    server::restore::RestoreError,
    server::verify::VerifyError,
}

/// What a clerk of the machine reads; where a field is named, it must be the problem's.
const SENTENCES: &[(ProblemCode, &str, &str)] = &[
    (ProblemCode::PasswordWeak, "", "密码太短：至少 12 个字符（等保规则下 10 个）。请换一个密码。"),
    (ProblemCode::PasswordCommon, "", "密码太常见，或含有登录名、姓名、乡镇名。请换一个密码。"),
    (ProblemCode::PasswordKinds, "", "密码里大写、小写、数字、符号至少要有三种。请换一个密码。"),
    (ProblemCode::LoginTaken, "", "这个登录名已有人用。请换一个。"),
    (ProblemCode::FieldMissing, "name", "姓名不能为空。请补充。"),
    (
        ProblemCode::NotFound,
        "township",
        "没有这个乡镇。请先用 guihang township add 新增，或用 guihang township list 查看。",
    ),
    (ProblemCode::NotFound, "", "没有找到。请用 guihang user list 或 guihang device list 查看。"),
    (ProblemCode::RequestMalformed, "township", "乡镇代码应为 9 位数字，且不能重复。请核对。"),
    (
        ProblemCode::RequestMalformed,
        "login",
        "登录名只能用字母、数字、点、横线，不超过 32 个字符，且不能重复。请换一个。",
    ),
    (ProblemCode::RequestMalformed, "name", "姓名不能为空。请补充。"),
    (ProblemCode::DiskFull, "", "磁盘空间不足，未作任何改动。请清理磁盘后重试。"),
    (ProblemCode::StoreCorrupt, "", "数据库有损坏，未作任何改动。请停止服务并用备份恢复。"),
];

impl From<Refusal> for CliError {
    fn from(refusal: Refusal) -> Self {
        let problem = match refusal {
            Refusal::Problem(problem) => problem,
            Refusal::Store(error) => error.code().into(),
        };
        let field = problem.field.unwrap_or_default();
        let fits = |(code, of, _): &&(ProblemCode, &str, &str)| {
            *code == problem.code && (of.is_empty() || *of == field)
        };
        let sentence = SENTENCES.iter().find(fits).map(|(_, _, sentence)| (*sentence).to_owned());
        Self(sentence.unwrap_or_else(|| {
            format!("未能完成（{}），未作任何改动。请重试；仍不成功请联系技术支持。", problem.code)
        }))
    }
}

/// Prints one line. Results go to standard output, everything else does not.
fn say(line: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}

/// Runs a command.
///
/// # Errors
/// [`CliError`], to be printed as it is.
pub fn run(cli: Cli, deps: Deps) -> Result<(), CliError> {
    match cli.command {
        Command::Serve(serve) => serve.run(deps),
        Command::Tls(tls) => tls.run(deps),
        Command::Healthcheck(check) => check.run(),
        Command::Township(township) => township.run(deps),
        Command::User(user) => user.run(deps),
        Command::Device(device) => device.run(deps),
        Command::Backup(backup) => backup.run(deps),
        Command::RecoveryKey(key) => key.run(),
        Command::Restore(restore) => restore.run(&deps),
        Command::Verify(verify) => verify.run(&deps),
    }
}

//! `guihang user`. Passwords come from the environment or are made here; they never stand on a command line.

use clap::{Args, Subcommand};
use server::admin::{self, MadeUser, NewUser};
use server::people;
use server::store::user::UserState;
use server::view::InviteRequest;
use server::{Deps, Office};
use shared::code::Role;
use shared::id::TownshipCode;

use super::{CliError, Place, say};

#[derive(Debug, Args)]
pub struct NewPassword {
    /// 密码；不给出则自动生成并显示一次
    #[arg(long = "password", env = "GUIHANG_PASSWORD", hide_env_values = true)]
    given: Option<String>,
}

impl NewPassword {
    /// The password, and whether it must be shown.
    fn choose(self, deps: &Deps) -> (String, bool) {
        let made = self.given.is_none();
        // 96 bits of the random secret are plenty for a password that is typed once.
        (self.given.unwrap_or_else(|| deps.secret_hex().chars().take(24).collect()), made)
    }
}

#[derive(Debug, Subcommand)]
pub enum User {
    /// 新增账号；动态口令密钥只显示一次
    Add {
        #[command(flatten)]
        place: Place,
        /// 9 位乡镇代码
        #[arg(long)]
        township: String,
        /// 登录名
        #[arg(long)]
        login: String,
        /// 姓名
        #[arg(long)]
        name: String,
        /// 角色
        #[arg(long, value_parser = role)]
        role: Role,
        #[command(flatten)]
        password: NewPassword,
    },
    /// 邀请：给出一次性设置链接，本人自己设密码和动态口令；首个账号也这样开通
    Invite {
        #[command(flatten)]
        place: Place,
        /// 9 位乡镇代码
        #[arg(long)]
        township: String,
        /// 登录名
        #[arg(long)]
        login: String,
        /// 姓名
        #[arg(long)]
        name: String,
        /// 角色
        #[arg(long, value_parser = role)]
        role: Role,
        /// 办公台的网址，例如 https://guihang.example
        #[arg(long, env = "GUIHANG_PUBLIC_URL", default_value = "http://127.0.0.1:7080")]
        public_url: String,
    },
    /// 列出账号
    List {
        #[command(flatten)]
        place: Place,
        /// 9 位乡镇代码
        #[arg(long)]
        township: String,
    },
    /// 重置动态口令；原口令和登录状态立即失效
    TotpReset {
        #[command(flatten)]
        place: Place,
        /// 登录名
        login: String,
    },
    /// 重置密码；登录状态立即失效
    PasswordReset {
        #[command(flatten)]
        place: Place,
        /// 登录名
        login: String,
        #[command(flatten)]
        password: NewPassword,
    },
    /// 停用账号及其设备
    Suspend {
        #[command(flatten)]
        place: Place,
        /// 登录名
        login: String,
    },
    /// 恢复账号
    Resume {
        #[command(flatten)]
        place: Place,
        /// 登录名
        login: String,
    },
}

fn role(code: &str) -> Result<Role, String> {
    let found = Role::ALL.iter().find(|role| role.code() == code).copied();
    found.ok_or_else(|| {
        let known: Vec<String> =
            Role::ALL.iter().map(|role| format!("{} {}", role.code(), role.label())).collect();
        format!("没有这个角色。可用：{}", known.join("，"))
    })
}

impl User {
    pub(super) fn run(self, deps: Deps) -> Result<(), CliError> {
        match self {
            Self::Add { place, township, login, name, role, password } => {
                let (password, made) = password.choose(&deps);
                let township = TownshipCode(township);
                let new = NewUser { township, login, name, role, password: password.clone() };
                let user = admin::add_user(&place.open(deps)?, &new)?;
                say(&format!("已新增账号 {} {}", new.login, user.user))?;
                show(&user, made.then_some(password.as_str()))?;
            }
            Self::Invite { place, township, login, name, role, public_url } => {
                let ask = InviteRequest { login, name, role };
                let link = people::invite(&place.open(deps)?, &TownshipCode(township), None, &ask)?;
                say(&format!(
                    "设置链接（只能用一次，{} 前有效）：",
                    link.expires_at.format("%Y-%m-%d %H:%M")
                ))?;
                say(&format!("{}/#/setup/{}", public_url.trim_end_matches('/'), link.code))?;
            }
            Self::List { place, township } => list(&place.open(deps)?, township)?,
            Self::TotpReset { place, login } => show(&admin::reset_totp(&place.open(deps)?, &login)?, None)?,
            Self::PasswordReset { place, login, password } => {
                let (password, made) = password.choose(&deps);
                admin::reset_password(&place.open(deps)?, &login, &password)?;
                say(&if made {
                    format!("新密码（只显示一次）：{password}")
                } else {
                    "密码已重置".to_owned()
                })?;
            }
            Self::Suspend { place, login } => {
                admin::set_user_state(&place.open(deps)?, &login, UserState::Suspended)?;
                say("账号已停用")?;
            }
            Self::Resume { place, login } => {
                admin::set_user_state(&place.open(deps)?, &login, UserState::Active)?;
                say("账号已恢复")?;
            }
        }
        Ok(())
    }
}

fn list(office: &Office, township: String) -> Result<(), CliError> {
    for user in admin::users(office, &TownshipCode(township))? {
        let line = format!("{}\t{}\t{}\t{}\t{}", user.login, user.name, user.role, user.state, user.user);
        say(&line)?;
    }
    Ok(())
}

fn show(user: &MadeUser, password: Option<&str>) -> std::io::Result<()> {
    if let Some(password) = password {
        say(&format!("密码（只显示一次）：{password}"))?;
    }
    say(&format!("动态口令密钥（只显示一次）：{}", user.totp_secret))?;
    say(&format!("动态口令链接（只显示一次）：{}", user.otpauth))
}

//! 登录: password and second factor, delays after failures, sessions and their CSRF token.
//!
//! A failure is written down before the password is looked at, so that a crash gives no free try. Every answer to a
//! wrong login is the same, whichever part was wrong.

mod common;
mod password;
pub mod policy;
mod totp;

use shared::hash::Hash;
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};

pub use password::hash_password;
pub use policy::{Profile, check_strength};
pub(crate) use totp::step_of as totp_step_of;
pub use totp::{otpauth_url, secret_base32};

use crate::office::Office;
use crate::store::audit::{Actor, AuditAct};
use crate::store::login_delay::{self, Delay};
use crate::store::township::{self, Township};
use crate::store::user::{self, User};
use crate::store::{
    Refusal, StoreError, Work, audit, device, moment, opening, pairing, session, setup_link, unsealing,
};
use crate::view::LoginRequest;

/// A session ends after so many minutes without a request.
pub const IDLE_MINUTES: i64 = 15;
/// A session ends after so many hours in any case.
const ABSOLUTE_HOURS: i64 = 8;
/// The use of a session is written down at most once in so many seconds.
const USED_STEP_MS: i64 = 30_000;
/// Seconds to wait after the n-th failure in a row; the last holds for all further ones.
const DELAY_SECONDS: [i64; 8] = [0, 0, 5, 15, 60, 300, 900, 1800];

/// Somebody who is logged in.
#[derive(Debug, Clone)]
pub struct Session {
    pub user: User,
    pub township: Township,
    /// To be sent back with every change.
    pub csrf: String,
    pub until: Moment,
    token: Hash,
}

/// A new session and the secret that goes into the cookie.
#[derive(Debug)]
pub struct NewSession {
    pub session: Session,
    pub token: String,
}

struct Attempt {
    user: Option<User>,
    delay_township: String,
    name_hash: String,
    password_hash: String,
    totp_hex: zeroize::Zeroizing<String>,
    totp_step: i64,
}

/// Checks a login. Slow on purpose: call it where blocking is allowed, a few at a time.
///
/// # Errors
/// `LoginDelayed` with the seconds to wait, `LoginFailed`; of the store.
pub fn login(office: &Office, ask: &LoginRequest) -> Result<NewSession, Refusal> {
    let attempt = office.write(|work| begin(work, &ask.login))??;
    let password_right = password::matches(&attempt.password_hash, &ask.password);
    let step = totp::step_of(&attempt.totp_hex, &ask.totp, office.now());
    let fresh_step = step.filter(|step| *step > attempt.totp_step);
    match (attempt.user, password_right, fresh_step) {
        (Some(user), true, Some(step)) => {
            let renewed = renewed(office, &user, ask)?;
            office.write(|work| {
                login_delay::clear(work, &attempt.delay_township, &attempt.name_hash)?;
                if let Some(hash) = &renewed {
                    end_everything(work, &user)?;
                    user::set_password(work, &user, hash)?;
                    let (actor, subject) = (Actor::User(user.user), user.user.to_string());
                    audit::write(work, &user.township, actor, AuditAct::ResetPassword, &subject)?;
                }
                user::set_totp_step(work, &user, step)?;
                Ok(open(work, user)?)
            })
        }
        (user, ..) => {
            if let Some(user) = user {
                office.write(|work| {
                    let actor = Actor::User(user.user);
                    audit::write(work, &user.township, actor, AuditAct::LoginRefused, "")
                })?;
            }
            Err(ProblemCode::LoginFailed.into())
        }
    }
}

/// Password and code once more, before something that must not be done at a screen left open. Counts like a login.
///
/// # Errors
/// As [`login`].
pub(crate) fn check_again(office: &Office, ask: &LoginRequest) -> Result<(), Refusal> {
    let attempt = office.write(|work| begin(work, &ask.login))??;
    let password_right = password::matches(&attempt.password_hash, &ask.password);
    let step = totp::step_of(&attempt.totp_hex, &ask.totp, office.now());
    match (attempt.user, password_right, step.filter(|step| *step > attempt.totp_step)) {
        (Some(user), true, Some(step)) => office.write(|work| {
            login_delay::clear(work, &attempt.delay_township, &attempt.name_hash)?;
            Ok(user::set_totp_step(work, &user, step)?)
        }),
        _ => Err(ProblemCode::LoginFailed.into()),
    }
}

/// A record that no password matches.
pub(crate) fn no_password() -> String {
    password::of_nobody()
}

/// The record of the new password that came with a login whose password was too old.
fn renewed(office: &Office, user: &User, ask: &LoginRequest) -> Result<Option<String>, Refusal> {
    let (rules, context) = office.read(|work| rules_for(work, user))?;
    if !policy::is_too_old(rules, user.password_at, office.now()) {
        return Ok(None);
    }
    let new = ask.new_password.as_deref().ok_or(ProblemCode::PasswordExpired)?;
    if new == ask.password {
        return Err(Problem::of_field(ProblemCode::PasswordSame, "new_password").into());
    }
    let context: Vec<&str> = context.iter().map(String::as_str).collect();
    check_strength(rules, &context, new)?;
    Ok(Some(hash_password(office.deps(), new)?))
}

/// The rules of a user's township, and the words that everybody there knows.
pub(crate) fn rules_for(
    work: Work<'_>,
    user: &User,
) -> Result<(policy::PasswordRules, Vec<String>), StoreError> {
    let township = township::get(work, &user.township)?;
    let rules = township::password_profile(work, &user.township)?.rules();
    let context =
        vec![user.login.clone(), user.name.clone(), township.name, "guihang".to_owned(), "归航".to_owned()];
    Ok((rules, context))
}

/// Looks the account up and counts a failure in advance.
fn begin(work: Work<'_>, login: &str) -> Result<Result<Attempt, Problem>, StoreError> {
    let user = user::by_login(work, login)?.filter(|user| user.state.works());
    let delay_township = user.as_ref().map_or_else(|| "-".to_owned(), |user| user.township.0.clone());
    let name_hash = user.as_ref().map_or_else(|| Hash::of(login.as_bytes()).0, |user| user.user.to_string());
    let delay = login_delay::find(work, &delay_township, &name_hash)?;
    if delay.until_ms > work.now_ms() {
        let wait_ms = delay.until_ms - work.now_ms();
        let seconds = u32::try_from((wait_ms + 999) / 1000).unwrap_or(u32::MAX);
        return Ok(Err(Problem::wait(ProblemCode::LoginDelayed, seconds)));
    }
    let failures = delay.failures.saturating_add(1);
    let until_ms = work.now_ms() + delay_seconds(failures) * 1000;
    login_delay::put(work, &delay_township, &name_hash, Delay { failures, until_ms })?;
    let secrets = user.as_ref().map(|user| user::secrets(work, user)).transpose()?;
    let (password_hash, totp_hex, totp_step) = secrets.map_or_else(
        || (password::of_nobody(), zeroize::Zeroizing::default(), 0),
        |secrets| (secrets.password_hash, secrets.totp_hex, secrets.totp_step),
    );
    Ok(Ok(Attempt { user, delay_township, name_hash, password_hash, totp_hex, totp_step }))
}

fn delay_seconds(failures: u32) -> i64 {
    let place = usize::try_from(failures).unwrap_or(usize::MAX).saturating_sub(1);
    DELAY_SECONDS.get(place).or(DELAY_SECONDS.last()).copied().unwrap_or(0)
}

fn open(work: Work<'_>, user: User) -> Result<NewSession, StoreError> {
    let token = work.deps.secret_hex();
    let hash = Hash::of(token.as_bytes());
    session::insert(work, &user.township, &hash, user.user)?;
    audit::write(work, &user.township, Actor::User(user.user), AuditAct::Login, "")?;
    let township = township::get(work, &user.township)?;
    let session = Session { csrf: csrf_of(&token), until: end_of(work.now), user, township, token: hash };
    Ok(NewSession { session, token })
}

/// The session of a cookie. Account and session are looked at anew each time.
///
/// # Errors
/// `NotLoggedIn`; of the store.
pub fn resume(work: Work<'_>, token: &str) -> Result<Session, Refusal> {
    let hash = Hash::of(token.as_bytes());
    let row = session::find(work, &hash)?.ok_or(ProblemCode::NotLoggedIn)?;
    let until = end_of(moment(row.created_ms));
    let idle_ms = IDLE_MINUTES * 60_000;
    let user = user::find(work, &row.township, row.user)?.filter(|user| user.state.works());
    let alive = work.now < until && work.now_ms() - row.used_ms < idle_ms;
    let (true, Some(user)) = (alive, user) else {
        return Err(ProblemCode::NotLoggedIn.into());
    };
    if work.now_ms() - row.used_ms >= USED_STEP_MS {
        session::set_used(work, &row.township, &hash)?;
    }
    let township = township::get(work, &row.township)?;
    Ok(Session { user, township, csrf: csrf_of(token), until, token: hash })
}

/// Ends a session.
///
/// # Errors
/// Of the store.
pub fn logout(work: Work<'_>, session: &Session) -> Result<(), StoreError> {
    session::end(work, &session.township.code, &session.token)?;
    audit::write(work, &session.township.code, session.actor(), AuditAct::Logout, "")
}

/// Whatever an account proved itself with until now is worth nothing from the next request on: sessions, links and
/// codes not used yet, files opened urgently or unsealed. Its devices may still send, and read nothing until somebody confirms
/// them again; those of somebody who left are revoked.
pub(crate) fn end_everything(work: Work<'_>, user: &User) -> Result<(), StoreError> {
    let township = &user.township;
    session::end_all(work, township, user.user)?;
    setup_link::end_all(work, township, user.user)?;
    pairing::end_all(work, township, user.user)?;
    opening::end_all(work, user.user)?;
    unsealing::end_all(work, user.user)?;
    device::unconfirm_all(work, township, user.user)
}

impl Session {
    /// As the audit names them.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        Actor::User(self.user.user)
    }

    /// Whether a header carries this session's CSRF token. Hashes are compared, so time tells nothing.
    #[must_use]
    pub fn csrf_matches(&self, header: &str) -> bool {
        Hash::of(header.as_bytes()) == Hash::of(self.csrf.as_bytes())
    }
}

fn csrf_of(token: &str) -> String {
    Hash::of(format!("guihang-csrf-1\n{token}").as_bytes()).0
}

fn end_of(created: Moment) -> Moment {
    created + chrono::TimeDelta::hours(ABSOLUTE_HOURS)
}

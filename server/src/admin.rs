//! What is done at the machine itself: townships, accounts, devices. The command line and the test world use it.

use shared::code::Role;
use shared::id::{CaseId, SeriesId, TownshipCode, UserId};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::Verdict;

use crate::auth;
use crate::deps::Deps;
use crate::ledger;
use crate::office::Office;
use crate::signature;
use crate::store::audit::{Actor, AuditAct};
use crate::store::event::Place;
use crate::store::township::{self, Township};
use crate::store::user::{self, Secrets, User, UserState};
use crate::store::{Refusal, StoreError, Work, alert, assignment, audit, device, quarantine};
use crate::transfer::{self, By};
use crate::view::DeviceRow;

/// Digits of a division code of a township.
const TOWNSHIP_DIGITS: usize = 9;

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewUser {
    pub township: TownshipCode,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub password: String,
}

/// What is shown once of a new account or a new second factor.
#[derive(Clone)]
pub struct MadeUser {
    pub user: UserId,
    /// 20 bytes in hex.
    pub totp_hex: String,
    /// As typed into an authenticator.
    pub totp_secret: String,
    pub otpauth: String,
}

impl std::fmt::Debug for MadeUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MadeUser({})", self.user)
    }
}

/// Adds a township.
///
/// # Errors
/// `RequestMalformed` for a code that is not nine digits or is there already; of the store.
pub fn add_township(office: &Office, code: &str, name: &str) -> Result<TownshipCode, Refusal> {
    let sound = code.len() == TOWNSHIP_DIGITS && code.bytes().all(|digit| digit.is_ascii_digit());
    if !sound {
        return Err(Problem::of_field(ProblemCode::RequestMalformed, "township").into());
    }
    let code = TownshipCode(code.to_owned());
    office.write(|work| {
        if township::find(work, &code)?.is_some() {
            return Err(Problem::of_field(ProblemCode::RequestMalformed, "township").into());
        }
        let mut seed = zeroize::Zeroizing::new([0_u8; 32]);
        (work.deps.entropy)(seed.as_mut_slice());
        let township = Township {
            code: code.clone(),
            name: name.trim().to_owned(),
            epoch: SeriesId::make(work.now, work.deps.id_entropy()).to_string(),
            receipt_key: signature::public_key(seed.as_slice())?,
            console_series: SeriesId::make(work.now, work.deps.id_entropy()),
        };
        township::insert(work, &township, seed.as_slice())?;
        audit::write(work, &code, Actor::Machine, AuditAct::AddTownship, "")?;
        Ok(code)
    })
}

/// The townships of this server.
///
/// # Errors
/// Of the store.
pub fn townships(office: &Office) -> Result<Vec<Township>, StoreError> {
    office.read(township::list)
}

/// Adds an account.
///
/// # Errors
/// `PasswordWeak`, `NotFound` for the township, `RequestMalformed` for a login that is taken or no login; of the store.
pub fn add_user(office: &Office, new: &NewUser) -> Result<MadeUser, Refusal> {
    let malformed = |field| Refusal::from(Problem::of_field(ProblemCode::RequestMalformed, field));
    let login = crate::people::checked_login(&new.login)?;
    if new.name.trim().is_empty() {
        return Err(malformed("name"));
    }
    let (rules, town) = office.read(|work| {
        let town = township::find(work, &new.township)?
            .ok_or_else(|| Problem::of_field(ProblemCode::NotFound, "township"))?;
        Ok::<_, Refusal>((township::password_profile(work, &new.township)?.rules(), town.name))
    })?;
    auth::check_strength(
        rules,
        &[login.as_str(), new.name.trim(), town.as_str(), "guihang", "归航"],
        &new.password,
    )?;
    let password_hash = auth::hash_password(office.deps(), &new.password)?;
    let totp_hex = make_totp(office.deps());
    office.write(|work| {
        township::find(work, &new.township)?
            .ok_or_else(|| Problem::of_field(ProblemCode::NotFound, "township"))?;
        if user::list(work, &new.township)?.iter().any(|user| user.login == login) {
            return Err(malformed("login"));
        }
        let made = User {
            township: new.township.clone(),
            user: UserId::make(work.now, work.deps.id_entropy()),
            login: login.clone(),
            role: new.role,
            state: UserState::Active,
            name: new.name.trim().to_owned(),
            scope_version: 1,
            changed_by: None,
            password_at: work.now,
        };
        let secrets = Secrets { password_hash, totp_hex: totp_hex.clone().into(), totp_step: 0 };
        user::insert(work, &made, &secrets)?;
        audit::write(work, &new.township, Actor::Machine, AuditAct::AddUser, &made.user.to_string())?;
        Ok(shown_once(&made, totp_hex))
    })
}

pub(crate) fn make_totp(deps: &Deps) -> String {
    let mut secret = zeroize::Zeroizing::new([0_u8; 20]);
    (deps.entropy)(secret.as_mut_slice());
    hex::encode(secret.as_slice())
}

fn shown_once(user: &User, totp_hex: String) -> MadeUser {
    MadeUser {
        user: user.user,
        totp_secret: auth::secret_base32(&totp_hex),
        otpauth: auth::otpauth_url(&totp_hex, &user.login),
        totp_hex,
    }
}

/// The accounts of a township.
///
/// # Errors
/// Of the store.
pub fn users(office: &Office, code: &TownshipCode) -> Result<Vec<User>, StoreError> {
    office.read(|work| user::list(work, code))
}

/// A new second factor; the old one and all sessions end.
///
/// # Errors
/// `NotFound`; of the store.
pub fn reset_totp(office: &Office, login: &str) -> Result<MadeUser, Refusal> {
    let totp_hex = make_totp(office.deps());
    change_user(office, login, AuditAct::ResetTotp, |work, user| {
        user::set_totp(work, user, &totp_hex)?;
        Ok(shown_once(user, totp_hex.clone()))
    })
}

/// A new password; all sessions end.
///
/// # Errors
/// `PasswordWeak`, `NotFound`; of the store.
pub fn reset_password(office: &Office, login: &str, password: &str) -> Result<(), Refusal> {
    let (rules, context) = office.read(|work| {
        let user = user::by_login(work, login)?.ok_or(ProblemCode::NotFound)?;
        Ok::<_, Refusal>(auth::rules_for(work, &user)?)
    })?;
    let context: Vec<&str> = context.iter().map(String::as_str).collect();
    auth::check_strength(rules, &context, password)?;
    let hash = auth::hash_password(office.deps(), password)?;
    change_user(office, login, AuditAct::ResetPassword, |work, user| {
        Ok(user::set_password(work, user, &hash)?)
    })
}

/// Suspends an account or lets it work again. A suspended account's sessions and devices are dead at once.
///
/// # Errors
/// `NotFound`; of the store.
pub fn set_user_state(office: &Office, login: &str, state: UserState) -> Result<(), Refusal> {
    change_user(office, login, AuditAct::SetUserState, |work, user| Ok(user::set_state(work, user, state)?))
}

fn change_user<T>(
    office: &Office,
    login: &str,
    act: AuditAct,
    change: impl FnOnce(Work<'_>, &User) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    office.write(|work| {
        let user = user::by_login(work, login)?.ok_or(ProblemCode::NotFound)?;
        auth::end_everything(work, &user)?;
        audit::write(work, &user.township, Actor::Machine, act, &user.user.to_string())?;
        change(work, &user)
    })
}

/// Sets who has a case from now on.
///
/// # Errors
/// Of the store.
pub fn assign(
    office: &Office,
    code: &TownshipCode,
    case: CaseId,
    workers: &[UserId],
) -> Result<(), StoreError> {
    office.write(|work| {
        audit::write(work, code, Actor::Machine, AuditAct::Assign, &case.to_string())?;
        assignment::set(work, code, case, workers)
    })
}

/// 移交 at the machine itself: see [`crate::transfer`].
///
/// # Errors
/// Those of [`crate::transfer::begin`].
pub fn begin_transfer(
    office: &Office,
    from: &TownshipCode,
    case: CaseId,
    to: &TownshipCode,
) -> Result<(), Refusal> {
    office.write(|work| transfer::begin(work, By::Machine, from, case, to))
}

/// The receiving township takes the case.
///
/// # Errors
/// Those of [`crate::transfer::accept`].
pub fn accept_transfer(office: &Office, to: &TownshipCode, case: CaseId) -> Result<(), Refusal> {
    office.write(|work| transfer::accept(work, By::Machine, to, case))
}

/// The case stays where it was.
///
/// # Errors
/// Those of [`crate::transfer::cancel`].
pub fn cancel_transfer(office: &Office, code: &TownshipCode, case: CaseId) -> Result<(), Refusal> {
    office.write(|work| transfer::cancel(work, By::Machine, code, case))
}

/// The app versions phones of a township should and must have, as `1.2.0`; empty = any. A phone below the second one
/// still sends what it has.
///
/// # Errors
/// Of the store.
pub fn set_app_floor(
    office: &Office,
    code: &TownshipCode,
    wanted: &str,
    required: &str,
) -> Result<(), StoreError> {
    office.write(|work| {
        let subject = format!("{wanted} {required}");
        audit::write(work, code, Actor::Machine, AuditAct::SetAppFloor, &subject)?;
        device::set_app_floor(work, code, wanted, required)
    })
}

/// The records of a township that were set aside, newest first.
///
/// # Errors
/// Of the store.
pub fn set_aside(office: &Office, code: &TownshipCode) -> Result<Vec<quarantine::Quarantined>, StoreError> {
    office.read(|work| quarantine::list(work, code))
}

/// Decides on a record that was set aside, in somebody's name.
///
/// # Errors
/// Those of [`ledger::decide`].
pub fn decide(
    office: &Office,
    held: &quarantine::Quarantined,
    verdict: Verdict,
    by: UserId,
) -> Result<(), Refusal> {
    let place = Place { township: held.township.clone(), series: held.series, seq: held.seq };
    office.write(|work| ledger::decide(work, &place, &held.hash, verdict, by, ""))
}

/// What somebody should look at.
///
/// # Errors
/// Of the store.
pub fn alerts(office: &Office, code: &TownshipCode) -> Result<Vec<alert::Alert>, StoreError> {
    office.read(|work| alert::list(work, code))
}

/// The devices of a township.
///
/// # Errors
/// Of the store.
pub fn devices(office: &Office, code: &TownshipCode) -> Result<Vec<DeviceRow>, StoreError> {
    office.read(|work| crate::devices::rows(work, code, None))
}

/// A pairing code, as the console makes it.
///
/// # Errors
/// `NotFound`; of the store.
pub fn make_pairing_code(
    office: &Office,
    code: &TownshipCode,
    user: UserId,
) -> Result<crate::enrol::NewCode, Refusal> {
    office.write(|work| crate::enrol::make_code(work, code, None, user))
}

/// Sets which rules the passwords of a township follow.
///
/// # Errors
/// `NotFound`; of the store.
pub fn set_password_profile(
    office: &Office,
    code: &TownshipCode,
    profile: auth::Profile,
) -> Result<(), Refusal> {
    office.write(|work| {
        township::find(work, code)?.ok_or_else(|| Problem::of_field(ProblemCode::NotFound, "township"))?;
        township::set_password_profile(work, code, profile)?;
        Ok(audit::write(work, code, Actor::Machine, AuditAct::SetPasswordProfile, profile.code())?)
    })
}

/// Lets a device read; somebody stands at the machine and compared its digits.
///
/// # Errors
/// `NotFound` for a device nobody has or that waits for nothing; of the store.
pub fn confirm_device(office: &Office, series: SeriesId) -> Result<(), Refusal> {
    office.write(|work| {
        let device = device::find(work, series)?.ok_or(ProblemCode::NotFound)?;
        crate::devices::confirm_as(work, Actor::Machine, &device)
    })
}

/// 解锁码 for the number a locked phone shows; somebody stands at the machine and knows who asks.
///
/// # Errors
/// `NotFound` for a device nobody has or that is revoked, `OfficeCodeMistyped`, `LockoutNumberForeign`; of the store.
pub fn unlock_code(office: &Office, series: SeriesId, number: &str) -> Result<String, Refusal> {
    office.write(|work| {
        let device = device::find(work, series)?.ok_or(ProblemCode::NotFound)?;
        crate::unlock::code_as(work, Actor::Machine, &device, number)
    })
}

/// Revokes a device wherever it is; says whether there was one to revoke.
///
/// # Errors
/// Of the store.
pub fn revoke_device(office: &Office, series: SeriesId) -> Result<bool, StoreError> {
    office.write(|work| {
        let Some(found) = device::find(work, series)? else {
            return Ok(false);
        };
        audit::write(work, &found.township, Actor::Machine, AuditAct::Revoke, &series.to_string())?;
        device::revoke(work, &found.township, series)
    })
}

/// Walks the audit chain of a township: entries, or the first that does not hold.
///
/// # Errors
/// Of the store.
pub fn verify_audit(
    office: &Office,
    code: &TownshipCode,
) -> Result<Result<i64, audit::BrokenAt>, StoreError> {
    office.read(|work| audit::verify(work, code))
}

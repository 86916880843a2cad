//! 人员与角色: inviting, setting up, confirming, changing and letting go of accounts. Which step follows from which state,
//! and who may take it, is decided by `shared::access`.

use fast_qr::ECL;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;
use shared::access::{UserState, UserStep, may_approve, may_step};
use shared::code::Role;
use shared::hash::Hash;
use shared::id::{TownshipCode, UserId};
use shared::problem::{Problem, ProblemCode, words};
use shared::protocol::ScopeReason;

use crate::auth::{self, Session};
use crate::book::Book;
use crate::handover;
use crate::office::Office;
use crate::review::NOTE_MAX;
use crate::store::audit::{Actor, AuditAct};
use crate::store::login_delay::{self, Delay};
use crate::store::setup_link::SetupLink;
use crate::store::user::{Secrets, User};
use crate::store::{Refusal, StoreError, Work, assignment, audit, device, setup_link, township, user};
use crate::view::{InviteRequest, PasswordRequest, SetUpRequest, SetUpView, SetupLinkShown, UserStepRequest};

/// An invitation reaches a village by somebody who goes there.
const INVITED_HOURS: i64 = 72;
/// A reset is asked for by somebody who stands beside.
const RESET_MINUTES: i64 = 10;
/// 160 bits.
const CODE_BYTES: usize = 20;
/// Unknown links in a row before the next is looked at later; how much later; and after which time all is forgotten.
const GUESSES_MAX: u32 = 10;
const GUESS_WAIT_MS: i64 = 30_000;

/// 邀请. `by` is `None` at the machine itself.
///
/// # Errors
/// `FieldMissing`, `RequestMalformed` or `LoginTaken` for the login, `NotFound` for the township; of the store.
pub fn invite(
    office: &Office,
    code: &TownshipCode,
    by: Option<UserId>,
    ask: &InviteRequest,
) -> Result<SetupLinkShown, Refusal> {
    let login = checked_login(&ask.login)?;
    let name = ask.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 32 {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "name").into());
    }
    office.write(|work| {
        township::find(work, code)?.ok_or_else(|| Problem::of_field(ProblemCode::NotFound, "township"))?;
        if user::list(work, code)?.iter().any(|user| user.login == login) {
            return Err(Problem::of_field(ProblemCode::LoginTaken, "login").into());
        }
        let made = User {
            township: code.clone(),
            user: UserId::make(work.now, work.deps.id_entropy()),
            login: login.clone(),
            role: ask.role,
            state: UserState::Invited,
            name: name.clone(),
            scope_version: 1,
            changed_by: by,
            password_at: work.now,
        };
        let secrets = Secrets {
            password_hash: auth::no_password(),
            totp_hex: crate::admin::make_totp(work.deps).into(),
            totp_step: 0,
        };
        user::insert(work, &made, &secrets)?;
        audit::write(work, code, Actor::of(by), AuditAct::InviteUser, &made.user.to_string())?;
        Ok(hand_out(work, &made, chrono::TimeDelta::hours(INVITED_HOURS))?)
    })
}

/// A login name as it may be chosen.
///
/// # Errors
/// `RequestMalformed`.
pub(crate) fn checked_login(typed: &str) -> Result<String, Problem> {
    let login = typed.trim();
    let allowed = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-');
    if login.is_empty() || login.chars().count() > 32 || !login.chars().all(allowed) {
        return Err(Problem::of_field(ProblemCode::RequestMalformed, "login"));
    }
    Ok(login.to_owned())
}

/// Makes a link; those handed out before work no more.
fn hand_out(work: Work<'_>, user: &User, lasts: chrono::TimeDelta) -> Result<SetupLinkShown, StoreError> {
    let mut random = zeroize::Zeroizing::new([0_u8; CODE_BYTES]);
    (work.deps.entropy)(random.as_mut_slice());
    let code = hex::encode(random.as_slice());
    let expires_at = work.now + lasts;
    setup_link::end_all(work, &user.township, user.user)?;
    let link = SetupLink {
        township: user.township.clone(),
        user: user.user,
        totp_hex: crate::admin::make_totp(work.deps).into(),
        expires_ms: expires_at.timestamp_millis(),
        used_ms: 0,
    };
    setup_link::insert(work, &Hash::of(code.as_bytes()), &link)?;
    Ok(SetupLinkShown { user: user.user, login: user.login.clone(), code, expires_at })
}

/// One step with an account of the township. A link is handed out where the person must set up anew.
///
/// # Errors
/// `NotFound`, `RoleMayNot`, `OwnAct`, `StateForbids`, `FieldMissing` for a role; of the store.
pub fn step(
    office: &Office,
    session: &Session,
    about: UserId,
    ask: &UserStepRequest,
) -> Result<Option<SetupLinkShown>, Refusal> {
    office.write_with_book(&session.township.code, |work, book| {
        let found = user::find(work, &session.township.code, about)?.ok_or(ProblemCode::NotFound)?;
        if !may_step(session.user.role, ask.step) {
            return Err(ProblemCode::RoleMayNot.into());
        }
        let approves = matches!(ask.step, UserStep::Confirm);
        let maker = if approves { found.changed_by } else { None };
        if !may_approve(session.user.user, maker, about) {
            return Err(ProblemCode::OwnAct.into());
        }
        if ask.step == UserStep::Leave {
            leave_nothing(work, book, session, about, ask.reason.as_deref())?;
        }
        take_step(work, Some(session.user.user), &found, ask.step, ask.role)
    })
}

/// Nobody leaves who still has cases, but for a stated reason, which the audit keeps sealed: it may speak of health.
fn leave_nothing(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    about: UserId,
    reason: Option<&str>,
) -> Result<(), Refusal> {
    let cases = handover::running(work, book, session, about)?.len();
    if cases == 0 {
        return Ok(());
    }
    let Some(reason) = reason.map(str::trim).filter(|reason| !reason.is_empty()) else {
        let problem = Problem::of_field(ProblemCode::CaseloadOpen, "reason");
        return Err(Problem { figure: Some(cases.to_string()), ..problem }.into());
    };
    let reason = words(reason, "reason", NOTE_MAX)?;
    let code = &session.township.code;
    let sealed = work.seal(&reason_place(code, &about.to_string()), &reason)?;
    let subject = format!("{about} {cases} {}", hex::encode(sealed));
    Ok(audit::write(work, code, session.actor(), AuditAct::LeftWithCases, &subject)?)
}

fn reason_place(code: &TownshipCode, about: &str) -> String {
    format!("left/{code}/{about}")
}

/// The subject of such an entry with its reason in words, for who reads the audit; as it stands where it does not open.
pub(crate) fn opened_reason(work: Work<'_>, code: &TownshipCode, subject: &str) -> String {
    let open = || {
        let (counts, sealed) = subject.rsplit_once(' ')?;
        let (about, _) = counts.split_once(' ')?;
        let reason = work.open(&reason_place(code, about), &hex::decode(sealed).ok()?).ok()?;
        Some(format!("{counts} {reason}"))
    };
    open().unwrap_or_else(|| subject.to_owned())
}

/// Takes a step that follows from the state. Everything the account proved itself with dies with it.
///
/// # Errors
/// `StateForbids`, `FieldMissing`; of the store.
pub(crate) fn take_step(
    work: Work<'_>,
    by: Option<UserId>,
    about: &User,
    step: UserStep,
    role: Option<Role>,
) -> Result<Option<SetupLinkShown>, Refusal> {
    let state = step.leads(about.state).ok_or(ProblemCode::StateForbids)?;
    let role = match step {
        UserStep::ChangeRole => role.ok_or_else(|| Problem::of_field(ProblemCode::FieldMissing, "role"))?,
        UserStep::InviteAgain
        | UserStep::Confirm
        | UserStep::Suspend
        | UserStep::Resume
        | UserStep::ResetCredentials
        | UserStep::Leave => about.role,
    };
    if !matches!(step, UserStep::Confirm) {
        auth::end_everything(work, about)?;
    }
    if state == UserState::Left {
        device::revoke_all(work, &about.township, about.user)?;
        assignment::end_all(work, &about.township, about.user)?;
    }
    // Whoever confirms changed nothing: the maker stays the one who may not.
    let maker = if matches!(step, UserStep::Confirm) { about.changed_by } else { by };
    user::set_step(work, about, role, state, maker)?;
    if role != about.role {
        user::bump_scope(work, &about.township, about.user, ScopeReason::RoleChanged)?;
    }
    let act = match step {
        UserStep::InviteAgain => AuditAct::InviteUser,
        UserStep::Confirm => AuditAct::ConfirmUser,
        UserStep::Suspend | UserStep::Resume => AuditAct::SetUserState,
        UserStep::ChangeRole => AuditAct::ChangeRole,
        UserStep::ResetCredentials => AuditAct::ResetPassword,
        UserStep::Leave => AuditAct::UserLeft,
    };
    audit::write(work, &about.township, Actor::of(by), act, &format!("{} {}", about.user, state.code()))?;
    let lasts = match (step, state) {
        (UserStep::ResetCredentials, _) => chrono::TimeDelta::minutes(RESET_MINUTES),
        (_, UserState::Invited) => chrono::TimeDelta::hours(INVITED_HOURS),
        (_, UserState::Unconfirmed | UserState::Active | UserState::Suspended | UserState::Left) => {
            return Ok(None);
        }
    };
    Ok(Some(hand_out(work, about, lasts)?))
}

/// The steps the viewer may take with an account now.
pub(crate) fn steps_for(viewer: &User, about: &User) -> Vec<UserStep> {
    let open = |step: &UserStep| {
        let maker = if matches!(step, UserStep::Confirm) { about.changed_by } else { None };
        step.leads(about.state).is_some()
            && may_step(viewer.role, *step)
            && may_approve(viewer.user, maker, about.user)
    };
    UserStep::ALL.iter().filter(|step| open(step)).copied().collect()
}

/// What a link shows to whoever holds it: whose account it is, and the second factor to take over.
///
/// # Errors
/// `SetupLinkDead`, `LoginDelayed` after many wrong ones; of the store.
pub fn begin(office: &Office, code: &str) -> Result<SetUpView, Refusal> {
    let (found, link) = office.write(|work| look_up(work, code))??;
    office.read(|work| {
        let (rules, _) = auth::rules_for(work, &found)?;
        let otpauth = auth::otpauth_url(&link.totp_hex, &found.login);
        let picture = QRBuilder::new(otpauth.as_str()).ecl(ECL::M).build();
        let picture = picture.map_err(|_| ProblemCode::SetupLinkDead)?;
        Ok(SetUpView {
            township_name: township::get(work, &found.township)?.name,
            totp_secret: auth::secret_base32(&link.totp_hex),
            qr_svg: SvgBuilder::default().to_str(&picture),
            length_min: u32::try_from(rules.length_min).unwrap_or(0),
            kinds_min: u32::try_from(rules.kinds_min).unwrap_or(0),
            login: found.login,
            name: found.name,
            role: found.role,
        })
    })
}

/// The account of a link that is alive. The count of wrong ones is kept whatever the answer: the inner result is it.
fn look_up(work: Work<'_>, code: &str) -> Result<Result<(User, SetupLink), Refusal>, StoreError> {
    let (place, key) = ("-", "setup-links");
    let guesses = login_delay::find(work, place, key)?;
    if guesses.failures >= GUESSES_MAX && guesses.until_ms > work.now_ms() {
        let seconds = u32::try_from((guesses.until_ms - work.now_ms()) / 1000 + 1).unwrap_or(u32::MAX);
        return Ok(Err(Problem::wait(ProblemCode::LoginDelayed, seconds).into()));
    }
    let link = setup_link::find(work, &Hash::of(code.as_bytes()))?
        .filter(|link| link.used_ms == 0 && link.expires_ms > work.now_ms());
    let found = match &link {
        Some(link) => user::find(work, &link.township, link.user)?.filter(|u| u.state == UserState::Invited),
        None => None,
    };
    let (Some(found), Some(link)) = (found, link) else {
        let fresh = guesses.until_ms + GUESS_WAIT_MS < work.now_ms();
        let failures = if fresh { 1 } else { guesses.failures.saturating_add(1) };
        login_delay::put(work, place, key, Delay { failures, until_ms: work.now_ms() + GUESS_WAIT_MS })?;
        return Ok(Err(ProblemCode::SetupLinkDead.into()));
    };
    Ok(Ok((found, link)))
}

/// 本人设置: the link is used up. Whoever was invited at the machine while nobody here could confirm works at once: somebody
/// must be the first. Everybody else waits for somebody.
///
/// # Errors
/// As [`begin`]; `TotpWrong`, `PasswordWeak`, `PasswordCommon`, `PasswordKinds`; of the store.
pub fn finish(office: &Office, ask: &SetUpRequest) -> Result<UserState, Refusal> {
    let (found, link) = office.write(|work| look_up(work, &ask.code))??;
    let (rules, context) = office.read(|work| auth::rules_for(work, &found))?;
    let context: Vec<&str> = context.iter().map(String::as_str).collect();
    auth::check_strength(rules, &context, &ask.password)?;
    let step = auth::totp_step_of(&link.totp_hex, &ask.totp, office.now())
        .ok_or_else(|| Problem::of_field(ProblemCode::TotpWrong, "totp"))?;
    let hash = auth::hash_password(office.deps(), &ask.password)?;
    office.write(|work| {
        // Again: two browsers may hold the same link.
        let (found, link) = look_up(work, &ask.code)??;
        setup_link::set_used(work, &link.township, &Hash::of(ask.code.as_bytes()))?;
        user::set_password(work, &found, &hash)?;
        user::set_totp(work, &found, &link.totp_hex)?;
        user::set_totp_step(work, &found, step)?;
        let state = if is_first(work, &found)? { UserState::Active } else { UserState::Unconfirmed };
        user::set_step(work, &found, found.role, state, found.changed_by)?;
        let subject = format!("{} {}", found.user, state.code());
        audit::write(work, &found.township, Actor::User(found.user), AuditAct::SetUp, &subject)?;
        Ok(state)
    })
}

fn is_first(work: Work<'_>, made: &User) -> Result<bool, StoreError> {
    let someone = user::list(work, &made.township)?
        .iter()
        .any(|user| user.user != made.user && user.state.works() && may_step(user.role, UserStep::Confirm));
    Ok(made.changed_by.is_none() && !someone)
}

/// 改自己的密码: every session ends, this one too.
///
/// # Errors
/// `LoginFailed` where the present password or code is wrong, `PasswordSame`, `PasswordWeak` …; of the store.
pub fn change_password(office: &Office, session: &Session, ask: &PasswordRequest) -> Result<(), Refusal> {
    let login = crate::view::LoginRequest {
        login: format!("{}@{}", session.user.login, session.township.code),
        password: ask.current.clone(),
        totp: ask.totp.clone(),
        new_password: None,
    };
    auth::check_again(office, &login)?;
    if ask.new == ask.current {
        return Err(Problem::of_field(ProblemCode::PasswordSame, "new").into());
    }
    let (rules, context) = office.read(|work| auth::rules_for(work, &session.user))?;
    let context: Vec<&str> = context.iter().map(String::as_str).collect();
    auth::check_strength(rules, &context, &ask.new)?;
    let hash = auth::hash_password(office.deps(), &ask.new)?;
    office.write(|work| {
        auth::end_everything(work, &session.user)?;
        user::set_password(work, &session.user, &hash)?;
        let subject = session.user.user.to_string();
        Ok(audit::write(work, &session.township.code, session.actor(), AuditAct::ResetPassword, &subject)?)
    })
}

//! 绑定: one-time codes, and what a phone gets for one.

use shared::hash::Hash;
use shared::id::{SeriesId, TownshipCode, UserId};
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{
    PAIRING_CODE_LETTERS, PAIRING_CODE_MINUTES, PAIRING_REPEAT_HOURS, PairReply, PairRequest, version,
};

use crate::store::audit::{Actor, AuditAct};
use crate::store::device::Device;
use crate::store::pairing::PairingRow;
use crate::store::user::User;
use crate::store::{Refusal, StoreError, Work, audit, device, pairing, township, user};
use crate::{capsule, signature, unlock};

/// Without the letters that are read as digits.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Longest device name and version that are kept.
const NAME_CHARACTERS_MAX: usize = 64;

/// A code as it is shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCode {
    /// In groups of four.
    pub code: String,
    pub expires_at: Moment,
}

/// Makes a code for a member of staff. `made_by` is `None` at the machine itself.
///
/// # Errors
/// `NotFound` for a user the township does not have or that is suspended; of the store.
pub fn make_code(
    work: Work<'_>,
    code: &TownshipCode,
    made_by: Option<UserId>,
    for_user: UserId,
) -> Result<NewCode, Refusal> {
    let user = user::find(work, code, for_user)?.filter(|user| user.state.works());
    if user.is_none() {
        return Err(ProblemCode::NotFound.into());
    }
    // 5 bits a letter: 80 bits, for ten minutes and one use.
    let mut random = [0; PAIRING_CODE_LETTERS];
    (work.deps.entropy)(&mut random);
    let text: String = random
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte & 31)).copied().map(char::from))
        .enumerate()
        .flat_map(|(place, letter)| (place > 0 && place % 4 == 0).then_some('-').into_iter().chain([letter]))
        .collect();
    let expires_at = work.now + chrono::TimeDelta::minutes(PAIRING_CODE_MINUTES);
    let row = PairingRow {
        township: code.clone(),
        user: for_user,
        expires_ms: expires_at.timestamp_millis(),
        used_ms: 0,
        made_by,
    };
    pairing::insert(work, &hash_of(&text), &row)?;
    audit::write(work, code, Actor::of(made_by), AuditAct::MakePairingCode, &for_user.to_string())?;
    Ok(NewCode { code: text, expires_at })
}

/// Codes are compared as people type them: any case, with or without dashes, O for 0 and I or L for 1.
fn hash_of(code: &str) -> Hash {
    let plain: String = code
        .chars()
        .filter(|letter| !matches!(letter, '-' | ' '))
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    Hash::of(plain.as_bytes())
}

/// Pairs an installation: a new series for the code's user. A phone whose answer was lost asks again with the same
/// code and the same key, and hears of the same series.
///
/// # Errors
/// `ProtocolTooOld`, `RequestMalformed`, `PairingCode…`, `SignatureWrong`; of the store.
pub fn pair(work: Work<'_>, ask: &PairRequest) -> Result<PairReply, Refusal> {
    if ask.protocol < version::OLDEST {
        return Err(ProblemCode::ProtocolTooOld.into());
    }
    if !signature::is_key(&ask.device_key) {
        return Err(Problem::of_field(ProblemCode::RequestMalformed, "device_key").into());
    }
    let text = format!("guihang-pair-1\n{}\n{}", ask.code, ask.device_key);
    if !signature::holds(&ask.device_key, text.as_bytes(), &ask.proof) {
        return Err(ProblemCode::SignatureWrong.into());
    }
    let code = hash_of(&ask.code);
    let row = pairing::find(work, &code)?.ok_or(ProblemCode::PairingCodeUnknown)?;
    if row.used_ms == 0 && row.expires_ms <= work.now_ms() {
        return Err(ProblemCode::PairingCodeExpired.into());
    }
    let user = user::find(work, &row.township, row.user)?
        .filter(|user| user.state.works())
        .ok_or(ProblemCode::PairingCodeUnknown)?;
    if row.used_ms != 0 {
        let series = series_again(work, ask, &row)?.ok_or(ProblemCode::PairingCodeUsed)?;
        audit::write(
            work,
            &row.township,
            Actor::Device(series),
            AuditAct::PairAgain,
            &user.user.to_string(),
        )?;
        return Ok(agreed(work, series, user)?);
    }
    pairing::set_used(work, &row.township, &code)?;
    let series = settle(work, ask, &user, row.made_by)?;
    Ok(agreed(work, series, user)?)
}

/// The series this code made for this very key. Only while the device has never spoken: one that has, has its answer,
/// and who asks then is a copy of it.
fn series_again(work: Work<'_>, ask: &PairRequest, row: &PairingRow) -> Result<Option<SeriesId>, StoreError> {
    let repeat_ms = chrono::TimeDelta::hours(PAIRING_REPEAT_HOURS).num_milliseconds();
    if work.now_ms() >= row.used_ms.saturating_add(repeat_ms) {
        return Ok(None);
    }
    let made = device::find_paired(work, &row.township, &ask.device_key, row.used_ms)?;
    let silent = made
        .filter(|device| device.user == row.user && device.seen_at.is_none() && device.revoked_at.is_none());
    Ok(silent.map(|device| device.series))
}

/// A new device with a series of its own. It reads nothing until somebody confirms it.
fn settle(
    work: Work<'_>,
    ask: &PairRequest,
    user: &User,
    made_by: Option<UserId>,
) -> Result<SeriesId, StoreError> {
    let series = SeriesId::make(work.now, work.deps.id_entropy());
    let kept = |text: &str| text.chars().take(NAME_CHARACTERS_MAX).collect::<String>();
    device::insert(
        work,
        &Device {
            township: user.township.clone(),
            series,
            user: user.user,
            key: ask.device_key.clone(),
            name: kept(&ask.device_name),
            app_version: kept(&ask.app_version),
            paired_at: work.now,
            seen_at: None,
            clock_offset_seconds: 0,
            unsent: 0,
            nonce: String::new(),
            counter: 0,
            revoked_at: None,
            confirmed_at: None,
            made_by,
            storage_free_mib: None,
            contact_hour: 0,
            contact_count: 0,
        },
    )?;
    audit::write(work, &user.township, Actor::Device(series), AuditAct::Pair, &user.user.to_string())?;
    Ok(series)
}

fn agreed(work: Work<'_>, series: SeriesId, user: User) -> Result<PairReply, StoreError> {
    let township = township::get(work, &user.township)?;
    let office_key = Some(capsule::office_key(work, &user.township)?);
    let unlock_secret = Some(unlock::secret_of(work, &user.township, series)?);
    Ok(PairReply {
        series,
        user: user.user,
        user_name: user.name,
        role: user.role,
        township: township.code,
        township_name: township.name,
        server_key: township.receipt_key,
        pins: Vec::new(),
        office_key,
        unlock_secret,
    })
}

//! 见证: signing the audit chain's head for phones, and judging the heads they hold up.

use shared::id::{SeriesId, TownshipCode};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{AuditHead, Witness};

use crate::auth::Session;
use crate::office::Office;
use crate::signature;
use crate::store::audit::{Actor, AuditAct};
use crate::store::{Refusal, StoreError, Work, audit, audit_head, device, epoch_past, township, user};
use crate::view::{AlertAnswer, AlertWord, AuditAlert};

/// Characters of a word at most.
const WORD_MAX: usize = 300;

/// What a head that was held up says of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// The chain contains it: nothing up to there was changed.
    Holds,
    /// Entries that were lost with a restore; nothing can be said.
    Lost,
    /// Signed by this office, and the chain does not contain it: it was rewritten or cut.
    Denied,
    /// Not signed by this office.
    Unsigned,
}

/// The chain's head as it stands, signed; the first of a day is kept.
///
/// # Errors
/// Of the store.
pub fn sign_head(work: Work<'_>, code: &TownshipCode) -> Result<Witness, StoreError> {
    let (entry, hash) = audit::head(work, code)?;
    let epoch = township::get(work, code)?.epoch;
    let head = AuditHead { epoch, entry, hash, at: work.now };
    let seed = township::receipt_key(work, code)?;
    let signature = signature::sign(&seed, head.signing_text(code).as_bytes())?;
    let witness = Witness { head, signature };
    audit_head::put_daily(work, code, &witness)?;
    Ok(witness)
}

/// Judges a head that a device holds up; one that is denied goes into the log itself, once.
///
/// # Errors
/// Of the store.
pub fn hear(
    work: Work<'_>,
    code: &TownshipCode,
    series: SeriesId,
    witness: &Witness,
) -> Result<Judged, StoreError> {
    let judged = judge(work, code, witness)?;
    let is_new = match judged {
        Judged::Holds => audit_head::put_seen(work, code, series, witness, false)?,
        Judged::Denied => audit_head::put_seen(work, code, series, witness, true)?,
        Judged::Lost | Judged::Unsigned => false,
    };
    if judged == Judged::Denied && is_new {
        let subject = format!("{} {}", witness.head.entry, witness.head.epoch);
        audit::write(work, code, Actor::Device(series), AuditAct::WitnessDenied, &subject)?;
    }
    Ok(judged)
}

/// Judges a head without keeping it.
///
/// # Errors
/// Of the store.
pub fn judge(work: Work<'_>, code: &TownshipCode, witness: &Witness) -> Result<Judged, StoreError> {
    let Witness { head, signature } = witness;
    let township = township::get(work, code)?;
    if !signature::holds(&township.receipt_key, head.signing_text(code).as_bytes(), signature) {
        return Ok(Judged::Unsigned);
    }
    if head.epoch != township.epoch {
        match epoch_past::audit_last(work, code, &head.epoch)? {
            Some(last) if head.entry > last => return Ok(Judged::Lost),
            Some(_) => {}
            // An epoch this store never heard of: it was put back twice, or its word on epochs was rewritten.
            None => return Ok(Judged::Denied),
        }
    }
    let holds = audit::hash_at(work, code, head.entry)?.as_ref() == Some(&head.hash);
    Ok(if holds { Judged::Holds } else { Judged::Denied })
}

/// 审计告警: what devices hold against the chain, for the audit role.
///
/// # Errors
/// Of the store.
pub fn alerts(office: &Office, session: &Session) -> Result<Vec<AuditAlert>, Refusal> {
    let code = &session.township.code;
    office.write(|work| {
        audit::write(work, code, session.actor(), AuditAct::SeeAudit, "")?;
        let devices = device::list(work, code)?;
        let alert = |denied: audit_head::Denied| {
            let device = devices.iter().find(|device| device.series == denied.series);
            let word = match denied.word {
                Some(word) => Some(AlertWord {
                    who: user::anywhere(work, word.by)?.map(|user| user.name).unwrap_or_default(),
                    at: word.at,
                    word: word.text,
                }),
                None => None,
            };
            Ok(AuditAlert {
                series: denied.series,
                device_name: device.map(|device| device.name.clone()).unwrap_or_default(),
                entry: denied.entry,
                signed_at: denied.signed_at,
                seen_at: denied.seen_at,
                word,
            })
        };
        audit_head::denied(work, code)?.into_iter().map(alert).collect()
    })
}

/// 处置: the audit officer's word on an alert, once. It ends nothing: the alert stays in the list and in the log.
///
/// # Errors
/// `NotFound` for an alert there is not, `AlreadyDecided`, `FieldMissing` and `FieldTooLong` for the word; of the store.
pub fn answer(office: &Office, session: &Session, ask: &AlertAnswer) -> Result<(), Refusal> {
    let word = ask.word.trim();
    if word.is_empty() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "word").into());
    }
    if word.chars().count() > WORD_MAX {
        let figure = Some(WORD_MAX.to_string());
        return Err(Problem { figure, ..Problem::of_field(ProblemCode::FieldTooLong, "word") }.into());
    }
    let code = &session.township.code;
    office.write(|work| {
        let mut denied = audit_head::denied(work, code)?.into_iter();
        let denied = denied.find(|denied| denied.series == ask.series && denied.entry == ask.entry);
        let denied = denied.ok_or(ProblemCode::NotFound)?;
        if denied.word.is_some() {
            return Err(ProblemCode::AlreadyDecided.into());
        }
        audit_head::put_word(work, code, &denied, session.user.user, word)?;
        let subject = format!("{} {}", denied.series, denied.entry);
        Ok(audit::write(work, code, session.actor(), AuditAct::AnswerAlert, &subject)?)
    })
}

/// The head of a township's chain as it stands, signed.
///
/// # Errors
/// Of the store.
pub fn sign(office: &Office, code: &TownshipCode) -> Result<Witness, StoreError> {
    office.write(|work| sign_head(work, code))
}

/// Judges a head that was brought from elsewhere.
///
/// # Errors
/// Of the store.
pub fn check(office: &Office, code: &TownshipCode, witness: &Witness) -> Result<Judged, StoreError> {
    office.read(|work| judge(work, code, witness))
}

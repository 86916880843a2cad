//! 设备与账号 as the console shows them; making and revoking of pairings.

use fast_qr::ECL;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;
use shared::access::may_approve;
use shared::id::{SeriesId, TownshipCode, UserId};
use shared::moment::civil_date;
use shared::problem::ProblemCode;
use shared::protocol::{PairingLink, Pin, StaffName, fingerprint};

use crate::auth::Session;
use crate::office::Office;
use crate::store::audit::{Actor, AuditAct};
use crate::store::{
    Refusal, StoreError, Work, alert, assignment, audit, device, event, quarantine, tally, user,
};
use crate::view::{DeviceRow, PairingCode, PairingCodeRequest, StaffRow};
use crate::{app_floor, enrol, people};

/// A device is silent after so many days; field workers pass signal at least that often.
const SILENT_DAYS: i64 = 3;

/// Every device of a township, newest first. `viewer` = who might confirm one.
pub(crate) fn rows(
    work: Work<'_>,
    code: &TownshipCode,
    viewer: Option<UserId>,
) -> Result<Vec<DeviceRow>, StoreError> {
    let held = quarantine::list(work, code)?;
    let staff = user::list(work, code)?;
    let alerts = alert::list(work, code)?;
    let floor = device::app_floor(work, code)?;
    let row = |device: device::Device| {
        let owner = staff.iter().find(|user| user.user == device.user);
        let owner: StaffName = owner.ok_or(StoreError::Damaged("device without user"))?.staff_name();
        let last = event::last(work, code, device.series)?;
        let silent = is_silent(work, &device);
        let waits =
            |record: &&quarantine::Quarantined| record.series == device.series && record.verdict.is_none();
        let set_aside = held.iter().filter(waits).count();
        Ok(DeviceRow {
            series: device.series,
            user: owner,
            device_name: device.name,
            update: app_floor::update(&floor, &device.app_version),
            app_version: device.app_version,
            paired_at: device.paired_at,
            last_seen_at: device.seen_at,
            clock_offset_seconds: device.seen_at.map(|_| device.clock_offset_seconds),
            unsent: device.unsent,
            up_to_seq: last.map_or(0, |(seq, _)| seq),
            quarantined: u32::try_from(set_aside).unwrap_or(u32::MAX),
            revoked_at: device.revoked_at,
            confirmed_at: device.confirmed_at,
            may_confirm: viewer.is_some_and(|viewer| may_approve(viewer, device.made_by, device.user)),
            fingerprint: fingerprint(&device.key),
            storage_free_mib: device.storage_free_mib,
            forked: held
                .iter()
                .any(|record| record.series == device.series && record.problem == ProblemCode::EventForked),
            silent,
            tally: tally::of(work, code, device.series)?,
            alerts: alerts.iter().filter(|a| a.series == device.series).map(|a| a.kind).collect(),
        })
    };
    device::list(work, code)?.into_iter().map(row).collect()
}

/// 设备列表.
///
/// # Errors
/// Of the store.
pub fn list(office: &Office, session: &Session) -> Result<Vec<DeviceRow>, Refusal> {
    office.write(|work| {
        audit::write(work, &session.township.code, session.actor(), AuditAct::SeeDevices, "")?;
        Ok(rows(work, &session.township.code, Some(session.user.user))?)
    })
}

fn is_silent(work: Work<'_>, device: &device::Device) -> bool {
    let heard = device.seen_at.unwrap_or(device.paired_at);
    device.revoked_at.is_none() && work.now - heard >= chrono::TimeDelta::days(SILENT_DAYS)
}

/// 确认: lets a device read, after its digits were compared.
///
/// # Errors
/// `NotFound` for a device the township does not have or that waits for nothing, `OwnAct` where the confirming person gave
/// out its code or is its user; of the store.
pub fn confirm(office: &Office, session: &Session, series: SeriesId) -> Result<(), Refusal> {
    let code = &session.township.code;
    office.write(|work| {
        let device = device::find(work, series)?.filter(|device| device.township == *code);
        let device = device.ok_or(ProblemCode::NotFound)?;
        if !may_approve(session.user.user, device.made_by, device.user) {
            return Err(ProblemCode::OwnAct.into());
        }
        confirm_as(work, session.actor(), &device)
    })
}

/// Lets a device read.
pub(crate) fn confirm_as(work: Work<'_>, actor: Actor, device: &device::Device) -> Result<(), Refusal> {
    if !device::confirm(work, &device.township, device.series)? {
        return Err(ProblemCode::NotFound.into());
    }
    let subject = device.series.to_string();
    Ok(audit::write(work, &device.township, actor, AuditAct::ConfirmDevice, &subject)?)
}

/// 绑定码: shown once, as text, link and picture. `server` is the address phones reach, `pins` what they know it by.
///
/// # Errors
/// `NotFound` for a user the township does not have; of the store.
pub fn make_pairing_code(
    office: &Office,
    session: &Session,
    ask: &PairingCodeRequest,
    server: &str,
    pins: &[Pin],
) -> Result<PairingCode, Refusal> {
    let made = office
        .write(|work| enrol::make_code(work, &session.township.code, Some(session.user.user), ask.user))?;
    let link =
        PairingLink { server: server.to_owned(), code: made.code.clone(), pins: pins.to_vec() }.to_text();
    let picture = QRBuilder::new(link.as_str()).ecl(ECL::M).build();
    let picture = picture.map_err(|_| ProblemCode::PairingLinkMalformed)?;
    let qr_svg = SvgBuilder::default().to_str(&picture);
    Ok(PairingCode {
        code: made.code,
        check: pins.first().map(Pin::typed),
        server: server.to_owned(),
        link,
        qr_svg,
        expires_at: made.expires_at,
    })
}

/// 停用: from the next request on nothing is answered; what was not sent is kept on the phone.
///
/// # Errors
/// `NotFound` for a device the township does not have or that is revoked already; of the store.
pub fn revoke(office: &Office, session: &Session, series: SeriesId) -> Result<(), Refusal> {
    office.write(|work| {
        if !device::revoke(work, &session.township.code, series)? {
            return Err(ProblemCode::NotFound.into());
        }
        let subject = series.to_string();
        Ok(audit::write(work, &session.township.code, session.actor(), AuditAct::Revoke, &subject)?)
    })
}

/// 工作人员.
///
/// # Errors
/// Of the store.
pub fn staff(office: &Office, session: &Session) -> Result<Vec<StaffRow>, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        audit::write(work, code, session.actor(), AuditAct::SeeStaff, "")?;
        let devices = device::list(work, code)?;
        let assigned = assignment::list(work, code)?;
        let today = civil_date(work.now);
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let row = |user: user::User| StaffRow {
            devices: number(devices.iter().filter(|d| d.user == user.user && d.revoked_at.is_none()).count()),
            persons: number(assigned.iter().filter(|(_, worker)| *worker == user.user).count()),
            qualified: book.office.qualifications.iter().any(|held| {
                held.officer == user.user && held.valid_from <= today && today <= held.valid_until
            }),
            state: user.state,
            steps: people::steps_for(&session.user, &user),
            user: user.user,
            name: user.name,
            role: user.role,
            login: user.login,
        };
        Ok(user::list(work, code)?.into_iter().map(row).collect())
    })
}

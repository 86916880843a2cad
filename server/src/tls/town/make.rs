//! Making of keys and certificates. The keys come from ring's own source of randomness, as those of every handshake do:
//! ring takes no other.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PublicKeyData, date_time_ymd,
};
use rustls::pki_types::PrivatePkcs8KeyDer;
use shared::protocol::Pin;

use super::super::bytes::Der;
use super::super::{TlsError, names};
use super::{Authority, CLOCK_FIRST, Shown};

/// Days a CA holds: ten years.
const CA_DAYS: u64 = 3652;
/// Days the server's own certificate holds.
const SHOWN_DAYS: u64 = 365;

/// A year in a certificate has four digits.
const YEAR_LAST: i32 = 9900;

/// A CA from today on.
pub(super) fn make_authority(now: DateTime<Utc>) -> Result<Authority, TlsError> {
    if now < CLOCK_FIRST || now.year() > YEAR_LAST {
        return Err(TlsError::ClockUnset { now });
    }
    let key = new_key()?;
    let mark: String = Pin::of(&key.subject_public_key_info()).typed().chars().take(9).collect();
    let name = format!("归航办公室 {} {mark}", now.format("%Y-%m-%d"));
    let mut params = authority_params(&name);
    let until = span(&mut params, now, CA_DAYS, NaiveDate::MAX);
    let certificate = params.self_signed(&key).map_err(failed)?;
    Ok(Authority {
        name,
        made: now,
        until,
        certificate: Der::new(certificate.der()),
        key: Der::new(key.serialized_der()),
    })
}

/// A certificate for this server, no longer than its CA holds.
pub(super) fn make_shown(by: &Authority, wanted: &[String], now: DateTime<Utc>) -> Result<Shown, TlsError> {
    if let Some(bad) = wanted.iter().find(|name| !names::is_name(name)) {
        return Err(TlsError::BadName(bad.clone()));
    }
    let first = wanted.first().ok_or(TlsError::NoName)?;
    let mut params = CertificateParams::new(wanted.to_vec()).map_err(failed)?;
    params.distinguished_name = common_name(first);
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let until = span(&mut params, now, SHOWN_DAYS, by.until.date_naive());
    let secret = PrivatePkcs8KeyDer::from(by.key.bytes());
    let signer = KeyPair::from_pkcs8_der_and_sign_algo(&secret, &PKCS_ECDSA_P256_SHA256).map_err(failed)?;
    let key = new_key()?;
    let issuer = Issuer::new(authority_params(&by.name), signer);
    let certificate = params.signed_by(&key, &issuer).map_err(failed)?;
    Ok(Shown {
        names: wanted.to_vec(),
        until,
        by: by.name.clone(),
        certificate: Der::new(certificate.der()),
        key: Der::new(key.serialized_der()),
    })
}

/// P-256: every browser and phone knows it.
fn new_key() -> Result<KeyPair, TlsError> {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(failed)
}

/// It signs servers and no further CA.
fn authority_params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = common_name(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn common_name(name: &str) -> DistinguishedName {
    let mut distinguished = DistinguishedName::new();
    distinguished.push(DnType::OrganizationName, "归航");
    distinguished.push(DnType::CommonName, name);
    distinguished
}

/// From yesterday, as office PCs' clocks are a little behind, for so many days but not past `last`; gives the end.
fn span(params: &mut CertificateParams, now: DateTime<Utc>, days: u64, last: NaiveDate) -> DateTime<Utc> {
    let today = now.date_naive();
    let (year, month, day) = civil(today.checked_sub_days(Days::new(1)).unwrap_or(today));
    params.not_before = date_time_ymd(year, month, day);
    let end = today.checked_add_days(Days::new(days)).unwrap_or(today).min(last);
    let (year, month, day) = civil(end);
    params.not_after = date_time_ymd(year, month, day);
    end.and_time(NaiveTime::MIN).and_utc()
}

/// A day as rcgen takes it. Months and days fit in a byte.
fn civil(day: NaiveDate) -> (i32, u8, u8) {
    let small = |number: u32| u8::try_from(number).unwrap_or(1);
    (day.year(), small(day.month()), small(day.day()))
}

fn failed(error: rcgen::Error) -> TlsError {
    TlsError::Making(error.to_string())
}

//! What can go wrong, as stable codes shared by phone, office and screens.
//!
//! Screens never match on text. The Chinese sentence and the remedy of each code live in the words file of the UI.

use serde::{Deserialize, Serialize};
use thiserror::Error;

macro_rules! problems {
    ($($(#[$meta:meta])* $variant:ident = $code:literal $status:literal,)+) => {
        /// One entry of the catalogue of problems.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub enum ProblemCode { $($(#[$meta])* #[serde(rename = $code)] $variant,)+ }

        impl ProblemCode {
            /// The whole catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The HTTP status a server answers it with.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)+ }
            }
        }
    };
}

problems! {
    // pairing
    /// The link or code is not of our making.
    PairingLinkMalformed = "pairing_link_malformed" 422,
    PairingCodeUnknown = "pairing_code_unknown" 403,
    PairingCodeExpired = "pairing_code_expired" 410,
    PairingCodeUsed = "pairing_code_used" 409,
    /// Nothing says by which certificate the office is to be known: nothing is sent.
    PairingCheckMissing = "pairing_check_missing" 422,
    /// Plain http to another machine: nothing is sent.
    InsecureAddress = "insecure_address" 400,
    NotPaired = "not_paired" 409,
    AlreadyPaired = "already_paired" 409,
    // unlocking
    PinTooShort = "pin_too_short" 422,
    PinWeak = "pin_weak" 422,
    PinSame = "pin_same" 422,
    PinWrong = "pin_wrong" 403,
    /// Too many wrong PINs: `wait_seconds` says how long.
    PinDelayed = "pin_delayed" 429,
    /// So many wrong PINs that only the office's code gives tries again: `figure` is the number to tell it.
    OfficeCodeNeeded = "office_code_needed" 403,
    /// A digit of the code, or of the number, was heard or typed wrong; costs no try.
    OfficeCodeMistyped = "office_code_mistyped" 422,
    /// A code, but not the one of this lock-out.
    OfficeCodeWrong = "office_code_wrong" 403,
    /// The number belongs to another phone.
    LockoutNumberForeign = "lockout_number_foreign" 422,
    /// The platform did not take the user for its own, or has lost what it kept: the PIN opens.
    BiometricRefused = "biometric_refused" 403,
    Locked = "locked" 401,
    // recording
    /// 已核对: its author can no longer mend it.
    RecordAccepted = "record_accepted" 409,
    /// 暂缓 past what is allowed: `figure` says the last day.
    SnoozeTooLong = "snooze_too_long" 422,
    FieldMissing = "field_missing" 422,
    FieldTooLong = "field_too_long" 422,
    /// Something is there, and cannot be meant so.
    FieldMalformed = "field_malformed" 422,
    HappenedInFuture = "happened_in_future" 422,
    HappenedBeforeReportIn = "happened_before_report_in" 422,
    NotReportedIn = "not_reported_in" 409,
    CaseEnded = "case_ended" 409,
    TesterNotQualified = "tester_not_qualified" 422,
    KitExpired = "kit_expired" 422,
    EvasionWithoutNotice = "evasion_without_notice" 422,
    SecondStaffMissing = "second_staff_missing" 422,
    RoleMayNot = "role_may_not" 403,
    /// Long ago: it takes a reason and what it was written from. `figure` = days after which that is so.
    LateEntryMissing = "late_entry_missing" 422,
    /// Nothing was changed.
    NothingToMend = "nothing_to_mend" 422,
    NothingToUndo = "nothing_to_undo" 409,
    UnknownRecord = "unknown_record" 404,
    UnknownCase = "unknown_case" 404,
    /// Somebody mended or read it since the page was loaded: what was seen is not what stands.
    RecordChanged = "record_changed" 409,
    // papers
    /// Something must stand on it first: `figure` names the blanks.
    PaperIncomplete = "paper_incomplete" 422,
    /// Another issue of the same paper stands: it is superseded by its name, or withdrawn.
    PaperIssuedAlready = "paper_issued_already" 409,
    /// It was withdrawn or superseded.
    PaperStandsNoMore = "paper_stands_no_more" 409,
    /// Made by the police or others: it is registered and scanned.
    PaperIncoming = "paper_incoming" 422,
    /// Its bytes are not those that were issued.
    PaperAltered = "paper_altered" 409,
    /// Served before.
    ServedAlready = "served_already" 409,
    /// Nobody signed: who saw it?
    WitnessMissing = "witness_missing" 422,
    /// No font of this machine has Chinese characters.
    FontMissing = "font_missing" 503,
    /// The page could not be set: `figure` says what.
    PrintFailed = "print_failed" 500,
    /// What was handed in is no .docx, or has macros, or is too large.
    LayoutMalformed = "layout_malformed" 422,
    /// It asks for fields the paper has not: `figure` names them.
    LayoutFieldUnknown = "layout_field_unknown" 422,
    // handover to another installation
    /// No office's card, or mistyped.
    CardMalformed = "card_malformed" 422,
    /// Not a parcel, or cut off.
    ParcelMalformed = "parcel_malformed" 422,
    /// Sealed for another office.
    ParcelForeign = "parcel_foreign" 422,
    /// What is in it is not what its office signed.
    ParcelTampered = "parcel_tampered" 422,
    /// No receipt, or not over this parcel, or not by the office it went to.
    ParcelReceiptWrong = "parcel_receipt_wrong" 422,
    /// Records came after it was made: make it anew.
    ParcelStale = "parcel_stale" 409,
    // identity
    IdLength = "id_length" 422,
    IdCharacters = "id_characters" 422,
    IdBirthDate = "id_birth_date" 422,
    IdCheckDigit = "id_check_digit" 422,
    PhoneMalformed = "phone_malformed" 422,
    TermOutOfRange = "term_out_of_range" 422,
    /// An order cannot have come before it was made (R-REPORTIN-4 counts from its receipt).
    ReceivedBeforeDecision = "received_before_decision" 422,
    DuplicateIdNumber = "duplicate_id_number" 409,
    AlreadyReportedIn = "already_reported_in" 409,
    /// A date before or after all that makes sense here.
    DateOutOfRange = "date_out_of_range" 422,
    // readings and calendar
    /// `figure` names the bounds, e.g. `1–30`.
    ReadingOutOfRange = "reading_out_of_range" 422,
    ReadingUnchanged = "reading_unchanged" 422,
    /// Rows of a notice; `figure` is the line.
    CalendarRowMalformed = "calendar_row_malformed" 422,
    CalendarDayUnknown = "calendar_day_unknown" 422,
    CalendarKindUnknown = "calendar_kind_unknown" 422,
    CalendarOtherYear = "calendar_other_year" 422,
    CalendarDayTwice = "calendar_day_twice" 422,
    CalendarWorkdayOnWeekday = "calendar_workday_on_weekday" 422,
    CalendarEmpty = "calendar_empty" 422,
    // stores
    DiskFull = "disk_full" 507,
    /// The store was damaged; it was set aside, not overwritten.
    /// Not heard from the office for too long: recorded and sent as before, nothing is shown.
    LeaseLapsed = "lease_lapsed" 403,
    StoreCorrupt = "store_corrupt" 500,
    StoreNewer = "store_newer" 500,
    StoreFailed = "store_failed" 500,
    // the line
    Offline = "offline" 503,
    ServerBusy = "server_busy" 503,
    /// The office looked at a record it had set aside and does not let it count; it is kept.
    EventKeptAside = "event_kept_aside" 409,
    /// What phone and office hold of a case still differs after it was fetched again.
    CaseDiffers = "case_differs" 409,
    /// Many cases are gone from the list and the office does not say why: nothing was let go.
    ScopeUnexplained = "scope_unexplained" 409,
    /// The office wants a newer app before anything new is recorded; what is recorded is still sent.
    AppTooOld = "app_too_old" 426,
    /// The certificate or the answer is not of the office this phone was paired with.
    ServerNotTrusted = "server_not_trusted" 502,
    // requests a server refuses
    RequestMalformed = "request_malformed" 400,
    RequestTooLarge = "request_too_large" 413,
    RequestReplayed = "request_replayed" 409,
    SignatureWrong = "signature_wrong" 401,
    NonceStale = "nonce_stale" 401,
    DeviceRevoked = "device_revoked" 403,
    /// Nobody has confirmed this device or its user yet: it may send, and reads nothing.
    DeviceUnconfirmed = "device_unconfirmed" 403,
    /// More requests than any person makes: `wait_seconds` says how long to pause.
    TooManyRequests = "too_many_requests" 429,
    ProtocolTooOld = "protocol_too_old" 426,
    NotFound = "not_found" 404,
    // events a server sets aside
    EventMalformed = "event_malformed" 422,
    EventTooLarge = "event_too_large" 422,
    EventOutOfScope = "event_out_of_scope" 403,
    EventWrongAuthor = "event_wrong_author" 403,
    EventChainBroken = "event_chain_broken" 409,
    EventForked = "event_forked" 409,
    /// Lost by a restore and given back by a phone that is not its author's: it waits for a person.
    EventGivenBack = "event_given_back" 409,
    /// A kind that is written at the office, or a correction of one: a phone's copy of it never counts.
    EventNotByPhone = "event_not_by_phone" 403,
    // decisions and transfers
    AlreadyDecided = "already_decided" 409,
    /// It cannot be read, its place is taken, or it is about a file of others: it can only be kept.
    QuarantineNotCountable = "quarantine_not_countable" 409,
    TransferOpen = "transfer_open" 409,
    NoTransfer = "no_transfer" 409,
    // console
    LoginFailed = "login_failed" 401,
    LoginDelayed = "login_delayed" 429,
    NotLoggedIn = "not_logged_in" 401,
    CsrfFailed = "csrf_failed" 403,
    /// Too short: `figure` = the least number of characters.
    PasswordWeak = "password_weak" 422,
    /// On the list of common ones, or made of a name that everybody here knows.
    PasswordCommon = "password_common" 422,
    /// Too few kinds of characters: `figure` = how many are asked for.
    PasswordKinds = "password_kinds" 422,
    PasswordSame = "password_same" 422,
    /// Right, but older than the profile allows: to be changed with this login.
    PasswordExpired = "password_expired" 403,
    /// The set-up link is unknown, used or past its time.
    SetupLinkDead = "setup_link_dead" 410,
    TotpWrong = "totp_wrong" 422,
    LoginTaken = "login_taken" 409,
    /// Somebody else must approve it.
    OwnAct = "own_act" 403,
    /// Closed and sealed: it opens to who asks with a reason and is allowed by another.
    FileSealed = "file_sealed" 403,
    /// A worker goes and still has cases: handed over first, or let go with a reason. `figure` = how many.
    CaseloadOpen = "caseload_open" 409,
    /// Devices of who goes still hold records: seen first. `figure` = how many.
    UnsentOnDevice = "unsent_on_device" 409,
    /// What is asked for does not follow from the present state.
    StateForbids = "state_forbids" 409,
    // attachments
    /// `figure` = megabytes at most.
    AttachmentTooLarge = "attachment_too_large" 413,
    /// Not of the type it is called.
    AttachmentMalformed = "attachment_malformed" 422,
    /// No record names it, or the phone does not have it.
    AttachmentUnknown = "attachment_unknown" 404,
    AttachmentsTooMany = "attachments_too_many" 422,
    /// The upload stands elsewhere: `figure` = its offset.
    UploadOffsetWrong = "upload_offset_wrong" 409,
    /// What arrived is not what the record names: it is sent again from the start.
    AttachmentHashWrong = "attachment_hash_wrong" 422,
    // capsules
    /// Nothing on this phone waits to be handed in.
    CapsuleEmpty = "capsule_empty" 409,
    CapsuleMalformed = "capsule_malformed" 422,
    /// Cut off: `figure` = the first frame or part that is missing.
    CapsuleIncomplete = "capsule_incomplete" 422,
    /// Sealed to another office, or of a device this office does not know.
    CapsuleForeign = "capsule_foreign" 422,
    /// Changed on the way, or not signed by its device.
    CapsuleTampered = "capsule_tampered" 422,
    /// Too long for a run of QR codes.
    CapsuleTooLong = "capsule_too_long" 413,
}

impl std::fmt::Display for ProblemCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

/// A problem as it crosses an edge: the code, which field, how long to wait. Never personal data.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[error("{code}")]
pub struct Problem {
    pub code: ProblemCode,
    /// The field of the form it speaks of.
    pub field: Option<String>,
    /// For the delays: seconds until the next try.
    pub wait_seconds: Option<u32>,
    /// A bound or count that helps the sentence, e.g. `6`.
    pub figure: Option<String>,
}

impl Problem {
    /// The bare problem.
    #[must_use]
    pub const fn new(code: ProblemCode) -> Self {
        Self { code, field: None, wait_seconds: None, figure: None }
    }

    /// The problem of one field.
    #[must_use]
    pub fn of_field(code: ProblemCode, field: &str) -> Self {
        Self { field: Some(field.to_owned()), ..Self::new(code) }
    }

    /// The problem with a time to wait, in seconds.
    #[must_use]
    pub const fn wait(code: ProblemCode, seconds: u32) -> Self {
        Self { code, field: None, wait_seconds: Some(seconds), figure: None }
    }
}

impl From<ProblemCode> for Problem {
    fn from(code: ProblemCode) -> Self {
        Self::new(code)
    }
}

/// What somebody typed, trimmed; `max` in characters.
///
/// # Errors
/// `FieldMissing` for nothing, `FieldTooLong` past `max`.
pub fn words(typed: &str, field: &str, max: usize) -> Result<String, Problem> {
    let text = typed.trim();
    if text.is_empty() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, field));
    }
    if text.chars().count() > max {
        let figure = Some(max.to_string());
        return Err(Problem { figure, ..Problem::of_field(ProblemCode::FieldTooLong, field) });
    }
    Ok(text.to_owned())
}

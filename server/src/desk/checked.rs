//! What a clerk typed, checked field by field before it becomes a fact.

use chrono::NaiveDate;
use shared::code::{IdType, Measure, Sex};
use shared::event::{OfficerQualified, Order, PersonDetails};
use shared::identity::{check_id_number, check_paper, check_phone};
use shared::moment::{BEIJING, Moment, civil_date};
use shared::norm::TERM_MONTHS;
use shared::problem::{Problem, ProblemCode};

use crate::store::Work;

/// Names, places and numbers of papers.
const SHORT_CHARACTERS_MAX: usize = 100;

/// An order as it may be recorded: trimmed, numbers normalised.
pub(crate) fn order(order: Order, decided_on: NaiveDate, today: NaiveDate) -> Result<Order, Problem> {
    not_after(decided_on, today, "decided_on")?;
    if order.term_months == 0 || order.term_months > TERM_MONTHS {
        let problem = Problem::of_field(ProblemCode::TermOutOfRange, "term_months");
        return Err(Problem { figure: Some(TERM_MONTHS.to_string()), ..problem });
    }
    for (day, field) in
        [(order.received_by_person, "received_by_person"), (order.received_by_family, "received_by_family")]
    {
        if let Some(day) = day {
            not_after(day, today, field)?;
        }
    }
    for (day, field) in
        [(order.received_by_person, "received_by_person"), (order.received_by_family, "received_by_family")]
    {
        if day.is_some_and(|day| day < decided_on) {
            return Err(Problem::of_field(ProblemCode::ReceivedBeforeDecision, field));
        }
    }
    if order.measure == Measure::Recovery && order.recovery_ground.is_none() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "recovery_ground"));
    }
    Ok(Order {
        order_no: required(&order.order_no, "order_no")?,
        authority: required(&order.authority, "authority")?,
        person: person(order.person, today)?,
        ..order
    })
}

fn person(person: PersonDetails, today: NaiveDate) -> Result<PersonDetails, Problem> {
    let of_id = |code| Problem::of_field(code, "person.id");
    let mut checked = PersonDetails {
        name: required(&person.name, "person.name")?,
        village: required(&person.village, "person.village")?,
        residence: required(&person.residence, "person.residence")?,
        phone: phone(person.phone.as_deref())?,
        ..person
    };
    let typed = checked.id.number.trim().to_owned();
    checked.id.number = match checked.id.id_type {
        IdType::None => String::new(),
        IdType::IdCard => {
            let number = check_id_number(&typed, today).map_err(of_id)?;
            if checked.birth.is_some_and(|birth| birth != number.birth) {
                return Err(Problem::of_field(ProblemCode::IdBirthDate, "person.birth"));
            }
            checked.birth = Some(number.birth);
            if matches!(checked.sex, Sex::Unknown | Sex::Unstated) {
                checked.sex = number.sex;
            }
            number.number
        }
        other @ (IdType::Passport
        | IdType::HmtResidence
        | IdType::HmtPermit
        | IdType::ForeignPr
        | IdType::Other) => check_paper(other, &typed, today).map_err(of_id)?,
    };
    if let Some(birth) = checked.birth {
        not_after(birth, today, "person.birth")?;
    }
    Ok(checked)
}

fn phone(typed: Option<&str>) -> Result<Option<String>, Problem> {
    match typed.map(str::trim) {
        None | Some("") => Ok(None),
        Some(typed) => {
            let number = check_phone(typed).map_err(|code| Problem::of_field(code, "person.phone"))?;
            Ok(Some(number))
        }
    }
}

/// A qualification as it may be recorded.
pub(super) fn qualification(qualification: OfficerQualified) -> Result<OfficerQualified, Problem> {
    if qualification.valid_until < qualification.valid_from {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "valid_until"));
    }
    Ok(OfficerQualified {
        name: required(&qualification.name, "name")?,
        police_no: required(&qualification.police_no, "police_no")?,
        certificate_no: required(&qualification.certificate_no, "certificate_no")?,
        ..qualification
    })
}

fn required(typed: &str, field: &str) -> Result<String, Problem> {
    let text = typed.trim();
    if text.is_empty() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, field));
    }
    if text.chars().count() > SHORT_CHARACTERS_MAX {
        let problem = Problem::of_field(ProblemCode::FieldTooLong, field);
        return Err(Problem { figure: Some(SHORT_CHARACTERS_MAX.to_string()), ..problem });
    }
    Ok(text.to_owned())
}

fn not_after(day: NaiveDate, today: NaiveDate, field: &str) -> Result<(), Problem> {
    if day > today { Err(Problem::of_field(ProblemCode::HappenedInFuture, field)) } else { Ok(()) }
}

/// A moment that has come.
pub(crate) fn not_in_future(work: Work<'_>, happened_at: Moment) -> Result<(), Problem> {
    let later_day = civil_date(happened_at) > civil_date(work.now);
    if later_day || happened_at > work.now {
        return Err(Problem::of_field(ProblemCode::HappenedInFuture, "happened_at"));
    }
    Ok(())
}

/// The first moment of a day in Beijing.
pub(crate) fn start_of_day(day: NaiveDate) -> Moment {
    let utc = day.and_time(chrono::NaiveTime::MIN) - BEIJING;
    Moment::from_naive_utc_and_offset(utc, BEIJING)
}

//! Fills an office with the invented township and everything its people have lived through.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use server::admin::{self, MadeUser, NewUser};
use server::office::Office;
use server::seed::{About, Seed, SeedFact};
use shared::code::{
    AssessPeriod, BroughtBy, Cooperation, Grade, LivingStatus, Mood, Role, TestMethod, TestResult,
    TestSetting, VisitManner, VisitTarget,
};
use shared::event::{
    AgreementSigned, Assessment, Body, DrugTest, Kit, OfficerQualified, ReportIn, SelfReport, Visit,
};
use shared::id::{CaseId, TownshipCode, UserId};
use shared::moment::Moment;

use crate::township::{self, Act, Resident};

/// An invented account, with all that a demo or a test needs to log in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Account {
    pub user: UserId,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub password: String,
    pub totp_secret: String,
}

/// The township as it was made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Township {
    pub code: TownshipCode,
    pub name: String,
    pub accounts: Vec<Account>,
    /// In the order of [`township::residents`].
    pub cases: Vec<CaseId>,
}

impl Township {
    /// The account of a login.
    #[must_use]
    pub fn account(&self, login: &str) -> &Account {
        self.accounts
            .iter()
            .find(|account| account.login == login)
            .unwrap_or_else(|| panic!("no account {login}"))
    }
}

/// Makes the township, its accounts and the history up to `today`.
///
/// # Errors
/// When the store refuses; then nothing of the history is written.
pub fn fill(office: &Office, today: NaiveDate) -> Result<Township> {
    let residents = township::residents(today);
    let mut made = found(office)?;
    let workers = township::WORKERS.map(|(login, _)| made.account(login).user);
    let cases = residents.iter().map(|resident| vec![workers[resident.worker]]).collect();
    let mut facts = vec![
        qualification(&made, township::TESTER, today, 500),
        qualification(&made, township::FORMER_TESTER, today, -20),
    ];
    facts.extend(
        township::history(&residents, today)
            .into_iter()
            .map(|(at, index, act)| fact(&made, &residents[index], index, at, act)),
    );
    let seeded = server::seed::seed(office, &made.code, Seed { cases, facts })
        .map_err(|refusal| anyhow!("{refusal:?}"))?;
    made.cases = seeded.cases;
    Ok(made)
}

/// The township with its accounts and nobody in it.
///
/// # Errors
/// When the store refuses.
pub fn found(office: &Office) -> Result<Township> {
    let code = admin::add_township(office, township::CODE, township::NAME)
        .map_err(|refusal| anyhow!("{refusal:?}"))?;
    let mut staff = vec![(township::OFFICE, Role::Office), (township::LEADER, Role::Leader)];
    staff.extend(township::WORKERS.map(|person| (person, Role::Worker)));
    staff.extend([(township::TESTER, Role::Police), (township::FORMER_TESTER, Role::Police)]);
    staff.extend(township::KEEPERS.into_iter().zip([Role::System, Role::Security, Role::Audit]));
    staff.push((township::SECOND, Role::Office));
    let accounts = staff
        .into_iter()
        .map(|((login, name), role)| {
            let new = NewUser {
                township: code.clone(),
                login: login.to_owned(),
                name: name.to_owned(),
                role,
                password: township::PASSWORD.to_owned(),
            };
            let made = admin::add_user(office, &new).map_err(|refusal| anyhow!("{login}: {refusal:?}"))?;
            Ok(account(new, made))
        })
        .collect::<Result<_>>()?;
    Ok(Township { code, name: township::NAME.to_owned(), accounts, cases: Vec::new() })
}

fn account(new: NewUser, made: MadeUser) -> Account {
    Account {
        user: made.user,
        login: new.login,
        name: new.name,
        role: new.role,
        password: new.password,
        totp_secret: made.totp_secret,
    }
}

/// A qualification that began three years ago and ends `days_left` days after today.
fn qualification(made: &Township, (login, name): (&str, &str), today: NaiveDate, days_left: i64) -> SeedFact {
    let from = today - chrono::Days::new(1200);
    SeedFact {
        about: About::Office,
        author: made.account(township::OFFICE.0).user,
        happened_at: township::at(from, 8, 0),
        recorded_at: township::at(from, 8, 5),
        body: Body::OfficerQualified(OfficerQualified {
            officer: made.account(login).user,
            name: name.to_owned(),
            police_no: format!("例{:05}", login.len() * 111),
            certificate_no: format!("例检{:04}", login.len() * 7),
            valid_from: from,
            valid_until: today + chrono::TimeDelta::days(days_left),
        }),
    }
}

fn fact(made: &Township, resident: &Resident, index: usize, at: Moment, act: Act) -> SeedFact {
    let author = match act {
        Act::Register | Act::ReportIn | Act::Agreement | Act::Quarterly | Act::Annual => township::OFFICE.0,
        Act::Visit | Act::Report => township::WORKERS[resident.worker].0,
        Act::Test => township::TESTER.0,
    };
    SeedFact {
        about: About::Case(index),
        author: made.account(author).user,
        happened_at: at,
        recorded_at: at + chrono::TimeDelta::minutes(10),
        body: body(made, resident, index, at, act),
    }
}

fn body(made: &Township, resident: &Resident, index: usize, at: Moment, act: Act) -> Body {
    match act {
        Act::Register => Body::Order(resident.order.clone()),
        Act::ReportIn => Body::ReportIn(ReportIn { brought_by: BroughtBy::Self_ }),
        Act::Agreement => {
            Body::AgreementSigned(AgreementSigned { told_at: Some(at - chrono::TimeDelta::minutes(20)) })
        }
        Act::Visit => Body::Visit(visit(resident, index)),
        Act::Test => Body::DrugTest(test(made, at)),
        Act::Report => Body::SelfReport(SelfReport {
            attachments: Vec::new(),
            written: true,
            face_to_face: false,
            rehabilitation: "没有再碰，按时来检测。".to_owned(),
            livelihood: "在附近做零工。".to_owned(),
            mental: "心里踏实。".to_owned(),
            family: "家里支持。".to_owned(),
        }),
        Act::Quarterly => Body::Assessment(assessment(AssessPeriod::Quarterly)),
        Act::Annual => Body::Assessment(assessment(AssessPeriod::Annual)),
    }
}

fn visit(resident: &Resident, index: usize) -> Visit {
    Visit {
        manner: if index % 4 == 3 { VisitManner::OfficeTalk } else { VisitManner::HomeVisit },
        target: VisitTarget::Self_,
        found: true,
        place: resident.order.person.residence.clone(),
        met: None,
        cooperation: Some(Cooperation::Willing),
        living: Some(if index.is_multiple_of(3) { LivingStatus::Unemployed } else { LivingStatus::Employed }),
        mood: Some(Mood::Steady),
        notes: "家里都好，在附近做零工，没有再接触以前的朋友。".to_owned(),
        difficulty: None,
        companions: Vec::new(),
        place_stamp: None,
        attachments: Vec::new(),
    }
}

fn test(made: &Township, at: Moment) -> DrugTest {
    DrugTest {
        setting: TestSetting::Regular,
        method: TestMethod::Urine,
        result: TestResult::Negative,
        place: "柳例派出所".to_owned(),
        tester: made.account(township::TESTER.0).user,
        second_staff: "苗专干".to_owned(),
        kit: Some(Kit {
            name: "五联尿检板".to_owned(),
            lot: "例批0001".to_owned(),
            expires: at.date_naive() + chrono::Days::new(200),
        }),
        sample_no: None,
        covers: Vec::new(),
        panel: Vec::new(),
        told: None,
        remarks: None,
        attachments: Vec::new(),
    }
}

fn assessment(period: AssessPeriod) -> Assessment {
    Assessment {
        attachments: Vec::new(),
        period,
        cooperation: Grade::Good,
        conduct: Grade::Fair,
        recovery: Grade::Fair,
        violations: None,
        conclusion: Grade::Fair,
        advice: "继续按计划走访和检测。".to_owned(),
        members: vec!["苗专干".to_owned(), "石民警".to_owned()],
    }
}

/// Reads or writes the township's accounts beside a demo's data.
///
/// # Errors
/// When the file cannot be read or written.
pub fn load(file: &Path) -> Result<Township> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    Ok(serde_json::from_str(&text)?)
}

/// See [`load`].
///
/// # Errors
/// When the file cannot be written.
pub fn save(file: &Path, made: &Township) -> Result<()> {
    std::fs::write(file, serde_json::to_string_pretty(made)?).with_context(|| file.display().to_string())
}

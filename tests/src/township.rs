//! A made-up township of Hengyang County: people who look invented, and the history they have lived through.
//!
//! Names are a surname of the old list, 例 and a number; id numbers begin with the area 999999, which nobody has.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime};
use shared::code::{IdType, Measure, RecoveryGround, Sex};
use shared::event::{IdDocument, Order, PersonDetails};
use shared::moment::{BEIJING, Moment};

/// Code and name of the township.
pub const CODE: &str = "430421999";
pub const NAME: &str = "柳例镇";

/// Made-up members of staff: login, name. The password of all is [`PASSWORD`].
pub const OFFICE: (&str, &str) = ("wen", "文内勤");
/// Another of the office: nobody answers what they asked for themselves.
pub const SECOND: (&str, &str) = ("mo", "莫内勤");
pub const LEADER: (&str, &str) = ("gao", "高分管");
/// The keepers of accounts, of devices and credentials, and of the audit: none of them reads a file.
pub const KEEPERS: [(&str, &str); 3] = [("xi", "席系统"), ("an", "安安全"), ("ji", "计审计")];
pub const WORKERS: [(&str, &str); 2] = [("miao", "苗专干"), ("tian", "田专干")];
pub const TESTER: (&str, &str) = ("shi", "石民警");
/// Her qualification has run out.
pub const FORMER_TESTER: (&str, &str) = ("yue", "岳民警");

/// The demo password of every invented account.
pub const PASSWORD: &str = "小船摇啊摇-外婆桥-2026";

const SURNAMES: [&str; 36] = [
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "朱",
    "秦", "尤", "许", "何", "吕", "施", "张", "单", "仇", "查", "曾", "解", "区", "朴", "𠮷", "任", "华",
    "盖", "尉迟",
];
const NUMERALS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const VILLAGES: [&str; 6] = ["东塘村", "西岭村", "南湾村", "北坡村", "石桥社区", "渡口社区"];

/// How a person's history goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Everything done in time.
    Steady,
    /// The visits of the last windows are missing.
    VisitsBehind,
    /// The last closed test window has no test.
    TestMissed,
    /// Reported in, but the agreement was never signed.
    Unsigned,
    /// Has the order, still has days to report in.
    Waiting,
    /// Had the order a month ago and never came.
    Overdue,
}

/// One invented person.
#[derive(Debug, Clone)]
pub struct Resident {
    pub order: Order,
    pub decided_on: NaiveDate,
    pub reported_in: Option<NaiveDate>,
    pub course: Course,
    /// Index into [`WORKERS`].
    pub worker: usize,
}

/// Something that happened to a resident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Register,
    ReportIn,
    Agreement,
    Visit,
    Test,
    Report,
    /// At the end of a quarter.
    Quarterly,
    /// At the end of a year.
    Annual,
}

/// The thirty-six residents, laid out backwards from `today`.
#[must_use]
pub fn residents(today: NaiveDate) -> Vec<Resident> {
    (0..SURNAMES.len()).map(|index| resident(index, today)).collect()
}

fn resident(index: usize, today: NaiveDate) -> Resident {
    let measure = if index % 3 == 2 { Measure::Recovery } else { Measure::Rehab };
    let course = match index {
        33 => Course::Waiting,
        34 | 35 => Course::Overdue,
        0 | 7 => Course::Unsigned,
        _ if index % 5 == 1 => Course::VisitsBehind,
        _ if index % 7 == 3 => Course::TestMissed,
        _ => Course::Steady,
    };
    // Spread over all three years: the first reported in some days ago, the last nearly three years ago.
    let place = u64::try_from(index).unwrap_or(0);
    let days_in = 6 + place * 30 + place * 11 % 29;
    let (received, reported_in) = match course {
        Course::Waiting => (today - Days::new(9), None),
        Course::Overdue => (today - Days::new(32), None),
        Course::Steady | Course::VisitsBehind | Course::TestMissed | Course::Unsigned => {
            let day = today - Days::new(days_in);
            (day - Days::new(4), Some(day))
        }
    };
    Resident {
        order: order(index, measure, received),
        decided_on: received - Days::new(2),
        reported_in,
        course,
        worker: index % WORKERS.len(),
    }
}

fn order(index: usize, measure: Measure, received: NaiveDate) -> Order {
    let sex = if index % 6 == 4 { Sex::Female } else { Sex::Male };
    Order {
        measure,
        term_months: 36,
        order_no: format!("例公(禁)社字〔{}〕第{:03}号", received.year(), index + 1),
        authority: "例县公安局".to_owned(),
        recovery_ground: (measure == Measure::Recovery).then_some(RecoveryGround::IsolatedTwice),
        received_by_person: Some(received),
        received_by_family: Some(received),
        isolation_release: None,
        person: PersonDetails {
            name: name(index),
            sex,
            birth: Some(birth(index)),
            id: IdDocument { id_type: IdType::IdCard, number: id_number(birth(index), index, sex) },
            phone: Some(format!("1990000{:04}", index + 1)),
            village: VILLAGES[index % VILLAGES.len()].to_owned(),
            residence: format!("{}例{}组", VILLAGES[index % VILLAGES.len()], index % 9 + 1),
            special: None,
        },
    }
}

/// 赵例一 … 尉迟例三六.
#[must_use]
pub fn name(index: usize) -> String {
    let number = index + 1;
    let numeral = if number < 10 {
        NUMERALS[number].to_owned()
    } else {
        format!("{}{}", NUMERALS[number / 10], NUMERALS[number % 10])
    };
    format!("{}例{numeral}", SURNAMES[index])
}

fn birth(index: usize) -> NaiveDate {
    let year = 1970 + i32::try_from(index % 30).unwrap_or(0);
    NaiveDate::from_ymd_opt(year, u32::try_from(index % 12).unwrap_or(0) + 1, 15).unwrap_or_default()
}

/// A number with a right check digit (GB 11643) in an area that does not exist.
#[must_use]
pub fn id_number(birth: NaiveDate, index: usize, sex: Sex) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let serial = index * 2 % 998 + usize::from(sex == Sex::Male);
    let digits = format!("999999{}{serial:03}", birth.format("%Y%m%d"));
    let sum: u32 =
        digits.chars().zip(WEIGHTS).map(|(digit, weight)| digit.to_digit(10).unwrap_or(0) * weight).sum();
    format!("{digits}{}", CHECKS[usize::try_from(sum % 11).unwrap_or(0)])
}

/// All acts of all residents up to `today`, in the order they happened.
#[must_use]
pub fn history(residents: &[Resident], today: NaiveDate) -> Vec<(Moment, usize, Act)> {
    let mut acts: Vec<_> = residents
        .iter()
        .enumerate()
        .flat_map(|(index, resident)| {
            life(index, resident, today).into_iter().map(move |(at, act)| (at, index, act))
        })
        .collect();
    acts.sort_by_key(|(at, index, _)| (*at, *index));
    acts
}

fn life(index: usize, resident: &Resident, today: NaiveDate) -> Vec<(Moment, Act)> {
    let registered = resident.order.received_by_person.unwrap_or(resident.decided_on);
    let mut acts = vec![(at(registered, 15, 0), Act::Register)];
    let Some(first) = resident.reported_in else { return acts };
    acts.push((at(first, 9, 0), Act::ReportIn));
    acts.push((at(first, 9, 40), Act::Agreement));
    let every = match resident.order.measure {
        Measure::Rehab => 1,
        Measure::Recovery => 2,
    };
    // Everybody has days of their own, so that at any moment some windows are done and some are not.
    let into = |step: usize| 2 + u64::try_from(index * step % 24).unwrap_or(0);
    acts.extend(series(first, today, |_| every, into(7)).into_iter().map(|day| (at(day, 10, 0), Act::Visit)));
    let pace = |month: u32| match (resident.order.measure, month / 12) {
        (Measure::Rehab, 0) => 1,
        (Measure::Rehab, 1) | (Measure::Recovery, 0) => 2,
        (Measure::Rehab, _) | (Measure::Recovery, 1) => 3,
        (Measure::Recovery, _) => 6,
    };
    acts.extend(series(first, today, pace, into(5)).into_iter().map(|day| (at(day, 8, 30), Act::Test)));
    acts.extend(
        series(first, today, |_| every, into(11)).into_iter().map(|day| (at(day, 16, 0), Act::Report)),
    );
    acts.extend(ends(first, today, 3).into_iter().map(|day| (at(day, 14, 0), Act::Quarterly)));
    acts.extend(ends(first, today, 12).into_iter().map(|day| (at(day, 14, 30), Act::Annual)));
    forget(&mut acts, resident.course);
    acts
}

/// One day in each window that began at least `into` days ago.
fn series(first: NaiveDate, today: NaiveDate, pace: impl Fn(u32) -> u32, into: u64) -> Vec<NaiveDate> {
    let mut days = Vec::new();
    let mut month = 0;
    while month < 36 {
        let day = first + Months::new(month) + Days::new(into);
        if day >= today {
            break;
        }
        days.push(day);
        month += pace(month);
    }
    days
}

/// A day some days before the end of each period of so many months.
fn ends(first: NaiveDate, today: NaiveDate, months: u32) -> Vec<NaiveDate> {
    let day = |end: u32| first + Months::new(end * months) - Days::new(6);
    (1..=36 / months).map(day).take_while(|day| *day < today).collect()
}

fn forget(acts: &mut Vec<(Moment, Act)>, course: Course) {
    let (act, count) = match course {
        Course::VisitsBehind => (Act::Visit, 2),
        Course::TestMissed => (Act::Test, 2),
        Course::Unsigned => (Act::Agreement, 1),
        Course::Steady | Course::Waiting | Course::Overdue => return,
    };
    for _ in 0..count {
        if let Some(place) = acts.iter().rposition(|(_, kind)| *kind == act) {
            acts.remove(place);
        }
    }
}

/// A time of day in Beijing.
#[must_use]
pub fn at(day: NaiveDate, hour: u32, minute: u32) -> Moment {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    day.and_time(time).and_local_timezone(BEIJING).single().unwrap_or_default()
}

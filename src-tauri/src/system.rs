//! What only the system of the machine can do: dial, say what the line costs, put a sealed file where the user keeps
//! files, remind of a day. A desktop does the little it can; on a phone it is `SystemPlugin.kt`.

use client::door::DueDay;

#[cfg(target_os = "android")]
mod android;
#[cfg(not(target_os = "android"))]
mod desktop;

#[cfg(target_os = "android")]
pub use android::{System, plugin};
#[cfg(not(target_os = "android"))]
pub use desktop::System;

/// Hour of the day, in Beijing, at which a reminder is shown.
#[cfg_attr(not(target_os = "android"), allow(dead_code, reason = "a desktop reminds of nothing"))]
const REMINDER_HOUR: u32 = 8;

/// A day's reminder as the system gets it: when, and words that say nothing of whom or what.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Reminder {
    /// Milliseconds since 1970.
    pub at: i64,
    pub text: String,
}

/// One reminder a day; days whose hour is past are left out.
#[cfg_attr(not(target_os = "android"), allow(dead_code, reason = "a desktop reminds of nothing"))]
fn reminders(days: &[DueDay], now: shared::moment::Moment) -> Vec<Reminder> {
    let of = |day: &DueDay| {
        let at =
            day.day.and_hms_opt(REMINDER_HOUR, 0, 0)?.and_local_timezone(shared::moment::BEIJING).single()?;
        (at > now)
            .then(|| Reminder {
                at: at.timestamp_millis(), text: format!("今天有 {} 件事到期", day.count)
            })
    };
    days.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_comes_in_the_morning_and_says_only_how_much() {
        let now = "2026-03-10T09:00:00+08:00".parse::<chrono::DateTime<chrono::FixedOffset>>().unwrap();
        let day = |day: &str, count| DueDay { day: day.parse().unwrap(), count };
        let laid = reminders(&[day("2026-03-10", 2), day("2026-03-12", 3)], now);
        let expected = Reminder { at: 1_773_273_600_000, text: "今天有 3 件事到期".to_owned() };
        assert_eq!(laid, [expected], "this morning is past");
    }
}

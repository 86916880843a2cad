//! 家访、谈话 (D07).

use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::code::{Cooperation, LivingStatus, Mood, Relation, VisitManner, VisitTarget};

/// 被访人, where it is not the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Met {
    pub name: String,
    pub relation: Relation,
    pub phone: Option<String>,
}

/// 到访地点: where the phone was when a visit in person was saved. Its worker switches it on; it is off by default. It is
/// shown to who reviews the visit, and no rule, count or mark reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlaceStamp {
    /// WGS-84 latitude in degrees x 10^4, from -900000 to 900000; a step is about 11 m.
    pub latitude_e4: i32,
    /// WGS-84 longitude in degrees x 10^4, from -1800000 to 1800000.
    pub longitude_e4: i32,
    /// The phone's own word on how far off it may be, in metres, from 1 to [`ACCURACY_M_MAX`].
    pub accuracy_m: u32,
}

/// Metres beyond which a place says nothing of a village.
pub const ACCURACY_M_MAX: u32 = 100_000;

impl PlaceStamp {
    /// Whether it is a place on earth, as near as it must be.
    #[must_use]
    pub fn is_sound(self) -> bool {
        self.latitude_e4.unsigned_abs() <= 900_000
            && self.longitude_e4.unsigned_abs() <= 1_800_000
            && (1..=ACCURACY_M_MAX).contains(&self.accuracy_m)
    }
}

/// 见面访谈/家访记录. `happened_at` = 走访时间.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Visit {
    pub manner: VisitManner,
    pub target: VisitTarget,
    /// 已找到: whether the target was met.
    pub found: bool,
    pub place: String,
    pub met: Option<Met>,
    pub cooperation: Option<Cooperation>,
    pub living: Option<LivingStatus>,
    pub mood: Option<Mood>,
    /// 谈话内容: family, work, rehabilitation, difficulties, in the worker's words.
    pub notes: String,
    /// 突出困难.
    pub difficulty: Option<String>,
    /// 同行人员 beside the author, by name.
    pub companions: Vec<String>,
    /// Of a visit in person only: a call has no place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_stamp: Option<PlaceStamp>,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

impl Visit {
    /// Whether somebody went there, whoever was found; 电话 and 视频 are no visit in person.
    #[must_use]
    pub fn is_in_person(&self) -> bool {
        !matches!(self.manner, VisitManner::Phone | VisitManner::Video)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_on_earth_and_no_further_off_than_it_may_be() {
        let place = PlaceStamp { latitude_e4: 261_234, longitude_e4: 1_125_678, accuracy_m: 30 };
        assert!(place.is_sound());
        let edge = PlaceStamp { latitude_e4: -900_000, longitude_e4: -1_800_000, accuracy_m: ACCURACY_M_MAX };
        assert!(edge.is_sound());
        assert!(!PlaceStamp { latitude_e4: 900_001, ..place }.is_sound());
        assert!(!PlaceStamp { latitude_e4: i32::MIN, ..place }.is_sound());
        assert!(!PlaceStamp { longitude_e4: 1_800_001, ..place }.is_sound());
        assert!(!PlaceStamp { accuracy_m: 0, ..place }.is_sound());
        assert!(!PlaceStamp { accuracy_m: ACCURACY_M_MAX + 1, ..place }.is_sound());
    }
}

//! What a form holds when it is whole: the bodies of facts a phone may write, and no others.

use serde::{Deserialize, Serialize};
use shared::attachment::Attachment;
use shared::event::{
    Absence, AdmonitionIssued, Assessment, Body, DrugTest, ForcedTestApproved, GroupSet, GuidanceGiven,
    LateSource, LatenessJustified, LeaveApproved, LeaveRequested, LeaveReturned, OverdueNoticeServed,
    PaperFilled, SelfReport, SupportGiven, TestNoticeServed, Visit,
};
use shared::moment::Moment;

macro_rules! facts {
    ($($body:ident,)+) => {
        /// A fact as a form gives it. A morning's tests and refusals have requests of their own: they hang on a session.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(tag = "kind", rename_all = "snake_case")]
        pub enum Fact { $($body($body),)+ }

        impl From<Fact> for Body {
            fn from(fact: Fact) -> Self {
                match fact { $(Fact::$body(body) => Self::$body(body),)+ }
            }
        }

        impl Fact {
            /// A body as a form reads it again; `None` for what no form of the phone writes.
            #[must_use]
            pub fn of(body: &Body) -> Option<Self> {
                $(if let Body::$body(body) = body { return Some(Self::$body(body.clone())); })+
                None
            }
        }
    };
}

facts! {
    Visit, SelfReport, Assessment, SupportGiven, GuidanceGiven, Absence, LeaveRequested, LeaveApproved, LeaveReturned,
    LatenessJustified, OverdueNoticeServed, TestNoticeServed, ForcedTestApproved, AdmonitionIssued, PaperFilled,
    GroupSet, DrugTest,
}

/// 补录: asked for where a record tells of something long ago.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct LateNote {
    pub reason: String,
    pub source: LateSource,
    /// Photos of what it is written from.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
}

/// One fact of an act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Part {
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub happened_at: Moment,
    pub fact: Fact,
    #[serde(default)]
    pub late: Option<LateNote>,
    /// A paper of the act that speaks of the fact the act is about, which has no id before it is saved.
    #[serde(default)]
    pub about_it: bool,
}

/// What one act makes, in the order it is written: an approval before the test it allows, the paper after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Parts {
    #[serde(default)]
    pub before: Vec<Part>,
    /// The fact the act is about; its id is the answer.
    pub it: Part,
    #[serde(default)]
    pub after: Vec<Part>,
}

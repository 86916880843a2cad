//! 告诫、违规: both ladders of a person as a screen shows them — what counts, which paper answers it, what is only proposed.

use serde::{Deserialize, Serialize};

use crate::case::ladder::{BreachLevel, Ladder};
use crate::case::{CaseFile, Fact};
use crate::code::{BreachGround, BreachSeries};
use crate::document::field::{read, spec};
use crate::document::{Call, Paper, PaperKey, calls};
use crate::duty::Reckoning;
use crate::event::{AdmonitionIssued, PaperFilled};
use crate::id::EventId;
use crate::moment::Moment;
use crate::norm;

/// One fact of a ladder, with the admonition that answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BreachStep {
    /// 第几次, from 1.
    pub ordinal: u8,
    pub event: EventId,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub happened_at: Moment,
    /// The admonition; `None` for the third and later ones, which call for none.
    pub paper: Option<PaperKey>,
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub issued_at: Option<Moment>,
    /// How it was served, in Chinese; `None` while nobody recorded that.
    pub served: Option<String>,
}

/// One series; the two are never added together (RD-14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BreachRow {
    pub series: BreachSeries,
    pub level: BreachLevel,
    pub steps: Vec<BreachStep>,
    /// Days away in all; of absences alone.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub days: Option<i64>,
    /// Grounds a named person of the office may decide on; the program only proposes (RD-15).
    pub proposed: Vec<BreachGround>,
}

/// Both ladders, those with nothing on them too.
#[must_use]
pub fn breaches(file: &CaseFile, reckoning: &Reckoning) -> Vec<BreachRow> {
    let called = calls(file, reckoning);
    let ladder = &reckoning.ladder;
    let row = |series: &BreachSeries| BreachRow {
        series: *series,
        level: ladder.level(*series),
        steps: steps(file, ladder, *series, &called),
        days: matches!(series, BreachSeries::Absence).then(|| ladder.absence_days()),
        proposed: proposed(ladder, *series),
    };
    BreachSeries::ALL.iter().map(row).collect()
}

fn steps(file: &CaseFile, ladder: &Ladder, series: BreachSeries, called: &[Call]) -> Vec<BreachStep> {
    let step = |(ordinal, event): (u8, EventId)| {
        let call = called.iter().find(|call| call.paper == Paper::D11 && call.because == Some(event));
        let issued = call.and_then(|call| call.made);
        let issued = issued.and_then(|made| file.admonitions.iter().find(|fact| fact.event == made));
        Some(BreachStep {
            ordinal,
            event,
            happened_at: file.event(event)?.happened_at,
            paper: call.filter(|_| usize::from(ordinal) <= norm::ADMONITIONS).map(PaperKey::of),
            issued_at: issued.map(|fact| fact.happened_at),
            served: served(file, event, issued),
        })
    };
    (1..).zip(ladder.series(series)).filter_map(step).collect()
}

/// Told with the paper when it was issued, or recorded later by whoever carried it.
fn served(file: &CaseFile, about: EventId, issued: Option<&Fact<AdmonitionIssued>>) -> Option<String> {
    let told = issued.and_then(|fact| fact.body.served).map(|manner| manner.label().to_owned());
    let made = issued.map(|fact| fact.event);
    let of_paper = |fact: &&Fact<PaperFilled>| {
        let about_it = fact.body.about == Some(about) || (made.is_some() && fact.body.about == made);
        fact.body.paper == Paper::D11 && about_it
    };
    let carried = || {
        let kind = spec(Paper::D11, "serve_manner")?.kind;
        let mut papers = file.papers.iter().rev().filter(of_paper);
        papers.find_map(|fact| read(kind, fact.body.fields.get("serve_manner")?))
    };
    told.or_else(carried)
}

fn proposed(ladder: &Ladder, series: BreachSeries) -> Vec<BreachGround> {
    if !ladder.undecided().contains(&series) {
        return Vec::new();
    }
    let of_series = |ground: &BreachGround| crate::case::ladder::series_of(*ground) == series;
    BreachGround::ALL.iter().copied().filter(of_series).filter(|ground| ladder.bears(*ground)).collect()
}

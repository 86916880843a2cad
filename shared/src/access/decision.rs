//! 谁能定: what takes two persons, and who may be the second.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Act, Relation, may, may_approve};
use crate::case::{CaseFile, leaves};
use crate::code::Role;
use crate::decision::DecisionKind;
use crate::id::{EventId, UserId};

/// By whom a decision is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// One of the office.
    One,
    /// One who did not ask for it.
    NotTheAsker,
    /// One writes it, another approves.
    Two,
}

/// A determination and its withdrawal are those of the office head or a named deputy (R-BREACH-10, R-ORG-6); the proposal
/// of discharge is the township's (R-DISCH-1). That an ending takes two is our own choice: it ends every duty and seals
/// the file. A leave is answered by another than who asked (R-LEAVE-3).
const fn by(kind: DecisionKind) -> By {
    match kind {
        DecisionKind::Determination
        | DecisionKind::Withdrawal
        | DecisionKind::Ending
        | DecisionKind::DischargeProposal => By::Two,
        DecisionKind::LeaveApproval | DecisionKind::LeaveDenial => By::NotTheAsker,
        DecisionKind::LeaveRequest
        | DecisionKind::LeaveExtension
        | DecisionKind::LeaveReturn
        | DecisionKind::BreachReport
        | DecisionKind::Detention
        | DecisionKind::Release
        | DecisionKind::TransferRequest
        | DecisionKind::TransferNotice
        | DecisionKind::TransferForm
        | DecisionKind::TransferApproval
        | DecisionKind::TransferDenial
        | DecisionKind::DossierHandover
        | DecisionKind::TransferArrival
        | DecisionKind::FinalAssessment
        | DecisionKind::DischargeNotice
        | DecisionKind::DischargeReceipt
        | DecisionKind::OtherMeasure => By::One,
    }
}

/// 两人: one of the office writes it, the lead approves.
#[must_use]
pub const fn takes_two(kind: DecisionKind) -> bool {
    matches!(by(kind), By::Two)
}

/// Whether somebody may approve or refuse what another wrote.
#[must_use]
pub fn may_settle_proposal(role: Role, approver: UserId, proposer: UserId) -> bool {
    may(role, Act::ApproveDecision, Relation::SameTownship) && may_approve(approver, Some(proposer), proposer)
}

/// Whether somebody may answer what another asked for: a leave is not granted by who entered the request.
#[must_use]
pub fn may_answer(kind: DecisionKind, user: UserId, asked_by: Option<UserId>) -> bool {
    match (by(kind), asked_by) {
        (By::NotTheAsker, Some(author)) => may_approve(user, Some(author), author),
        (By::NotTheAsker, None) | (By::One | By::Two, _) => true,
    }
}

/// 自请自准: requests for leave of a user that the same user granted, of any day. To make longer what another granted is
/// none (R-LEAVE-3).
#[must_use]
pub fn granted_alone(file: &CaseFile, user: UserId) -> BTreeSet<EventId> {
    let is_by = |event: EventId| file.event(event).is_some_and(|event| event.author == user);
    let granted = leaves(file, NaiveDate::MAX).into_iter().filter(|leave| {
        leave.approval.is_some_and(is_by)
            && !leave.extended
            && !may_answer(
                DecisionKind::LeaveApproval,
                user,
                file.event(leave.event).map(|event| event.author),
            )
    });
    granted.map(|leave| leave.event).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn user(number: u128) -> UserId {
        UserId(Uuid::from_u128(number))
    }

    #[test]
    fn nobody_approves_what_they_wrote_and_only_the_lead_approves() {
        crate::asserts!("R-BREACH-10", "R-ORG-6");
        for role in Role::ALL {
            assert!(!may_settle_proposal(*role, user(1), user(1)), "{role}");
            assert_eq!(may_settle_proposal(*role, user(2), user(1)), *role == Role::Leader, "{role}");
        }
    }

    #[test]
    fn a_leave_is_not_granted_by_who_entered_the_request() {
        crate::asserts!("R-LEAVE-3");
        for kind in [DecisionKind::LeaveApproval, DecisionKind::LeaveDenial] {
            assert!(!may_answer(kind, user(1), Some(user(1))));
            assert!(may_answer(kind, user(2), Some(user(1))));
        }
        assert!(may_answer(DecisionKind::LeaveReturn, user(1), Some(user(1))));
    }
}

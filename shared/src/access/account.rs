//! 账号的一生: invited → unconfirmed → active ⇄ suspended, left at the end; who may take which step.
//!
//! Whatever changes what an account is or proves itself with sends it back to `unconfirmed`, and only somebody who
//! did not make that change, and is not the account, lets it work again.

use super::{Act, Relation, may};
use crate::code::Role;
use crate::id::UserId;

crate::codes! {
    /// 账号状态.
    pub enum UserState {
        /// Has a link to choose a password and a second factor; has neither yet.
        Invited = "invited" "待本人设置",
        /// Set up, or changed; nobody has confirmed it.
        Unconfirmed = "unconfirmed" "待确认",
        Active = "active" "在用",
        Suspended = "suspended" "停用",
        /// For good: whoever comes back gets a new account.
        Left = "left" "离岗",
    }
}

impl UserState {
    /// Whether the account may do anything at all.
    #[must_use]
    pub const fn works(self) -> bool {
        matches!(self, Self::Active)
    }
}

crate::codes! {
    /// What is done to an account.
    pub enum UserStep {
        /// A new link for one that was not used.
        InviteAgain = "invite_again" "重发邀请",
        Confirm = "confirm" "确认",
        Suspend = "suspend" "停用",
        Resume = "resume" "恢复",
        ChangeRole = "change_role" "改角色",
        ResetCredentials = "reset_credentials" "重置密码和动态码",
        Leave = "leave" "离岗",
    }
}

impl UserStep {
    /// What the step asks of who takes it: any of these acts.
    #[must_use]
    pub const fn acts(self) -> &'static [Act] {
        match self {
            Self::Confirm => &[Act::ConfirmUsers],
            // Safety first: whoever keeps people or credentials may stop an account.
            Self::Suspend => &[Act::ManageUsers, Act::ResetCredentials],
            Self::ResetCredentials => &[Act::ResetCredentials],
            Self::InviteAgain | Self::Resume | Self::ChangeRole | Self::Leave => &[Act::ManageUsers],
        }
    }

    /// The state it leads to; `None` = it does not follow from this one.
    #[must_use]
    pub const fn leads(self, from: UserState) -> Option<UserState> {
        use UserState::{Active, Invited, Left, Suspended, Unconfirmed};
        match (self, from) {
            (Self::InviteAgain, Invited) | (Self::ResetCredentials, Unconfirmed | Active) => Some(Invited),
            (Self::Confirm, Unconfirmed) => Some(Active),
            (Self::Suspend, Unconfirmed | Active) => Some(Suspended),
            (Self::Resume, Suspended) | (Self::ChangeRole, Unconfirmed | Active) => Some(Unconfirmed),
            (Self::ChangeRole, Invited) => Some(Invited),
            (Self::Leave, Invited | Unconfirmed | Active | Suspended) => Some(Left),
            (Self::InviteAgain, Unconfirmed | Active | Suspended | Left)
            | (Self::ResetCredentials, Invited | Suspended | Left)
            | (Self::Confirm, Invited | Active | Suspended | Left)
            | (Self::Suspend, Invited | Suspended | Left)
            | (Self::Resume, Invited | Unconfirmed | Active | Left)
            | (Self::ChangeRole, Suspended | Left)
            | (Self::Leave, Left) => None,
        }
    }
}

/// Whether a role may take a step with accounts of its township.
#[must_use]
pub fn may_step(role: Role, step: UserStep) -> bool {
    step.acts().iter().any(|act| may(role, *act, Relation::SameTownship))
}

/// Nobody approves their own act: not what they made, and not what is about themselves. `maker` is `None` for what was
/// done at the machine itself.
#[must_use]
pub fn may_approve(approver: UserId, maker: Option<UserId>, about: UserId) -> bool {
    approver != about && maker != Some(approver)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::BEIJING;

    #[test]
    fn nobody_who_invites_confirms_and_nobody_who_resets_invites() {
        for role in Role::ALL {
            assert!(!(may_step(*role, UserStep::ChangeRole) && may_step(*role, UserStep::Confirm)), "{role}");
            assert!(
                !(may_step(*role, UserStep::ResetCredentials) && may_step(*role, UserStep::ChangeRole)),
                "{role}"
            );
        }
        assert!(Role::ALL.iter().any(|role| may_step(*role, UserStep::Confirm)));
    }

    #[test]
    fn the_keepers_of_accounts_devices_and_audit_see_no_file_and_share_no_act() {
        let kept = [Role::System, Role::Security, Role::Audit];
        for act in Act::ALL {
            let who = kept.iter().filter(|role| may(**role, *act, Relation::Assigned)).count();
            assert!(who <= 1, "{act:?}");
        }
        for role in kept {
            for relation in [Relation::Assigned, Relation::SameTownship, Relation::Opened, Relation::Other] {
                assert!(!may(role, Act::SeeFile, relation) && !may(role, Act::OpenUrgently, relation));
            }
        }
    }

    #[test]
    fn an_account_works_only_after_somebody_else_confirmed_it() {
        let user = |byte| {
            UserId::make(
                chrono::DateTime::<chrono::FixedOffset>::default().with_timezone(&BEIJING),
                [byte; 10],
            )
        };
        let (maker, about, other) = (user(1), user(2), user(3));
        assert!(may_approve(other, Some(maker), about) && may_approve(other, None, about));
        assert!(!may_approve(maker, Some(maker), about) && !may_approve(about, Some(maker), about));
        for step in UserStep::ALL {
            for from in UserState::ALL {
                let to = step.leads(*from);
                assert!(to != Some(UserState::Active) || *step == UserStep::Confirm, "{step} {from}");
                assert!(*from != UserState::Left || to.is_none(), "nobody comes back from {from}");
            }
        }
    }
}

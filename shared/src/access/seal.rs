//! 调阅封存档案: a file that is shut is opened by one who asks with a reason and is allowed by another (R-PRIV-10).

use super::{Act, Relation, may, may_approve};
use crate::code::Role;
use crate::id::UserId;

/// Hours an approval lasts at most. Our own choice: half a working day, as for 紧急查阅.
pub const UNSEALING_HOURS_MAX: u32 = 4;

/// Whether somebody may ask for a shut file: who would read it if it were not, in the township where it lies.
#[must_use]
pub const fn may_ask_unsealing(role: Role, relation: Relation) -> bool {
    matches!(relation, Relation::Assigned | Relation::SameTownship) && may(role, Act::SeeFile, relation)
}

/// Whether somebody may allow or refuse what another asked for: the office that keeps the files, or its lead. Nobody
/// allows their own.
#[must_use]
pub fn may_settle_unsealing(role: Role, approver: UserId, asker: UserId) -> bool {
    matches!(role, Role::Office | Role::Leader) && may_approve(approver, Some(asker), asker)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn who_reads_files_asks_and_another_of_the_office_or_its_lead_allows() {
        crate::asserts!("R-PRIV-10");
        let user = |number| UserId(Uuid::from_u128(number));
        for role in Role::ALL {
            let settles = matches!(role, Role::Office | Role::Leader);
            assert_eq!(may_settle_unsealing(*role, user(2), user(1)), settles, "{role}");
            assert!(!may_settle_unsealing(*role, user(1), user(1)), "{role} allows nobody's own");
            for relation in [Relation::Opened, Relation::Other] {
                assert!(!may_ask_unsealing(*role, relation), "{role}: not from elsewhere");
            }
            assert_eq!(
                may_ask_unsealing(*role, Relation::SameTownship),
                may(*role, Act::SeeFile, Relation::SameTownship),
                "{role}"
            );
        }
    }
}

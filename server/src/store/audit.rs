//! 审计: who did what to which id, each entry chained to the one before.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::hash::Hash;
use shared::id::{SeriesId, TownshipCode, UserId};
use shared::moment::Moment;

use super::{StoreError, Work, all, moment};

shared::codes! {
    /// What is written down.
    pub enum AuditAct {
        Login = "login" "登录",
        LoginRefused = "login_refused" "登录失败",
        Logout = "logout" "退出",
        SeeWorkbench = "see_workbench" "查看工作台",
        SeeList = "see_list" "查看名册",
        Search = "search" "查询",
        KeepViews = "keep_views" "保存常用视图",
        SeeUpload = "see_upload" "查看上传单",
        KeepDraft = "keep_draft" "存草稿",
        DropDraft = "drop_draft" "弃草稿",
        SeeDrafts = "see_drafts" "查看草稿",
        SeeFile = "see_file" "查看档案",
        SeeIdNumber = "see_id_number" "查看证件号码",
        Explain = "explain" "查看期限依据",
        SeeDevices = "see_devices" "查看设备",
        SeeStaff = "see_staff" "查看人员账号",
        SeeReadings = "see_readings" "查看解读",
        SeeCalendar = "see_calendar" "查看放假安排",
        SeeOffice = "see_office" "查看机构资料",
        Preview = "preview" "预演变更",
        WhatIf = "what_if" "推演",
        AsOf = "as_of" "查看当时所知",
        Record = "record" "登记",
        Assign = "assign" "指派",
        MakePairingCode = "make_pairing_code" "生成绑定码",
        Pair = "pair" "绑定设备",
        PairAgain = "pair_again" "设备重取绑定结果",
        Revoke = "revoke" "停用设备",
        Hello = "hello" "设备连接",
        ConfirmDevice = "confirm_device" "确认设备",
        GiveUnlockCode = "give_unlock_code" "给出解锁码",
        Push = "push" "设备上传",
        Quarantine = "quarantine" "记录待核查",
        Fork = "fork" "同一序号出现两份记录",
        Pull = "pull" "设备下载",
        AddTownship = "add_township" "新增乡镇",
        AddUser = "add_user" "新增账号",
        ResetPassword = "reset_password" "重置密码",
        ResetTotp = "reset_totp" "重置动态口令",
        Decide = "decide" "核查记录",
        BeginTransfer = "begin_transfer" "发起移交",
        AcceptTransfer = "accept_transfer" "接收移交",
        CancelTransfer = "cancel_transfer" "撤回移交",
        SeeTransfers = "see_transfers" "查看移交",
        Compare = "compare" "设备对账",
        SeriesGap = "series_gap" "设备记录恢复后缺号",
        GiveBack = "give_back" "设备交回他人记录",
        Bundle = "bundle" "设备下载卷包",
        Rewound = "rewound" "设备数据疑似由旧副本恢复",
        SetAppFloor = "set_app_floor" "设置最低版本",
        SetUserState = "set_user_state" "启停账号",
        SeeAudit = "see_audit" "查看审计",
        Backup = "backup" "备份",
        Restore = "restore" "从备份恢复",
        AnswerAlert = "answer_alert" "处置审计告警",
        WitnessDenied = "witness_denied" "审计链与设备所存不符",
        InviteUser = "invite_user" "邀请账号",
        SetUp = "set_up" "本人设置账号",
        ConfirmUser = "confirm_user" "确认账号",
        ChangeRole = "change_role" "改角色",
        UserLeft = "user_left" "离岗",
        SetPasswordProfile = "set_password_profile" "改密码规则",
        OpenUrgently = "open_urgently" "紧急查阅",
        ReviewOpening = "review_opening" "复核紧急查阅",
        SeeOpenings = "see_openings" "查看紧急查阅",
        SeeReads = "see_reads" "查看谁看过",
        PrepareCertificate = "prepare_certificate" "备好下一张镇证书",
        ChangeCertificate = "change_certificate" "更换镇证书",
        ReceiveBlob = "receive_blob" "收到附件",
        SeeBlob = "see_blob" "查看附件",
        SeeInbox = "see_inbox" "查看核对收件箱",
        SeeIssue = "see_issue" "查看矛盾核对",
        SeeMissing = "see_missing" "查看缺附件清单",
        SeeQuarantine = "see_quarantine" "查看待核查记录",
        HandIn = "hand_in" "交入胶囊",
        SeeDecisions = "see_decisions" "查看待决定",
        SeeHandovers = "see_handovers" "查看工作交接",
        BeginHandover = "begin_handover" "开交接单",
        StepHandover = "step_handover" "签收或批准交接",
        LeftWithCases = "left_with_cases" "名下有人而离岗",
        Propose = "propose" "拟办",
        SeeParcels = "see_parcels" "查看移交卷",
        MakeParcel = "make_parcel" "制作移交卷",
        TakeParcel = "take_parcel" "接收移交卷",
        SettleParcel = "settle_parcel" "登记移交回执",
        SeePapers = "see_papers" "查看文书",
        PrintPaper = "print_paper" "打印文书",
        SeeDossier = "see_dossier" "查看卷内目录",
        PrintDossier = "print_dossier" "打印卷宗",
        SeeLayouts = "see_layouts" "查看文书版式",
        SetLayout = "set_layout" "更换文书版式",
        SeeSealed = "see_sealed" "查看已封存档案",
        AskUnsealing = "ask_unsealing" "申请调阅封存档案",
        SettleUnsealing = "settle_unsealing" "批准或不批准调阅",
        SettleProposal = "settle_proposal" "批准或不批准",
    }
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    User(UserId),
    Device(SeriesId),
    /// Somebody at the machine itself, by the command line.
    Machine,
}

impl Actor {
    /// A user, or the machine where there is none.
    #[must_use]
    pub fn of(user: Option<UserId>) -> Self {
        user.map_or(Self::Machine, Self::User)
    }
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::User(user) => write!(f, "user/{user}"),
            Self::Device(series) => write!(f, "device/{series}"),
            Self::Machine => f.write_str("machine"),
        }
    }
}

/// The chain does not hold from this entry on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("audit chain broken at entry {0}")]
pub struct BrokenAt(pub i64);

/// Writes one entry. `subject` names ids only.
pub(crate) fn write(
    work: Work<'_>,
    township: &TownshipCode,
    actor: Actor,
    act: AuditAct,
    subject: &str,
) -> Result<(), StoreError> {
    let (last, head) = head(work, township)?;
    let entry = last + 1;
    let actor = actor.to_string();
    let hash = link(&head, township, entry, work.now_ms(), &actor, act.code(), subject);
    work.sql.prepare_cached(include_str!("sql/audit_insert.sql"))?.execute(params![
        Text(township),
        entry,
        work.now_ms(),
        actor,
        act.code(),
        subject,
        hash.0
    ])?;
    let sql = "UPDATE township SET audit_last = ?2, audit_head = ?3 WHERE township = ?1";
    work.sql.prepare_cached(sql)?.execute(params![Text(township), entry, hash.0])?;
    Ok(())
}

/// An entry as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub at: Moment,
    pub actor: String,
    pub act: AuditAct,
}

/// Every entry whose subject names an id, newest first.
pub(crate) fn naming(work: Work<'_>, township: &TownshipCode, id: &str) -> Result<Vec<Entry>, StoreError> {
    let mut query = work.sql.prepare_cached(include_str!("sql/audit_naming.sql"))?;
    let rows = query.query_map(params![Text(township), id], |row| {
        let act: Text<AuditAct> = row.get(2)?;
        Ok(Entry { at: moment(row.get(0)?), actor: row.get(1)?, act: act.0 })
    })?;
    all(rows)
}

/// Which entries are wanted.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub before: i64,
    /// From this moment of the server's clock to before that one.
    pub from_ms: i64,
    pub until_ms: i64,
    pub act: Option<AuditAct>,
    /// By console or device.
    pub user: Option<UserId>,
    pub limit: u32,
}

/// An entry with its number and subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Logged {
    pub entry: i64,
    pub at: Moment,
    pub actor: String,
    pub act: AuditAct,
    pub subject: String,
}

/// Entries of a township, newest first.
pub(crate) fn page(
    work: Work<'_>,
    township: &TownshipCode,
    wanted: &Wanted,
) -> Result<Vec<Logged>, StoreError> {
    let mut query = work.sql.prepare_cached(include_str!("sql/audit_page.sql"))?;
    let given = params![
        Text(township),
        wanted.before,
        wanted.from_ms,
        wanted.until_ms,
        wanted.act.map(|act| act.code()).unwrap_or_default(),
        wanted.user.map(|user| user.to_string()).unwrap_or_default(),
        wanted.limit,
    ];
    let rows = query.query_map(given, |row| {
        let act: Text<AuditAct> = row.get(3)?;
        Ok(Logged {
            entry: row.get(0)?,
            at: moment(row.get(1)?),
            actor: row.get(2)?,
            act: act.0,
            subject: row.get(4)?,
        })
    })?;
    all(rows)
}

/// Number and hash of the last entry.
pub(crate) fn head(work: Work<'_>, township: &TownshipCode) -> Result<(i64, Hash), StoreError> {
    let sql = "SELECT audit_last, audit_head FROM township WHERE township = ?1";
    let mut query = work.sql.prepare_cached(sql)?;
    Ok(query.query_row([Text(township)], |row| Ok((row.get(0)?, Hash(row.get(1)?))))?)
}

/// The hash of an entry.
pub(crate) fn hash_at(
    work: Work<'_>,
    township: &TownshipCode,
    entry: i64,
) -> Result<Option<Hash>, StoreError> {
    let sql = "SELECT hash FROM audit WHERE township = ?1 AND entry = ?2";
    let mut query = work.sql.prepare_cached(sql)?;
    Ok(query.query_row(params![Text(township), entry], |row| row.get(0).map(Hash)).optional()?)
}

fn link(
    before: &Hash,
    township: &TownshipCode,
    entry: i64,
    at_ms: i64,
    actor: &str,
    act: &str,
    subject: &str,
) -> Hash {
    let text = format!("guihang-audit-1\n{before}\n{township}\n{entry}\n{at_ms}\n{actor}\n{act}\n{subject}");
    Hash::of(text.as_bytes())
}

/// Walks the chain from its first entry; gives the number of entries where it holds.
pub(crate) fn verify(work: Work<'_>, township: &TownshipCode) -> Result<Result<i64, BrokenAt>, StoreError> {
    let mut query = work.sql.prepare(include_str!("sql/audit_list.sql"))?;
    let mut rows = query.query([Text(township)])?;
    let (mut entries, mut before) = (0, Hash::none());
    while let Some(row) = rows.next()? {
        let (entry, at_ms): (i64, i64) = (row.get(0)?, row.get(1)?);
        let (actor, act, subject): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let hash = Hash(row.get(5)?);
        entries += 1;
        if entry != entries || hash != link(&before, township, entry, at_ms, &actor, &act, &subject) {
            return Ok(Err(BrokenAt(entries)));
        }
        before = hash;
    }
    let holds = head(work, township)? == (entries, before);
    Ok(if holds { Ok(entries) } else { Err(BrokenAt(entries + 1)) })
}

//! Closed code lists (代码表): the stored string, the Chinese label and the Rust variant side by side.

/// Defines a closed code list. The string is what is stored and sent; the label is what people read.
///
/// Every list gets `ALL`, `code()`, `label()`, serde by code and `Display` by label.
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal $label:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        $vis enum $name { $($(#[$vmeta])* #[serde(rename = $code)] $variant,)+ }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stored code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The Chinese label.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.label())
            }
        }
    };
}

codes! {
    /// 措施: the two measures of the norm.
    pub enum Measure { Rehab = "rehab" "社区戒毒", Recovery = "recovery" "社区康复", }
}
codes! {
    /// 社区康复事由 (R-DEC-4, R-DEC-5).
    pub enum RecoveryGround { Opioid = "opioid" "阿片类成瘾", IsolatedTwice = "isolated_twice" "强制隔离戒毒2次以上", Other = "other" "其他", }
}
codes! {
    /// 性别 (GB/T 2261.1).
    pub enum Sex { Unknown = "0" "未知", Male = "1" "男", Female = "2" "女", Unstated = "9" "未说明", }
}
codes! {
    /// 证件种类.
    pub enum IdType {
        IdCard = "idcard" "居民身份证", Passport = "passport" "护照", HmtResidence = "hmt_residence" "港澳台居民居住证",
        HmtPermit = "hmt_permit" "来往内地通行证", ForeignPr = "foreign_pr" "外国人永久居留身份证",
        Other = "other" "其他", None = "none" "身份不明",
    }
}
codes! {
    /// 特殊情形 (禁毒法 39 and own additions).
    pub enum Special {
        Pregnant = "pregnant" "怀孕", NursingUnder1 = "nursing_under_1" "哺乳不满一周岁婴儿", Under16 = "under_16" "不满十六周岁",
        Minor = "minor" "未满十八周岁", SevereIllness = "severe_illness" "严重疾病",
    }
}
impl Special {
    /// Whether it says that the person is not of age (R-PRIV-11).
    #[must_use]
    pub const fn is_of_a_minor(self) -> bool {
        match self {
            Self::Under16 | Self::Minor => true,
            Self::Pregnant | Self::NursingUnder1 | Self::SevereIllness => false,
        }
    }
}

codes! {
    /// 送/接到人 (R-REPORTIN-1, R-REPORTIN-2).
    pub enum BroughtBy { Authority = "authority" "决定机关送达", Fetched = "fetched" "办公室、公安或家属接回", Self_ = "self" "自行报到", }
}
codes! {
    /// 与本人关系 (GB/T 4761, coarse).
    pub enum Relation {
        Self_ = "0" "本人", Spouse = "1" "配偶", Son = "2" "子", Daughter = "3" "女", Grandchild = "4" "孙子女", Parent = "5" "父母",
        Grandparent = "6" "祖父母/外祖父母", Sibling = "7" "兄弟姐妹", OtherKin = "8" "其他亲属", NotKin = "9" "非亲属",
    }
}
codes! {
    /// 走访对象 (R-VISIT-4).
    pub enum VisitTarget { Self_ = "self" "本人", Relative = "relative" "亲属", Neighbor = "neighbor" "邻居", VillageCadre = "village_cadre" "村(社区)干部", }
}
codes! {
    /// 走访方式. Telephone and video are recorded but fulfil no window.
    pub enum VisitManner {
        HomeVisit = "home_visit" "入户", OfficeTalk = "office_talk" "到办公室谈话", Workplace = "workplace" "单位/其他地点",
        Phone = "phone" "电话(不计次数)", Video = "video" "视频(不计次数)",
    }
}
codes! {
    /// 配合程度.
    pub enum Cooperation { Willing = "willing" "配合", Neutral = "neutral" "一般", Resistant = "resistant" "抵触", }
}
codes! {
    /// 当前情况(就学/就医/就业).
    pub enum LivingStatus { Employed = "employed" "就业", Unemployed = "unemployed" "无业", Study = "study" "就学", Medical = "medical" "就医", }
}
codes! {
    /// 情绪.
    pub enum Mood { Steady = "steady" "平稳", Low = "low" "低落", Agitated = "agitated" "烦躁", }
}
codes! {
    /// 检测类别.
    pub enum TestSetting {
        Regular = "regular" "定期", Spot = "spot" "不定期抽检", Makeup = "makeup" "补检", Forced = "forced" "强制",
        Entrusted = "entrusted" "委托流入地", OutOfArea = "out_of_area" "请假外出地",
    }
}
codes! {
    /// 样本 (吸毒检测程序规定 6).
    pub enum TestMethod { Urine = "urine" "尿液", Saliva = "saliva" "唾液", Hair = "hair" "毛发", Blood = "blood" "血液", Other = "other" "其他", }
}
codes! {
    /// 检测结论.
    pub enum TestResult { Negative = "negative" "阴性", Positive = "positive" "阳性", Invalid = "invalid" "无效", Pending = "pending" "待实验室", }
}
codes! {
    /// 逃避或拒绝 (R-TEST-11).
    pub enum RefusalManner { Refuse = "refuse" "拒绝检测", Evade = "evade" "逃避检测", }
}
codes! {
    /// 角色 (R-ORG-6): what a user of the system is.
    pub enum Role {
        Worker = "worker" "专职工作人员", Police = "police" "检测民警", Medical = "medical" "社区医务人员",
        Office = "office" "办公室内勤", Leader = "leader" "分管领导", System = "system" "系统管理员",
        Security = "security" "安全管理员", Audit = "audit" "审计管理员",
    }
}
codes! {
    /// 评估类别 (R-ASSESS-1).
    pub enum AssessPeriod {
        Quarterly = "quarterly" "季度", Annual = "annual" "年度", Final = "final" "期满",
        /// Only where an office reads RD-25 so.
        Initial = "initial" "初次",
    }
}
codes! {
    /// 范围 of an absence (RD-18).
    pub enum Area { County = "county" "本县", Township = "township" "本乡镇", }
}
codes! {
    /// 评定.
    pub enum Grade { Good = "good" "好", Fair = "fair" "较好", Pass = "pass" "一般", Poor = "poor" "差", }
}
codes! {
    /// 违规系列 (R-BREACH-9): counted apart.
    pub enum BreachSeries { Test = "test" "逃避或拒绝检测", Absence = "absence" "擅自离开执行地", }
}
codes! {
    /// 严重违反协议的事由 (R-TEST-12, R-BREACH-3).
    pub enum BreachGround {
        TestRefusal = "test_refusal" "第三次逃避或拒绝检测", ForcedPositive = "forced_positive" "强制检测阳性",
        AbsenceCount = "absence_count" "第三次擅自离开", AbsenceDays = "absence_days" "擅自离开累计超过30日",
    }
}
codes! {
    /// 羁押种类 (R-SUSP-1).
    pub enum DetentionKind {
        Administrative = "administrative" "行政拘留", CriminalDetention = "criminal_detention" "刑事拘留", Arrest = "arrest" "逮捕",
        /// Suspends only where the office decides so (R-SUSP-6).
        Other = "other" "其他",
    }
}
codes! {
    /// 结束种类 (R-TERM-1, R-TERM-4).
    pub enum EndingKind {
        Prison = "prison" "监狱执行", House = "house" "看守所代为执行", Juyi = "juyi" "拘役", CoerciveEducation = "coercive_education" "强制性教育措施",
        CompulsoryIsolation = "compulsory_isolation" "强制隔离戒毒", Death = "death" "死亡", Revoked = "revoked" "决定撤销",
    }
}
codes! {
    /// 收件机关: whom a report goes to.
    pub enum Addressee {
        PoliceDecision = "police_decision" "作出决定的公安机关", PoliceExecution = "police_execution" "执行地公安机关",
        Person = "person" "本人", Family = "family" "家属", NewOffice = "new_office" "新执行地办公室", Township = "township" "乡镇",
        PoliceOther = "police_other" "外地公安机关",
    }
}
codes! {
    /// 签收: whether somebody signed for what was told or handed over.
    pub enum Signing { Signed = "signed" "已签名", Refused = "refused" "拒绝签名，已注明", }
}
codes! {
    /// 送达方式.
    pub enum Serve {
        InPerson = "in_person" "当面", ByFamily = "by_family" "家属代收", ByVillage = "by_village" "村(社区)代收", ByPost = "by_post" "邮寄",
        LeftWithWitness = "left_with_witness" "见证留置",
    }
}
codes! {
    /// 请假事由.
    pub enum LeaveReason {
        Work = "work" "务工", Family = "family" "探亲", Medical = "medical" "就医", Study = "study" "就学", Ceremony = "ceremony" "婚丧", Other = "other" "其他",
    }
}
codes! {
    /// 变更事由 (R-TRANSFER-1).
    pub enum TransferGround { Domicile = "domicile" "户籍地变化", Residence = "residence" "居住地变化", }
}
codes! {
    /// 工作小组成员 (R-ORG-5).
    pub enum GroupMember {
        Worker = "worker" "专(兼)职工作人员", CommunityPolice = "community_police" "社区民警", Medical = "medical" "社区医务人员",
        Family = "family" "家庭成员", Volunteer = "volunteer" "禁毒志愿者",
    }
}
codes! {
    /// 帮扶种类 (R-SUPPORT, R-OTHER, R-COUNSEL).
    pub enum SupportKind {
        JobRegistration = "job_registration" "就业登记", Unemployment = "unemployment" "失业登记", Training = "training" "职业培训",
        HardToEmploy = "hard_to_employ" "就业困难人员认定", GroupPlacement = "group_placement" "集中安置", Placement = "placement" "分散安置",
        PublicPost = "public_post" "公益性岗位", SelfEmployment = "self_employment" "自主就业", Insurance = "insurance" "社会保险",
        InsuranceSubsidy = "insurance_subsidy" "社会保险补贴", MinimumLiving = "minimum_living" "最低生活保障", Destitute = "destitute" "特困供养",
        TemporaryAid = "temporary_aid" "临时救助", Study = "study" "就学", Medical = "medical" "就医", Maintenance = "maintenance" "药物维持治疗",
        VoluntaryTreatment = "voluntary_treatment" "自愿戒毒", RecoverySite = "recovery_site" "戒毒康复场所", DrugKnowledge = "drug_knowledge" "戒毒知识",
        Counselling = "counselling" "心理疏导", LegalAid = "legal_aid" "法律援助", Other = "other" "其他",
    }
}
codes! {
    /// 帮扶结果.
    pub enum SupportOutcome { Done = "done" "已落实", Underway = "underway" "办理中", NotEntitled = "not_entitled" "不符合条件", Declined = "declined" "本人放弃", }
}
codes! {
    /// 其他戒毒措施 (R-OTHER-1 to R-OTHER-3).
    pub enum OtherMeasure {
        Maintenance = "maintenance" "药物维持治疗(美沙酮)", Voluntary = "voluntary" "自愿戒毒",
        RecoverySite = "recovery_site" "戒毒康复场所",
    }
}
codes! {
    /// 其他戒毒措施的步骤: voluntary, so nobody is enrolled who did not consent.
    pub enum OtherStep {
        Encouraged = "encouraged" "已动员", Consented = "consented" "本人同意", Declined = "declined" "本人不同意",
        Enrolled = "enrolled" "已参加", Left = "left" "已退出", Reported = "reported" "已报公安备案",
    }
}
codes! {
    /// 帮教方式 (R-EDU-1, R-EDU-2).
    pub enum GuidanceKind { Gathering = "gathering" "集中宣传", Individual = "individual" "个别劝诫", }
}
codes! {
    /// 职务 (R-ORG-2, R-ORG-3).
    pub enum Post {
        GroupHead = "group_head" "领导小组组长", Police = "police" "派出所", CivilAffairs = "civil_affairs" "民政", Health = "health" "卫健",
        Justice = "justice" "司法", Labour = "labour" "人社", Youth = "youth" "团委", Women = "women" "妇联",
        OfficeHead = "office_head" "办公室主任", FullTimeWorker = "full_time_worker" "禁毒专职干部", PartTimeWorker = "part_time_worker" "兼职工作人员",
    }
}

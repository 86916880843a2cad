// Generated from the code lists of crate `shared`. Do not edit: `make bindings`.

export const MeasureLabels = {
  "rehab": "社区戒毒",
  "recovery": "社区康复",
} as const

export const RecoveryGroundLabels = {
  "opioid": "阿片类成瘾",
  "isolated_twice": "强制隔离戒毒2次以上",
  "other": "其他",
} as const

export const SexLabels = {
  "0": "未知",
  "1": "男",
  "2": "女",
  "9": "未说明",
} as const

export const IdTypeLabels = {
  "idcard": "居民身份证",
  "passport": "护照",
  "hmt_residence": "港澳台居民居住证",
  "hmt_permit": "来往内地通行证",
  "foreign_pr": "外国人永久居留身份证",
  "other": "其他",
  "none": "身份不明",
} as const

export const SpecialLabels = {
  "pregnant": "怀孕",
  "nursing_under_1": "哺乳不满一周岁婴儿",
  "under_16": "不满十六周岁",
  "minor": "未满十八周岁",
  "severe_illness": "严重疾病",
} as const

export const BroughtByLabels = {
  "authority": "决定机关送达",
  "fetched": "办公室、公安或家属接回",
  "self": "自行报到",
} as const

export const RelationLabels = {
  "0": "本人",
  "1": "配偶",
  "2": "子",
  "3": "女",
  "4": "孙子女",
  "5": "父母",
  "6": "祖父母/外祖父母",
  "7": "兄弟姐妹",
  "8": "其他亲属",
  "9": "非亲属",
} as const

export const VisitTargetLabels = {
  "self": "本人",
  "relative": "亲属",
  "neighbor": "邻居",
  "village_cadre": "村(社区)干部",
} as const

export const VisitMannerLabels = {
  "home_visit": "入户",
  "office_talk": "到办公室谈话",
  "workplace": "单位/其他地点",
  "phone": "电话(不计次数)",
  "video": "视频(不计次数)",
} as const

export const CooperationLabels = {
  "willing": "配合",
  "neutral": "一般",
  "resistant": "抵触",
} as const

export const LivingStatusLabels = {
  "employed": "就业",
  "unemployed": "无业",
  "study": "就学",
  "medical": "就医",
} as const

export const MoodLabels = {
  "steady": "平稳",
  "low": "低落",
  "agitated": "烦躁",
} as const

export const TestSettingLabels = {
  "regular": "定期",
  "spot": "不定期抽检",
  "makeup": "补检",
  "forced": "强制",
  "entrusted": "委托流入地",
  "out_of_area": "请假外出地",
} as const

export const TestMethodLabels = {
  "urine": "尿液",
  "saliva": "唾液",
  "hair": "毛发",
  "blood": "血液",
  "other": "其他",
} as const

export const TestResultLabels = {
  "negative": "阴性",
  "positive": "阳性",
  "invalid": "无效",
  "pending": "待实验室",
} as const

export const RefusalMannerLabels = {
  "refuse": "拒绝检测",
  "evade": "逃避检测",
} as const

export const ServeLabels = {
  "in_person": "当面",
  "by_family": "家属代收",
  "by_village": "村(社区)代收",
  "by_post": "邮寄",
  "left_with_witness": "见证留置",
} as const

export const SigningLabels = {
  "signed": "已签名",
  "refused": "拒绝签名，已注明",
} as const

export const BreachSeriesLabels = {
  "test": "逃避或拒绝检测",
  "absence": "擅自离开执行地",
} as const

export const DrawFaultLabels = {
  "not_before": "承诺不在抽签之前",
  "other_seed": "种子与承诺值不符",
  "other_result": "重算的结果不一样",
  "list_missing": "候选名单不全",
} as const

export const BreachGroundLabels = {
  "test_refusal": "第三次逃避或拒绝检测",
  "forced_positive": "强制检测阳性",
  "absence_count": "第三次擅自离开",
  "absence_days": "擅自离开累计超过30日",
} as const

export const GroupMemberLabels = {
  "worker": "专(兼)职工作人员",
  "community_police": "社区民警",
  "medical": "社区医务人员",
  "family": "家庭成员",
  "volunteer": "禁毒志愿者",
} as const

export const BreachLevelLabels = {
  "none": "无",
  "admonition_1": "第一次告诫",
  "admonition_2": "第二次告诫",
  "serious_candidate": "可以认定严重违反协议",
  "serious": "已认定严重违反协议",
} as const

export const FlagLabels = {
  "late_report_in": "逾期报到",
  "outside_norm_term": "期限不是三十六个月",
  "leave_requested_late": "请假申请晚于出发前一天",
  "leave_not_required": "外出不足三天，无需请假",
  "needs_determination": "待决定是否认定严重违反协议",
  "relapse_report_needed": "阳性结果应及时报告",
  "prior_use_possible": "毛发阳性可能反映期限开始前的吸食",
  "transfer_in_progress": "正在变更执行地",
  "not_eligible_for_compulsory": "不适用强制隔离戒毒",
  "under_16": "不满十六周岁，可以不适用强制隔离戒毒",
} as const

export const PaperLabels = {
  "D01": "责令社区戒毒/社区康复决定书",
  "D02": "基本情况登记表",
  "D03": "社区戒毒(康复)协议书",
  "D04": "社区戒毒(康复)计划",
  "D05": "工作小组成员名单",
  "D06": "逾期报到通知书",
  "D07": "见面访谈/家访记录",
  "D08": "吸毒检测通知书",
  "D09": "定期吸毒检测记录表",
  "D10": "学习、帮扶、医疗、就业记录",
  "D11": "违规行为告诫书",
  "D12": "违法/违规行为报告",
  "D13": "外出请假审批表",
  "D14": "外出准假通知书",
  "D15": "变更执行地审批表",
  "D16": "关于变更执行地的函",
  "D17": "评估表",
  "D18": "解除社区戒毒/社区康复通知书",
  "X01": "变更执行地通知书",
  "X02": "帮教记录",
  "X03": "定期报告",
  "X04": "现场检测报告书/实验室报告",
  "X05": "外出地检测结果证明",
  "X06": "解除建议",
  "X07": "变更执行地申请及证明",
  "X08": "中止/恢复执行记录",
  "X09": "终止/其他结束记录",
  "X10": "档案移交清单及回执",
  "X11": "强制检测批准",
  "X12": "严重违反协议认定",
} as const

export const RoleLabels = {
  "worker": "专职工作人员",
  "police": "检测民警",
  "medical": "社区医务人员",
  "office": "办公室内勤",
  "leader": "分管领导",
  "system": "系统管理员",
  "security": "安全管理员",
  "audit": "审计管理员",
} as const

export const DutyKindLabels = {
  "test": "定期检测",
  "makeup_test": "补检",
  "visit": "家访谈话",
  "report": "定期报告",
  "assessment": "季度评估",
  "annual_assessment": "年度评估",
  "final_assessment": "期满评估",
  "pick_up": "出所接回报到",
  "report_in": "报到",
  "overdue_report": "逾期未报到报告",
  "agreement": "签订协议",
  "entrusted_feedback": "委托检测结果反馈",
  "determination": "严重违反协议认定",
  "breach_report": "严重违反协议报告",
  "relapse_report": "复吸报告",
  "police_upload": "公安上传",
  "release_contact": "释放后联系",
  "leave_request": "请假申请",
  "transfer_notify_org": "变更申请通知办公室",
  "transfer_form": "提交变更审批表",
  "transfer_decision": "变更审批",
  "transfer_report_in": "到新执行地报到",
  "dossier_handover": "档案移交",
  "discharge_proposal": "解除建议",
  "discharge_notice_to_township": "解除通知送乡镇",
} as const

export const AlertLabels = {
  "red": "逾期",
  "yellow": "临近",
  "green": "按期",
} as const

export const WindowStatusLabels = {
  "satisfied": "已完成",
  "made_up": "已补检",
  "open": "进行中",
  "future": "未到",
  "missed": "未完成",
  "lapsed": "已过补检期",
  "suspended": "中止",
  "cancelled": "取消",
} as const

export const EntryKindLabels = {
  "order": "决定书",
  "report_in": "报到",
  "agreement": "协议书",
  "visit": "家访谈话",
  "test": "检测",
  "refusal": "逃避拒绝检测",
  "report": "定期报告",
  "assessment": "评估",
  "lateness": "逾期报到",
  "absence": "擅自离开",
  "leave": "请假",
  "breach": "违规处理",
  "detention": "中止",
  "ending": "结束",
  "transfer": "变更执行地",
  "discharge": "解除",
  "support": "帮扶",
  "guidance": "帮教辅导",
  "dossier": "档案材料",
  "office": "办公室",
  "amend": "更正",
  "late": "补录",
  "void": "作废",
  "unknown": "新版记录",
} as const

export const IssueKindLabels = {
  "concurrent_edit": "同一字段有两个值",
  "same_visit_twice": "同一次走访重复登记",
  "same_test_twice": "同一次检测重复登记",
  "same_refusal_twice": "同一次拒检可能登记了两次",
  "two_orders": "一份档案有两份决定书",
  "two_report_ins": "报到登记了两次",
  "before_report_in": "发生时间早于报到",
  "time_in_doubt": "时间可疑",
  "entered_late": "补录",
  "tester_not_qualified": "检测民警当日无有效资质",
  "target_unknown": "更正或作废的对象不存在",
  "parallel_edit": "两人同时更正了不同字段",
  "amend_unreadable": "更正的内容无法采用",
  "term_out_of_range": "期限超出三十六个月",
  "after_ending": "发生在措施结束之后",
  "during_detention": "发生在羁押期间",
  "release_without_detention": "没有羁押记录的释放",
  "determination_without_ground": "认定与现有记录不符",
  "paper_does_not_fit": "已出具的文书与现有记录不符",
  "kit_expired": "试剂已过期",
  "unknown_kind": "新版本的记录，本机暂不能显示",
} as const

export const ReviewWordLabels = {
  "accepted": "已核对",
  "returned": "退回",
  "held": "搁置，待核",
} as const

export const InboxClassLabels = {
  "plain": "无异常记录",
  "same_field": "同字段不同值",
  "same_test": "同窗口两次检测",
  "same_visit": "同次走访重复",
  "ladder_count": "阶梯计数不符",
  "state_overlap": "状态重叠",
  "time_in_doubt": "时间可疑",
  "out_of_scope": "越权或已移交",
  "missing_attachment": "缺附件",
  "other_rules": "规则版本不同",
  "entered_late": "迟到补录",
  "capsule": "丢机胶囊",
  "mended": "已补正，待再核",
  "other": "其他情况",
  "held": "搁置",
  "quarantine": "待核查",
} as const

export const PostLabels = {
  "group_head": "领导小组组长",
  "police": "派出所",
  "civil_affairs": "民政",
  "health": "卫健",
  "justice": "司法",
  "labour": "人社",
  "youth": "团委",
  "women": "妇联",
  "office_head": "办公室主任",
  "full_time_worker": "禁毒专职干部",
  "part_time_worker": "兼职工作人员",
} as const

export const DetentionKindLabels = {
  "administrative": "行政拘留",
  "criminal_detention": "刑事拘留",
  "arrest": "逮捕",
  "other": "其他",
} as const

export const OfficeDutyKindLabels = {
  "education": "社区宣传教育",
  "workers": "工作人员配备",
  "full_time_worker": "禁毒专职干部",
  "leading_group": "领导小组成员",
  "qualification": "检测资质到期",
  "calendar": "放假安排待载入",
} as const

export const ArrivalMarkLabels = {
  "after_transfer": "移交后到达",
  "released": "核查后采纳",
} as const

export const TransferStateLabels = {
  "begun": "移交中",
  "accepted": "已接收",
  "cancelled": "已撤回",
} as const

export const RegisterLabels = {
  "intake": "建档·报到",
  "pick_ups": "出所接回",
  "lateness": "逾期报到",
  "uploads": "公安上传",
  "tests": "检测",
  "visits": "家访·报告·帮教",
  "assessments": "评估",
  "leave": "请假",
  "breaches": "违规·告诫",
  "support": "帮扶",
  "transfers": "变更执行地",
  "endings": "中止·终止·解除",
} as const

export const RowStatusLabels = {
  "overdue": "逾期",
  "due": "待办",
  "running": "进行中",
  "makeup": "待补检",
  "done": "已办",
  "late": "逾期办结",
  "made_up": "已补检",
  "missed": "未完成",
  "closed": "已了结",
  "suspended": "中止",
  "cancelled": "取消",
} as const

export const PersonFilterLabels = {
  "all": "全部",
  "overdue": "有逾期事项",
  "week": "七日内到期",
  "registered": "待报到",
  "active": "执行中",
  "closed": "已结束",
  "rehab": "社区戒毒",
  "recovery": "社区康复",
  "unassigned": "未指派工作人员",
  "issues": "有矛盾待核对",
  "remarks": "有补录",
  "missed": "有未完成的各期",
  "minor": "未成年人",
} as const

export const RightLabels = {
  "see_persons": "查看人员档案",
  "see_id_number": "查看完整证件号码",
  "open_case": "登记决定书、报到和协议",
  "manage_devices": "管理设备",
  "keep_office": "登记工作机构资料",
  "see_devices": "查看设备",
  "keep_people": "查看人员账号",
  "invite_users": "邀请人员",
  "open_urgently": "紧急查阅",
  "review_openings": "复核紧急查阅",
  "see_reads": "查看谁看过",
  "review": "核对记录",
  "record_upload": "登记公安上传",
  "approve_decisions": "批准拟办",
  "see_audit": "查看审计",
  "transfer_case": "办理移交",
  "keep_app_floor": "设置手机最低版本",
} as const

export const UserStateLabels = {
  "invited": "待本人设置",
  "unconfirmed": "待确认",
  "active": "在用",
  "suspended": "停用",
  "left": "离岗",
} as const

export const UserStepLabels = {
  "invite_again": "重发邀请",
  "confirm": "确认",
  "suspend": "停用",
  "resume": "恢复",
  "change_role": "改角色",
  "reset_credentials": "重置密码和动态码",
  "leave": "离岗",
} as const

export const VerdictLabels = {
  "justified": "确有必要",
  "unjustified": "没有必要",
} as const

export const SupportKindLabels = {
  "job_registration": "就业登记",
  "unemployment": "失业登记",
  "training": "职业培训",
  "hard_to_employ": "就业困难人员认定",
  "group_placement": "集中安置",
  "placement": "分散安置",
  "public_post": "公益性岗位",
  "self_employment": "自主就业",
  "insurance": "社会保险",
  "insurance_subsidy": "社会保险补贴",
  "minimum_living": "最低生活保障",
  "destitute": "特困供养",
  "temporary_aid": "临时救助",
  "study": "就学",
  "medical": "就医",
  "maintenance": "药物维持治疗",
  "voluntary_treatment": "自愿戒毒",
  "recovery_site": "戒毒康复场所",
  "drug_knowledge": "戒毒知识",
  "counselling": "心理疏导",
  "legal_aid": "法律援助",
  "other": "其他",
} as const

export const SupportOutcomeLabels = {
  "done": "已落实",
  "underway": "办理中",
  "not_entitled": "不符合条件",
  "declined": "本人放弃",
} as const

export const GuidanceKindLabels = {
  "gathering": "集中宣传",
  "individual": "个别劝诫",
} as const

export const AssessPeriodLabels = {
  "quarterly": "季度",
  "annual": "年度",
  "final": "期满",
  "initial": "初次",
} as const

export const GradeLabels = {
  "good": "好",
  "fair": "较好",
  "pass": "一般",
  "poor": "差",
} as const

export const LeaveReasonLabels = {
  "work": "务工",
  "family": "探亲",
  "medical": "就医",
  "study": "就学",
  "ceremony": "婚丧",
  "other": "其他",
} as const

export const OtherMeasureLabels = {
  "maintenance": "药物维持治疗(美沙酮)",
  "voluntary": "自愿戒毒",
  "recovery_site": "戒毒康复场所",
} as const

export const OtherStepLabels = {
  "encouraged": "已动员",
  "consented": "本人同意",
  "declined": "本人不同意",
  "enrolled": "已参加",
  "left": "已退出",
  "reported": "已报公安备案",
} as const

export const EndingKindLabels = {
  "prison": "监狱执行",
  "house": "看守所代为执行",
  "juyi": "拘役",
  "coercive_education": "强制性教育措施",
  "compulsory_isolation": "强制隔离戒毒",
  "death": "死亡",
  "revoked": "决定撤销",
} as const

export const AddresseeLabels = {
  "police_decision": "作出决定的公安机关",
  "police_execution": "执行地公安机关",
  "person": "本人",
  "family": "家属",
  "new_office": "新执行地办公室",
  "township": "乡镇",
  "police_other": "外地公安机关",
} as const

export const TransferGroundLabels = {
  "domicile": "户籍地变化",
  "residence": "居住地变化",
} as const

export const DecisionKindLabels = {
  "leave_request": "请假申请",
  "leave_approval": "准假",
  "leave_denial": "不准假",
  "leave_extension": "续假",
  "leave_return": "销假",
  "determination": "认定严重违反协议",
  "withdrawal": "撤回认定",
  "breach_report": "报送严重违反协议报告",
  "detention": "中止（羁押）",
  "release": "恢复执行（释放）",
  "ending": "终止或其他结束",
  "transfer_request": "变更执行地申请",
  "transfer_notice": "接到公安的变更通知",
  "transfer_form": "提交变更审批表",
  "transfer_approval": "公安批准变更",
  "transfer_denial": "公安不批准变更",
  "dossier_handover": "移交档案",
  "transfer_arrival": "到新执行地报到",
  "final_assessment": "期满评估",
  "discharge_proposal": "提出解除建议",
  "discharge_notice": "登记解除通知书",
  "discharge_receipt": "乡镇收到解除通知书",
  "other_measure": "其他戒毒措施",
} as const

export const ProposalStateLabels = {
  "open": "待批准",
  "approved": "已批准",
  "refused": "不批准",
  "taken_back": "已收回",
} as const

export const UnsealingStateLabels = {
  "open": "待批准",
  "approved": "已批准",
  "refused": "不批准",
  "taken_back": "已收回",
} as const

export const ClosingStepLabels = {
  "ending_paper": "签发结束文书",
  "service": "文书送达",
  "upload": "公安上传",
  "notice_received": "收到解除通知书",
  "served_person": "解除通知书送达本人",
  "served_family": "解除通知书送达家属",
} as const

export const HandoverStateLabels = {
  "listed": "待签收",
  "signed": "待批准",
  "done": "已交接",
  "withdrawn": "已撤回",
} as const

export const ProposalAnswerLabels = {
  "approve": "批准",
  "refuse": "不批准",
  "take_back": "收回",
} as const

export const IssueStateLabels = {
  "filed": "已签发入卷",
  "issued": "已签发，待送达",
  "served": "已送达",
  "superseded": "已被新的一份取代",
  "withdrawn": "已撤回",
} as const

export const PrintFormLabels = {
  "pdf": "PDF",
  "docx": "Word 文档",
  "pages": "页面图",
} as const

export const DirectionLabels = {
  "out": "移出",
  "in": "移入",
} as const

export const LateSourceLabels = {
  "paper": "纸质记录",
  "notebook": "工作笔记",
  "photo": "照片、截图",
  "call": "通话、短信",
  "told": "他人转告",
  "recall": "事后回忆",
} as const

export const FormLabels = {
  "visit": "家访·谈话",
  "test": "检测",
  "refusal": "拒检·未到",
  "report": "定期报告",
  "guidance": "帮教·劝诫",
  "counselling": "心理疏导",
  "support": "帮扶",
  "other_measure": "其他戒毒措施",
  "assessment": "评估",
  "absence": "外出·失联",
  "leave": "请假",
  "leave_approval": "准假",
  "leave_return": "销假",
  "telling": "告知·签字",
  "lateness": "逾期有理由",
  "overdue_notice": "逾期通知送达",
  "test_notice": "检测通知送达",
  "forced_test": "强制检测批准",
  "admonition": "告诫书",
  "paper": "文书补录",
  "group": "工作小组",
} as const

export const FoundOutcomeLabels = {
  "sent_to_report_in": "送回执行地报到",
  "compulsory_isolation": "决定强制隔离戒毒",
  "dealt_with": "依法作其他处理",
  "pending": "尚未处理",
} as const

export const UploadMatterLabels = {
  "overdue": "逾期未报到",
  "breach": "严重违反协议",
  "discharge": "解除",
  "changes": "信息变更",
} as const

export const PaceLabels = {
  "hours": "24小时",
  "workdays": "工作日",
  "days": "日",
  "same_day": "当日",
  "decision": "待决定",
} as const

export const AuditActLabels = {
  "login": "登录",
  "login_refused": "登录失败",
  "logout": "退出",
  "see_workbench": "查看工作台",
  "see_list": "查看名册",
  "search": "查询",
  "keep_views": "保存常用视图",
  "see_upload": "查看上传单",
  "keep_draft": "存草稿",
  "drop_draft": "弃草稿",
  "see_drafts": "查看草稿",
  "see_file": "查看档案",
  "see_id_number": "查看证件号码",
  "explain": "查看期限依据",
  "see_devices": "查看设备",
  "see_staff": "查看人员账号",
  "see_readings": "查看解读",
  "see_calendar": "查看放假安排",
  "see_office": "查看机构资料",
  "preview": "预演变更",
  "what_if": "推演",
  "as_of": "查看当时所知",
  "record": "登记",
  "assign": "指派",
  "make_pairing_code": "生成绑定码",
  "pair": "绑定设备",
  "pair_again": "设备重取绑定结果",
  "revoke": "停用设备",
  "hello": "设备连接",
  "confirm_device": "确认设备",
  "give_unlock_code": "给出解锁码",
  "push": "设备上传",
  "quarantine": "记录待核查",
  "fork": "同一序号出现两份记录",
  "pull": "设备下载",
  "add_township": "新增乡镇",
  "add_user": "新增账号",
  "reset_password": "重置密码",
  "reset_totp": "重置动态口令",
  "decide": "核查记录",
  "begin_transfer": "发起移交",
  "accept_transfer": "接收移交",
  "cancel_transfer": "撤回移交",
  "see_transfers": "查看移交",
  "compare": "设备对账",
  "series_gap": "设备记录恢复后缺号",
  "give_back": "设备交回他人记录",
  "bundle": "设备下载卷包",
  "rewound": "设备数据疑似由旧副本恢复",
  "set_app_floor": "设置最低版本",
  "set_user_state": "启停账号",
  "see_audit": "查看审计",
  "backup": "备份",
  "restore": "从备份恢复",
  "answer_alert": "处置审计告警",
  "witness_denied": "审计链与设备所存不符",
  "invite_user": "邀请账号",
  "set_up": "本人设置账号",
  "confirm_user": "确认账号",
  "change_role": "改角色",
  "user_left": "离岗",
  "set_password_profile": "改密码规则",
  "open_urgently": "紧急查阅",
  "review_opening": "复核紧急查阅",
  "see_openings": "查看紧急查阅",
  "see_reads": "查看谁看过",
  "prepare_certificate": "备好下一张镇证书",
  "change_certificate": "更换镇证书",
  "receive_blob": "收到附件",
  "see_blob": "查看附件",
  "see_inbox": "查看核对收件箱",
  "see_issue": "查看矛盾核对",
  "see_missing": "查看缺附件清单",
  "see_quarantine": "查看待核查记录",
  "hand_in": "交入胶囊",
  "see_decisions": "查看待决定",
  "see_handovers": "查看工作交接",
  "begin_handover": "开交接单",
  "step_handover": "签收或批准交接",
  "left_with_cases": "名下有人而离岗",
  "propose": "拟办",
  "see_parcels": "查看移交卷",
  "make_parcel": "制作移交卷",
  "take_parcel": "接收移交卷",
  "settle_parcel": "登记移交回执",
  "see_papers": "查看文书",
  "print_paper": "打印文书",
  "see_dossier": "查看卷内目录",
  "print_dossier": "打印卷宗",
  "see_layouts": "查看文书版式",
  "set_layout": "更换文书版式",
  "see_sealed": "查看已封存档案",
  "ask_unsealing": "申请调阅封存档案",
  "settle_unsealing": "批准或不批准调阅",
  "settle_proposal": "批准或不批准",
} as const

export const DrugLabels: Readonly<Record<string, string>> = {
  "MOP": "吗啡/海洛因",
  "MET": "甲基苯丙胺",
  "AMP": "苯丙胺",
  "KET": "氯胺酮",
  "MDMA": "摇头丸",
  "THC": "大麻",
  "COC": "可卡因",
  "SC": "合成大麻素",
  "ETO": "依托咪酯",
  "CAT": "甲卡西酮/卡西酮类",
  "FEN": "芬太尼类",
  "BZO": "苯二氮䓬类",
  "BUP": "丁丙诺啡",
  "MTD": "美沙酮",
  "TRA": "曲马多",
  "GHB": "γ-羟丁酸",
  "LSD": "LSD",
  "OTH": "其他",
}

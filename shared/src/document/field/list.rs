//! The table of fields, by paper, and the code lists they choose from (forms.md of the norm's papers).

use super::super::Paper;
use super::{FieldKind, FieldSpec, Wanted};

const ETHNICITY: &[(&str, &str)] = &[
    ("01", "汉族"),
    ("02", "蒙古族"),
    ("03", "回族"),
    ("04", "藏族"),
    ("05", "维吾尔族"),
    ("06", "苗族"),
    ("07", "彝族"),
    ("08", "壮族"),
    ("09", "布依族"),
    ("10", "朝鲜族"),
    ("11", "满族"),
    ("12", "侗族"),
    ("13", "瑶族"),
    ("14", "白族"),
    ("15", "土家族"),
    ("16", "哈尼族"),
    ("17", "哈萨克族"),
    ("18", "傣族"),
    ("19", "黎族"),
    ("20", "傈僳族"),
    ("21", "佤族"),
    ("22", "畲族"),
    ("23", "高山族"),
    ("24", "拉祜族"),
    ("25", "水族"),
    ("26", "东乡族"),
    ("27", "纳西族"),
    ("28", "景颇族"),
    ("29", "柯尔克孜族"),
    ("30", "土族"),
    ("31", "达斡尔族"),
    ("32", "仫佬族"),
    ("33", "羌族"),
    ("34", "布朗族"),
    ("35", "撒拉族"),
    ("36", "毛南族"),
    ("37", "仡佬族"),
    ("38", "锡伯族"),
    ("39", "阿昌族"),
    ("40", "普米族"),
    ("41", "塔吉克族"),
    ("42", "怒族"),
    ("43", "乌孜别克族"),
    ("44", "俄罗斯族"),
    ("45", "鄂温克族"),
    ("46", "德昂族"),
    ("47", "保安族"),
    ("48", "裕固族"),
    ("49", "京族"),
    ("50", "塔塔尔族"),
    ("51", "独龙族"),
    ("52", "鄂伦春族"),
    ("53", "赫哲族"),
    ("54", "门巴族"),
    ("55", "珞巴族"),
    ("56", "基诺族"),
    ("97", "其他"),
    ("98", "外国血统"),
];

const EDUCATION: &[(&str, &str)] = &[
    ("10", "研究生"),
    ("20", "大学本科"),
    ("30", "大学专科"),
    ("40", "中等职业"),
    ("60", "普通高中"),
    ("70", "初中"),
    ("80", "小学"),
    ("90", "其他(含文盲半文盲)"),
];

const MARITAL: &[(&str, &str)] = &[
    ("10", "未婚"),
    ("20", "已婚"),
    ("21", "初婚"),
    ("22", "再婚"),
    ("23", "复婚"),
    ("30", "丧偶"),
    ("40", "离婚"),
    ("90", "未说明"),
];

const EMPLOYMENT: &[(&str, &str)] = &[
    ("11", "国家公务员"),
    ("13", "专业技术人员"),
    ("17", "职员"),
    ("21", "企业管理人员"),
    ("24", "工人"),
    ("27", "农民"),
    ("31", "学生"),
    ("37", "现役军人"),
    ("51", "自由职业者"),
    ("54", "个体经营者"),
    ("70", "无业人员"),
    ("80", "退(离)休人员"),
    ("90", "其他"),
];

/// 毒品种类, by the abbreviation on a test card. Data: a card may name newer ones.
pub const DRUGS: &[(&str, &str)] = &[
    ("MOP", "吗啡/海洛因"),
    ("MET", "甲基苯丙胺"),
    ("AMP", "苯丙胺"),
    ("KET", "氯胺酮"),
    ("MDMA", "摇头丸"),
    ("THC", "大麻"),
    ("COC", "可卡因"),
    ("SC", "合成大麻素"),
    ("ETO", "依托咪酯"),
    ("CAT", "甲卡西酮/卡西酮类"),
    ("FEN", "芬太尼类"),
    ("BZO", "苯二氮䓬类"),
    ("BUP", "丁丙诺啡"),
    ("MTD", "美沙酮"),
    ("TRA", "曲马多"),
    ("GHB", "γ-羟丁酸"),
    ("LSD", "LSD"),
    ("OTH", "其他"),
];

const USE_MANNER: &[(&str, &str)] = &[
    ("smoke", "吸食"),
    ("inject", "注射"),
    ("snort", "鼻吸"),
    ("oral", "口服"),
    ("vapour", "雾化"),
    ("other", "其他"),
];

const SEVERITY: &[(&str, &str)] = &[("none", "未认定"), ("addicted", "成瘾"), ("severe", "成瘾严重")];

const SERVE: &[(&str, &str)] = &[
    ("in_person", "当面"),
    ("by_family", "家属代收"),
    ("by_village", "村(社区)代收"),
    ("by_post", "邮寄"),
    ("left_with_witness", "见证留置"),
];

const RISK: &[(&str, &str)] = &[("high", "高"), ("medium", "中"), ("low", "低")];

const LIVING: &[(&str, &str)] =
    &[("study", "就学"), ("medical", "就医"), ("employed", "就业"), ("unemployed", "无业")];

macro_rules! fields {
    ($($paper:ident $key:ident $label:literal $kind:expr, $wanted:ident;)+) => {
        /// Every field that only a `paper_filled` fact carries.
        pub const FIELDS: &[FieldSpec] = &[$(FieldSpec {
            paper: Paper::$paper, key: stringify!($key), label: $label, kind: $kind, wanted: Wanted::$wanted,
        },)+];
    };
}

fields! {
    D01 facts_basis "违法事实、法律依据" FieldKind::Text, Known;
    D01 execution_place "执行地" FieldKind::Text, Always;
    D01 office_notified "通知执行地日期" FieldKind::Date, Known;
    D01 scan "扫描件" FieldKind::File, Always;
    D02 alias "曾用名、绰号" FieldKind::Text, Known;
    D02 photo "照片" FieldKind::File, Known;
    D02 ethnicity "民族" FieldKind::Code(ETHNICITY), Always;
    D02 nationality "国籍" FieldKind::Text, Always;
    D02 height "身高（厘米）" FieldKind::Int, Known;
    D02 education "文化程度" FieldKind::Code(EDUCATION), Always;
    D02 marital "婚姻状况" FieldKind::Code(MARITAL), Always;
    D02 employment "从业状况" FieldKind::Code(EMPLOYMENT), Always;
    D02 employer "工作单位" FieldKind::Text, Known;
    D02 domicile "户籍地" FieldKind::Text, Always;
    D02 domicile_police "户籍地派出所" FieldKind::Text, Always;
    D02 residence_police "居住地派出所" FieldKind::Text, Always;
    D02 drug_types "毒品种类" FieldKind::Codes(DRUGS), Always;
    D02 use_manner "吸毒方式" FieldKind::Code(USE_MANNER), Always;
    D02 first_use "初次吸毒时间" FieldKind::Text, Known;
    D02 last_use "末次吸毒时间" FieldKind::Text, Known;
    D02 caught_by "查获单位" FieldKind::Text, Known;
    D02 caught_at "查获日期" FieldKind::Date, Known;
    D02 severity "成瘾认定" FieldKind::Code(SEVERITY), Known;
    D02 history_measures "历次戒毒措施" FieldKind::Text, Known;
    D02 offences "违法犯罪情况" FieldKind::Text, Known;
    D02 health "健康状况（只记与戒毒有关的）" FieldKind::Text, Known;
    D02 maintenance "药物维持治疗及地点" FieldKind::Text, Known;
    D02 income "经济来源" FieldKind::Text, Known;
    D02 benefits "社保、低保" FieldKind::Text, Known;
    D02 family "家庭成员" FieldKind::Text, Always;
    D02 guardian "监护人（姓名、关系、电话）" FieldKind::Text, Known;
    D02 police_liable "责任民警" FieldKind::Text, Always;
    D02 worker_liable "负责专干" FieldKind::Text, Always;
    D02 risk "风险级别" FieldKind::Code(RISK), Known;
    D02 remarks "备注" FieldKind::Text, Known;
    D03 witness "见证（家属、派出所）" FieldKind::Text, Known;
    D03 scan "扫描件" FieldKind::File, Known;
    D03 told "已告知事项" FieldKind::Text, Known;
    D03 signed "本人签名" FieldKind::File, Known;
    D04 current_status "当前情况" FieldKind::Code(LIVING), Always;
    D04 treatment_needed "是否需要戒毒治疗" FieldKind::Flag, Always;
    D05 leader "组长" FieldKind::Text, Always;
    D05 posts "单位、职务和分工" FieldKind::Text, Known;
    D06 contact "报到地点和联系方式" FieldKind::Text, Always;
    D06 scan "扫描件" FieldKind::File, Known;
    D07 until "结束时间" FieldKind::Time, Always;
    D07 family "本人及家庭状况" FieldKind::Text, Known;
    D07 work "工作（生产）学习状况" FieldKind::Text, Known;
    D07 rehab "戒毒情况" FieldKind::Text, Known;
    D07 mental "心理状况" FieldKind::Text, Known;
    D07 opinion "意见建议" FieldKind::Text, Known;
    D07 other "其他" FieldKind::Text, Known;
    D07 visitors "走访人" FieldKind::Text, Always;
    D07 photos "照片" FieldKind::File, Known;
    D08 contact "联系方式" FieldKind::Text, Always;
    D08 hour "检测时刻" FieldKind::Text, Known;
    D08 receiver "签收或拒签见证人" FieldKind::Text, Known;
    D08 scan "扫描件" FieldKind::File, Known;
    D09 panel "各项结果" FieldKind::Text, Always;
    D09 female_staff "女性采样人员" FieldKind::Text, Known;
    D09 told_at "当场告知时间" FieldKind::Time, Always;
    D09 objection_at "提出异议日期" FieldKind::Date, Known;
    D09 lab "实验室" FieldKind::Text, Known;
    D09 lab_report_no "实验室报告号" FieldKind::Text, Known;
    D09 prescription "处方、美沙酮说明" FieldKind::Text, Known;
    D09 photo "照片" FieldKind::File, Known;
    D10 amount "金额" FieldKind::Text, Known;
    D10 worker "工作人员" FieldKind::Text, Always;
    D11 serve_manner "送达方式" FieldKind::Code(SERVE), Known;
    D11 served_at "送达时间" FieldKind::Time, Known;
    D11 receiver "签收或拒签见证人" FieldKind::Text, Always;
    D11 scan "扫描件" FieldKind::File, Known;
    D12 facts "事实" FieldKind::Text, Known;
    D12 evidence "证据" FieldKind::Text, Always;
    D12 manner "送达方式" FieldKind::Text, Always;
    D12 receipts "各收件机关回执" FieldKind::Text, Always;
    D12 signed_by "签发人" FieldKind::Text, Always;
    D12 scan "扫描件" FieldKind::File, Known;
    D13 companion "同行人" FieldKind::Text, Known;
    D13 transport "交通方式" FieldKind::Text, Known;
    D13 group_opinion "小组意见" FieldKind::Text, Always;
    D14 contact "办公室联系方式" FieldKind::Text, Always;
    D15 proof "证明材料" FieldKind::Text, Always;
    D15 police_opinion "公安机关意见" FieldKind::Text, Known;
    D15 scan "扫描件" FieldKind::File, Known;
    D16 contact "联系方式" FieldKind::Text, Always;
    D16 sent_at "发函日期" FieldKind::Date, Always;
    D16 receipt "回执" FieldKind::Text, Known;
    D17 family "家庭情况" FieldKind::Text, Known;
    D17 work "就业情况" FieldKind::Text, Known;
    D17 mental "心理情况" FieldKind::Text, Known;
    D17 risk "风险级别" FieldKind::Code(RISK), Known;
    D18 basis "依据" FieldKind::Text, Known;
    D18 served_person_at "送达本人日期" FieldKind::Date, Always;
    D18 served_family_at "送达家属日期" FieldKind::Date, Always;
    D18 scan "扫描件" FieldKind::File, Always;
    X01 scan "扫描件" FieldKind::File, Always;
    X02 attendees "参加人" FieldKind::Text, Known;
    X04 report_no "报告号" FieldKind::Text, Always;
    X04 testers "检测人" FieldKind::Text, Always;
    X04 told_at "告知时间" FieldKind::Time, Always;
    X04 scan "扫描件" FieldKind::File, Known;
    X05 officer "检测民警" FieldKind::Text, Always;
    X05 arrived_at "收到日期" FieldKind::Date, Always;
    X05 scan "扫描件" FieldKind::File, Always;
    X06 receipt "回执" FieldKind::Text, Known;
    X07 proof "证明材料" FieldKind::Text, Always;
    X10 pages "页数" FieldKind::Int, Always;
    X10 received_at "接收日期" FieldKind::Date, Always;
    X11 scan "扫描件" FieldKind::File, Known;
}

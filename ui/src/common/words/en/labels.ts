import type * as zh from '../../bindings/labels'
import type { Said } from '../said'

/* Code lists that the phone shows. Names of papers stay Chinese: they are titles of documents. */
type Of<K extends keyof typeof zh> = Said<(typeof zh)[K]>

export const MeasureLabels: Of<'MeasureLabels'> = { rehab: 'Community rehab', recovery: 'Community recovery' }
export const SexLabels: Of<'SexLabels'> = { '0': 'Unknown', '1': 'Male', '2': 'Female', '9': 'Not stated' }
export const RelationLabels: Of<'RelationLabels'> = {
  '0': 'Self',
  '1': 'Spouse',
  '2': 'Son',
  '3': 'Daughter',
  '4': 'Grandchild',
  '5': 'Parent',
  '6': 'Grandparent',
  '7': 'Sibling',
  '8': 'Other relative',
  '9': 'Not related',
}
export const VisitTargetLabels: Of<'VisitTargetLabels'> = {
  self: 'The person',
  relative: 'Relative',
  neighbor: 'Neighbour',
  village_cadre: 'Village cadre',
}
export const VisitMannerLabels: Of<'VisitMannerLabels'> = {
  home_visit: 'At home',
  office_talk: 'Talk at the office',
  workplace: 'Workplace, elsewhere',
  phone: 'Phone (not counted)',
  video: 'Video (not counted)',
}
export const CooperationLabels: Of<'CooperationLabels'> = { willing: 'Willing', neutral: 'Neutral', resistant: 'Resistant' }
export const LivingStatusLabels: Of<'LivingStatusLabels'> = {
  employed: 'Employed',
  unemployed: 'Unemployed',
  study: 'Studying',
  medical: 'In treatment',
}
export const MoodLabels: Of<'MoodLabels'> = { steady: 'Steady', low: 'Low', agitated: 'Agitated' }
export const TestSettingLabels: Of<'TestSettingLabels'> = {
  regular: 'Regular',
  spot: 'Spot check',
  makeup: 'Make-up',
  forced: 'Forced',
  entrusted: 'Entrusted',
  out_of_area: 'On leave elsewhere',
}
export const TestMethodLabels: Of<'TestMethodLabels'> = { urine: 'Urine', saliva: 'Saliva', hair: 'Hair', blood: 'Blood', other: 'Other' }
export const TestResultLabels: Of<'TestResultLabels'> = { negative: 'Negative', positive: 'Positive', invalid: 'Invalid', pending: 'To the lab' }
export const RefusalMannerLabels: Of<'RefusalMannerLabels'> = { refuse: 'Refused', evade: 'Evaded' }
export const ServeLabels: Of<'ServeLabels'> = {
  in_person: 'In person',
  by_family: 'By family',
  by_village: 'By the village',
  by_post: 'By post',
  left_with_witness: 'Left, witnessed',
}
export const SigningLabels: Of<'SigningLabels'> = { signed: 'Signed', refused: 'Refused to sign, noted' }
export const BreachSeriesLabels: Of<'BreachSeriesLabels'> = { test: 'Evaded or refused tests', absence: 'Left without leave' }
export const BreachGroundLabels: Of<'BreachGroundLabels'> = {
  test_refusal: 'third refused or evaded test',
  forced_positive: 'forced test positive',
  absence_count: 'third absence',
  absence_days: 'more than 30 days away in all',
}
export const GroupMemberLabels: Of<'GroupMemberLabels'> = {
  worker: 'worker',
  community_police: 'community police',
  medical: 'medical member',
  family: 'family member',
  volunteer: 'volunteer',
}
export const BreachLevelLabels: Of<'BreachLevelLabels'> = {
  none: 'None',
  admonition_1: '1st admonition',
  admonition_2: '2nd admonition',
  serious_candidate: 'Serious breach may be determined',
  serious: 'Serious breach determined',
}
export const FlagLabels: Of<'FlagLabels'> = {
  late_report_in: 'Reported in late',
  outside_norm_term: 'Term is not 36 months',
  leave_requested_late: 'Leave asked for less than a day ahead',
  leave_not_required: 'Away less than three days: no leave needed',
  needs_determination: 'To decide: serious breach or not',
  relapse_report_needed: 'A positive result is to be reported soon',
  prior_use_possible: 'Hair may show use before the term',
  transfer_in_progress: 'Transfer in progress',
  not_eligible_for_compulsory: 'Compulsory isolation does not apply',
  under_16: 'Under 16: compulsory isolation may not apply',
}
export const RoleLabels: Of<'RoleLabels'> = {
  worker: 'Worker',
  police: 'Testing officer',
  medical: 'Medical member',
  office: 'Office clerk',
  leader: 'Leader',
  system: 'System administrator',
  security: 'Security administrator',
  audit: 'Audit administrator',
}
export const DutyKindLabels: Of<'DutyKindLabels'> = {
  test: 'Regular test',
  makeup_test: 'Make-up test',
  visit: 'Home visit',
  report: 'Periodic report',
  assessment: 'Quarterly assessment',
  annual_assessment: 'Annual assessment',
  final_assessment: 'Final assessment',
  pick_up: 'Fetch at release',
  report_in: 'Report-in',
  overdue_report: 'Report of not reporting in',
  agreement: 'Sign the agreement',
  entrusted_feedback: 'Result of the entrusted test',
  determination: 'Determine serious breach',
  breach_report: 'Report of serious breach',
  relapse_report: 'Report of relapse',
  police_upload: 'Upload by the police',
  release_contact: 'Contact after release',
  leave_request: 'Request for leave',
  transfer_notify_org: 'Notify the office of the transfer',
  transfer_form: 'Hand in the transfer form',
  transfer_decision: 'Decide on the transfer',
  transfer_report_in: 'Report in at the new place',
  dossier_handover: 'Hand over the dossier',
  discharge_proposal: 'Propose discharge',
  discharge_notice_to_township: 'Discharge notice to the township',
}
export const WindowStatusLabels: Of<'WindowStatusLabels'> = {
  satisfied: 'Done',
  made_up: 'Made up',
  open: 'Open',
  future: 'To come',
  missed: 'Missed',
  lapsed: 'Past make-up',
  suspended: 'Suspended',
  cancelled: 'Cancelled',
}
export const EntryKindLabels: Of<'EntryKindLabels'> = {
  order: 'Order',
  report_in: 'Report-in',
  agreement: 'Agreement',
  visit: 'Visit',
  test: 'Test',
  refusal: 'Refused test',
  report: 'Periodic report',
  assessment: 'Assessment',
  lateness: 'Late report-in',
  absence: 'Absence',
  leave: 'Leave',
  breach: 'Breach',
  detention: 'Suspension',
  ending: 'End',
  transfer: 'Transfer',
  discharge: 'Discharge',
  support: 'Support',
  guidance: 'Guidance',
  dossier: 'Dossier',
  office: 'Office',
  amend: 'Correction',
  late: 'Late entry',
  void: 'Void',
  unknown: 'Newer record',
}
export const IssueKindLabels: Of<'IssueKindLabels'> = {
  concurrent_edit: 'One field has two values',
  same_visit_twice: 'The same visit was entered twice',
  same_refusal_twice: 'One refusal may be entered twice',
  same_test_twice: 'The same test was entered twice',
  two_orders: 'Two orders in one file',
  two_report_ins: 'Reported in twice',
  before_report_in: 'Before the report-in',
  time_in_doubt: 'Doubtful time',
  entered_late: 'Late entry',
  tester_not_qualified: 'The officer was not qualified that day',
  target_unknown: 'What it corrects or voids is not there',
  parallel_edit: 'Two people corrected different fields',
  amend_unreadable: 'The correction cannot be used',
  term_out_of_range: 'Term of more than 36 months',
  after_ending: 'After the measure had ended',
  during_detention: 'During detention',
  release_without_detention: 'Release without a detention',
  determination_without_ground: 'The determination does not fit the records',
  paper_does_not_fit: 'An issued paper does not fit the records',
  kit_expired: 'The kit had expired',
  unknown_kind: 'Record of a newer version, cannot be shown here',
}
export const DetentionKindLabels: Of<'DetentionKindLabels'> = {
  administrative: 'Administrative detention',
  criminal_detention: 'Criminal detention',
  arrest: 'Arrest',
  other: 'Other',
}
export const ArrivalMarkLabels: Of<'ArrivalMarkLabels'> = { after_transfer: 'came after the transfer', released: 'accepted after a check' }
export const SupportKindLabels: Of<'SupportKindLabels'> = {
  job_registration: 'Job registration',
  unemployment: 'Unemployment registration',
  training: 'Vocational training',
  hard_to_employ: 'Hard-to-employ status',
  group_placement: 'Group placement',
  placement: 'Single placement',
  public_post: 'Public-benefit post',
  self_employment: 'Self-employment',
  insurance: 'Social insurance',
  insurance_subsidy: 'Insurance subsidy',
  minimum_living: 'Minimum living allowance',
  destitute: 'Support for the destitute',
  temporary_aid: 'Temporary aid',
  study: 'Schooling',
  medical: 'Medical care',
  maintenance: 'Maintenance treatment',
  voluntary_treatment: 'Voluntary treatment',
  recovery_site: 'Recovery site',
  drug_knowledge: 'Rehabilitation knowledge',
  counselling: 'Counselling',
  legal_aid: 'Legal aid',
  other: 'Other',
}
export const SupportOutcomeLabels: Of<'SupportOutcomeLabels'> = {
  done: 'Done',
  underway: 'Under way',
  not_entitled: 'Not entitled',
  declined: 'Declined',
}
export const GuidanceKindLabels: Of<'GuidanceKindLabels'> = { gathering: 'Meeting', individual: 'One person' }
export const AssessPeriodLabels: Of<'AssessPeriodLabels'> = { quarterly: 'Quarterly', annual: 'Annual', final: 'Final', initial: 'Initial' }
export const GradeLabels: Of<'GradeLabels'> = { good: 'Good', fair: 'Fair', pass: 'Passable', poor: 'Poor' }
export const LeaveReasonLabels: Of<'LeaveReasonLabels'> = {
  work: 'Work',
  family: 'Family',
  medical: 'Medical',
  study: 'Study',
  ceremony: 'Wedding, funeral',
  other: 'Other',
}
export const LateSourceLabels: Of<'LateSourceLabels'> = {
  paper: 'Paper record',
  notebook: 'Notebook',
  photo: 'Photo, screenshot',
  call: 'Call, message',
  told: 'Told by others',
  recall: 'From memory',
}
export const FormLabels: Of<'FormLabels'> = {
  visit: 'Visit',
  test: 'Test',
  refusal: 'Refused, absent',
  report: 'Report',
  guidance: 'Guidance',
  counselling: 'Counselling',
  support: 'Support',
  other_measure: 'Other measure',
  assessment: 'Assessment',
  absence: 'Absence',
  leave: 'Leave',
  leave_approval: 'Grant leave',
  leave_return: 'Return from leave',
  telling: 'Telling, signing',
  lateness: 'Late with reason',
  overdue_notice: 'Serve overdue notice',
  test_notice: 'Serve test notice',
  forced_test: 'Forced test approval',
  admonition: 'Admonition',
  paper: 'Paper, late entry',
  group: 'Working group',
}
export const IssueStateLabels: Of<'IssueStateLabels'> = {
  filed: 'Issued, filed',
  issued: 'Issued, not yet served',
  served: 'Served',
  superseded: 'Superseded',
  withdrawn: 'Withdrawn',
}

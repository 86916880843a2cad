import {
  MeasureLabels,
  SexLabels,
  RelationLabels,
  VisitTargetLabels,
  VisitMannerLabels,
  CooperationLabels,
  LivingStatusLabels,
  MoodLabels,
  TestSettingLabels,
  TestMethodLabels,
  TestResultLabels,
  RefusalMannerLabels,
  ServeLabels,
  SigningLabels,
  BreachSeriesLabels,
  BreachGroundLabels,
  GroupMemberLabels,
  BreachLevelLabels,
  IssueStateLabels,
  FlagLabels,
  RoleLabels,
  DutyKindLabels,
  WindowStatusLabels,
  EntryKindLabels,
  IssueKindLabels,
  DetentionKindLabels,
  ArrivalMarkLabels,
  SupportKindLabels,
  SupportOutcomeLabels,
  GuidanceKindLabels,
  AssessPeriodLabels,
  GradeLabels,
  LeaveReasonLabels,
  LateSourceLabels,
  FormLabels,
} from '../../bindings/labels'
import { app } from '../app'
import { attachments } from '../attachments'
import { breach } from '../breach'
import { cards } from '../cards'
import { common } from '../common'
import { dateWords } from '../dates'
import { doorstep } from '../doorstep'
import { fields } from '../fields'
import { form } from '../form'
import { forms } from '../forms'
import { findings, notices } from '../notices'
import { pairing } from '../pairing'
import { papers } from '../papers'
import { people } from '../people'
import { person } from '../person'
import { sentences, waits } from '../problem'
import { recordStates } from '../record'
import { recordSheet } from '../recordSheet'
import { ribbon } from '../ribbon'
import type { Said } from '../said'
import { scan } from '../scan'
import { noList, sync } from '../sync'
import { awaited, follows, otherTest, refusal, testNotices, tests } from '../tests'
import { caseStates, explain, today } from '../today'
import { about } from '../about'
import { me, uploads } from '../uploads'
import { visit } from '../visit'
import { whatIf } from '../whatIf'
import * as enForms from './forms'
import * as frame from './frame'
import * as labels from './labels'
import * as lists from './lists'
import * as problems from './problem'
import * as enTests from './tests'

/** English beside the Chinese it is put over. What is missing fails the type check. */
export const pack: readonly (readonly [object, object])[] = [
  over(app, frame.app),
  over(common, frame.common),
  over(dateWords, frame.dates),
  over(doorstep, frame.doorstep),
  over(pairing, frame.pairing),
  over(recordStates, frame.recordStates),
  over(recordSheet, frame.recordSheet),
  over(scan, frame.scan),
  over(sync, frame.sync),
  over(noList, frame.noList),
  over(today, lists.today),
  over(explain, lists.explain),
  over(caseStates, lists.caseStates),
  over(people, lists.people),
  over(person, lists.person),
  over(ribbon, lists.ribbon),
  over(cards, lists.cards),
  over(notices, lists.notices),
  over(findings, lists.findings),
  over(papers, lists.papers),
  over(about, lists.about),
  over(uploads, lists.uploads),
  over(me, lists.me),
  over(whatIf, lists.whatIf),
  over(attachments, enForms.attachments),
  over(breach, enForms.breach),
  over(fields, enForms.fields),
  over(form, enForms.form),
  over(forms, enForms.forms),
  over(visit, enForms.visit),
  over(tests, enTests.tests),
  over(testNotices, enTests.testNotices),
  over(otherTest, enTests.otherTest),
  over(awaited, enTests.awaited),
  over(follows, enTests.follows),
  over(refusal, enTests.refusal),
  over(sentences, problems.sentences),
  over(waits, problems.waits),
  // By name: the whole module would come into the first bundle with the console's lists.
  over(MeasureLabels, labels.MeasureLabels),
  over(SexLabels, labels.SexLabels),
  over(RelationLabels, labels.RelationLabels),
  over(VisitTargetLabels, labels.VisitTargetLabels),
  over(VisitMannerLabels, labels.VisitMannerLabels),
  over(CooperationLabels, labels.CooperationLabels),
  over(LivingStatusLabels, labels.LivingStatusLabels),
  over(MoodLabels, labels.MoodLabels),
  over(TestSettingLabels, labels.TestSettingLabels),
  over(TestMethodLabels, labels.TestMethodLabels),
  over(TestResultLabels, labels.TestResultLabels),
  over(RefusalMannerLabels, labels.RefusalMannerLabels),
  over(ServeLabels, labels.ServeLabels),
  over(SigningLabels, labels.SigningLabels),
  over(BreachSeriesLabels, labels.BreachSeriesLabels),
  over(BreachGroundLabels, labels.BreachGroundLabels),
  over(GroupMemberLabels, labels.GroupMemberLabels),
  over(BreachLevelLabels, labels.BreachLevelLabels),
  over(IssueStateLabels, labels.IssueStateLabels),
  over(FlagLabels, labels.FlagLabels),
  over(RoleLabels, labels.RoleLabels),
  over(DutyKindLabels, labels.DutyKindLabels),
  over(WindowStatusLabels, labels.WindowStatusLabels),
  over(EntryKindLabels, labels.EntryKindLabels),
  over(IssueKindLabels, labels.IssueKindLabels),
  over(DetentionKindLabels, labels.DetentionKindLabels),
  over(ArrivalMarkLabels, labels.ArrivalMarkLabels),
  over(SupportKindLabels, labels.SupportKindLabels),
  over(SupportOutcomeLabels, labels.SupportOutcomeLabels),
  over(GuidanceKindLabels, labels.GuidanceKindLabels),
  over(AssessPeriodLabels, labels.AssessPeriodLabels),
  over(GradeLabels, labels.GradeLabels),
  over(LeaveReasonLabels, labels.LeaveReasonLabels),
  over(LateSourceLabels, labels.LateSourceLabels),
  over(FormLabels, labels.FormLabels),
]

function over<T extends object>(words: T, said: Said<T>): readonly [object, object] {
  return [words, said]
}

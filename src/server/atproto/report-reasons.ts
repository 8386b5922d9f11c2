// Why something is reported: the reasons of tools.ozone.report.defs, in words, and what older labelers call them.
import type { ReportReason } from '#types/report.ts'

const ozone = 'tools.ozone.report.defs#reason'
const old = 'com.atproto.moderation.defs#reason'

type Known = { group: string; name: string; label: string; former: string }

const known: Known[] = [
  ...list('Misleading', [
    ['MisleadingSpam', 'Spam', 'Spam'],
    ['MisleadingScam', 'A scam', 'Misleading'],
    ['MisleadingBot', 'A bot that hides it', 'Misleading'],
    ['MisleadingImpersonation', 'Somebody who pretends to be another', 'Misleading'],
    ['MisleadingElections', 'False claims about an election', 'Misleading'],
    ['MisleadingOther', 'Something else misleading', 'Misleading'],
  ]),
  ...list('Harassment and hate', [
    ['HarassmentTroll', 'Trolling', 'Rude'],
    ['HarassmentTargeted', 'Harassment of somebody', 'Rude'],
    ['HarassmentHateSpeech', 'Hate speech', 'Rude'],
    ['HarassmentDoxxing', 'Private information made public', 'Rude'],
    ['HarassmentOther', 'Something else rude or hateful', 'Rude'],
  ]),
  ...list('Violence', [
    ['ViolenceThreats', 'Threats', 'Violation'],
    ['ViolenceGraphicContent', 'Graphic pictures', 'Violation'],
    ['ViolenceGlorification', 'Praise of violence', 'Violation'],
    ['ViolenceExtremistContent', 'Extremism', 'Violation'],
    ['ViolenceTrafficking', 'Trafficking in people', 'Violation'],
    ['ViolenceAnimal', 'Cruelty to animals', 'Violation'],
    ['ViolenceOther', 'Other violence', 'Violation'],
  ]),
  ...list('Adult content', [
    ['SexualUnlabeled', 'Adult content without a label', 'Sexual'],
    ['SexualAbuseContent', 'Abuse of an adult', 'Sexual'],
    ['SexualNCII', 'Intimate pictures without consent', 'Sexual'],
    ['SexualDeepfake', 'A deepfake', 'Sexual'],
    ['SexualAnimal', 'Abuse of an animal', 'Sexual'],
    ['SexualOther', 'Something else sexual', 'Sexual'],
  ]),
  ...list('Safety of children', [
    ['ChildSafetyCSAM', 'Sexual abuse of a child', 'Violation'],
    ['ChildSafetyGroom', 'Grooming', 'Violation'],
    ['ChildSafetyPrivacy', 'Private information about a child', 'Violation'],
    ['ChildSafetyHarassment', 'Harassment of a child', 'Rude'],
    ['ChildSafetyOther', 'Something else that endangers a child', 'Violation'],
  ]),
  ...list('Self-harm', [
    ['SelfHarmContent', 'Self-harm', 'Violation'],
    ['SelfHarmED', 'Eating disorders', 'Violation'],
    ['SelfHarmStunts', 'Dangerous stunts', 'Violation'],
    ['SelfHarmSubstances', 'Dangerous substances', 'Violation'],
    ['SelfHarmOther', 'Other harm to oneself', 'Violation'],
  ]),
  ...list('Rules of the service', [
    ['RuleSiteSecurity', 'Hacking or an attack', 'Violation'],
    ['RuleProhibitedSales', 'Forbidden goods for sale', 'Violation'],
    ['RuleBanEvasion', 'Somebody who was banned', 'Violation'],
    ['RuleOther', 'Another rule', 'Violation'],
  ]),
  ...list('Other', [['Other', 'Something else', 'Other']]),
]

function list(group: string, rows: [name: string, label: string, former: string][]): Known[] {
  return rows.map(([name, label, former]) => ({ group, name, label, former }))
}

/** Every reason, by groups in their order. */
export function listReasons(): { title: string; reasons: ReportReason[] }[] {
  const groups = new Map<string, ReportReason[]>()
  for (const { group, name, label } of known) {
    groups.set(group, [...(groups.get(group) ?? []), { id: ozone + name, label }])
  }
  return [...groups].map(([title, reasons]) => ({ title, reasons }))
}

/** What `id` was called in com.atproto.moderation.defs; undefined for what is no reason. */
export function formerReason(id: string): string | undefined {
  const found = known.find(({ name }) => ozone + name === id)
  return found && old + found.former
}

/**
 * Those of our reasons that a labeler reviews, from the `reasonTypes` of its record: all where it says nothing, else
 * those it names, by their new name or by their former one.
 */
export function reviewedReasons(reasonTypes: unknown): string[] {
  const ids = known.map(({ name }) => ozone + name)
  if (!Array.isArray(reasonTypes)) return ids
  return ids.filter((id) => reasonTypes.includes(id) || reasonTypes.includes(formerReason(id)))
}

/** What to send for `id` to a labeler that reviews `reasonTypes`: its former name where it only knows that. */
export function reasonFor(id: string, reasonTypes: unknown): string {
  return Array.isArray(reasonTypes) && !reasonTypes.includes(id) ? (formerReason(id) ?? id) : id
}

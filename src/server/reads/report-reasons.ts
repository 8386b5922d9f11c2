// The reasons that a report can have, for its form.
import type { ReportReason } from '#types/report.ts'
import { listReasons } from '../atproto/report-reasons.ts'

export function readReasons(): { title: string; reasons: ReportReason[] }[] {
  return listReasons()
}

// Reports something to moderators, once.
import { createHash } from 'node:crypto'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { formerReason, reasonFor } from '../atproto/report-reasons.ts'
import { sendReport } from '../atproto/send-report.ts'
import type { WebContext } from '../context.ts'
import type { ReportPage } from '../reads/report-page.ts'
import type { Field } from './take-settings.ts'

/** What the lexicon allows (com.atproto.moderation.createReport). */
const maxGraphemes = 2000

/**
 * Sends what the form says about `page`. The same report to the same moderators within two minutes is the same one.
 * @returns to whom it went
 * @throws AppError 422 with what is missing, others as the moderators answer
 */
export async function reportSubject(
  ctx: WebContext,
  viewer: Viewer,
  { page, field }: { page: ReportPage; field: Field },
): Promise<{ name: string }> {
  const { subject, record, targets } = page
  const reason = field('reason')
  const text = field('text').trim()
  const target = targets.find(({ did }) => did === field('to'))
  if (formerReason(reason) === undefined) throw new AppError(422, 'Say why you report it.')
  if (!target) throw new AppError(422, 'Say to whom the report goes.')
  if (!target.reasons.includes(reason)) {
    throw new AppError(
      422,
      `${target.name} do not review reports of this kind. Choose another reason or other moderators.`,
    )
  }
  if ([...new Intl.Segmenter('en').segment(text.slice(0, 20_001))].length > maxGraphemes || text.length > 20_000) {
    throw new AppError(422, `A report can have ${maxGraphemes} characters of text.`)
  }
  const said = createHash('sha256').update(text).digest('base64url')
  const name = `${target.did} ${subject.id} ${reason} ${said}`
  return ctx.acts.inTurn(`${viewer.did} report ${name}`, async () => {
    if (!ctx.acts.recall(viewer.did, 'report', name)) {
      const agent = await openAgent(ctx, viewer)
      const about = reasonFor(reason, target.reasonTypes)
      await sendReport(agent, { did: target.did, subject: record, reason: about, text })
      ctx.acts.note(viewer.did, 'report', name, 'sent')
    }
    return { name: target.name }
  })
}

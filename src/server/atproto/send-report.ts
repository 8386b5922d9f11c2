// One report to one labeler (com.atproto.moderation.createReport).
import { type Agent, XRPCError } from '@atproto/api'
import { AppError } from '../app-error.ts'
import { askUpstream } from './ask-upstream.ts'
import { formerReason } from './report-reasons.ts'

/** `cid` is that of a record; an account has none. `did` is that of the labeler, empty for the person's own server. */
export type Report = {
  did: string
  subject: { uri: string; cid: string } | { did: string }
  reason: string
  text: string
}

/**
 * Sends it by way of the person's server, which signs for them. A labeler that does not know the reason is told the
 * one that it was called before.
 * @throws AppError 502 when the labeler does not answer, others as it says
 */
export async function sendReport(agent: Agent, report: Report): Promise<void> {
  try {
    await send(agent, report)
  } catch (error) {
    const former = formerReason(report.reason)
    const isUnknown = error instanceof XRPCError && error.status === 400 && /reason/i.test(error.message)
    if (!isUnknown || !former) throw await toSentence(error)
    await send(agent, { ...report, reason: former }).catch(async (cause) => {
      throw await toSentence(cause)
    })
  }
}

function send(agent: Agent, { did, subject, reason, text }: Report): Promise<unknown> {
  const $type = 'did' in subject ? 'com.atproto.admin.defs#repoRef' : 'com.atproto.repo.strongRef'
  const body = { reasonType: reason, ...(text === '' ? {} : { reason: text }), subject: { $type, ...subject } as never }
  const headers = did === '' ? {} : { 'atproto-proxy': `${did}#atproto_labeler` }
  return agent.com.atproto.moderation.createReport(body, { encoding: 'application/json', headers })
}

async function toSentence(cause: unknown): Promise<unknown> {
  if (cause instanceof XRPCError && cause.status === 400 && /proxy did/.test(cause.message)) {
    return new AppError(502, 'These moderators cannot be reached. Your report was not sent; try others.', { cause })
  }
  return askUpstream(Promise.reject(cause)).catch((error: unknown) => error)
}

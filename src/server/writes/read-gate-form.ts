// What the form of PostGates.astro says.
import type { GatesState, PostGates, SentGates } from '#types/gates.ts'
import { AppError } from '../app-error.ts'
import { gateText } from '../atproto/gate-rules.ts'
import { mostRules } from './composition-form.ts'
import { bringBack, readWas } from './merge-form.ts'

const groups = ['mentioned', 'followers', 'following'] as const

/** Everything that was chosen, whatever is wrong with it. @throws AppError 415 when it is no form */
export async function readGateForm(request: Request): Promise<SentGates> {
  const form = await request.formData().catch((cause) => {
    throw new AppError(415, 'This wants a form.', { cause })
  })
  const was = readWas<GatesState>((name) => String(form.get(name) ?? ''))
  const common = { canQuote: form.get('quotable') === '1', isRoot: form.get('root') !== '', isSome: false, was }
  const gate = form.get('gate')
  if (gate === 'anyone') return { ...common, canReply: 'anyone' }
  if (gate === 'nobody') return { ...common, canReply: { allow: [], lists: [] } }
  const allow = groups.filter((group) => form.getAll('allow[]').includes(group))
  const lists = form.getAll('list[]').filter((uri): uri is string => typeof uri === 'string' && isListUri(uri))
  return { ...common, canReply: { allow, lists: [...new Set(lists)] }, isSome: true }
}

/** @throws AppError 422 for too many rules, or for none of some */
export function checkGates({ canReply, canQuote, isSome }: SentGates): PostGates {
  const count = canReply === 'anyone' ? 0 : canReply.allow.length + canReply.lists.length
  if (isSome && count === 0) throw new AppError(422, 'Choose who can reply, or nobody.')
  if (count > mostRules) throw new AppError(422, `No more than ${mostRules} groups and lists together.`)
  return { canReply, canQuote }
}

/** What a form of these gates is made with. */
export function toGatesState({ canReply, canQuote }: PostGates): GatesState {
  return { canReply: gateText(canReply), canQuote }
}

/** The form as it comes back because of `problem`, on top of the gates that are there `now`, if that is known. */
export async function bringGatesBack(sent: SentGates, now: PostGates | undefined, problem: string) {
  if (!now) return { sent, problem }
  // Nobody of some is not nobody.
  const canReply = sent.isSome && gateText(sent.canReply) === '' ? 'some' : gateText(sent.canReply)
  const typed = { canReply, canQuote: sent.canQuote }
  const { values, ...back } = await bringBack({ was: sent.was, typed, problem }, async () => toGatesState(now))
  const rule = values.canReply === canReply ? {} : { canReply: now.canReply, isSome: false }
  return { sent: { ...sent, ...rule, canQuote: values.canQuote, was: back.was }, problem: back.problem }
}

function isListUri(uri: string): boolean {
  return /^at:\/\/did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}\/app\.bsky\.graph\.list\/[A-Za-z0-9._:~-]{1,512}$/.test(uri)
}

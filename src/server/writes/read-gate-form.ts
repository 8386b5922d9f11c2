// What the form of PostGates.astro says.
import type { PostGates, SentGates } from '#types/gates.ts'
import { AppError } from '../app-error.ts'
import { mostRules } from './composition-form.ts'

const groups = ['mentioned', 'followers', 'following'] as const

/** Everything that was chosen, whatever is wrong with it. @throws AppError 415 when it is no form */
export async function readGateForm(request: Request): Promise<SentGates> {
  const form = await request.formData().catch((cause) => {
    throw new AppError(415, 'This wants a form.', { cause })
  })
  const common = { canQuote: form.get('quotable') === '1', isRoot: form.get('root') !== '', isSome: false }
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

function isListUri(uri: string): boolean {
  return /^at:\/\/did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}\/app\.bsky\.graph\.list\/[A-Za-z0-9._:~-]{1,512}$/.test(uri)
}

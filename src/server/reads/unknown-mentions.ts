// Handles that are mentioned and that nobody has: such a mention is posted as plain text, which is said beforehand.
import type { DraftContent, UnknownMention } from '#types/draft.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { readMentions } from '../atproto/read-text.ts'
import type { WebContext } from '../context.ts'

/** How long an answer is good for, in ms. */
const memory = 60_000
/** Of one draft: more are not looked up. */
const most = 50

/** How long all of them together may take to be looked up, in ms: whoever types does not wait. */
const patience = 4000

type Finding = 'somebody' | 'nobody' | 'unsure'

/** The mentions in a draft that nobody is found for, each once a post (com.atproto.identity.resolveHandle). */
export function findUnknownMentions(
  ctx: WebContext,
  viewer: Viewer,
  { posts }: DraftContent,
): Promise<UnknownMention[]> {
  const mentions = posts.flatMap(({ rkey, text }) => readMentions(text).map((handle) => ({ rkey, handle })))
  const handles = [...new Set(mentions.map(({ handle }) => handle))].slice(0, most)
  const deadline = Math.min(ctx.readings.getStore()?.deadline ?? Number.POSITIVE_INFINITY, ctx.now() + patience)
  return ctx.readings.run({ deadline, mayBeStale: false, staleSince: undefined }, async () => {
    const pairs = handles.map(async (handle) => [handle, await lookUp(ctx, viewer, handle)] as const)
    const findings = new Map(await Promise.all(pairs))
    return mentions.flatMap((mention) => {
      const finding = findings.get(mention.handle) ?? 'somebody'
      return finding === 'somebody' ? [] : [{ ...mention, isSure: finding === 'nobody' }]
    })
  })
}

/** What is said of it beside what is written. */
export function describeUnknown({ handle, isSure }: UnknownMention): string {
  return isSure
    ? `Nobody is called @${handle}: it stays plain text.`
    : `@${handle} could not be looked up just now. Unless that works when it is posted, it stays plain text.`
}

async function lookUp(ctx: WebContext, viewer: Viewer, handle: string): Promise<Finding> {
  const ask = async (): Promise<Finding> => {
    const agent = await openAgent(ctx, viewer)
    const answer = askUpstream(agent.com.atproto.identity.resolveHandle({ handle }))
    return answer.then(() => 'somebody', orNobody)
  }
  return ctx.memory.recall(`${viewer.did} mentions ${handle}`, memory, ask).catch(orUnsure)
}

function orNobody(error: unknown): Finding {
  if (error instanceof AppError && (error.status === 400 || error.status === 404)) return 'nobody'
  throw error
}

/** That the session has ended is said by whatever is done next. */
function orUnsure(error: unknown): Finding {
  if (error instanceof AppError) return 'unsure'
  throw error
}

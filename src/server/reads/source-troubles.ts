// Which sources of a feed do not bring what they should, for its owner.
import { findMemberSet } from '#db/queries/member-sets.ts'
import { listSourceFailures } from '#db/queries/source-failures.ts'
import type { Definition, Source } from '#feeds/definition.ts'
import { describeFeedFailure, describeSetFailure } from '#feeds/describe-failure.ts'
import { describeSource, type Maker } from '#feeds/describe-part.ts'
import { sourceKey } from '#feeds/lookups.ts'
import type { SourceTrouble } from '#types/feed-status.ts'
import type { WebContext } from '../context.ts'
import { linkTo } from './name-references.ts'

/** As `stream` wrote it down when it last asked. No upstream call. */
export async function readSourceTroubles(
  ctx: WebContext,
  { sources }: Definition,
  maker: Maker,
): Promise<SourceTrouble[]> {
  const keys = sources.flatMap((source) => (source.type === 'feed' ? [sourceKey(source) ?? ''] : []))
  const failures = new Map((await listSourceFailures(ctx.index, keys)).map((failure) => [failure.key, failure]))
  const found = sources.map(async (source, at): Promise<SourceTrouble[]> => {
    const failure = failures.get(sourceKey(source) ?? '')
    const sentence = failure ? describeFeedFailure(failure) : await describeSets(ctx, source)
    if (sentence === '') return []
    const href = 'uri' in source ? linkTo(ctx, source.uri) : undefined
    const since = failure && new Date(failure.since).toISOString()
    return [{ name: `Source ${at + 1}, posts ${describeSource(source, maker)}`, href, since, sentence }]
  })
  return (await Promise.all(found)).flat()
}

async function describeSets(ctx: WebContext, source: Source): Promise<string> {
  for (const key of setKeys(source)) {
    const set = await findMemberSet(ctx.index, key)
    // Who is in a starter pack stands on its list.
    const list = set?.target ? await findMemberSet(ctx.index, `list:${set.target}`) : undefined
    const sentence = [set, list].map((one) => (one ? describeSetFailure(one) : '')).find((text) => text !== '')
    if (sentence) return sentence
  }
  return ''
}

function setKeys(source: Source): string[] {
  if (source.type === 'mutuals') return [`follows:${source.did}`, `followers:${source.did}`]
  if (source.type === 'feed' || source.type === 'search' || source.type === 'viewer') return []
  const key = sourceKey(source)
  return key === undefined ? [] : [key]
}

// Searches of a definition that name people by handle → by DID, because posts carry nothing else.
import type { Definition, Mistake } from '#feeds/definition.ts'
import { definitionLimits } from '#feeds/definition-values.ts'
import { listSearchNames, replaceSearchNames } from '#feeds/search-filters.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { accountsAtOnce, findAccounts } from './find-accounts.ts'

const ttl = 5 * 60_000

/**
 * `definition` with DIDs for handles and for `me`.
 * @throws AppError 422 with the path to whoever nobody knows, others as upstream answers
 */
export async function resolveSearches(ctx: WebContext, viewer: Viewer, definition: Definition): Promise<Definition> {
  const queries = definition.sources.flatMap((source) => (source.type === 'search' ? [source.query] : []))
  const names = [...new Set(queries.flatMap(listSearchNames).map(plain))].filter((name) => name !== 'me')
  if (queries.flatMap(listSearchNames).length === 0) return definition
  const known = new Map<string, string>([['me', viewer.did]])
  for (let at = 0; at < names.length; at += accountsAtOnce) {
    const some = names.slice(at, at + accountsAtOnce)
    const found = await ctx.memory.recall(`accounts ${some.join(' ')}`, ttl, () => findAccounts(ctx, viewer, some))
    for (const [name, did] of found) known.set(name, did)
  }
  const mistakes: Mistake[] = []
  const sources = definition.sources.map((source, at) => {
    if (source.type !== 'search') return source
    const path = `definition.sources.${at}.query`
    for (const name of listSearchNames(source.query)) {
      if (!known.has(plain(name))) mistakes.push({ path, message: `Nobody is called “${name}”.` })
    }
    const query = replaceSearchNames(source.query, (name) => known.get(plain(name)))
    const most = definitionLimits.queryLength
    if (query.length > most)
      mistakes.push({ path, message: `With DIDs for names a search has at most ${most} characters.` })
    return { ...source, query }
  })
  if (mistakes.length > 0)
    throw new AppError(422, mistakes[0]?.message ?? 'A search names somebody nobody knows.', { mistakes })
  return { ...definition, sources }
}

function plain(name: string): string {
  return name.replace(/^@/, '').toLowerCase()
}

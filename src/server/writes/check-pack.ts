// Whom and which feeds the form of a starter pack names, looked up.
import type { PackFormErrors, PackFormValues } from '#types/pack-form.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { accountsAtOnce, findAccounts } from '../reads/find-accounts.ts'
import { findFeeds } from '../reads/find-feeds.ts'
import { mostPackFeeds } from './pack-draft.ts'
import { parsePeople } from './parse-people.ts'

export const mostPackPeople = 150

/** `dids` are of the people, `feeds` at-uris. @throws AppError as upstream answers */
export async function checkPack(
  ctx: WebContext,
  viewer: Viewer,
  values: PackFormValues,
): Promise<{ dids: string[]; feeds: string[]; errors: PackFormErrors }> {
  const errors: PackFormErrors = {}
  const { wanted, strange } = parsePeople(values.people)
  const isTooMany = wanted.length > mostPackPeople
  if (isTooMany) errors.people = `A starter pack holds ${mostPackPeople} people; these are ${wanted.length}.`
  const parts = Array.from({ length: isTooMany ? 0 : Math.ceil(wanted.length / accountsAtOnce) }, (_, at) =>
    wanted.slice(at * accountsAtOnce, (at + 1) * accountsAtOnce),
  )
  const [answers, linked] = await Promise.all([
    Promise.all(parts.map((part) => findAccounts(ctx, viewer, part))),
    findFeeds(ctx, viewer, values.links),
  ])
  const found = new Map(answers.flatMap((answer) => [...answer]))
  const unknown = isTooMany ? [] : [...strange, ...wanted.filter((actor) => !found.has(actor))]
  if (unknown.length > 0) errors.people = `Nobody is found by ${quote(unknown)}.`
  const feeds = [...new Set([...values.feeds, ...linked.uris])]
  if (linked.strange.length > 0) errors.links = `There is no feed at ${quote(linked.strange)}.`
  else if (feeds.length > mostPackFeeds)
    errors.links = `A starter pack has room for ${mostPackFeeds} feeds; these are ${feeds.length}.`
  return { dids: [...new Set(found.values())], feeds, errors }
}

function quote(names: string[]): string {
  const shown = names.slice(0, 5).map((name) => `“${name}”`)
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ')
}

// A feed as it is typed: its number, or its name in addresses.
import { z } from 'zod'
import type { ApiClient } from './api-client.ts'
import { Failure, UsageError } from './command.ts'

export const feedSchema = z.object({
  id: z.number(),
  slug: z.string(),
  title: z.string(),
  address: z.string(),
  visibility: z.string(),
  record: z.object({ uri: z.string(), publishedAt: z.string() }).nullable(),
  updatedAt: z.string(),
})
export type ListedFeed = z.infer<typeof feedSchema>

const pageSchema = z.object({ feeds: z.array(feedSchema), cursor: z.string().optional() })

/** Every feed of the key's owner, the newest first. @throws Failure */
export async function listFeeds(api: ApiClient): Promise<ListedFeed[]> {
  const feeds: ListedFeed[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const { body } = await api('GET', `/api/feeds?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
    const page = pageSchema.parse(body)
    feeds.push(...page.feeds)
    cursor = page.cursor
  }
  return feeds
}

/** The path of the one feed that `words` name. @throws UsageError when they name none, Failure when it is not there */
export async function findFeed(api: ApiClient, words: string[]): Promise<string> {
  const [word = '', ...more] = words
  if (word === '' || more.length > 0)
    throw new UsageError('Name one feed: its number or its name, as `feed list` says.')
  if (/^\d{1,15}$/.test(word)) return `/api/feeds/${word}`
  const found = (await listFeeds(api)).find(({ slug }) => slug === word)
  if (!found) throw new Failure(`There is no feed “${word}” of yours. \`skypanel feed list\` says which there are.`)
  return `/api/feeds/${found.id}`
}

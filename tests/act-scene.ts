// Two people and what lies between them: a post of the first, a reply to it and a quote of it by the second.
import { randomBytes } from 'node:crypto'
import type { AtpAgent } from '@atproto/api'
import type { Account } from '#demo/account.ts'
import type { TestNetwork } from './network.ts'
import { waitFor } from './wait-for.ts'
import { openSession } from './write-record.ts'

export type ActScene = {
  /** Who acts on the box. `agent` is another client of theirs. */
  own: { account: Account; agent: AtpAgent }
  other: { account: Account; agent: AtpAgent }
  root: string
  reply: string
  quote: string
}

/** Makes it, layer by layer: the AppView hides for good what it hears of before what it answers. */
export async function makeActScene(network: TestNetwork, name: string): Promise<ActScene> {
  const tag = randomBytes(2).toString('hex')
  const [own, other] = await Promise.all(
    ['a', 'b'].map(async (which) => {
      const account = await network.createAccount(`${name}-${which}-${tag}`)
      return { account, agent: await openSession(network, account) }
    }),
  )
  if (!own || !other) throw new Error('nobody')
  const root = await own.agent.post({ text: `The lighthouse keeper counts ships. ${tag}`, createdAt: now() })
  await settle(other.agent, root.uri)
  const reply = await other.agent.post({
    text: `How many today? ${tag}`,
    reply: { root, parent: root },
    createdAt: now(),
  })
  const quote = await other.agent.post({
    text: `Somebody counts. ${tag}`,
    embed: { $type: 'app.bsky.embed.record', record: root },
    createdAt: now(),
  })
  await settle(own.agent, reply.uri)
  await settle(own.agent, quote.uri)
  return { own, other, root: root.uri, reply: reply.uri, quote: quote.uri }
}

/** Waits until the AppView shows the post to `agent`. */
export function settle(agent: AtpAgent, uri: string): Promise<boolean> {
  return waitFor(`the AppView has ${uri}`, async () => {
    const { data } = await agent.app.bsky.feed.getPosts({ uris: [uri] })
    return data.posts.length === 1
  })
}

function now(): string {
  return new Date().toISOString()
}

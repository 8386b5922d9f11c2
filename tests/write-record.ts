// Records written as another client would, and pages awaited until the AppView has seen them.
import { AtpAgent } from '@atproto/api'
import type { Account } from '#demo/account.ts'
import type { TestNetwork } from './network.ts'
import type { Person } from './person.ts'
import { waitFor } from './wait-for.ts'

/** A session of `account` at its own server, which hands questions on to the AppView. */
export async function openSession(network: TestNetwork, { handle, password }: Account): Promise<AtpAgent> {
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: handle, password })
  return agent
}

/** Creates a record; it is made now unless it says otherwise. */
export function writeRecord(agent: AtpAgent, collection: string, record: object, rkey?: string) {
  const value = { $type: collection, createdAt: new Date().toISOString(), ...record }
  const key = rkey ? { rkey } : {}
  return agent.com.atproto.repo.createRecord({ repo: agent.assertDid, collection, record: value, ...key })
}

/** The page at `path` once `isReady`, which the AppView decides. */
export function pageWhen(who: Person, path: string, isReady: (html: string) => boolean): Promise<string> {
  return waitFor(path, async () => {
    const html = await (await who.get(path)).text()
    return isReady(html) ? html : undefined
  })
}

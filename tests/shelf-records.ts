// Feeds, lists and starter packs of somebody, written and waited for.
import { AtpAgent } from '@atproto/api'
import type { Account } from '#demo/account.ts'
import type { TestNetwork } from './network.ts'
import { waitFor } from './wait-for.ts'

export type Maker = {
  account: Account
  agent: AtpAgent
  /** Writes a record, under a key of its own unless one is given, and gives its at-uri. */
  write(collection: string, record: object, rkey?: string): Promise<string>
  /** A list with the people whose DIDs are given. */
  writeList(name: string, purpose: string, people: string[]): Promise<string>
}

/** A fresh account that makes things. */
export async function createMaker(network: TestNetwork, name: string): Promise<Maker> {
  const account = await network.createAccount(name)
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: account.handle, password: account.password })
  const createdAt = new Date().toISOString()
  const write: Maker['write'] = async (collection, fields, rkey) => {
    const record = { $type: collection, createdAt, ...fields }
    const repo = account.did
    if (rkey === undefined) return (await agent.com.atproto.repo.createRecord({ repo, collection, record })).data.uri
    return (await agent.com.atproto.repo.putRecord({ repo, collection, rkey, record })).data.uri
  }
  const writeList: Maker['writeList'] = async (name, purpose, people) => {
    const list = await write('app.bsky.graph.list', { name, purpose: `app.bsky.graph.defs#${purpose}` })
    for (const subject of people) await write('app.bsky.graph.listitem', { list, subject })
    await waitFor(`the AppView has the list ${name}`, async () => {
      const { data } = await agent.app.bsky.graph.getList({ list })
      return data.items.length === people.length && data.list.listItemCount === people.length
    })
    return list
  }
  return { account, agent, write, writeList }
}

// Feeds, lists and starter packs of somebody, written and waited for.
import { randomBytes } from 'node:crypto'
import { AtpAgent } from '@atproto/api'
import type { Account } from '#demo/account.ts'
import type { startFeedGenerator } from './feed-generator.ts'
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

/**
 * Feeds, lists and a starter pack of a fresh account, and a list of somebody who shows themselves to people who are
 * signed in only. Resolves when the AppView knows all of it.
 * @param generator serves the feeds `feed` and `cold`; nobody serves `lost`
 */
export async function fillShelf(network: TestNetwork, generator: Awaited<ReturnType<typeof startFeedGenerator>>) {
  const tag = randomBytes(3).toString('hex')
  const maker = await createMaker(network, `shelf-${tag}`)
  const { account, agent } = maker
  const [ines, kenji, wren] = ['ines', 'kenji', 'wren'].map((name) => network.account(name).did)
  const moths = {
    did: generator.did,
    displayName: `Moths ${tag}`,
    description: 'See example.org <b>now</b>',
    descriptionFacets: [
      {
        index: { byteStart: 4, byteEnd: 15 },
        features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://example.org/moths' }],
      },
    ],
    contentMode: 'app.bsky.feed.defs#contentModeVideo',
  }
  const feed = await maker.write('app.bsky.feed.generator', moths, 'moths')
  generator.feeds.set(feed, [network.posts.sleeper?.uri ?? ''])
  const cold = await maker.write(
    'app.bsky.feed.generator',
    { did: generator.did, displayName: `Cold kiln ${tag}` },
    'cold',
  )
  const lost = await maker.write(
    'app.bsky.feed.generator',
    { did: 'did:web:localhost%3A9', displayName: 'Lost' },
    'lost',
  )
  await waitFor('the AppView knows the feeds', async () => {
    const { data } = await agent.app.bsky.feed.getFeedGenerators({ feeds: [feed, cold, lost] })
    return data.feeds.length === 3
  })
  const readers = await maker.writeList(`Readers ${tag}`, 'curatelist', [ines ?? '', wren ?? ''])
  const loud = await maker.writeList(`Loud ${tag}`, 'modlist', [kenji ?? ''])
  const people = await maker.writeList('behind', 'referencelist', [ines ?? '', kenji ?? ''])
  const pack = { name: `Start ${tag}`, description: 'Begin here', list: people, feeds: [{ uri: feed }] }
  const packUri = await maker.write('app.bsky.graph.starterpack', pack)
  await waitFor('the AppView knows the pack', async () => {
    const { data } = await agent.app.bsky.graph.getStarterPack({ starterPack: packUri })
    return data.starterPack.feeds?.length === 1 && data.starterPack.list?.listItemCount === 2
  })

  /** Somebody who shows their account to people who are signed in only, and has a list. */
  const shy = await createMaker(network, `shy-${tag}`)
  const label = { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: '!no-unauthenticated' }] }
  await shy.write('app.bsky.actor.profile', { displayName: 'Shy', labels: label }, 'self')
  const shyList = await shy.writeList(`Quiet ${tag}`, 'curatelist', [ines ?? ''])
  await waitFor('the AppView knows that they are shy', async () => {
    const { data } = await agent.app.bsky.actor.getProfile({ actor: shy.account.did })
    return data.labels?.some(({ val }) => val === '!no-unauthenticated')
  })
  return { tag, account, agent, shy, feed, cold, lost, readers, loud, pack: packUri, quiet: shyList }
}

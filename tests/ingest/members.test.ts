// Who is on the lists, in the packs and among the follows that feeds take from: read from a real network, and kept as it changes.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it, type TestContext } from 'node:test'
import type { AtpAgent } from '@atproto/api'
import type { Source } from '#feeds/definition.ts'
import { useNetwork } from '../network.ts'
import { waitFor } from '../wait-for.ts'
import { openSession } from '../write-record.ts'
import { createHarness, until } from './ingest-harness.ts'

const network = await useNetwork()

const ticker = await newPerson('ticker')

async function newPerson(name: string) {
  const account = await network.createAccount(`${name}-${randomBytes(3).toString('hex')}`)
  const agent = await openSession(network, account)
  const write = async (collection: string, record: Record<string, unknown>) => {
    const { data } = await agent.com.atproto.repo.createRecord({
      repo: account.did,
      collection,
      record: { $type: collection, createdAt: new Date().toISOString(), ...record },
    })
    return data.uri
  }
  const makeList = () =>
    write('app.bsky.graph.list', { name: 'Boats', purpose: 'app.bsky.graph.defs#curatelist', description: '' })
  const add = (list: string, subject: string) => write('app.bsky.graph.listitem', { list, subject })
  const follow = (subject: string) => write('app.bsky.graph.follow', { subject })
  const post = (text: string) => write('app.bsky.feed.post', { text })
  return { ...account, agent, write, makeList, add, follow, post }
}

async function remove(agent: AtpAgent, uri: string): Promise<void> {
  const [, , repo = '', collection = '', rkey = ''] = uri.split('/')
  await agent.com.atproto.repo.deleteRecord({ repo, collection, rkey })
}

/** An index that follows the network, with one feed of `sources`; `members` says who is in a set. */
async function follow(t: TestContext, sources: Source[]) {
  const harness = await createHarness(t, {
    relayUrl: network.firehoseUrl,
    plcUrl: network.plcUrl,
    settings: network.settings,
  })
  await harness.addFeed('people', { version: 1, sources, filters: [] })
  /** Starts, and waits until the firehose is heard: what came before is not told. */
  async function start() {
    const ingest = await harness.start()
    await waitFor('the firehose is heard', async () => {
      await ticker.post('tick')
      return (await harness.cursor()) !== undefined
    })
    return ingest
  }
  const state = async (key: string) => {
    const [row] = await harness.rows<{ state: string }>(`SELECT state FROM member_sets WHERE key = '${key}'`)
    return row?.state
  }
  const members = async (key: string) =>
    (
      await harness.rows<{ did: string }>(
        `SELECT m.did FROM set_members m JOIN member_sets s ON s.id = m.set_id WHERE s.key = '${key}' ORDER BY m.did`,
      )
    ).map(({ did }) => did)
  const has = (key: string, ...dids: string[]) =>
    until(
      () => members(key),
      (found) => found.join() === dids.toSorted().join(),
    )
  /** Texts of the feed, the oldest first. */
  const shows = (...texts: string[]) =>
    until(harness.shown, (found) => found.filter((text) => texts.includes(text)).join() === texts.join())
  return { harness, start, state, has, shows }
}

describe('sets of people', () => {
  it('are read from the owner’s repository and follow a list and its deletion', async (t) => {
    const owner = await newPerson('lister')
    const [list, other] = [await owner.makeList(), await owner.makeList()]
    const [ines, tomas] = [network.account('ines').did, network.account('tomas').did]
    const item = await owner.add(list, ines)
    await owner.add(other, tomas)
    const { start, has, state, harness } = await follow(t, [{ type: 'list', uri: list }])
    await start()
    await has(`list:${list}`, ines)

    await owner.add(list, tomas)
    await has(`list:${list}`, ines, tomas)
    await remove(owner.agent, item)
    await has(`list:${list}`, tomas)
    await remove(owner.agent, list)
    await has(`list:${list}`)
    await until(
      () => state(`list:${list}`),
      (found) => found === 'gone',
    )
    assert.deepEqual(await harness.reasons(), [])
  })

  it('bring posts of whoever is in them when they come, without anybody’s token', async (t) => {
    const [owner, member] = [await newPerson('curator'), await newPerson('member')]
    const list = await owner.makeList()
    const { harness, start, has, shows } = await follow(t, [{ type: 'list', uri: list }])
    await start()
    await owner.add(list, owner.did)
    await has(`list:${list}`, owner.did)
    await member.post('too early')
    await owner.post('from the list')
    await shows('from the list')
    const item = await owner.add(list, member.did)
    await has(`list:${list}`, owner.did, member.did)
    await member.post('just in time')
    await shows('from the list', 'just in time')
    await remove(owner.agent, item)
    await has(`list:${list}`, owner.did)
    await member.post('too late')
    await owner.post('the last')
    await shows('from the list', 'just in time', 'the last')
    assert.deepEqual(
      (await harness.shown()).filter((text) => text.startsWith('too ')),
      [],
    )
  })

  it('say that a list that nobody has made is gone', async (t) => {
    const owner = await newPerson('empty')
    const uri = `at://${owner.did}/app.bsky.graph.list/none`
    const { start, state } = await follow(t, [{ type: 'list', uri }])
    await start()
    await until(
      () => state(`list:${uri}`),
      (found) => found === 'gone',
    )
  })

  it('follow a starter pack to the list that it takes, and to another one', async (t) => {
    const owner = await newPerson('packer')
    const [list, other] = [await owner.makeList(), await owner.makeList()]
    const [ines, tomas] = [network.account('ines').did, network.account('tomas').did]
    await owner.add(list, ines)
    await owner.add(other, tomas)
    const pack = await owner.write('app.bsky.graph.starterpack', { name: 'Boats', list })
    const { start, has } = await follow(t, [{ type: 'starterPack', uri: pack }])
    await start()
    await has(`list:${list}`, ines)
    await owner.agent.com.atproto.repo.putRecord({
      repo: owner.did,
      collection: 'app.bsky.graph.starterpack',
      rkey: pack.split('/').at(-1) ?? '',
      record: {
        $type: 'app.bsky.graph.starterpack',
        name: 'Boats',
        list: other,
        createdAt: new Date().toISOString(),
      },
    })
    await has(`list:${other}`, tomas)
  })

  it('know follows and who follows back, as they come and go', async (t) => {
    const [owner, friend] = [await newPerson('mutual'), await newPerson('friend')]
    const ines = network.account('ines').did
    await owner.follow(ines)
    const there = await owner.follow(friend.did)
    const back = await friend.follow(owner.did)
    await waitFor('the AppView knows who follows back', async () => {
      const query = `actor=${owner.did}&others=${friend.did}`
      const answer = await fetch(`${network.appviewUrl}/xrpc/app.bsky.graph.getRelationships?${query}`)
      const { relationships } = (await answer.json()) as { relationships?: { followedBy?: string }[] }
      return relationships?.[0]?.followedBy !== undefined
    })
    const { start, has } = await follow(t, [{ type: 'mutuals', did: owner.did }])
    await start()
    await has(`follows:${owner.did}`, ines, friend.did)
    await has(`followers:${owner.did}`, friend.did)

    await remove(friend.agent, back)
    await has(`followers:${owner.did}`)
    await friend.follow(owner.did)
    await has(`followers:${owner.did}`, friend.did)
    await remove(owner.agent, there)
    await has(`follows:${owner.did}`, ines)
  })

  it('go on where they stood after a stop, without being read again', async (t) => {
    const owner = await newPerson('sleeper')
    const list = await owner.makeList()
    const [ines, tomas] = [network.account('ines').did, network.account('tomas').did]
    const item = await owner.add(list, ines)
    const { start, has, harness } = await follow(t, [{ type: 'list', uri: list }])
    const first = await start()
    await has(`list:${list}`, ines)
    const marker = await owner.add(list, tomas)
    await has(`list:${list}`, ines, tomas)
    await until(
      () => harness.rows<{ fetchedAt: number }>('SELECT fetched_at AS fetchedAt FROM member_sets'),
      ([set]) => (set?.fetchedAt ?? 0) > 0,
    )
    await first.stop()
    const fetchedAt = await harness.rows('SELECT fetched_at FROM member_sets')
    await remove(owner.agent, item)
    await remove(owner.agent, marker)
    await start()
    await has(`list:${list}`)
    assert.deepEqual(await harness.rows('SELECT fetched_at FROM member_sets'), fetchedAt)
  })
})

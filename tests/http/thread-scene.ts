// A conversation with everything that can happen to one, written to the demo network by accounts of its own.
import { randomBytes } from 'node:crypto'
import { AtpAgent } from '@atproto/api'
import type { TestNetwork } from '../network.ts'
import { waitFor } from '../wait-for.ts'

type Ref = { uri: string; cid: string }
type Post = Ref & { root: Ref }
export type Role = 'op' | 'ann' | 'cat' | 'bob' | 'zoe' | 'viewer'
export type Member = { agent: AtpAgent; did: string; handle: string; password: string }
export type Scene = { who: Record<Role, Member>; posts: Record<string, Post>; path: (key: string) => string }

const roles: Role[] = ['op', 'ann', 'cat', 'bob', 'zoe', 'viewer']

/** Writes layer by layer: the AppView hides for good a reply that it hears of before its parent. */
export async function writeThreadScene(network: TestNetwork): Promise<Scene> {
  const run = randomBytes(3).toString('hex')
  const members = await Promise.all(
    roles.map(async (role): Promise<[Role, Member]> => {
      const account = await network.createAccount(`${role}-${run}`)
      const agent = new AtpAgent({ service: network.pdsUrl })
      await agent.login({ identifier: account.handle, password: account.password })
      return [role, { ...account, agent }]
    }),
  )
  const who = Object.fromEntries(members) as Record<Role, Member>
  const posts: Scene['posts'] = {}
  const createdAt = () => new Date().toISOString()
  const write = async (role: Role, key: string, parent?: string, rest: object = {}) => {
    const above = parent ? posts[parent] : undefined
    const reply = above ? { reply: { root: above.root, parent: { uri: above.uri, cid: above.cid } } } : {}
    const made = await who[role].agent.post({
      text: `Post ${key}.`,
      langs: ['en'],
      createdAt: createdAt(),
      ...reply,
      ...rest,
    })
    posts[key] = { ...made, root: above?.root ?? made }
  }
  const refer = (key: string): Ref => ({ uri: posts[key]?.uri ?? '', cid: posts[key]?.cid ?? '' })
  const settle = (...keys: string[]) =>
    waitFor(`the AppView has ${keys.join(', ')}`, async () => {
      const uris = keys.map((key) => refer(key).uri)
      return (await who.op.agent.app.bsky.feed.getPosts({ uris })).data.posts.length === keys.length
    })

  const values = [{ val: '!no-unauthenticated' }]
  const labels = { $type: 'com.atproto.label.defs#selfLabels', values }
  await who.zoe.agent.com.atproto.repo.putRecord({
    ...{ repo: who.zoe.did, collection: 'app.bsky.actor.profile', rkey: 'self' },
    record: { $type: 'app.bsky.actor.profile', displayName: 'Zoe', labels },
  })
  await write('op', 'one')
  await settle('one')
  await write('op', 'two', 'one')
  await write('ann', 'good', 'one')
  await settle('two', 'good')
  await write('op', 'three', 'two')
  for (const [role, key] of [
    ['ann', 'rude'],
    ['cat', 'loud'],
    ['bob', 'blocked'],
    ['zoe', 'shy'],
  ] as const)
    await write(role, key, 'one')
  await write('ann', 'hidden', 'one')
  await write('ann', 'd1', 'good')
  await settle('three', 'rude', 'loud', 'blocked', 'shy', 'hidden', 'd1')
  await write('ann', 'd2', 'd1')
  await write('cat', 'under-blocked', 'blocked')
  await write('ann', 'under-shy', 'shy')
  await write('cat', 'quoting', undefined, { embed: { $type: 'app.bsky.embed.record', record: refer('one') } })
  await write('zoe', 'detached', undefined, { embed: { $type: 'app.bsky.embed.record', record: refer('good') } })
  await settle('d2', 'under-blocked', 'under-shy', 'quoting', 'detached')
  await write('ann', 'd3', 'd2')
  await settle('d3')

  const { viewer } = who
  const one = refer('one')
  await who.op.agent.app.bsky.feed.threadgate.create(
    { repo: who.op.did, rkey: one.uri.split('/').at(-1) ?? '' },
    { post: one.uri, createdAt: createdAt(), hiddenReplies: [refer('rude').uri] },
  )
  await who.ann.agent.app.bsky.feed.postgate.create(
    { repo: who.ann.did, rkey: refer('good').uri.split('/').at(-1) ?? '' },
    { post: refer('good').uri, createdAt: createdAt(), detachedEmbeddingUris: [refer('detached').uri] },
  )
  await who.ann.agent.deletePost(refer('d2').uri)
  for (const role of ['ann', 'cat', 'zoe'] as const) await who[role].agent.like(one.uri, one.cid)
  await who.ann.agent.repost(one.uri, one.cid)
  await viewer.agent.app.bsky.graph.block.create({ repo: viewer.did }, { subject: who.bob.did, createdAt: createdAt() })
  await viewer.agent.mute(who.cat.did)
  await viewer.agent.hidePost(refer('hidden').uri)
  await viewer.agent.setThreadViewPrefs({ sort: 'oldest', lab_treeViewEnabled: false } as { sort: string })
  await settleRest({ who, posts })
  return {
    who,
    posts,
    path: (key) => refer(key).uri.replace('at://', '/profile/').replace('app.bsky.feed.post', 'post'),
  }
}

/** Waits until the AppView knows what was done with the posts: likes, gates, mutes and blocks come one by one. */
async function settleRest({ who, posts }: Pick<Scene, 'who' | 'posts'>): Promise<void> {
  const { op, viewer } = who
  const uri = (key: string) => posts[key]?.uri ?? ''
  await waitFor('the AppView has counted', async () => {
    const { data } = await op.agent.app.bsky.feed.getPosts({ uris: [uri('one'), uri('detached')] })
    const [one, detached] = data.posts
    const embed = detached?.embed as { record?: { $type?: string } } | undefined
    const isCounted = one?.likeCount === 3 && one.repostCount === 1 && one.quoteCount === 1
    return isCounted && embed?.record?.$type === 'app.bsky.embed.record#viewDetached'
  })
  await waitFor('the AppView knows whom the viewer mutes and blocks', async () => {
    const { data } = await viewer.agent.app.bsky.actor.getProfiles({ actors: [who.cat.did, who.bob.did] })
    return data.profiles[0]?.viewer?.muted && Boolean(data.profiles[1]?.viewer?.blocking)
  })
  await waitFor('the AppView knows what is hidden and deleted, and who is shy', async () => {
    const { data } = await op.agent.app.bsky.unspecced.getPostThreadV2({ anchor: uri('one') })
    const [gone, zoe] = await Promise.all([
      op.agent.app.bsky.feed.getPosts({ uris: [uri('d2')] }),
      op.agent.app.bsky.actor.getProfile({ actor: who.zoe.did }),
    ])
    const isHidden = data.hasOtherReplies && !data.thread.some((item) => item.uri === uri('rude'))
    return isHidden && gone.data.posts.length === 0 && zoe.data.labels?.some(({ val }) => val === '!no-unauthenticated')
  })
}

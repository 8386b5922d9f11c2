// Somebody new on the network who writes by another client, and what the AppView tells them.
import { randomBytes } from 'node:crypto'
import { AtpAgent } from '@atproto/api'
import type { Account } from '#demo/account.ts'
import type { TestNetwork } from './network.ts'
import { waitFor } from './wait-for.ts'

export type Joined = { account: Account; agent: AtpAgent; did: string }

export async function joinNetwork(network: TestNetwork, name: string): Promise<Joined> {
  const account = await network.createAccount(`${name}-${randomBytes(2).toString('hex')}`)
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: account.handle, password: account.password })
  return { account, agent, did: account.did }
}

/** Writes a post that begins a conversation, and waits until the AppView has it. */
export async function writeKnownPost({ agent }: Joined, text: string): Promise<{ uri: string; cid: string }> {
  const post = await agent.post({ text, createdAt: new Date().toISOString() })
  await waitFor('the post is known', async () => {
    return (await agent.app.bsky.feed.getPosts({ uris: [post.uri] })).data.posts.length === 1
  })
  return post
}

/** What the AppView lists for somebody, the newest first. */
export async function listNotified({ agent }: Joined) {
  return (await agent.app.bsky.notification.listNotifications({ limit: 50 })).data.notifications
}

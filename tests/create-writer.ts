// A fresh account that writes records of every kind, also such as no client would.
import { randomBytes } from 'node:crypto'
import { AtpAgent, type BlobRef } from '@atproto/api'
import type { TestNetwork } from './network.ts'
import { waitFor } from './wait-for.ts'

export type Reference = { uri: string; cid: string }

export type Writer = {
  did: string
  handle: string
  password: string
  agent: AtpAgent
  upload(bytes: Uint8Array, type: string): Promise<BlobRef>
  /** Writes a record as it is, valid or not. */
  write(collection: string, record: Record<string, unknown>, rkey?: string): Promise<Reference>
  /** Writes a post; `more` may say anything. */
  post(text: string, more?: Record<string, unknown>): Promise<Reference>
  /** Waits until the AppView has all of these posts. */
  settle(posts: Reference[]): Promise<void>
}

export async function createWriter(network: TestNetwork, name: string): Promise<Writer> {
  const { did, handle, password } = await network.createAccount(`${name}-${randomBytes(2).toString('hex')}`)
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: handle, password })
  const write: Writer['write'] = async (collection, record, rkey) => {
    const value = { $type: collection, createdAt: new Date().toISOString(), ...record }
    const params = { repo: did, collection, record: value, validate: false, ...(rkey ? { rkey } : {}) }
    const { uri, cid } = (await agent.com.atproto.repo.createRecord(params)).data
    return { uri, cid }
  }
  return {
    did,
    handle,
    password,
    agent,
    write,
    upload: async (bytes, encoding) => (await agent.uploadBlob(bytes, { encoding })).data.blob,
    post: (text, more = {}) => write('app.bsky.feed.post', { text, ...more }),
    settle: async (posts) => {
      for (let at = 0; at < posts.length; at += 25) {
        const uris = posts.slice(at, at + 25).map(({ uri }) => uri)
        await waitFor('the AppView has the posts', async () => {
          const { data } = await agent.app.bsky.feed.getPosts({ uris })
          const absent = uris.filter((uri) => !data.posts.some((post) => post.uri === uri))
          if (absent.length > 0) throw new Error(`absent: ${absent.join(' ')}`)
          return true
        })
      }
    },
  }
}

/** The page of a post. */
export function pageOf({ uri }: Reference): string {
  const [, , did, , rkey] = uri.split('/')
  return `/profile/${did}/post/${rkey}`
}

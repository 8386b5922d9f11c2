// What the network's labeler says of kept posts and their authors (com.atproto.label.subscribeLabels).
import { setTimeout as pause } from 'node:timers/promises'
import { readCursor } from '#db/queries/firehose.ts'
import { type IndexChange, writeIndexChanges } from '#db/queries/index-changes.ts'
import { findIndexedPosts } from '#db/queries/indexed-posts.ts'
import { listLabelled } from '#db/queries/labels.ts'
import type { Context } from '../context.ts'
import { BadFrame } from './bad-frame.ts'
import { type Ending, keepConnected, type Listen, longEnough } from './keep-connected.ts'
import { receiveFrame } from './read-frame.ts'
import { type Label, readLabels } from './read-labels.ts'

/** ms between writes, and between connections; labels that may wait; posts judged again an account. */
const pace = { write: 500 }
const backOff = { first: 1000, most: 60_000 }
const bounds = { waiting: 5000, posts: 200 }

/** Follows `labelerUrl` until `signal` says stop; without one it does nothing. `judgeAgain` is told of kept posts. */
export async function followLabels(
  { config, index, log, now }: Context,
  judgeAgain: (postIds: number[]) => void,
  signal: AbortSignal,
): Promise<void> {
  if (config.labelerUrl === undefined) return
  const relayUrl = config.labelerUrl.replace(/^http/, 'ws')
  const source = `labels:${new URL(relayUrl).host}`
  let cursor = (await readCursor(index, source)) ?? 0
  let waiting: Label[] = []
  let seen = cursor
  const connection = keepConnected({ signal, backOff, connect: connectOnce })

  function receive(bytes: Uint8Array): void {
    try {
      const { frame } = receiveFrame(bytes)
      const read = frame && readLabels(frame)
      if (!read) return
      seen = read.seq
      waiting.push(...read.labels)
      if (waiting.length > bounds.waiting) connection.hold()
    } catch (error) {
      if (!(error instanceof BadFrame)) throw error
      log.warn({ reason: error.message }, 'labels not understood')
    }
  }

  async function write(): Promise<void> {
    if (seen === cursor) return
    const [labels, seq] = [waiting.slice(0, bounds.waiting), seen]
    const changes = labels.map((label): IndexChange => ({ type: 'label', label }))
    // Little at a time; the place only with the last of them.
    for (let at = 0; at < changes.length; at += 100) {
      await writeIndexChanges(index, source, changes.slice(at, at + 100), undefined)
      await pause(5)
    }
    await writeIndexChanges(index, source, [], { seq, now: now() })
    waiting = waiting.slice(labels.length)
    cursor = seq
    connection.resume()
    for (const { uri } of labels) judgeAgain(await postsOf(uri))
  }

  async function postsOf(uri: string): Promise<number[]> {
    if (uri.startsWith('did:')) return listLabelled(index, uri, bounds.posts)
    return (await findIndexedPosts(index, [uri])).map(({ id }) => id)
  }

  async function connectOnce(listen: Listen): Promise<Ending> {
    const started = now()
    const { reason } = await listen({
      relayUrl,
      method: 'com.atproto.label.subscribeLabels',
      cursor: seen === 0 ? undefined : seen,
      signal,
      onFrame: receive,
    })
    if (!signal.aborted) log.info({ reason }, 'labels ended')
    return now() - started > longEnough ? 'good' : 'bad'
  }

  async function writeOn(): Promise<void> {
    while (!signal.aborted) {
      await write().catch((error) => log.warn({ err: error }, 'labels not written; trying again'))
      await pause(pace.write, undefined, { signal }).catch(() => {})
    }
  }

  await Promise.all([connection.run(), writeOn()])
}

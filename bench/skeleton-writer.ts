// Writes to an index at the rate of the live network, in a process of its own, while others read.
import { fork } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { openDatabase } from '#db/client.ts'
import { type IndexChange, writeIndexChanges } from '#db/queries/index-changes.ts'
import { createPostMaker } from './stored-posts.ts'

/** Posts of the window and kept posts a second: 340 events, 11 % posts, 1.2 % kept. */
const [seen, kept] = [37, 4]

/** Starts the writer on an index that is there. */
export async function startWriter(file: string): Promise<{ stop: () => void }> {
  const child = fork(import.meta.filename, [file])
  await new Promise((resolve) => child.once('message', resolve))
  return { stop: () => void child.kill('SIGKILL') }
}

async function write(file: string): Promise<never> {
  const db = await openDatabase('index', `file:${file}`, { access: 'write' })
  const make = createPostMaker(1_000_000, 10_000)
  process.send?.('ready')
  for (let n = 0; ; n++) {
    const made = Array.from({ length: seen }, (_, i) => make(n * seen + i))
    const posts = made.map(({ actor, post: { embeds, uri, ...post } }) => {
      const rkey = uri.split('/').at(-1) ?? ''
      return { ...post, did: actor.did, rkey, rev: actor.rev, content: { ...post, embed: embeds } }
    })
    const changes = made.slice(0, kept).flatMap(({ actor, post }): IndexChange[] => [
      { type: 'actor', actor, now: n },
      { type: 'keepPost', post, feedIds: [1 + (n % 10)], sortKey: Date.now() },
    ])
    await writeIndexChanges(db, 'bench', [{ type: 'seePosts', posts }, ...changes], { seq: n, now: n })
    await pause(1000)
  }
}

if (process.argv[1] === import.meta.filename) await write(process.argv[2] ?? '')

// A recorded firehose: many accounts that post, like, edit and delete, and what an index must hold after it.
import type { PlcDirectory } from './plc-directory.ts'
import type { Recorded } from './replay-server.ts'
import { commitFrame, createPost, createSignedRepo, createSigner, postRecord, type SignedRepo } from './signed-repo.ts'

export type Recording = { frames: Recorded[]; expected: Map<string, string> }

/** A generator of numbers that is the same every time (Lehmer, MINSTD). */
export function createDice(seed = 1): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state * 48_271) % 2_147_483_647
    return state % sides
  }
}

/**
 * Records `count` commits of `accounts` accounts: about half of the posts say "keep"; now and then one of those is
 * edited or deleted, one number in ten is skipped. `expected` maps the URI of every post left to its CID.
 */
export async function record(plc: PlcDirectory, count: number, accounts: number): Promise<Recording> {
  const dice = createDice()
  const repos: SignedRepo[] = []
  for (let i = 0; i < accounts; i++) {
    const repo = await createSignedRepo(undefined, createSigner(i % 4 === 0 ? 'p256' : 'k256'))
    plc.register(repo.did, repo.signer.multikey)
    repos.push(repo)
  }
  const frames: Recorded[] = []
  const expected = new Map<string, string>()
  let seq = 0
  for (let i = 0; i < count; i++) {
    seq += dice(10) === 0 ? 2 : 1
    const repo = repos[dice(repos.length)] as SignedRepo
    const body = await repo.commit([chooseWrite(dice, repo, expected, i)])
    frames.push({ seq, bytes: commitFrame(seq, body) })
    for (const { action, path, cid } of body.ops) {
      const uri = `at://${repo.did}/${path}`
      if (action === 'delete') expected.delete(uri)
      else if (path.includes('-keep')) expected.set(uri, cid?.$link ?? '')
    }
  }
  return { frames, expected }
}

function chooseWrite(dice: (sides: number) => number, repo: SignedRepo, expected: Map<string, string>, i: number) {
  const own = [...expected.keys()].filter((uri) => uri.includes(repo.did))
  const path = own[dice(Math.max(own.length, 1))]?.split('/').slice(3).join('/')
  const roll = dice(20)
  if (path && roll === 0) return { action: 'delete' as const, path }
  if (path && roll === 1) return { action: 'update' as const, path, record: postRecord(`keep, edited ${i}`) }
  if (roll < 8) return createPost(`nothing for a feed ${i}`, `p${i}-other`)
  if (roll < 12) return createLike(i)
  return createPost(`worth to keep ${i}`, `p${i}-keep`)
}

function createLike(i: number) {
  const subject = { uri: 'at://did:plc:someone/app.bsky.feed.post/x', cid: 'bafy' }
  const record = { $type: 'app.bsky.feed.like', subject, createdAt: new Date().toISOString() }
  return { action: 'create' as const, path: `app.bsky.feed.like/l${i}`, record }
}

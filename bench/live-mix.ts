// Signed frames in the mix of the live network, for benchmarks: 54 % likes, 17 % follows, 11 % posts, 9 % reposts, rest.
import { createDice } from '../tests/ingest/recording.ts'
import { commitFrame, createSignedRepo, type RepoWrite, type SignedRepo } from '../tests/ingest/signed-repo.ts'

export type Mix = { frames: { seq: number; bytes: Uint8Array }[]; repos: SignedRepo[]; kept: number }

/** Words of a post; one post in a hundred says "keep", which is what the benchmark's feed asks for. */
const words = 'the of a sea light walk bread train morning paper radio quiet fjord heron kiln and to is in it'.split(
  ' ',
)

/**
 * Makes `count` frames of `accounts` accounts, one commit each.
 * @param keptShare one in how many posts a feed wants
 */
export async function createMix(count: number, accounts: number, keptShare: number): Promise<Mix> {
  const dice = createDice(11)
  const repos: SignedRepo[] = []
  for (let i = 0; i < accounts; i++) repos.push(await createSignedRepo())
  const frames: Mix['frames'] = []
  let kept = 0
  let posts = 0
  for (let seq = 1; seq <= count; seq++) {
    const repo = repos[dice(repos.length)] as SignedRepo
    const roll = dice(100)
    const isPost = roll >= 71 && roll < 82
    const keep = isPost && posts++ % keptShare === 0
    if (keep) kept++
    const write = isPost ? post(dice, seq, keep) : other(roll, seq)
    frames.push({ seq, bytes: commitFrame(seq, await repo.commit([write])) })
  }
  return { frames, repos, kept }
}

function post(dice: (sides: number) => number, seq: number, keep: boolean): RepoWrite {
  const text = Array.from({ length: 5 + dice(30) }, () => words[dice(words.length)]).join(' ')
  const record = {
    $type: 'app.bsky.feed.post',
    text: keep ? `${text} keep` : text,
    langs: ['en'],
    createdAt: new Date().toISOString(),
  }
  return { action: 'create', path: `app.bsky.feed.post/${keyOf(seq)}`, record }
}

function other(roll: number, seq: number): RepoWrite {
  const subject = { uri: `at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/${keyOf(seq)}`, cid: 'bafyreib' }
  const createdAt = new Date().toISOString()
  if (roll < 54) return write('app.bsky.feed.like', seq, { subject, createdAt })
  if (roll < 71) return write('app.bsky.graph.follow', seq, { subject: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', createdAt })
  if (roll < 91) return write('app.bsky.feed.repost', seq, { subject, createdAt })
  return write('app.bsky.graph.block', seq, { subject: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', createdAt })
}

function write(collection: string, seq: number, record: Record<string, unknown>): RepoWrite {
  return { action: 'create', path: `${collection}/${keyOf(seq)}`, record: { $type: collection, ...record } }
}

function keyOf(seq: number): string {
  return `3l${seq.toString(36).padStart(11, '0')}`
}

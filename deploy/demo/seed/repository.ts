// One seeded account's repository: many records in few commits.
import type { AtpAgent } from '@atproto/api'
import type { Account } from '../account.ts'
import type { Reference } from './build-post.ts'
import type { UploadedPicture } from './picture.ts'

export type Write = { collection: string; rkey: string; value: object }
export type Member = {
  account: Account
  agent: AtpAgent
  upload(name: string): Promise<UploadedPicture>
}

/** Creates records, up to 200 a commit (com.atproto.repo.applyWrites), and answers with their addresses in order. */
export async function createRecords({ account, agent }: Member, writes: Write[]): Promise<Reference[]> {
  const made: Reference[] = []
  for (let at = 0; at < writes.length; at += 200) {
    const { data } = await agent.com.atproto.repo.applyWrites({
      repo: account.did,
      writes: writes.slice(at, at + 200).map(({ collection, rkey, value }) => ({
        $type: 'com.atproto.repo.applyWrites#create',
        collection,
        rkey,
        value: { $type: collection, ...value },
      })),
    })
    for (const result of data.results ?? []) {
      if ('uri' in result && 'cid' in result) made.push({ uri: String(result.uri), cid: String(result.cid) })
    }
  }
  return made
}

const digits = '234567abcdefghijklmnopqrstuvwxyz'

/** A record key of the time `at` (atproto record-key spec, "TID"): microseconds, then ten bits that tell apart. */
export function recordKey(at: Date, apart: number): string {
  let value = (BigInt(at.getTime()) * 1000n + BigInt(apart % 1000)) * 1024n + BigInt(apart % 1024)
  let key = ''
  for (let index = 0; index < 13; index += 1) {
    key = digits[Number(value % 32n)] + key
    value /= 32n
  }
  return key
}

// Likes, reposts, replies and quotes as they pass by → the statements that count them.
import { type Step, step } from './index-step.ts'
import { packRkey } from './packed-posts.ts'
import { shortDid } from './window-steps.ts'

export const countedKinds = ['likes', 'reposts', 'replies', 'quotes'] as const
export type CountedKind = (typeof countedKinds)[number]

/** One record that counts for a post. `record` is a hash of the record's URI; `at` when it came, in ms. */
export type Counted = { did: string; rkey: string; kind: CountedKind; record: number; at: number }

/** `records`: what counts from now on; `ended`: hashes of records that are no more. `tells`: what the window counts then. */
export type EngagementChange = { type: 'count'; records: Counted[]; ended: number[]; tells?: boolean }

const addToWindow = `UPDATE window_posts AS w SET likes = w.likes + n.likes, reposts = w.reposts + n.reposts,
    replies = w.replies + n.replies, quotes = w.quotes + n.quotes
  FROM (SELECT value ->> 0 AS did, value ->> 1 AS rkey, value ->> 2 AS likes, value ->> 3 AS reposts,
    value ->> 4 AS replies, value ->> 5 AS quotes FROM json_each(?)) n
  WHERE w.did = n.did AND w.rkey = n.rkey`
const tellWindow = ' RETURNING id, likes, reposts, replies, quotes'
const sums = `sum(kind = 'likes'), sum(kind = 'reposts'), sum(kind = 'replies'), sum(kind = 'quotes')`
const found = `SELECT j.value ->> 3 AS record, p.id AS post_id, j.value ->> 2 AS kind, j.value ->> 4 AS at
  FROM json_each(?) j CROSS JOIN actors a ON a.did = j.value ->> 0
  CROSS JOIN indexed_posts p ON p.author_id = a.id AND p.rkey = j.value ->> 1`
const countNew = `INSERT INTO post_engagement (post_id, likes, reposts, replies, quotes)
  SELECT post_id, ${sums} FROM (${found}) n
  WHERE NOT EXISTS (SELECT 1 FROM engagement_records r WHERE r.record = n.record) GROUP BY post_id
  ON CONFLICT (post_id) DO UPDATE SET likes = likes + excluded.likes, reposts = reposts + excluded.reposts,
    replies = replies + excluded.replies, quotes = quotes + excluded.quotes
  RETURNING post_id, likes, reposts, replies, quotes`
const rememberRecords = `INSERT INTO engagement_records (record, post_id, kind, at) ${found} WHERE true
  ON CONFLICT DO NOTHING`
const countDown = `UPDATE post_engagement AS e SET likes = max(0, e.likes - n.likes),
    reposts = max(0, e.reposts - n.reposts), replies = max(0, e.replies - n.replies), quotes = max(0, e.quotes - n.quotes)
  FROM (SELECT post_id, sum(kind = 'likes') AS likes, sum(kind = 'reposts') AS reposts,
    sum(kind = 'replies') AS replies, sum(kind = 'quotes') AS quotes FROM engagement_records
    WHERE record IN (SELECT value FROM json_each(?)) GROUP BY post_id) n
  WHERE e.post_id = n.post_id
  RETURNING post_id, likes, reposts, replies, quotes`
const forgetRecords = 'DELETE FROM engagement_records WHERE record IN (SELECT value FROM json_each(?))'

/** Records in a statement. */
const most = 200

/** A record counts once for a kept post, however often it comes; for the window it is the caller who sees to that. */
export function engagementSteps({ records, ended, tells = false }: EngagementChange): Step[] {
  const steps: Step[] = []
  for (let at = 0; at < records.length; at += most) {
    const part = records.slice(at, at + most)
    const keys = part.map(keyOf)
    const rows = `[${part.map(({ did, kind, record, at }, n) => `[${JSON.stringify(did)},${keys[n]},"${kind}",${record},${at}]`).join()}]`
    const sums = `[${addUp(part, keys).join()}]`
    steps.push(tells ? { ...step(addToWindow + tellWindow, sums), windowCounts: true } : step(addToWindow, sums))
    steps.push({ ...step(countNew, rows), counts: true }, step(rememberRecords, rows))
  }
  for (let at = 0; at < ended.length; at += most) {
    const hashes = JSON.stringify(ended.slice(at, at + most))
    steps.push({ ...step(countDown, hashes), counts: true }, step(forgetRecords, hashes))
  }
  return steps
}

function keyOf({ rkey }: Counted): string {
  const key = packRkey(rkey)
  return typeof key === 'bigint' ? String(key) : JSON.stringify(key)
}

/** Rows for `addToWindow`: one for each post. */
function addUp(records: Counted[], keys: string[]): string[] {
  const sums = new Map<string, number[]>()
  for (const [n, { did, kind }] of records.entries()) {
    const start = `${JSON.stringify(shortDid(did))},${keys[n]}`
    const counts = sums.get(start) ?? [0, 0, 0, 0]
    const at = countedKinds.indexOf(kind)
    counts[at] = (counts[at] ?? 0) + 1
    sums.set(start, counts)
  }
  return Array.from(sums, ([start, counts]) => `[${start},${counts.join()}]`)
}

// What labelers say → the statements that write it, for kept posts and their authors.
import { type Step, step } from './index-step.ts'
import { packRkey, splitUri } from './packed-posts.ts'

/** com.atproto.label.defs#label: `uri` an at-uri of a post or a DID, `exp` in ms; `neg` takes it back. */
export type LabelChange = {
  type: 'label'
  label: { uri: string; src: string; val: string; neg: boolean; exp: number | undefined }
}

const forget = 'DELETE FROM applied_labels WHERE uri = ? AND src = ? AND val = ?'
const note = 'INSERT OR REPLACE INTO applied_labels (uri, src, val, exp)'
const thePost = 'author_id = (SELECT id FROM actors WHERE did = ?) AND rkey = ?'
/** Labels with which a post is in no feed and on no page. */
const hides = `(SELECT 1 FROM applied_labels WHERE uri = ? AND val IN ('!hide', '!takedown') LIMIT 1)`

/** Nothing is noted about what is not kept. */
export function labelSteps({ label: { uri, src, val, neg, exp } }: LabelChange): Step[] {
  if (uri.startsWith('did:')) {
    return [
      neg
        ? step(forget, uri, src, val)
        : step(`${note} SELECT ?, ?, ?, ? FROM actors WHERE did = ?`, uri, src, val, exp ?? null, uri),
      step(`UPDATE actors SET hidden = ${hides} WHERE did = ?`, uri, uri),
    ]
  }
  const { did, rkey } = splitUri(uri)
  const key = packRkey(rkey)
  return [
    neg
      ? step(forget, uri, src, val)
      : step(`${note} SELECT ?, ?, ?, ? FROM indexed_posts WHERE ${thePost}`, uri, src, val, exp ?? null, did, key),
    step(`UPDATE indexed_posts SET hidden = ${hides} WHERE ${thePost}`, uri, did, key),
  ]
}

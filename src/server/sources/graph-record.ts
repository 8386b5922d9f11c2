// What a record of app.bsky.graph.* says about who belongs to what.

/** `target` is the list of a starter pack; records of other kinds or shapes say nothing. */
export type GraphRecord =
  | { kind: 'follow'; did: string }
  | { kind: 'listitem'; list: string; did: string }
  | { kind: 'list' }
  | { kind: 'starterpack'; target: string }

export const graphPrefix = 'app.bsky.graph.'
const didPattern = /^did:(plc:[a-z2-7]{24}|web:[a-zA-Z0-9.%:_-]{1,240})$/
const listPattern = /^at:\/\/did:[a-z]+:[a-zA-Z0-9._:%-]{1,300}\/app\.bsky\.graph\.list\/[a-zA-Z0-9._~:-]{1,512}$/

/** Reads a record, which may hold anything. */
export function readGraphRecord(record: unknown): GraphRecord | undefined {
  if (typeof record !== 'object' || record === null) return undefined
  const { $type, subject, list } = record as Record<string, unknown>
  switch ($type) {
    case 'app.bsky.graph.follow':
      return isDid(subject) ? { kind: 'follow', did: subject } : undefined
    case 'app.bsky.graph.listitem':
      return isDid(subject) && isListUri(list) ? { kind: 'listitem', list, did: subject } : undefined
    case 'app.bsky.graph.list':
      return { kind: 'list' }
    case 'app.bsky.graph.starterpack':
      return isListUri(list) ? { kind: 'starterpack', target: list } : undefined
    default:
      return undefined
  }
}

export function isDid(value: unknown): value is string {
  return typeof value === 'string' && didPattern.test(value)
}

function isListUri(value: unknown): value is string {
  return typeof value === 'string' && listPattern.test(value)
}

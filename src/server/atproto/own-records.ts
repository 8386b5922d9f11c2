// Records of the viewer's own repository, read from their own server: what is written there is there at once.
import type { Agent } from '@atproto/api'
import { AppError } from '../app-error.ts'
import { askUpstream } from './ask-upstream.ts'
import { isObject } from './to-embed.ts'

/** `value` is the record as it lies there, of any shape. */
export type OwnRecord = { uri: string; cid: string; rkey: string; value: Record<string, unknown> }

/** com.atproto.repo.listRecords gives this many at once. */
const limit = 100

/** One record (com.atproto.repo.getRecord); undefined when there is none. @throws AppError as the server answers */
export async function findOwnRecord(agent: Agent, collection: string, rkey: string): Promise<OwnRecord | undefined> {
  const repo = agent.assertDid
  try {
    const { data } = await askUpstream(agent.com.atproto.repo.getRecord({ repo, collection, rkey }))
    return toRecord({ uri: data.uri, cid: data.cid, value: data.value })
  } catch (error) {
    if (error instanceof AppError && isAbsent(error)) return undefined
    throw error
  }
}

/**
 * The records of a collection, the newest first, a page after the other until `isEnough` says so.
 * @throws AppError 422 when there are more than `most`, others as the server answers
 */
export async function listOwnRecords(
  agent: Agent,
  collection: string,
  { most, isEnough = () => false }: { most: number; isEnough?: (page: OwnRecord[]) => boolean },
): Promise<OwnRecord[]> {
  const repo = agent.assertDid
  const records: OwnRecord[] = []
  let cursor: string | undefined
  do {
    const { data } = await askUpstream(agent.com.atproto.repo.listRecords({ repo, collection, limit, cursor }))
    const page = data.records.flatMap((record) => toRecord(record) ?? [])
    records.push(...page)
    if (isEnough(page)) return records
    if (records.length > most) throw new AppError(422, `You have more than ${most} of these: this box cannot follow.`)
    cursor = data.records.length > 0 && data.cursor !== cursor ? data.cursor : undefined
  } while (cursor !== undefined)
  return records
}

function toRecord({ uri, cid, value }: { uri: string; cid?: string | undefined; value: unknown }) {
  if (!isObject(value)) return undefined
  return { uri, cid: cid ?? '', rkey: uri.split('/').at(-1) ?? '', value }
}

function isAbsent({ status, cause }: AppError): boolean {
  if (status === 404) return true
  const name = isObject(cause) ? cause.error : undefined
  return status === 400 && (name === 'RecordNotFound' || /could not locate record/i.test(String(cause)))
}

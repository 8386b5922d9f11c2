// Why S3-compatible storage did not do what it was asked, in a sentence that names the cure.
import { S3ServiceError } from 's3mini'

/** A sentence for whoever runs the box. */
export class StoreError extends Error {}

/** Whether the same may succeed a moment later: the link, a server that has too much to do, an answer that did not come. */
export function mayPass(error: unknown): boolean {
  const answer = findAnswer(error)
  if (answer === undefined) return !(error instanceof StoreError)
  return answer.status >= 500 || [408, 425, 429].includes(answer.status)
}

/** @param place the store, as its operator knows it */
export function explainStore(error: unknown, place: string): StoreError {
  if (error instanceof StoreError) return error
  const answer = findAnswer(error)
  const why = answer ? explainAnswer(answer) : explainSilence(error)
  return new StoreError(`${place} ${why}`, { cause: error })
}

function findAnswer(error: unknown): S3ServiceError | undefined {
  if (error instanceof S3ServiceError) return error
  return error instanceof Error && error.cause instanceof S3ServiceError ? error.cause : undefined
}

function explainAnswer({ status, body = '' }: S3ServiceError): string {
  const [, code = ''] = /<Code>(\w{1,60})<\/Code>/.exec(body) ?? []
  const answered = `answered ${status}${code && ` (${code})`}`
  if (/TimeTooSkewed|RequestExpired/.test(code)) return `${answered}: the clock of this machine is wrong.`
  if (status === 301 || status === 307 || /Region|HeaderMalformed/.test(code))
    return `${answered}: it wants another address or region. Look at BACKUP_S3_URL and BACKUP_S3_REGION.`
  if (status === 401 || status === 403)
    return `${answered}: look at BACKUP_S3_KEY_ID and BACKUP_S3_SECRET, and at what this key may do there.`
  if (status === 404) return `${answered}: there is no such bucket, or no such backup in it. Look at BACKUP_S3_URL.`
  return `${answered}.`
}

function explainSilence(error: unknown): string {
  let inner = error
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause
  if (inner instanceof Error && inner.name === 'TimeoutError') return 'did not answer in time.'
  const reason = inner instanceof Error ? ('code' in inner && inner.code) || inner.message : inner
  return `cannot be reached: ${reason}.`
}

// Why a source brings nothing new, in a sentence.

/** `status` of the answer, 0 when there was none; `reason` is the error that it named (XRPC), or ''. */
type FeedFailure = { status: number; reason: string }
/** As member_sets has it. */
type SetState = { state: 'waiting' | 'ready' | 'gone' | 'failed'; note: string | null; fetchedAt: number }

/** The note of a set that there is no room for. */
export const tooMany = 'It has more people than this box keeps.'

/** Of a feed of elsewhere. */
export function describeFeedFailure({ status, reason }: FeedFailure): string {
  if (status === 0) return 'The network could not be asked for this feed.'
  if (reason === 'UpstreamFailure' || status >= 502) return 'The server of this feed does not answer.'
  if (status === 401 || status === 403) return 'This feed answers only people it knows, and this box asks as nobody.'
  if (reason === 'UnknownFeed' || status === 404 || status === 400) {
    return 'There is no such feed any more, or its server does not know it.'
  }
  if (status === 429) return 'The network asks for a pause before it tells more of this feed.'
  return `This feed was refused: ${`${status} ${reason}`.trim()}.`
}

/** Of a list, pack or somebody's follows; empty when there is nothing to say. */
export function describeSetFailure({ state, note, fetchedAt }: SetState): string {
  if (state === 'gone') return 'It does not exist any more, so nobody is taken from it.'
  if (note === null) return ''
  if (note === tooMany) return `${note} So it is not followed.`
  const kept = fetchedAt > 0 ? ' Whoever was in it before counts until then.' : ''
  return `Who is in it could not be read: ${note} It is tried again by itself.${kept}`
}

// A file that somebody has added to what they write, kept on this box until it is posted.

export type UploadKind = 'picture' | 'video' | 'gif' | 'captions' | 'card'

/**
 * How far a video is on its way: `kept` here, `converting` and `sending` as they say, `processing` at the video service,
 * `ready` to be posted, `failed` for the reason that `problem` tells. Everything else is `kept` until it is posted.
 */
export type UploadState = 'kept' | 'converting' | 'sending' | 'processing' | 'ready' | 'failed'

export type Upload = {
  id: string
  kind: UploadKind
  /** As its content says, e.g. image/jpeg. */
  mime: string
  /** The size in pixels; absent for captions, and for a video that does not say. */
  width?: number | undefined
  height?: number | undefined
  bytes: number
  durationMs?: number | undefined
  state: UploadState
  /** How much of `state` is done, in per cent. */
  progress: number
  problem?: string | undefined
}

// People whom somebody has muted or blocked.
import type { Actor } from './actor.ts'

export type Barring = 'muted' | 'blocked'

/** `cursor` leads on; absent on the last page. */
export type BarredPeople = { people: Actor[]; cursor?: string | undefined }

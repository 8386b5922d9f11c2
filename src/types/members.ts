// People on one of the viewer's own lists, with what takes them off it.
import type { Person } from './person.ts'

/** `person` is absent for accounts that are gone, or that rules hide from the viewer. */
export type Member = { did: string; person?: Person | undefined }

/** The newest first. `cursor` leads on; absent on the last page. */
export type Members = { members: Member[]; cursor?: string | undefined }

// People of this box, as administrators see them.
import { countPeople, findPerson, listPeople, type PersonRow } from '#db/queries/people.ts'
import type { PeoplePage, PersonOfBox } from '#types/administration.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'

const pageSize = 50
const kinds = ['administrator', 'member', 'reader', 'suspended'] as const

type Tools = Pick<WebContext, 'main' | 'now'>

/** @param query `q` (a part of a handle, or a DID), `role` and `cursor`; what makes no sense is left out */
export async function readPeople({ main, now }: Tools, query: URLSearchParams): Promise<PeoplePage> {
  const search = query.get('q')?.trim().replace(/^@/, '').slice(0, 300) || undefined
  const role = kinds.find((kind) => kind === query.get('role'))
  const cursor = query.get('cursor') ?? ''
  const before = /^\d{1,15}$/.test(cursor) ? Number(cursor) : undefined
  const rows = await listPeople(main, { search, role }, { before, limit: pageSize + 1, now: now() })
  const shown = rows.slice(0, pageSize)
  return {
    people: shown.map(toPerson),
    cursor: rows.length > pageSize ? String(shown.at(-1)?.id) : undefined,
    counts: await countPeople(main),
  }
}

/** @param id as it stands in an address @throws AppError 404 when nobody has it */
export async function readPerson({ main, now }: Tools, id: string | undefined): Promise<PersonOfBox> {
  const row = /^\d{1,15}$/.test(id ?? '') ? await findPerson(main, { id: Number(id) }, now()) : undefined
  if (!row) throw new AppError(404, 'There is nobody of this number here. They may have been removed.')
  return toPerson(row)
}

export function toPerson({
  id,
  did,
  handle,
  role,
  createdAt,
  suspendedAt,
  lastSeenAt,
  ...counts
}: PersonRow): PersonOfBox {
  return {
    ...{ id, did, handle, role, since: new Date(createdAt).toISOString() },
    lastSeen: lastSeenAt > 0 ? new Date(lastSeenAt).toISOString() : undefined,
    suspendedAt: suspendedAt === null ? undefined : new Date(suspendedAt).toISOString(),
    ...{ sessions: counts.sessions, feeds: counts.feeds, published: counts.published },
  }
}

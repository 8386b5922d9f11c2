// People as somebody pastes them or has them in a file → handles and DIDs.
import { parse } from 'csv-parse/sync'
import { AppError } from '../app-error.ts'

/** `wanted` are DIDs and handles in lower case, each once; `strange` is what names nobody, as it was written. */
export type PeopleList = { wanted: string[]; strange: string[] }

/** Rows that are looked at in one go. */
export const mostRows = 5000
/** What is not understood is quoted, but not without end. UTF-16 units. */
const longest = 80

const did = /did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}/
const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'
const handle = new RegExp(`^(?:${label}\\.)+[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$`)

/** Text parted by spaces, commas, semicolons or lines: handles with or without @, DIDs, at-uris, links to profiles. */
export function parsePeople(text: string): PeopleList {
  return gather(text.split(/[\s,;]+/).map((part) => [part]))
}

/**
 * A CSV file, whatever its columns: the first cell of a row that names somebody counts. The first row may name columns.
 * @throws AppError 422 when it is no such file
 */
export function parsePeopleFile(bytes: Uint8Array): PeopleList {
  let rows: string[][]
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // A tab or a semicolon parts columns in some countries.
    const [first = ''] = text.split('\n', 1)
    const delimiter = [',', ';', '\t'].reduce((best, mark) =>
      countOf(first, mark) > countOf(first, best) ? mark : best,
    )
    const options = { bom: true, delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: true }
    rows = parse(text, { ...options, to: mostRows * 2, max_record_size: 100_000 }) as string[][]
  } catch (cause) {
    throw new AppError(422, 'This file cannot be read: it is no text with rows and columns (CSV, in UTF-8).', { cause })
  }
  const [header, ...others] = rows
  const isHeader = header !== undefined && !header.some(toActor)
  return gather(isHeader ? others : rows)
}

/** Both together. @throws AppError 413 when they are too many, 422 when there is nobody */
export function joinPeople(parts: PeopleList[]): PeopleList {
  const wanted = [...new Set(parts.flatMap((part) => part.wanted))]
  const strange = parts.flatMap((part) => part.strange)
  if (wanted.length + strange.length === 0) throw new AppError(422, 'Name at least one person, or choose a file.')
  if (wanted.length > mostRows) {
    throw new AppError(
      413,
      `These are ${wanted.length} people, and ${mostRows} are the most at once. Send them in parts.`,
    )
  }
  return { wanted, strange }
}

function gather(rows: string[][]): PeopleList {
  const wanted = new Set<string>()
  const strange: string[] = []
  for (const row of rows) {
    const cells = row.map((cell) => cell.trim()).filter((cell) => cell !== '')
    const actor = cells.map(toActor).find((found) => found !== undefined)
    if (actor) wanted.add(actor)
    else if (cells[0] !== undefined) strange.push(cells[0].slice(0, longest))
  }
  return { wanted: [...wanted], strange }
}

/** The handle or DID that `text` names. */
function toActor(text: string): string | undefined {
  const bare = text.replace(/^[<("'“‘[]+|[>)"'”’\].]+$/g, '')
  const found = did.exec(bare)?.[0].replace(/[:%]+$/, '')
  if (found && (bare.startsWith('did:') || /^at:\/\/did:|\/profile\/did:/.test(bare))) return found
  const linked = /^(?:https?:\/\/[^/]+\/profile\/|at:\/\/|@)([^/?#]+)/.exec(bare)?.[1] ?? bare
  return linked.length <= 253 && handle.test(linked) ? linked.toLowerCase() : undefined
}

function countOf(text: string, mark: string): number {
  return text.split(mark).length
}

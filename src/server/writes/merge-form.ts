// The same form in two windows: what was changed in this one is laid over what is there by now.
import { AppError } from '../app-error.ts'

/** What a form was made with, as it carries it in its field `was`; anything, where a program sent it. */
export type Was<Values> = { [Name in keyof Values]?: unknown }

/** A form as it came, what it was made with, and what is there now: texts, switches, lists of texts. */
export type Forms<Values> = { was: Was<Values>; typed: Values; now: Values }

export type Merging<Values> = {
  /** Lists in which the order says nothing: what both windows put in or took out counts. */
  sets?: readonly (keyof Values)[]
  /** What fields are called, where they hold a text. */
  words?: Partial<Record<keyof Values, string>>
}

/** The field `was` of a form (Was.astro); nothing where it is not of ours. */
export function readWas<Values>(field: (name: string) => string): Was<Values> {
  try {
    const was: unknown = JSON.parse(field('was'))
    return typeof was === 'object' && was !== null ? (was as Was<Values>) : {}
  } catch {
    return {}
  }
}

/**
 * What this window has left alone is as it is there now; what only this one has changed is as typed, and so is what the
 * form does not say it was made with. What both have changed, each otherwise, is as typed and among the `clashes`.
 */
export function mergeForm<Values extends object>(
  { was, typed, now }: Forms<Values>,
  { sets = [] }: Merging<Values> = {},
): { values: Values; clashes: (keyof Values)[] } {
  const values = { ...now }
  const clashes: (keyof Values)[] = []
  for (const name of Object.keys(typed) as (keyof Values)[]) {
    const [before, mine, theirs] = [was[name], typed[name], now[name]]
    if (mine === undefined || isSame(mine, theirs) || isSame(mine, before)) continue
    const isOurs = before === undefined || isSame(theirs, before)
    if (!isOurs && sets.includes(name)) values[name] = mergeSets(before, mine, theirs) as Values[typeof name]
    else values[name] = mine
    if (!isOurs && !sets.includes(name)) clashes.push(name)
  }
  return { values, clashes }
}

/** @throws AppError 409 for what was changed in two windows, each otherwise */
export function mergeOrRefuse<Values extends object>(forms: Forms<Values>, merging?: Merging<Values>): Values {
  const { values, clashes } = mergeForm(forms, merging)
  if (clashes.length > 0) throw new AppError(409, bothChanged)
  return values
}

const lookOver = 'What you wrote is still here: look it over and save again.'
export const bothChanged = `What you changed was changed somewhere else meanwhile. ${lookOver}`

/** A form that comes back: what it shows, what it was made with from now on, and what is wrong. */
export type Back<Values> = { values: Values; was: Was<Values>; problem: string | undefined }

/**
 * A form that was not saved, as it comes back: on top of what is there now, if that can be read.
 * @param problem why it was not saved
 */
export async function bringBack<Values extends object>(
  { was, typed, problem }: { was: Was<Values>; typed: Values; problem: string | undefined },
  readNow: () => Promise<Values>,
  merging?: Merging<Values>,
): Promise<Back<Values>> {
  try {
    const now = await readNow()
    const { values, clashes } = mergeForm({ was, typed, now }, merging)
    const said = clashes.length > 0 ? describe(clashes, now, merging) : undefined
    const others = problem === bothChanged && said ? undefined : problem
    return { values, was: now, problem: [others, said].filter(Boolean).join(' ') || undefined }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { values: typed, was, problem }
  }
}

/** What was changed in two windows, and what the other has made of it: nobody need lose that unseen. */
function describe<Values extends object>(names: (keyof Values)[], now: Values, { words = {} }: Merging<Values> = {}) {
  const known = words as Partial<Record<keyof Values, string>>
  const parts = names.flatMap((name) => {
    const [word, text] = [known[name], now[name]]
    if (word === undefined) return []
    const change = `${word} was changed somewhere else meanwhile`
    return text === '' ? `${change}: it is empty there.` : `${change}: it is “${text}” there.`
  })
  return parts.length > 0 ? `${parts.join(' ')} ${lookOver}` : bothChanged
}

function mergeSets(before: unknown, mine: unknown, theirs: unknown): unknown[] {
  const [old, own, others] = [before, mine, theirs].map((list) => (Array.isArray(list) ? list : []))
  const kept = others?.filter((item) => own?.includes(item) || !old?.includes(item)) ?? []
  return [...new Set([...kept, ...(own?.filter((item) => !old?.includes(item)) ?? [])])]
}

/** Browsers change the ends of lines, and what stands around a text says nothing. */
function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(plain(left)) === JSON.stringify(plain(right))
}

function plain(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : value
}

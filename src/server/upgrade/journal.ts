// What an upgrade has done so far, on the disk: whoever comes after one that was killed goes on from there.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Home } from './find-home.ts'

const stages = ['stopping', 'backing-up', 'migrating', 'switching', 'checking', 'going-back'] as const

const schema = z.strictObject({
  format: z.literal(1),
  /** An upgrade goes to a newer schema, a rollback to an older one. */
  kind: z.enum(['upgrade', 'rollback']),
  from: z.string().regex(/^[\w.+-]+$/),
  to: z.string().regex(/^[\w.+-]+$/),
  stage: z.enum(stages),
  wasRunning: z.boolean(),
  /** The backup of what was there, once there is one. */
  backup: z.string().optional(),
  /** The migrations that each database had. */
  schemas: z.record(z.string(), z.array(z.string())).optional(),
  /** The process that is at work on the databases. */
  child: z.object({ pid: z.int(), started: z.string().optional() }).optional(),
  /** Why it goes back. */
  cause: z.string().optional(),
})

export type Journal = z.infer<typeof schema>
export type Stage = (typeof stages)[number]

/** @throws Error when the file is not one of this format */
export function readJournal(file: string): Journal | undefined {
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined
}

/** Writes it whole or not at all, and brings it to the disk. */
export function writeJournal(file: string, journal: Journal): void {
  writeWhole(file, journal)
}

export function clearJournal(file: string): void {
  rmSync(file, { force: true })
}

const previousSchema = z.object({ release: z.string().regex(/^[\w.+-]+$/), schemas: schema.shape.schemas })

/** The release before the one that runs, and the migrations that its databases had. */
export type Previous = z.infer<typeof previousSchema>

export function readPrevious(file: string): Previous | undefined {
  return existsSync(file) ? previousSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined
}

/** The upgrade is over: the new release stays, and the one before it is written down. */
export function concludeJournal(home: Pick<Home, 'journal' | 'previous'>, { from, schemas }: Journal): void {
  writeWhole(home.previous, { release: from, schemas })
  clearJournal(home.journal)
}

function writeWhole(file: string, document: object): void {
  const made = `${file}.new`
  const handle = openSync(made, 'w', 0o600)
  writeSync(handle, `${JSON.stringify(document, null, 2)}\n`)
  fsyncSync(handle)
  closeSync(handle)
  renameSync(made, file)
  const folder = openSync(dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

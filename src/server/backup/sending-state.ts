// How sending backups away went last: a file in the data folder, read by all processes.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const schema = z.object({
  /** When it was tried last, and when all was there last, in ms. */
  triedAt: z.number(),
  sentAt: z.number().optional(),
  /** The newest backup that is there. */
  name: z.string().optional(),
  /** Why the last try failed. */
  problem: z.string().optional(),
})

export type SendingState = z.infer<typeof schema>

const fileName = '.backup-sent'

/** Undefined before the first time. */
export function readSending(dataDir: string): SendingState | undefined {
  const file = join(dataDir, fileName)
  if (!existsSync(file)) return undefined
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** In one step: others read it at any moment. */
export function writeSending(dataDir: string, state: SendingState): void {
  const made = join(dataDir, `${fileName}.${process.pid}`)
  writeFileSync(made, JSON.stringify(state), { mode: 0o600 })
  renameSync(made, join(dataDir, fileName))
}

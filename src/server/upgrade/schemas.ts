// Which migrations the databases have, as `skypanel migrate status` says it.
import { z } from 'zod'

const statusSchema = z.array(z.looseObject({ name: z.string(), applied: z.array(z.string()) }))

/** @param run the command line of a release. @returns migrations by the name of their database, oldest first */
export async function readSchemas(run: (...words: string[]) => Promise<string>): Promise<Record<string, string[]>> {
  const rows = statusSchema.parse(JSON.parse(await run('migrate', 'status', '--json')))
  return Object.fromEntries(rows.map(({ name, applied }) => [name, applied]))
}

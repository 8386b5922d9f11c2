// What lies in a backup: the list that is its first entry, and against which everything else is checked.
import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** The name of the list inside a backup. */
export const manifestName = 'manifest.json'

/** Paths go by `/` and stay inside: what a backup of somebody else names is not trusted. */
const path = z
  .string()
  .max(500)
  .regex(/^(main\.db|index\.db|settings\.json|(secrets|uploads)\/[\w.-]+(\/[\w.-]+)*)$/)
  .refine((value) => !value.split('/').includes('..') && !value.startsWith('uploads/new/'))

const schema = z.strictObject({
  format: z.literal(1),
  madeAt: z.number(),
  version: z.string(),
  files: z.array(z.strictObject({ path, bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
})

/** Whether a backup may hold a file of this name. */
export function isKnown(name: string): boolean {
  return name === manifestName || path.safeParse(name).success
}

/** Times in ms, `version` of the SkyPanel that made it. */
export type Manifest = z.infer<typeof schema>

/** @throws Error when it is no list of a backup that this version reads */
export function readManifest(text: string): Manifest {
  const result = schema.safeParse(JSON.parse(text))
  if (!result.success) throw new Error(`not a list of this format: ${result.error.issues[0]?.message}`)
  return result.data
}

/** Every file below `folder` that a backup may hold, with its size and digest. */
export async function listFiles(folder: string): Promise<Manifest['files']> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((name) => path.safeParse(name).success)
  const files: Manifest['files'] = []
  for (const name of paths.sort()) {
    const file = join(folder, name)
    files.push({ path: name, bytes: statSync(file).size, sha256: await digestFile(file) })
  }
  return files
}

/** SHA-256 of a file, in hexadecimal. */
export async function digestFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(file)) hash.update(part)
  return hash.digest('hex')
}

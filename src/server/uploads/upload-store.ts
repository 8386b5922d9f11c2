// The files of uploads on disk: DATA_DIR/uploads/<person>/<id>, and a small picture of each beside it.
import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

export type UploadStore = {
  /** A path for a file in the making. */
  reserve(): Promise<string>
  pathOf(userId: number, id: string): string
  /** Takes the file at `path` over, and the small picture at `preview`. */
  keep(userId: number, id: string, path: string, preview?: string): Promise<void>
  /** Undefined when it is not there. The caller closes it. */
  open(userId: number, id: string, isPreview: boolean): Promise<FileHandle | undefined>
  remove(userId: number, ids: string[]): Promise<void>
  /** Removes what was in the making for an hour, and files that `known` does not know. */
  sweep(now: number, known: (ids: string[]) => Promise<Set<string>>): Promise<void>
}

const hour = 3_600_000

export function createUploadStore(folder: string): UploadStore {
  const making = join(folder, 'new')
  const pathOf = (userId: number, id: string) => join(folder, String(userId), id)
  const previewOf = (userId: number, id: string) => `${pathOf(userId, id)}.small`

  async function reserve(): Promise<string> {
    await mkdir(making, { recursive: true, mode: 0o700 })
    return join(making, randomBytes(12).toString('hex'))
  }

  async function keep(userId: number, id: string, path: string, preview?: string): Promise<void> {
    await mkdir(join(folder, String(userId)), { recursive: true, mode: 0o700 })
    if (preview) await rename(preview, previewOf(userId, id))
    await rename(path, pathOf(userId, id))
  }

  async function remove(userId: number, ids: string[]): Promise<void> {
    for (const id of ids) {
      for (const path of [pathOf(userId, id), previewOf(userId, id)]) await rm(path, { force: true })
    }
  }

  async function sweep(now: number, known: (ids: string[]) => Promise<Set<string>>): Promise<void> {
    for (const person of await readdir(folder).catch(() => [])) {
      const old: string[] = []
      for (const name of await readdir(join(folder, person)).catch(() => [])) {
        // Somebody may be about to write down a file that came a moment ago.
        const { mtimeMs } = await stat(join(folder, person, name)).catch(() => ({ mtimeMs: now }))
        if (mtimeMs < now - hour) old.push(name)
      }
      const kept = person === 'new' ? new Set() : await known(old.map(idOf))
      for (const name of old) if (!kept.has(idOf(name))) await rm(join(folder, person, name), { force: true })
    }
  }

  return {
    reserve,
    pathOf,
    keep,
    remove,
    sweep,
    open: (userId, id, isPreview) => open((isPreview ? previewOf : pathOf)(userId, id)).catch(() => undefined),
  }
}

function idOf(name: string): string {
  return name.replace(/\.small$/, '')
}

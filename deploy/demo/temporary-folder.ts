// Where throwaway data goes: a folder of our own that whoever runs PostgreSQL can reach.
import { chmod, mkdtemp, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * Makes a folder that only its maker can list. Root's PostgreSQL runs as another user, which must be able to pass
 * through, so root's folder goes below the first temporary directory that is open to all.
 */
export async function temporaryFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(join(await reachableTmpdir(), prefix))
  if (process.getuid?.() === 0) await chmod(folder, 0o711)
  return folder
}

async function reachableTmpdir(): Promise<string> {
  if (process.getuid?.() !== 0) return tmpdir()
  for (const candidate of [tmpdir(), '/tmp', '/var/tmp']) {
    if (await isOpenToAll(candidate)) return candidate
  }
  throw new Error('PostgreSQL cannot run as root, and no temporary directory is open to other users: set TMPDIR')
}

/** True when any user may pass through (or execute) `path` and every folder above it. */
export async function isOpenToAll(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const found = await stat(at).catch(() => undefined)
    if (!found || (found.mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

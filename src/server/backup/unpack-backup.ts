// A backup → a folder with what was in it, every file checked.
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkDatabase, findOrphans } from '#db/copy-database.ts'
import { isSealed, unpackFile } from './archive.ts'
import { isKnown, listFiles, type Manifest, manifestName, readManifest } from './manifest.ts'

/** Why a backup is not used: a sentence for whoever asked. */
export class BadBackup extends Error {}

/**
 * Unpacks `file` into the new folder `to`: nothing is left out, nothing is there that the list does not name, every file
 * has its digest, and the databases are sound.
 * @throws BadBackup
 */
export async function unpackBackup(file: string, to: string, passphrase?: string): Promise<{ manifest: Manifest }> {
  const sealed = await isSealed(file)
  if (sealed && passphrase === undefined) throw new BadBackup('This backup is sealed: give its passphrase.')
  await mkdir(to, { recursive: false, mode: 0o700 })
  try {
    await unpackFile(file, to, isKnown, sealed ? passphrase : undefined)
  } catch (cause) {
    throw new BadBackup(
      sealed
        ? 'This backup cannot be opened: the passphrase is another one, or the file is damaged.'
        : 'This backup cannot be read: the file is damaged, cut off, or something else.',
      { cause },
    )
  }
  const manifest = await readFile(join(to, manifestName), 'utf8')
    .then(readManifest)
    .catch((cause) => {
      throw new BadBackup('This is no backup that this version of SkyPanel reads.', { cause })
    })
  if (JSON.stringify(await listFiles(to)) !== JSON.stringify(manifest.files)) {
    throw new BadBackup('This backup is damaged: its files are not those of its list.')
  }
  for (const { path } of manifest.files.filter((entry) => entry.path.endsWith('.db'))) {
    const file = join(to, path)
    const damages = await checkDatabase(file)
    if (damages.length === 0) damages.push(...(await findOrphans(file)))
    if (damages.length > 0) throw new BadBackup(`This backup is damaged: ${path}: ${damages[0]}.`)
  }
  return { manifest }
}

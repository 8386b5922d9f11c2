// A folder of ours takes the place of the one before it, whole or not at all.
import { randomBytes } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** What says that a folder is ours, and may be replaced. */
export const marker = '.skypanel-export'

/** Why a folder cannot be written, in a sentence. */
export class NotOurs extends Error {}

/** @throws NotOurs when there is something at `folder` that is neither a folder of ours nor an empty one */
export function checkFolder(folder: string): void {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  if (!found) return
  if (found.isSymbolicLink()) throw new NotOurs(`${folder} is a link. Name the folder itself.`)
  if (!found.isDirectory()) throw new NotOurs(`${folder} is a file.`)
  const names = readdirSync(folder)
  if (names.length > 0 && !names.includes(marker)) {
    throw new NotOurs(`${folder} holds something else, which stays as it is. Name another folder, or an empty one.`)
  }
}

/**
 * Writes a new folder beside `folder` with `write`, then puts it in its place: for the time of two renames there is
 * neither. What goes wrong before leaves everything as it was.
 * @throws NotOurs, and what `write` throws
 */
export async function swapFolder(folder: string, write: (folder: string) => Promise<void>): Promise<void> {
  const target = resolve(folder)
  checkFolder(target)
  const name = `.${basename(target)}.${randomBytes(6).toString('hex')}`
  const [fresh, old] = [join(dirname(target), `${name}.new`), join(dirname(target), `${name}.old`)]
  mkdirSync(fresh, { recursive: true })
  try {
    await write(fresh)
    writeFileSync(join(fresh, marker), 'Made by SkyPanel, which replaces this folder as a whole.\n')
    // It may have become something else meanwhile.
    checkFolder(target)
    const hasOld = existsSync(target)
    if (hasOld) renameSync(target, old)
    try {
      renameSync(fresh, target)
    } catch (error) {
      if (hasOld) renameSync(old, target)
      throw error
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  rmSync(old, { recursive: true, force: true })
}

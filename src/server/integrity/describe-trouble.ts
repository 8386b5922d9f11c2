// Sentences about a database that cannot be used: what is wrong, and the way back.
import { nameTrouble, type Trouble } from '#db/name-trouble.ts'

/** `cure` is what the person who runs the box does about it. */
export type TroubleWords = { found: string; cure: string }

/** main.db holds what nobody else has; the other two are made again from the network. */
export function isRebuildable(name: string): boolean {
  return name !== 'main'
}

/** @param newest the name of the newest backup, where there is one */
export function describeDamage(name: string, damage: string, newest?: string): TroubleWords {
  const found = `${name}.db is damaged: ${damage.replace(/\.?$/, '.')}`
  if (isRebuildable(name)) return { found, cure: 'Start SkyPanel again: it is thrown away and made again by itself.' }
  const way = newest
    ? `stop SkyPanel, bring the newest backup back with \`skypanel restore ${newest}\`, start it again. What is there now is kept in a folder beside it`
    : 'there is no backup; what can still be read may be saved with `sqlite3 main.db .dump` (docs/troubleshooting.md)'
  return { found, cure: `It is not served, so that nothing more is lost: ${way}.` }
}

const words: Record<Exclude<Trouble, 'damaged'>, (name: string) => TroubleWords> = {
  away: (name) => ({
    found: `The server that has ${name}.db does not answer.`,
    cure: 'Look at DATABASE_URL and DATABASE_TOKEN, and whether this machine reaches it: curl $DATABASE_URL/health',
  }),
  locked: (name) => ({
    found: `${name}.db is locked by another program.`,
    cure: 'Does SkyPanel run twice with this data folder, or is the file open elsewhere? `fuser` with its name says who has it.',
  }),
  full: (name) => ({
    found: `${name}.db cannot be written: the disk is full.`,
    cure: 'Make room: old backups, logs, WINDOW_GIGABYTES and IMAGE_CACHE_MB. Nothing that was written is lost.',
  }),
  unwritable: (name) => ({
    found: `${name}.db cannot be opened for writing.`,
    cure: 'Give the data folder to the user that runs SkyPanel (chown -R), and see that its disk is not mounted read-only.',
  }),
  failing: (name) => ({
    found: `${name}.db: the disk below it reports errors.`,
    cure: 'Look at `dmesg` and `smartctl -a`: copy the newest backup to another machine now, and replace the disk.',
  }),
}

/** What an error of the database `name` means; undefined for one that is no trouble of its file. */
export function describeTrouble(name: string, error: unknown, newest?: string): TroubleWords | undefined {
  const trouble = nameTrouble(error)
  if (trouble === undefined) return undefined
  if (trouble !== 'damaged') return words[trouble](name)
  return describeDamage(name, error instanceof Error ? error.message : String(error), newest)
}

// Marks beside database files that were found damaged while SkyPanel ran: the next start throws those files away.
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Copies of main.db where a server has it, one a process. */
export const copies = ['main-copy-web', 'main-copy-stream']

const suffix = '.damaged'
/** What lies beside a database, the last for a copy of one on a server. */
const companions = ['', '-wal', '-shm', '-client_wal_index', '-info', suffix]

/** Only the supervisor takes files away, while no process has them open: SQLite's files depend on their names. */
export function markDamaged(dataDir: string, name: string, damage: string): void {
  writeFileSync(join(dataDir, `${name}.db${suffix}`), `${damage}\n`, { mode: 0o600 })
}

export function isMarked(dataDir: string, name: string): boolean {
  return existsSync(join(dataDir, `${name}.db${suffix}`))
}

/** Removes a database that is made again by itself. No process may have it open. */
export function throwAway(dataDir: string, name: string): void {
  for (const end of companions) rmSync(join(dataDir, `${name}.db${end}`), { force: true })
}

// What an error of a database means for whoever runs the box, by the codes of SQLite (sqlite.org/rescode.html).

/** `damaged`: the file; `away`: the server that has it; `failing`: the disk below it; `unwritable`: its rights; `locked`: by another program. */
export type Trouble = 'damaged' | 'away' | 'locked' | 'full' | 'unwritable' | 'failing'

const codes: [RegExp, Trouble][] = [
  [/^SQLITE_(CORRUPT|NOTADB)/, 'damaged'],
  [/^DATABASE_AWAY/, 'away'],
  [/^SQLITE_(BUSY|LOCKED)/, 'locked'],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, 'full'],
  [/^(SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|EACCES|EPERM|EROFS)/, 'unwritable'],
  [/^(SQLITE_IOERR|EIO)/, 'failing'],
]

/** Undefined for what is no trouble of the file: a mistake in a statement, say. Looks at the causes as well. */
export function nameTrouble(error: unknown): Trouble | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? String(cause.code) : ''
    const found = codes.find(([pattern]) => pattern.test(code))
    if (found) return found[1]
  }
  return undefined
}

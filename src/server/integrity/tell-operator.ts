// What the command line says of an error that nobody foresaw, where it is trouble of the disk or of a database.
import { nameTrouble } from '#db/name-trouble.ts'
import { describeTrouble } from './describe-trouble.ts'
import { DatabaseError } from './end-process.ts'

/** @returns a sentence with its cure; undefined for a fault of ours, which is to be seen whole */
export function tellOperator(error: unknown): string | undefined {
  if (error instanceof DatabaseError) {
    const words = describeTrouble(error.database, error.cause)
    return words && `${words.found} ${words.cure}`
  }
  if (nameTrouble(error) === 'full')
    return 'The disk is full, so this was not done. Make room: old backups, logs, WINDOW_GIGABYTES and IMAGE_CACHE_MB.'
  if (nameTrouble(error) === 'locked')
    return 'A database is locked by another program, so this was not done. Try again, or stop SkyPanel first.'
  if (nameTrouble(error) === 'damaged')
    return 'A database is damaged, so this was not done. `skypanel db check` says which, and the way back.'
  return error instanceof Error && 'syscall' in error ? `This was not done: ${error.message}.` : undefined
}

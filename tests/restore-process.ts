// A process that puts a backup in place, to be killed in the middle.
import { restoreBackup } from '#server/backup/restore-backup.ts'

const [dataDir = '', file = ''] = process.argv.slice(2)
process.send?.('begun')
await restoreBackup({ dataDir, file, now: Date.now })

// A process that makes a backup, to be killed in the middle.
import { makeBackup } from '#server/backup/make-backup.ts'

const [dataDir = '', folder = ''] = process.argv.slice(2)
process.send?.('begun')
await makeBackup({ dataDir, folder, version: '0.1.0', keep: 99, now: Date.now })

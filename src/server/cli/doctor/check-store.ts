// Where backups are sent: whether it takes this box's key.
import { StoreError } from '../../backup/explain-store.ts'
import { hastyPace, openStore } from '../../backup/open-store.ts'
import type { Config } from '../../config.ts'
import { bad, type Finding, good } from './finding.ts'

export async function checkStore({ backups }: Config): Promise<Finding[]> {
  if (!backups.store) return []
  const store = openStore(backups.store, { ...hastyPace, patience: 8000 })
  try {
    const { length } = await store.list()
    return [good('store', `${store.place} has ${length === 1 ? 'one backup' : `${length} backups`}.`)]
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    return [bad('store', error.message, 'Backups stay here alone until then: docs/backup.md.')]
  }
}

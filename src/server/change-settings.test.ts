import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { changeSettings, listSettings } from './change-settings.ts'
import { ConfigError, readConfig } from './config.ts'

test('what is set in the browser counts below environment and file, and is checked first', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-kept-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const environment = { DATA_DIR: folder, BACKUP_KEEP: '3' }
  const file = join(folder, 'settings.json')
  const typed = { BACKUP_EVERY_HOURS: ' 6 ', BACKUP_KEEP: '9', DATA_DIR: '/tmp', FFMPEG: '/bin/sh', NONSENSE: '1' }

  assert.deepEqual(changeSettings(folder, typed, environment), ['BACKUP_EVERY_HOURS'])
  const { backups, dataDir } = readConfig(environment)
  assert.deepEqual([backups.everyHours, backups.keep, dataDir], [6, 3, folder])
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const from = Object.fromEntries(listSettings(environment).map((setting) => [setting.name, setting]))
  assert.deepEqual(from.BACKUP_EVERY_HOURS, { name: 'BACKUP_EVERY_HOURS', value: 6, from: 'browser', isOpen: true })
  assert.deepEqual([from.BACKUP_KEEP?.from, from.BACKUP_KEEP?.isOpen], ['environment', false])
  assert.equal(readConfig({ ...environment, BACKUP_EVERY_HOURS: '12' }).backups.everyHours, 12)

  const before = readFileSync(file, 'utf8')
  const refused: Record<string, string>[] = [
    { BACKUP_EVERY_HOURS: 'often' },
    { PUBLIC_URL: 'http://panel.example.org' },
  ]
  for (const wrong of refused) {
    assert.throws(() => changeSettings(folder, wrong, environment), ConfigError)
    assert.equal(readFileSync(file, 'utf8'), before)
  }
  assert.deepEqual(changeSettings(folder, { BACKUP_EVERY_HOURS: '6' }, environment), [])
  assert.deepEqual(changeSettings(folder, { BACKUP_EVERY_HOURS: '' }, environment), ['BACKUP_EVERY_HOURS'])
  assert.equal(readConfig(environment).backups.everyHours, 24)

  writeFileSync(file, '{"UNKNOWN_LATER": 1}')
  assert.equal(readConfig(environment).backups.everyHours, 24)
  writeFileSync(file, 'broken')
  assert.throws(() => readConfig(environment), /settings\.json is not readable.*delete it/)
})

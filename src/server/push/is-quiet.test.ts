import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isQuiet, isTimeZone, type QuietHours } from './is-quiet.ts'

const at = (time: string) => Date.parse(`2026-07-01T${time}Z`)
const night = { quietFrom: 22 * 60, quietUntil: 7 * 60 + 30, timeZone: 'UTC' }
const nap = { quietFrom: 13 * 60, quietUntil: 14 * 60, timeZone: 'UTC' }
const cases: { name: string; hours: QuietHours; now: number; quiet: boolean }[] = [
  { name: 'before a night', hours: night, now: at('21:59'), quiet: false },
  { name: 'when it begins', hours: night, now: at('22:00'), quiet: true },
  { name: 'after midnight', hours: night, now: at('00:05'), quiet: true },
  { name: 'when it ends', hours: night, now: at('07:30'), quiet: false },
  { name: 'a nap', hours: nap, now: at('13:30'), quiet: true },
  { name: 'after a nap', hours: nap, now: at('22:30'), quiet: false },
  { name: 'in Oslo, where it is later', hours: { ...night, timeZone: 'Europe/Oslo' }, now: at('20:10'), quiet: true },
  { name: 'in Honolulu, at noon', hours: { ...night, timeZone: 'Pacific/Honolulu' }, now: at('22:10'), quiet: false },
  { name: 'in a place nobody knows', hours: { ...night, timeZone: 'Mars/Olympus' }, now: at('22:10'), quiet: true },
  { name: 'no hours', hours: { ...night, quietFrom: null }, now: at('23:00'), quiet: false },
  { name: 'hours of no length', hours: { ...night, quietUntil: night.quietFrom }, now: at('22:00'), quiet: false },
]
for (const { name, hours, now, quiet } of cases) test(name, () => assert.equal(isQuiet(hours, now), quiet))

test('time zones are told from other words', () => {
  const names = ['Europe/Oslo', 'UTC', 'Mars/Olympus', '', 'x'.repeat(500)]
  assert.deepEqual(names.map(isTimeZone), [true, true, false, false, false])
})

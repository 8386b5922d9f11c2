import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toLocal, toMoment } from './zoned-time.ts'

const cases: { name: string; local: string; zone: string; moment: string | undefined }[] = [
  { name: 'UTC', local: '2026-11-21T16:07', zone: 'UTC', moment: '2026-11-21T16:07:00Z' },
  { name: 'winter in Oslo', local: '2026-11-21T16:07', zone: 'Europe/Oslo', moment: '2026-11-21T15:07:00Z' },
  { name: 'summer in Oslo', local: '2026-07-01T00:30', zone: 'Europe/Oslo', moment: '2026-06-30T22:30:00Z' },
  { name: 'with seconds', local: '2026-07-01T00:30:15', zone: 'UTC', moment: '2026-07-01T00:30:00Z' },
  { name: 'New York', local: '2026-01-05T09:00', zone: 'America/New_York', moment: '2026-01-05T14:00:00Z' },
  { name: 'half an hour off', local: '2026-01-05T09:00', zone: 'Asia/Kolkata', moment: '2026-01-05T03:30:00Z' },
  {
    name: 'an hour that is there twice',
    local: '2026-10-25T02:30',
    zone: 'Europe/Oslo',
    moment: '2026-10-25T00:30:00Z',
  },
  { name: 'an hour that is left out', local: '2026-03-29T02:30', zone: 'Europe/Oslo', moment: '2026-03-29T01:30:00Z' },
  { name: 'just after the leap', local: '2026-03-29T03:00', zone: 'Europe/Oslo', moment: '2026-03-29T01:00:00Z' },
  { name: 'a day that is none', local: '2026-02-31T25:00', zone: 'UTC', moment: undefined },
  { name: 'words', local: 'tomorrow', zone: 'UTC', moment: undefined },
  { name: 'a zone that is none', local: '2026-02-01T10:00', zone: 'Mars/Olympus', moment: undefined },
]
for (const { name, local, zone, moment } of cases) {
  test(name, () => assert.equal(toMoment(local, zone), moment && Date.parse(moment)))
}

test('a moment is shown as the clocks there show it', () => {
  assert.equal(toLocal(Date.parse('2026-06-30T22:30:59Z'), 'Europe/Oslo'), '2026-07-01T00:30')
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { drawLine } from '../../views/draw-line.ts'
import { formatMeasure } from '../../views/format-measure.ts'
import { isNewer } from '../updates/check-updates.ts'
import { drawCharts } from './draw-charts.ts'
import { mergeSamples, readSample, spreadSamples } from './merge-samples.ts'

const hour = 3_600_000

describe('samples', () => {
  it('are added up, taken at their worst, or as they were last', () => {
    const whole = mergeSamples([
      { requests: 3, lag: 900, users: 4, events: 1 },
      {},
      { requests: 4, lag: 100, users: 5 },
    ])
    assert.deepEqual(whole, { requests: 7, lag: 900, users: 5, events: 1 })
    assert.deepEqual(mergeSamples([]), {})
  })

  it('are read from whatever an older version has written', () => {
    for (const nonsense of [null, 7, 'x', [], { requests: '3', lag: Number.NaN, unknown: 1 }])
      assert.deepEqual(readSample(nonsense), {})
    assert.deepEqual(readSample({ requests: 3, more: { a: 1 } }), { requests: 3 })
  })

  it('are spread over time, and what nothing is known of is empty', () => {
    const rows = [0, 1, 5].map((at) => ({ at: at * 60_000, values: { requests: 1 } }))
    const spread = spreadSamples(rows, { from: 0, to: 6 * 60_000, span: 2 * 60_000 })
    assert.deepEqual(
      spread.map(({ rows: covered, values }) => [covered, values.requests]),
      [
        [2, 2],
        [0, undefined],
        [1, 1],
      ],
    )
  })

  it('become charts of 24 hours, a week and 90 days', () => {
    const now = 1000 * 24 * hour
    const rows = [{ at: now - hour, values: { requests: 120, requestTime: 6000, events: 7200, hits: 3, misses: 1 } }]
    const expected = { day: [144, 120], week: [168, 2], quarter: [180, 2] } as const
    for (const [span, [points, rate]] of Object.entries(expected)) {
      const { charts } = drawCharts(rows, span as keyof typeof expected, now)
      const known = (name: string) => charts.get(name)?.points.filter((point) => point !== null)
      assert.equal(charts.get('requests')?.points.length, points)
      assert.deepEqual(known('requests'), [rate])
      assert.deepEqual(known('request-time'), [50])
      assert.deepEqual(known('hits'), [0.75])
      assert.deepEqual(known('lag'), [])
    }
  })
})

describe('charts', () => {
  it('are lines with gaps, from 0 up', () => {
    assert.deepEqual(drawLine([]), { line: '', area: '', least: 0, most: 0, last: undefined })
    assert.equal(drawLine([null, null]).line, '')
    const { line, least, most, last } = drawLine([3, 2, null, 4])
    assert.deepEqual([line, least, most, last], ['M0 13.3L80 24.5M240 2h.1', 2, 4, 4])
  })

  it('say their numbers as people do', () => {
    const cases: [number, Parameters<typeof formatMeasure>[1], string][] = [
      [1204, 'count', '1,204'],
      [3.25, 'rate', '3.3'],
      [0, 'pace', '0'],
      [812_000, 'bytes', '812 kB'],
      [145_200_000, 'bytes', '145 MB'],
      [1_240_000_000, 'bytes', '1.2 GB'],
      [867, 'ms', '867 ms'],
      [2400, 'ms', '2.4 s'],
      [600_000, 'ms', '10 min'],
      [0.981, 'share', '98 %'],
    ]
    for (const [value, measure, text] of cases) assert.equal(formatMeasure(value, measure), text)
  })
})

describe('isNewer', () => {
  it('compares versions, and nothing else', () => {
    const cases: [string, string, boolean][] = [
      ['0.2.0', '0.1.9', true],
      ['1.0.0', '0.9.9', true],
      ['0.1.10', '0.1.9', true],
      ['0.1.0', '0.1.0', false],
      ['0.1.0', '0.2.0', false],
      ['0.2.0-beta.1', '0.1.0', false],
      ['nightly', '0.1.0', false],
      ['', '0.1.0', false],
    ]
    for (const [version, running, expected] of cases) assert.equal(isNewer(version, running), expected, version)
  })
})

// A chart's line as the path of an SVG. Pure.

/** The drawing's own units. */
export const chartSize = { width: 240, height: 48 }

export type DrawnLine = { line: string; area: string; least: number; most: number; last: number | undefined }

/**
 * The points as a line from left to right; where one is null the line ends, and a point alone is a dot. The lowest is 0,
 * so that a small change does not look like a large one.
 */
export function drawLine(points: (number | null)[]): DrawnLine {
  const { width, height } = chartSize
  const known = points.flatMap((point) => (point === null ? [] : [point]))
  const most = Math.max(0, ...known)
  const step = points.length > 1 ? width / (points.length - 1) : 0
  const x = (index: number) => Math.round(index * step * 10) / 10
  const y = (value: number) => Math.round((height - 1 - (most > 0 ? value / most : 0) * (height - 3)) * 10) / 10
  const parts: { line: string; area: string }[] = []
  let run: [number, number][] = []
  const end = () => {
    const [first] = run
    const last = run.at(-1)
    if (first && last) {
      const line = run.map(([at, up]) => `${at} ${up}`).join('L')
      parts.push({
        line: `M${line}${run.length === 1 ? 'h.1' : ''}`,
        area: `M${first[0]} ${height}L${line}V${height}Z`,
      })
    }
    run = []
  }
  points.forEach((point, index) => {
    if (point === null) end()
    else run.push([x(index), y(point)])
  })
  end()
  const join = (name: 'line' | 'area') => parts.map((part) => part[name]).join('')
  return { line: join('line'), area: join('area'), least: Math.min(most, ...known), most, last: known.at(-1) }
}

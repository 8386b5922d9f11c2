// One entry of the log, as it is read back.

/** The names of levels, as LOG_LEVEL has them, with the number that stands in a line. */
export const logLevels = { debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const
export type LogLevel = keyof typeof logLevels

/** `process` is who wrote it, `at` in ms, `facts` everything else of the line. */
export type LogEntry = {
  at: number
  level: LogLevel
  process: string
  message: string
  /** The request it belongs to. */
  requestId: string | undefined
  facts: Record<string, unknown>
}

/** Reads a line; undefined where it is none of ours (cut off by a kill, say). */
export function readLogLine(line: string): LogEntry | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { time, level, name, msg, requestId, pid: _, ...facts } = value as Record<string, unknown>
  if (typeof time !== 'number' || typeof level !== 'number') return undefined
  return {
    at: time,
    level: nameOf(level),
    process: typeof name === 'string' ? name : 'unknown',
    message: typeof msg === 'string' ? msg : '',
    requestId: typeof requestId === 'string' ? requestId : undefined,
    facts,
  }
}

function nameOf(level: number): LogLevel {
  if (level >= logLevels.fatal) return 'fatal'
  if (level >= logLevels.error) return 'error'
  if (level >= logLevels.warn) return 'warn'
  return level >= logLevels.info ? 'info' : 'debug'
}

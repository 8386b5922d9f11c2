// What the log's page shows.

/** `at` is an ISO time; `details` what else the line says, as JSON, empty for nothing. */
export type LogLine = {
  at: string
  level: 'debug' | 'info' | 'warn' | 'error' | 'fatal'
  process: string
  message: string
  requestId: string | undefined
  details: string
}

export type LogPage = {
  lines: LogLine[]
  /** The way to older ones. */
  cursor: string | undefined
  /** What was asked for, as it was understood. */
  filter: { level: string; process: string; text: string }
}

// Whether the SkyPanel that was just started is well.
import { setTimeout as pause } from 'node:timers/promises'
import { addressesOf } from '../cli/find-running.ts'
import type { Config } from '../config.ts'

/** In ms, and how many good looks in a row count as well: a process that dies again and again answers in between. */
export type HealthPace = { patience: number; between: number; looks: number }

export const usualHealthPace: HealthPace = { patience: 90_000, between: 1000, looks: 4 }

/** The rest of what /readyz looks at is not the work of a release: other servers, the disk, a firehose to catch up with. */
const ownChecks = /^(database|migrations)$/

/**
 * Waits until both processes answer, several times in a row.
 * @param isRunning whether it is still there at all
 * @returns undefined when it is well, else why it is not, in a sentence
 */
export async function checkHealth(
  config: Config,
  isRunning: () => Promise<boolean>,
  pace: HealthPace = usualHealthPace,
): Promise<string | undefined> {
  let problem = 'It does not answer.'
  let good = 0
  for (const deadline = Date.now() + pace.patience; Date.now() < deadline; await pause(pace.between)) {
    const found = await look(config)
    good = found === undefined ? good + 1 : 0
    if (good >= pace.looks) return undefined
    if (found !== undefined) problem = found
    if (!(await isRunning())) return 'It ended by itself; its log says why.'
  }
  return problem
}

async function look(config: Config): Promise<string | undefined> {
  for (const address of addressesOf(config)) {
    const response = await ask(new URL('/healthz', address))
    if (!response?.ok) return `${address}/healthz ${response ? `answers ${response.status}` : 'does not answer'}.`
  }
  const [web = ''] = addressesOf(config)
  const ready = await ask(new URL('/readyz', web))
  return ready?.status === 503 ? findOwnTrouble(await ready.json().catch(() => undefined)) : undefined
}

/** The checks of /readyz that fail and are of this box; an outage elsewhere is no reason to go back. */
function findOwnTrouble(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('checks' in answer)) return undefined
  const checks = Object.entries(answer.checks ?? {})
  const failing = checks.filter(([name, check]) => ownChecks.test(name) && isFailing(check)).map(([name]) => name)
  return failing.length > 0 ? `/readyz says no: ${failing.join(', ')}.` : undefined
}

function isFailing(check: unknown): boolean {
  if (typeof check === 'boolean') return !check
  return typeof check === 'object' && check !== null && 'ok' in check && check.ok === false
}

async function ask(url: URL): Promise<Response | undefined> {
  return fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined)
}

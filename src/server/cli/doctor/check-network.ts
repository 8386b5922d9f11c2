// Other servers: whether they answer, and whether our clock is theirs.
import type { Config } from '../../config.ts'
import { bad, doubtful, type Finding, good, reasonOf } from './finding.ts'

const patience = 8000
/** Tokens are refused when clocks differ more than this, in ms. */
const drift = { noticed: 5000, refused: 30_000 }
/** What TLS says when a certificate is not valid yet, or no longer. */
const certificateTimes = new Set(['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'])

export async function checkNetwork(config: Config, now: () => number): Promise<Finding[]> {
  const setting = config.jetstreamUrl ? 'JETSTREAM_URL' : 'RELAY_URL'
  const relay = (config.jetstreamUrl ?? config.relayUrl).replace(/^ws/, 'http')
  const answers = await Promise.all([
    ask('plc', new URL('/_health', config.plcUrl), 'PLC_URL', now),
    ask('appview', new URL('/xrpc/_health', config.appviewUrl), 'APPVIEW_URL', now),
    ask('relay', new URL('/xrpc/_health', relay), setting, now),
  ])
  const drifts = answers.flatMap(({ ahead }) => ahead ?? [])
  const outOfTime = answers.filter(({ code }) => code !== undefined && certificateTimes.has(code)).length
  return [...answers.map(({ finding }) => finding), checkClock(drifts, outOfTime, now())]
}

/** `ahead`: of their clock, in ms. `code`: of the error, where there was one. */
type Answer = { finding: Finding; ahead?: number; code?: string | undefined }

async function ask(name: string, url: URL, setting: string, now: () => number): Promise<Answer> {
  try {
    const began = now()
    const { status, headers } = await fetch(url, { signal: AbortSignal.timeout(patience) })
    const took = now() - began
    const date = Date.parse(headers.get('date') ?? '')
    const finding =
      status < 500
        ? good(name, `${url.host} answers in ${took} ms.`)
        : doubtful(
            name,
            `${url.host} answers ${status}.`,
            'It has trouble of its own: wait, or look at its status page.',
          )
    // A server's date has whole seconds, and was written somewhere between our asking and its answer.
    return Number.isNaN(date) ? { finding } : { finding, ahead: began + took / 2 - (date + 500) }
  } catch (error) {
    const cure = `Can this machine reach it? curl -v ${url.href} · Otherwise set ${setting}.`
    return { finding: bad(name, `${url.host} does not answer: ${reasonOf(error)}.`, cure), code: codeOf(error) }
  }
}

function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
}

/**
 * The middle one of those asked: one of them may be wrong itself.
 * @param drifts how far ahead of others this machine's clock is, in ms
 * @param outOfTime of how many others the certificate is not valid yet, or no longer
 */
export function checkClock(drifts: number[], outOfTime: number, now: number): Finding {
  const cure = 'Let it be set by the network: timedatectl set-ntp true'
  const ahead = drifts.sort((a, b) => a - b)[Math.floor(drifts.length / 2)]
  if (ahead === undefined && outOfTime > 1) {
    const found = `This machine thinks it is ${new Date(now).toISOString().slice(0, 16)}Z, when certificates of others do not hold.`
    return bad('clock', found, `${cure} · Nothing else works until then.`)
  }
  if (ahead === undefined) return doubtful('clock', 'Nobody could be asked for the time.', 'See above.')
  if (Math.abs(ahead) < drift.noticed) return good('clock', 'Right, to within a few seconds.')
  const found = `This machine's clock is ${sayLong(Math.abs(ahead))} ${ahead > 0 ? 'ahead' : 'behind'}.`
  return Math.abs(ahead) > drift.refused
    ? bad('clock', found, `${cure} · Sign-in fails until then.`)
    : doubtful('clock', found, cure)
}

/** A time in the largest unit that leaves something to see. @param ms */
function sayLong(ms: number): string {
  const units: [string, number][] = [
    ['days', 86_400_000],
    ['hours', 3_600_000],
    ['minutes', 60_000],
  ]
  const [unit, size] = units.find(([, one]) => ms >= 2 * one) ?? ['s', 1000]
  return `${Math.round(ms / size)} ${unit}`
}

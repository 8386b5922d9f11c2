// The command line's way to /api: where the box is, which key, and what it says when it refuses.
import { z } from 'zod'
import { readConfig } from '../config.ts'
import { Failure, type Invocation, type Option, UsageError } from './command.ts'

/** Of every command that speaks to a box. */
export const apiOptions: Record<string, Option> = {
  url: { type: 'string', value: 'address', description: 'The box; else SKYPANEL_URL, else as configured here' },
  key: { type: 'string', value: 'key', description: 'An API key; better in SKYPANEL_KEY' },
}

const patience = 60_000
const refusalSchema = z.object({
  error: z.string(),
  mistakes: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})

export type ApiAnswer = { body: unknown; tag: string | undefined }
export type ApiClient = (
  method: string,
  path: string,
  more?: { body?: unknown; tag?: string | undefined },
) => Promise<ApiAnswer>

/** @throws UsageError without a key or with an address that is none; what it gives throws Failure, a sentence */
export function openApi({ values, environment }: Pick<Invocation, 'values' | 'environment'>): ApiClient {
  const key = String(values.key ?? environment.SKYPANEL_KEY ?? '')
  if (key === '') throw new UsageError('Name a key: make one under Settings, API keys, and put it into SKYPANEL_KEY.')
  const home = readHome(values, environment)

  return async (method, path, { body, tag } = {}) => {
    const headers = {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(tag === undefined ? {} : { 'if-match': tag }),
    }
    const init = { method, headers, redirect: 'error' as const, signal: AbortSignal.timeout(patience) }
    const sent = body === undefined ? init : { ...init, body: JSON.stringify(body) }
    const answer = await fetch(new URL(path, home), sent).catch((cause) => {
      throw new Failure(`${home.origin} does not answer. Is SkyPanel running there?`, { cause })
    })
    const text = await answer.text()
    if (!answer.ok) throw new Failure(describe(answer.status, text))
    return { body: text === '' ? undefined : JSON.parse(text), tag: answer.headers.get('etag') ?? undefined }
  }
}

function readHome(values: Invocation['values'], environment: NodeJS.ProcessEnv): URL {
  const given = values.url ?? environment.SKYPANEL_URL
  if (given === undefined) return readConfig(environment).publicUrl
  if (typeof given === 'string' && /^https?:\/\//.test(given) && URL.canParse(given)) return new URL(given)
  throw new UsageError('The address of the box begins with https:// or http://.')
}

/** The sentence, and each mistake in a line of its own. */
function describe(status: number, text: string): string {
  let read: ReturnType<typeof refusalSchema.safeParse> | undefined
  try {
    read = refusalSchema.safeParse(JSON.parse(text))
  } catch {
    // What stands before the box answered.
  }
  if (!read?.success) return `The box answered ${status}.`
  const mistakes = (read.data.mistakes ?? []).map(({ path, message }) => `  ${path ? `${path}: ` : ''}${message}`)
  return [read.data.error, ...mistakes].join('\n')
}

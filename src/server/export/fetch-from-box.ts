// What a box says, and no more of it than makes sense.

/** Why the box did not give something, in a sentence. */
export class BoxError extends Error {}

const patience = 60_000
const longestText = 5_000_000
const longestPicture = 20_000_000
const extensions: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/gif': 'gif',
}

/** @throws BoxError */
export async function fetchText(base: URL, path: string): Promise<string> {
  const answer = await ask(base, path, {})
  if (answer.status === 404) {
    throw new BoxError('There is no such feed for strangers. A private one is shared first, with its secret link.')
  }
  if (!answer.ok) throw new BoxError(`The box answered ${answer.status} for ${new URL(path, base).pathname}.`)
  return (await readUpTo(answer, longestText, path)).toString('utf8')
}

/** Undefined where there is none: a page without a picture is better than no page. */
export async function fetchPicture(base: URL, path: string): Promise<{ bytes: Buffer; extension: string } | undefined> {
  const answer = await ask(base, path, { accept: 'image/webp,image/jpeg,image/png' })
  const extension = extensions[answer.headers.get('content-type')?.split(';')[0] ?? '']
  if (!answer.ok || extension === undefined) return void (await answer.body?.cancel())
  return readUpTo(answer, longestPicture, path).then(
    (bytes) => ({ bytes, extension }),
    () => undefined,
  )
}

async function ask(base: URL, path: string, headers: Record<string, string>): Promise<Response> {
  const signal = AbortSignal.timeout(patience)
  return fetch(new URL(path, base), { headers, redirect: 'error', signal }).catch((cause) => {
    throw new BoxError(`${base.origin} does not answer. Is SkyPanel running there?`, { cause })
  })
}

async function readUpTo(answer: Response, most: number, path: string): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of answer.body ?? []) {
    length += chunk.length
    if (length > most) throw new BoxError(`${path} is longer than it can be.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

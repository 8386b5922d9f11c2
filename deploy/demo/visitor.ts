// Somebody with an old browser: cookies, links, forms, redirects; no scripts.
import { type Form, type Page, readPage } from './page.ts'

export type Visitor = {
  /** Opens a page, following redirects. */
  open(path: string): Promise<Page>
  /** Sends the form whose action is `action` on `page`, with `values` filled in. Throws when it or a field is missing. */
  send(page: Page, action: string | RegExp, values?: Record<string, string>): Promise<Page>
  /** The cookies as a header, for a socket. */
  cookie(): string
}

/** A fresh visitor of the site at `origin`. Every request is given up after 20 s. */
export function createVisitor(origin: string, signal: AbortSignal): Visitor {
  const cookies = new Map<string, string>()
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

  async function request(path: string, init: RequestInit = {}, redirects = 0): Promise<Page> {
    const url = new URL(path, origin)
    if (url.origin !== origin) throw new Error(`led away to ${url}`)
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(120_000)]),
      headers: { accept: 'text/html', ...(cookies.size > 0 ? { cookie: cookie() } : {}), ...init.headers },
    })
    for (const line of response.headers.getSetCookie()) remember(line)
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location) {
      await response.body?.cancel()
      if (redirects === 10) throw new Error(`${path} redirects without end`)
      return request(new URL(location, url).href, {}, redirects + 1)
    }
    return readPage(url.href, response.status, await response.text())
  }

  function remember(line: string): void {
    const [pair = '', ...attributes] = line.split(';')
    const at = pair.indexOf('=')
    const gone = attributes.some((attribute) => /^\s*(max-age=0|expires=.*\b1970\b)/i.test(attribute))
    if (gone) cookies.delete(pair.slice(0, at))
    else cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }

  return {
    cookie,
    open: (path) => request(path),
    send(page, action, values = {}) {
      const form = findForm(page, action, values)
      const body = new URLSearchParams(form.fields.map(({ name, value }): [string, string] => [name, value]))
      const [button] = form.buttons
      if (button?.name && !(button.name in values)) body.append(button.name, button.value)
      for (const [name, value] of Object.entries(values)) body.set(name, value)
      const target = new URL(form.action || page.url, page.url).href
      return request(target, { method: 'POST', body, headers: { origin, 'sec-fetch-site': 'same-origin' } })
    },
  }
}

/** The form with this action; when several have it (one a post), the one whose hidden fields carry the given values. */
function findForm(page: Page, action: string | RegExp, values: Record<string, string>): Form {
  const path = (form: Form) => new URL(form.action || page.url, page.url).pathname
  const matches = page.forms.filter((form) =>
    typeof action === 'string' ? path(form) === action : action.test(path(form)),
  )
  const hidden = (form: Form) => form.fields.filter(({ kind, name }) => kind === 'hidden' && name in values)
  const fitting = matches.find((form) => hidden(form).every(({ name, value }) => values[name] === value))
  if (!fitting)
    throw new Error(
      `no form for ${action} on ${page.url} (${page.status}); there are: ${page.forms.map(path).join(', ')}`,
    )
  const known = new Set([...fitting.fields, ...fitting.buttons].map(({ name }) => name))
  const missing = Object.keys(values).filter((name) => !known.has(name))
  if (missing.length > 0) throw new Error(`the form for ${action} on ${page.url} has no field ${missing.join(', ')}`)
  return fitting
}

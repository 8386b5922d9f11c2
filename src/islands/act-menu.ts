// The menus of posts and profiles, and what their buttons do, without a page load. Fetched when the first one is used.

type Answer = { text?: string; undo?: { action: string; fields: Record<string, string> }; error?: string }

/** Does what `button` of `form` says: opens the menu that it leads to, or sends the form. */
export async function actOn(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  if (button.dataset.busy) return
  button.dataset.busy = '1'
  const address = new URL(button.getAttribute('formaction') ?? form.getAttribute('action') ?? '', location.href)
  const body = fieldsOf(form, button)
  if (button.formMethod === 'get' || form.method === 'get') await openMenu(button, `${address.pathname}?${body}`)
  else await send(form, button, address, body)
  delete button.dataset.busy
}

async function openMenu(button: HTMLButtonElement, address: string): Promise<void> {
  const page = await fetchPage(address)
  const menu = page?.querySelector<HTMLElement>('main .does')
  // Signed out, gone, or no network: the page says which.
  if (!menu) return location.assign(address)
  const box = document.createElement('div')
  box.className = 'pop'
  box.popover = 'auto'
  for (const item of menu.querySelectorAll<HTMLElement>('li[hidden]')) item.hidden = false
  box.append(document.adoptNode(menu))
  box.addEventListener('click', (event) => void useText(box, event))
  box.addEventListener('keydown', walk)
  box.addEventListener('toggle', (event) => {
    if ((event as ToggleEvent).newState === 'open') return
    button.setAttribute('aria-expanded', 'false')
    box.remove()
  })
  document.getElementById('main')?.append(box)
  place(box, button)
  button.setAttribute('aria-expanded', 'true')
  box.showPopover()
  const { bottom, height } = box.getBoundingClientRect()
  if (bottom > innerHeight) box.style.setProperty('--y', `${Math.max(scrollY, scrollY + innerHeight - height - 8)}px`)
  items(box)[0]?.focus()
}

/** Below the button, its end where the button's is; on a phone the stylesheet puts it at the lower edge. */
function place(box: HTMLElement, button: HTMLElement): void {
  const { bottom, right } = button.getBoundingClientRect()
  box.style.setProperty('--y', `${bottom + scrollY}px`)
  box.style.setProperty('--x', `${Math.max(0, document.documentElement.clientWidth - right)}px`)
}

function items(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>('a, button')]
}

function walk(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  event.preventDefault()
  const all = items(event.currentTarget as HTMLElement)
  const at = all.indexOf(document.activeElement as HTMLElement)
  all.at((at + step) % all.length)?.focus()
}

/** Copies, or hands on to the device, where it can. */
async function useText(box: HTMLElement, event: Event): Promise<void> {
  const item = (event.target as Element).closest<HTMLElement>('[data-does], a')
  const { does, text = '' } = item?.dataset ?? {}
  if (!item) return
  if (does === undefined) return box.hidePopover()
  const isShared = does === 'share' && 'share' in navigator
  try {
    if (isShared) await navigator.share({ url: text })
    else await navigator.clipboard.writeText(text)
    if (!isShared) say({ text: 'Copied.' })
  } catch (error) {
    if ((error as Error).name !== 'AbortError') say({ error: 'This browser does not let pages do that.' })
  }
  if (box.isConnected) box.hidePopover()
}

/** The page shows the act as done at once; a refusal takes that back. */
async function send(form: HTMLFormElement, button: HTMLButtonElement, address: URL, body: URLSearchParams) {
  const isUndo = form.closest('.said') !== null
  const label = (button.textContent ?? '').trim()
  const gone = isUndo ? takeAside(false) : button.hasAttribute('data-hides') ? hide(body.get('uri') ?? '') : []
  form.closest<HTMLElement>('.pop')?.hidePopover()
  say({ text: isUndo ? 'Taken back.' : `${label}.` })
  const answer = await post(address, body)
  if (answer === 'signed out') return signIn()
  if (answer.text === undefined) for (const item of gone) item.hidden = isUndo
  else if (gone.length === 0) await renew(body.get('back') ?? '', isUndo)
  say(answer)
}

/** Signing in leads back to this page. */
function signIn(): void {
  location.assign(`/sign-in?${new URLSearchParams({ next: location.pathname + location.search })}`)
}

/** Everything that the last act hid. From now on it is hidden for good, or not any more. */
function takeAside(isHidden: boolean): HTMLElement[] {
  const items = [...document.querySelectorAll<HTMLElement>('[data-gone]')]
  for (const item of items) {
    item.hidden = isHidden
    if (isHidden) delete item.dataset.gone
  }
  return items
}

/** The post, wherever it is on the page. */
function hide(uri: string): HTMLElement[] {
  takeAside(true)
  const item = document.getElementById(`post-${uri.split('/').at(-1)}`)?.closest<HTMLElement>('li')
  if (!item) return []
  item.dataset.gone = ''
  item.hidden = true
  return [item]
}

/** The page as it is after the act, in the place of what it was. Only where nothing was brought by scrolling. */
async function renew(back: string, isUndo: boolean): Promise<void> {
  const main = document.getElementById('main')
  if (!main || !back.startsWith('/profile/') || main.querySelector('[data-page]')) {
    if (isUndo) location.reload()
    return
  }
  const page = await fetchPage(location.pathname + location.search)
  const fresh = page?.getElementById('main')
  if (fresh) main.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)))
}

async function fetchPage(address: string): Promise<Document | undefined> {
  const answer = await fetch(address).catch(() => undefined)
  if (!answer?.ok || answer.redirected) return undefined
  return new DOMParser().parseFromString(await answer.text(), 'text/html')
}

function fieldsOf(form: HTMLFormElement, button: HTMLButtonElement): URLSearchParams {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form, button)) if (typeof value === 'string') body.append(name, value)
  return body
}

async function post(address: URL, body: URLSearchParams): Promise<Answer | 'signed out'> {
  try {
    const answer = await fetch(address, { method: 'POST', body, headers: { accept: 'application/json' } })
    return answer.status === 401 ? 'signed out' : await answer.json()
  } catch {
    return { error: 'SkyPanel could not be reached. Nothing was changed.' }
  }
}

/** The line that says what an act came to, as NoticeLine.astro draws it. */
function say({ text, undo, error }: Answer): void {
  document.querySelector('.said')?.remove()
  const line = document.createElement('div')
  line.className = 'said'
  line.setAttribute('role', error ? 'alert' : 'status')
  const words = document.createElement('p')
  line.append(words)
  if (undo) line.append(undoForm(undo))
  const close = document.createElement('button')
  close.type = 'button'
  close.className = 'btn quiet'
  close.textContent = 'Close'
  close.addEventListener('click', () => line.remove())
  line.append(close)
  document.getElementById('main')?.append(line)
  // A status is read out when it changes, not when it comes.
  words.textContent = error ?? text ?? 'That did not work. Nothing was changed.'
}

function undoForm({ action, fields }: NonNullable<Answer['undo']>): HTMLFormElement {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = action
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement('input')
    field.type = 'hidden'
    field.name = name
    field.value = value
    form.append(field)
  }
  const button = document.createElement('button')
  button.className = 'btn quiet'
  button.textContent = 'Undo'
  form.append(button)
  return form
}

// x-data="keyboard": moves and acts by single keys. ? shows them, as the page about them lists them.

const places: Record<string, string> = {
  h: '/',
  n: '/notifications',
  s: '/search',
  f: '/feeds',
  b: '/saved',
  c: '/compose',
}

export function keyboard() {
  let isGoing = false

  return {
    press(this: AlpineMagics, event: KeyboardEvent) {
      const { key, target, altKey, ctrlKey, metaKey } = event
      if (altKey || ctrlKey || metaKey || event.defaultPrevented || isTyping(target)) return
      const wasGoing = isGoing
      isGoing = key === 'g'
      const done = wasGoing ? go(key) : act(key)
      if (done) event.preventDefault()
    },
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}

/** Only to places that have an entry in the rail. */
function go(key: string): boolean {
  const place = key === 'p' ? link('.rail a[href^="/profile/"]') : link(`.rail a[href="${places[key] ?? ''}"]`)
  place?.click()
  return place !== undefined
}

function act(key: string): boolean {
  if (key === '?') return toggleHelp()
  if (key === '/') return search()
  if (key === 'j' || key === 'k') return step(key === 'j' ? 1 : -1)
  const post = current()
  if (!post) return false
  if (key === 'l') return press(post.querySelector('.acts [aria-label^="Like"]'))
  if (key === 'r') return press(post.querySelector('.acts [aria-label^="Reply"]'))
  return key === 'o' && press(post.querySelector('a.when'))
}

function toggleHelp(): boolean {
  const known = document.querySelector<HTMLDialogElement>('dialog.keys')
  if (!known) void bringHelp()
  else if (known.open) known.close()
  else known.showModal()
  return true
}

async function bringHelp(): Promise<void> {
  const answer = await fetch('/keyboard').catch(() => undefined)
  const page = new DOMParser().parseFromString((await answer?.text()) ?? '', 'text/html')
  const list = page.getElementById('keys')
  if (!list || document.querySelector('dialog.keys')) return
  list.removeAttribute('id')
  const dialog = document.createElement('dialog')
  const title = document.createElement('h2')
  const close = document.createElement('button')
  dialog.className = 'keys'
  dialog.ariaLabel = title.textContent = 'Keys'
  close.className = 'btn'
  close.textContent = 'Close'
  close.onclick = () => dialog.close()
  dialog.append(title, list, close)
  document.body.append(dialog)
  dialog.showModal()
}

function search(): boolean {
  const field = document.querySelector<HTMLInputElement>('[role=search] input')
  if (field?.checkVisibility()) field.focus()
  else link('.rail a[href="/search"]')?.click()
  return true
}

/** The next post on the page, or the one before; from nowhere, the first that is in sight. */
function step(by: 1 | -1): boolean {
  const posts = [...document.querySelectorAll<HTMLElement>('main article')].filter((post) => !post.closest('.quote'))
  const here = current()
  const at = here ? posts.indexOf(here) + by : posts.findIndex((post) => post.getBoundingClientRect().bottom > 120)
  const next = posts[at]
  if (!next) return false
  next.tabIndex = -1
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
  return true
}

function current(): HTMLElement | undefined {
  return document.activeElement?.closest<HTMLElement>('main article') ?? undefined
}

function press(target: Element | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  target.click()
  return true
}

function link(selector: string): HTMLElement | undefined {
  return document.querySelector<HTMLElement>(selector) ?? undefined
}

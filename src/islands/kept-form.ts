// Keeps what is typed in a form on the server, a moment after each change and when the page is left.

/** How long typing must rest, in ms. */
const rest = 1000

type Said = { rkey?: string; message: string }
export type Kept = {
  draft?: string
  version?: number
  seal?: string
  isCopy?: boolean
  href?: string
  uri?: string
  next?: Record<string, string | number>
  error?: string
  problems?: Said[]
  notes?: Said[]
  plain?: string
}
export type Answer = { status: number; data: Kept }

export type KeptForm = ReturnType<typeof keepForm>

/** @param told what the server said to what was kept */
export function keepForm(form: HTMLFormElement, told: (answer: Answer) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDirty = false
  let turn: Promise<unknown> = Promise.resolve()
  let sendFiles: ((body: FormData) => Promise<Response>) | undefined

  /** One request at a time, so that each names the version the one before has made. */
  function send(press: string, { hasFiles = false, keepalive = false } = {}): Promise<Answer> {
    const sending = turn.then(() => ask(press, hasFiles, keepalive))
    turn = sending
    return sending
  }

  async function ask(press: string, hasFiles: boolean, keepalive: boolean): Promise<Answer> {
    isDirty = false
    const body = new FormData(form)
    if (!hasFiles) for (const [name, value] of [...body]) if (typeof value !== 'string') body.delete(name)
    if (press) body.set('do', press)
    const headers = { accept: 'application/json' }
    const sending =
      hasFiles && sendFiles ? sendFiles(body) : fetch(form.action, { method: 'POST', body, headers, keepalive })
    const answer = await sending
      .then(async (response) => ({ status: response.status, data: (await response.json()) as Kept }))
      .catch(() => ({ status: 0, data: {} }))
    note(answer.data)
    return answer
  }

  function note(data: Kept): void {
    for (const name of ['draft', 'version', 'seal', 'plain'] as const) {
      if (data[name] !== undefined && !data.isCopy) setField(form, name, String(data[name]))
    }
  }

  async function keep(keepalive = false) {
    clearTimeout(timer)
    if (isDirty) told(await send('autosave', { keepalive }))
  }

  return {
    send,
    touch() {
      isDirty = true
      clearTimeout(timer)
      timer = setTimeout(keep, rest)
    },
    /** Nothing is to be kept any more: it is being posted. */
    settle() {
      clearTimeout(timer)
      isDirty = false
    },
    /** @param sender sends a form with files from now on */
    sendFilesBy(sender: typeof sendFiles) {
      sendFiles = sender
    },
    leave() {
      if (document.visibilityState === 'hidden') void keep(true)
    },
  }
}

export function setField(form: HTMLElement, name: string, value: string): void {
  const field = form.querySelector(`[name="${name}"]`)
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = value
}

/** Beside each text what its author should know: `notes` of the post with its key, all of them where there is one text. */
export function showNotes(form: HTMLElement, { notes, problems = [] }: Kept): void {
  if (!notes) return
  for (const line of form.querySelectorAll('[data-note]')) {
    const key = line.closest<HTMLElement>('[data-post]')?.dataset.post
    const own = notes.filter(
      ({ rkey, message }) => (!key || rkey === key) && !problems.some((one) => one.message.startsWith(message)),
    )
    line.textContent = own.map(({ message }) => message).join(' ')
  }
}

/** Signing in leads back to what was kept. */
export function signIn({ href }: Kept): void {
  location.assign(`/sign-in?${new URLSearchParams({ next: href ?? location.pathname + location.search })}`)
}

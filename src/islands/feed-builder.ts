// x-data="feedBuilder": presses of the builder's buttons without page loads, and a preview that follows what is typed.

/** How long typing must rest before the preview is asked for, in ms. */
const rest = 700
const unreachable = 'SkyPanel could not be reached. What you typed is still here; try again in a moment.'
const signedOut = 'You are signed out. Sign in again in another tab, then go on here: what you typed is still there.'

type Answer = { page?: Document; saved?: { id: number }; focus: string }

export function feedBuilder() {
  let form: HTMLFormElement
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  async function ask(press: string): Promise<Answer | undefined> {
    const own = ++turn
    const body = new FormData(form)
    body.set('do', press)
    document.getElementById('preview')?.setAttribute('aria-busy', 'true')
    const sent = new URLSearchParams([...body].map(([name, value]) => [name, String(value)]))
    const answer = await fetch('/feeds/build/part', { method: 'POST', body: sent }).catch(() => undefined)
    const focus = answer?.headers.get('x-focus') ?? ''
    if (!answer?.ok || answer.redirected) {
      if (own === turn) say(answer?.redirected ? signedOut : unreachable)
      return undefined
    }
    say('')
    if (answer.headers.get('content-type')?.includes('json')) return { saved: await answer.json(), focus }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    // What was asked later knows more.
    return own === turn ? { page, focus } : undefined
  }

  function say(sentence: string) {
    if (sentence !== '') document.getElementById('preview')?.setAttribute('aria-busy', 'false')
    const line = document.getElementById('said')
    if (!line) return
    line.textContent = sentence
    line.hidden = sentence === ''
  }

  function replace(selector: string, page: Document) {
    const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)]
    if (old && fresh) old.replaceWith(document.adoptNode(fresh))
  }

  /** What is typed stays as it is; only what is said about it changes. */
  function note(page: Document) {
    replace('#preview', page)
    for (const slot of form.querySelectorAll('[data-oops]')) {
      const fresh = page.getElementById(slot.id)
      if (!fresh) continue
      const field = document.getElementById(slot.id.slice(0, -'-oops'.length))
      if (field?.matches('input, textarea, select')) {
        if (fresh.childElementCount > 0) field.setAttribute('aria-invalid', 'true')
        else field.removeAttribute('aria-invalid')
      }
      slot.replaceChildren(...document.adoptNode(fresh).childNodes)
    }
  }

  async function look() {
    const answer = await ask('preview')
    if (answer?.page) note(answer.page)
  }

  /** The form as the server made it: Alpine starts the island of the new one. */
  function show({ page, focus }: Answer) {
    if (!page) return
    const fresh = page.querySelector('#build')
    replace('#preview', page)
    if (!fresh) return
    form.replaceChildren(...document.adoptNode(fresh).childNodes)
    hideButton()
    const place = focus ? document.getElementById(focus) : null
    const field =
      place?.querySelector<HTMLElement>('.field :is(textarea, input, select)') ?? place?.querySelector('select')
    place?.scrollIntoView({ block: 'nearest' })
    field?.focus({ preventScroll: true })
  }

  /** Without a script this button is how one looks; with it, and room for both, the preview follows by itself. */
  function hideButton() {
    if (document.body.clientWidth >= 1152) form.querySelector('[value=preview]')?.classList.add('sr')
  }

  return {
    init(this: AlpineMagics) {
      form = this.$root as HTMLFormElement
      hideButton()
    },

    type({ target, type: kind }: Event) {
      const isField = target instanceof HTMLElement && !target.matches('[name^="kind."]')
      if (!isField) return
      clearTimeout(timer)
      // Another order has other fields.
      if (kind === 'change' && target.matches('[name="order.by"]')) return void press('preview')
      timer = setTimeout(look, rest)
    },

    async send(event: SubmitEvent) {
      const { submitter } = event
      const wanted = submitter instanceof HTMLButtonElement ? submitter.value : 'preview'
      event.preventDefault()
      clearTimeout(timer)
      await press(wanted)
      if (wanted === 'preview') document.getElementById('preview')?.scrollIntoView({ block: 'nearest' })
    },
  }

  async function press(wanted: string) {
    const sending = ask(wanted)
    // What would be typed now would be lost when the form comes back.
    form.inert = true
    const answer = await sending
    form.inert = false
    if (answer?.saved) location.assign(`/feeds/${answer.saved.id}`)
    else if (answer) {
      show(answer)
      if (wanted === 'save') document.getElementById('trouble')?.scrollIntoView({ block: 'center' })
    }
  }
}

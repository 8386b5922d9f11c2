// Counts what is written, and posts it without leaving the page.

/** Limit of a post, in graphemes (app.bsky.feed.post). */
const limit = 300

type Answer = { uri?: string; nextRkey?: string; error?: string }

export function composeForm() {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

  return {
    left: String(limit),
    problem: '',
    isFine: true,
    isSending: false,

    init(this: ComposeForm) {
      this.say(this.$root.querySelector('#text-problem span')?.textContent ?? '')
      this.count()
    },

    count(this: ComposeForm) {
      const used = [...segmenter.segment(field(this.$root).value.trim())].length
      this.left = used > limit ? `${used} / ${limit}` : String(limit - used)
    },

    shortcut(this: ComposeForm, event: KeyboardEvent) {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      if (this.$root instanceof HTMLFormElement) this.$root.requestSubmit()
    },

    async send(this: ComposeForm, event: SubmitEvent) {
      const form = this.$root
      const list = document.querySelector('[data-posted]')
      if (!(form instanceof HTMLFormElement) || !list) return
      event.preventDefault()
      if (this.isSending) return
      this.isSending = true
      this.say('')
      const answer = await post(form)
      this.isSending = false
      if (answer === 'signed out') return form.submit()
      if (!answer.uri) return this.say(answer.error ?? 'It was not sent. Your text is still here.')
      await insertCard(list, answer.uri)
      field(form).value = ''
      field(form, 'rkey').value = answer.nextRkey ?? ''
      this.count()
      const said = document.querySelector('[data-said]')
      if (said) said.textContent = 'Posted'
    },

    say(this: ComposeForm, problem: string) {
      this.problem = problem
      this.isFine = problem === ''
      if (this.isFine) field(this.$root).removeAttribute('aria-invalid')
      else field(this.$root).setAttribute('aria-invalid', 'true')
    },
  }
}

type ComposeForm = AlpineMagics & {
  left: string
  problem: string
  isFine: boolean
  isSending: boolean
  count(): void
  say(problem: string): void
}

function field(form: HTMLElement, name = 'text'): HTMLTextAreaElement | HTMLInputElement {
  const found = form.querySelector(`[name="${name}"]`)
  if (found instanceof HTMLTextAreaElement || found instanceof HTMLInputElement) return found
  throw new Error(`the form has no ${name}`)
}

async function post(form: HTMLFormElement): Promise<Answer | 'signed out'> {
  try {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
    const answer = await fetch(form.action, { method: 'POST', body, headers: { accept: 'application/json' } })
    return answer.status === 401 ? 'signed out' : await answer.json()
  } catch {
    return { error: 'SkyPanel could not be reached. Your text is still here.' }
  }
}

/** Puts the post, as the server renders it, in front of the list. */
async function insertCard(list: Element, uri: string): Promise<void> {
  const query = new URLSearchParams({ uri, back: location.pathname + location.search })
  const answer = await fetch(`/post/card?${query}`).catch(() => undefined)
  if (!answer?.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const item = page.querySelector('li')
  if (item) list.prepend(item)
}

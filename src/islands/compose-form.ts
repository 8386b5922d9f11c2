// The quick reply: counts what is written, keeps it, and posts it without leaving the page.
import { countDown } from './count-graphemes.ts'
import { type Answer, type KeptForm, keepForm, setField, showNotes, signIn } from './kept-form.ts'

const unreachable = 'SkyPanel could not be reached. Your text is still here.'

export function composeForm() {
  let form: HTMLFormElement
  let kept: KeptForm
  const find = <Kind extends HTMLElement>(selector: string) => form.querySelector<Kind>(selector)

  function say(problem: string) {
    const line = find('.oops')
    if (line?.lastElementChild) line.lastElementChild.textContent = problem
    if (line) line.hidden = problem === ''
    find('textarea')?.toggleAttribute('aria-invalid', problem !== '')
  }

  function show() {
    countDown(find('[data-count]'), find<HTMLTextAreaElement>('textarea')?.value ?? '')
  }

  async function posted({ data }: Answer, list: Element) {
    await insertCard(list, data.uri ?? '')
    setField(form, 'text', '')
    for (const [name, value] of Object.entries(data.next ?? {})) setField(form, name, String(value))
    show()
    showNotes(form, { notes: [] })
    const said = document.querySelector('[data-said]')
    if (said) said.textContent = 'Posted'
  }

  return {
    isSending: false,

    init(this: AlpineMagics) {
      form = this.$root as HTMLFormElement
      kept = keepForm(form, ({ data }) => {
        if (data.isCopy && data.href) location.assign(data.href)
        showNotes(form, data)
      })
      document.addEventListener('visibilitychange', kept.leave)
      show()
    },

    count() {
      show()
      kept.touch()
    },

    shortcut(event: KeyboardEvent) {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      form.requestSubmit()
    },

    async send(this: { isSending: boolean }, event: SubmitEvent) {
      const list = document.querySelector('[data-posted]')
      if (!list) return
      event.preventDefault()
      if (this.isSending) return
      this.isSending = true
      say('')
      kept.settle()
      const answer = await kept.send('')
      showNotes(form, answer.data)
      if (answer.status === 401) signIn(answer.data)
      else if (answer.data.uri) await posted(answer, list)
      else say(answer.data.error ?? unreachable)
      this.isSending = false
    },
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

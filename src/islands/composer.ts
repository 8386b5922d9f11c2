// The page to write on, without page loads: counts, keeps what is typed, changes the thread, posts.
import type { Media } from './compose-media.ts'
import { countDown } from './count-graphemes.ts'
import { type Answer, type KeptForm, keepForm, showNotes, signIn } from './kept-form.ts'
import type { Mentions } from './mentions.ts'

const unreachable = 'SkyPanel could not be reached. Your text is still here; send it again in a moment.'

export function composer() {
  let form: HTMLFormElement
  let kept: KeptForm
  let mentions: Promise<Mentions> | undefined
  let offered: Mentions | undefined
  let media: Promise<Media> | undefined

  const texts = () => [...form.querySelectorAll<HTMLTextAreaElement>('[data-text]')]
  const postOf = (text: HTMLElement) => text.closest<HTMLElement>('[data-post]')?.dataset.post ?? ''

  function countAll() {
    for (const text of texts()) countDown(text.closest('.field')?.querySelector('[data-count]'), text.value)
  }

  /** Who writes mentions needs more of this page than others. */
  async function suggest(text: HTMLTextAreaElement) {
    if (!mentions && !text.value.includes('@')) return
    mentions ??= import('./mentions.ts').then(({ createMentions }) => createMentions(form))
    offered = await mentions
    offered.suggest(text)
  }

  /** So does who adds files, or links that want a card. */
  async function openMedia(): Promise<Media> {
    if (media) return media
    media = import('./compose-media.ts').then(({ createMedia }) => createMedia(form))
    const opened = await media
    kept.sendFilesBy(opened.send)
    opened.refresh()
    return opened
  }

  async function typeMedia(text: HTMLTextAreaElement) {
    if (media || text.matches('[data-alt]') || text.value.includes('://')) (await openMedia()).type(text)
  }

  function say(selector: string, sentence: string) {
    const line = form.querySelector<HTMLElement>(selector)
    const words = line?.querySelector('span') ?? line
    if (!line || !words) return
    words.textContent = sentence
    line.hidden = sentence === '' && words !== line
  }

  function told({ status, data }: Answer) {
    if (data.isCopy && data.href) return void show(data.href)
    const said: Record<number, string> = { 0: 'Not saved: no connection', 401: 'Saved. Sign in again to post.' }
    say('[data-saved]', said[status] ?? (data.draft ? 'Saved' : ''))
    showNotes(form, data)
  }

  /** What the server makes of the draft at `href`, in the place of the form; what was typed since stays. */
  async function show(href: string, before = new Map(texts().map((text) => [postOf(text), text.value]))) {
    const answer = await fetch(href).catch(() => undefined)
    const page = new DOMParser().parseFromString((await answer?.text()) ?? '', 'text/html')
    const fresh = page.querySelector('form#write')
    if (!answer?.ok || !fresh) return location.assign(href)
    const typed = texts().filter((text) => text.value !== before.get(postOf(text)))
    form.replaceChildren(...document.adoptNode(fresh).childNodes)
    if (media) void media.then(({ refresh }) => refresh())
    else if (form.querySelector('[data-upload]')) void openMedia()
    history.replaceState(null, '', href)
    document.title = page.title
    for (const old of typed) {
      const text = form.querySelector<HTMLTextAreaElement>(`[data-post="${postOf(old)}"] [data-text]`)
      if (text) text.value = old.value
    }
    if (typed.length > 0) kept.touch()
    countAll()
    const place = document.getElementById(new URL(href, location.href).hash.slice(1))
    place?.scrollIntoView({ block: 'nearest' })
    place?.querySelector('textarea')?.focus()
  }

  function mark(problems: NonNullable<Answer['data']['problems']>) {
    for (const text of texts()) {
      const own = problems.filter(({ rkey }) => rkey === postOf(text)).map(({ message }) => message)
      say(`[id="${text.id}-problem"]`, own.join(' '))
      text.setAttribute('aria-invalid', String(own.length > 0))
    }
    const others = problems.filter(({ rkey }) => texts().every((text) => rkey !== postOf(text)))
    say('[data-problem]', others.map(({ message }) => message).join(' '))
    if (others.length > 0) form.querySelector('[data-problem]')?.scrollIntoView({ block: 'center' })
    form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }

  return {
    isSending: false,

    init(this: AlpineMagics) {
      form = this.$root as HTMLFormElement
      kept = keepForm(form, told)
      document.addEventListener('visibilitychange', kept.leave)
      if (form.querySelector('[data-upload]')) void openMedia()
      countAll()
    },

    type({ target }: InputEvent) {
      if (target instanceof HTMLTextAreaElement && target.matches('[data-text]')) {
        countDown(target.closest('.field')?.querySelector('[data-count]'), target.value)
        void suggest(target)
      }
      if (target instanceof HTMLTextAreaElement) void typeMedia(target)
      // Choosing groups of people means that only those can reply.
      const some = form.querySelector<HTMLInputElement>('[name=gate][value=some]')
      if (target instanceof HTMLInputElement && target.matches('[data-some]') && target.checked && some) {
        some.checked = true
      }
      say('[data-saved]', '')
      kept.touch()
    },

    /** A hand at the button for files, or files in the air over the form. */
    reach({ type, target }: Event) {
      if (type === 'dragenter' || (target instanceof Element && target.matches('[data-files]'))) void openMedia()
    },

    async paste(event: ClipboardEvent) {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      ;(await openMedia()).take(event.target, files)
    },

    shortcut(event: KeyboardEvent) {
      if (offered?.move(event)) return event.preventDefault()
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      form.requestSubmit()
    },

    async send(this: { isSending: boolean }, event: SubmitEvent) {
      event.preventDefault()
      if (this.isSending) return
      this.isSending = true
      mark([])
      kept.settle()
      const { submitter } = event
      const press = submitter instanceof HTMLButtonElement && submitter.name === 'do' ? submitter.value : ''
      const before = new Map(texts().map((text) => [postOf(text), text.value]))
      const { status, data } = await kept.send(press, { hasFiles: true })
      const { href } = data
      showNotes(form, data)
      if (status === 401) signIn(data)
      else if (data.isCopy && href) {
        await show(href, before)
        mark(data.problems ?? [])
      } else if (status === 200 && href) {
        if (press === '') location.assign(href)
        else await show(href, before)
      } else {
        // Of several files some may have been taken.
        if (press !== '' && href) await show(href, before)
        mark(data.problems ?? [{ message: data.error ?? unreachable }])
      }
      this.isSending = false
    },
  }
}

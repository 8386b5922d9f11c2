// The files of a post without page loads: chosen, pasted or dropped they are sent at once, and videos say how far they
// are. The form does the sending: a button is pressed for the person.

type State = { state: string; progress: number }

const lookEvery = 1500
/** How long typing must rest before a link is looked at, in ms. */
const rest = 1500
const link = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/

export function composeMedia() {
  let root: HTMLElement
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = new AbortController()
  const find = <Found extends HTMLElement>(selector: string, within: Element = root) =>
    within.querySelector<Found>(selector)
  const post = () => root.closest<HTMLElement>('[data-post]')

  function press(button: HTMLElement | null) {
    if (button instanceof HTMLButtonElement) button.form?.requestSubmit(button)
  }

  function take(files: FileList | undefined): boolean {
    const input = find<HTMLInputElement>('[data-files]')
    if (!input || !files?.length) return false
    input.files = files
    press(find('[data-add]'))
    return true
  }

  /** Until it is ready or has failed, when the page is asked for anew. */
  async function follow(line: HTMLElement) {
    const answer = await fetch(`/uploads/${line.dataset.upload}/state`).catch(() => undefined)
    if (!root.isConnected) return
    const { state, progress }: State = answer?.ok ? await answer.json() : { state: '', progress: 0 }
    const bar = find<HTMLProgressElement>('[data-progress]', line)
    if (bar && progress > 0) bar.value = progress
    if (state === 'ready' || state === 'failed') return press(find('[data-look]', line))
    setTimeout(() => root.isConnected && follow(line), lookEvery)
  }

  async function askForCard(url: string) {
    const slot = find('[data-card]')
    const body = new URLSearchParams({ url, rkey: post()?.dataset.post ?? '' })
    const answer = await fetch('/compose/card', { method: 'POST', body }).catch(() => undefined)
    if (!answer?.ok || !slot || !root.isConnected) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    slot.replaceChildren(...document.adoptNode(page.body).childNodes)
    slot.dispatchEvent(new Event('input', { bubbles: true }))
  }

  /** A link has a card once; what has files has none. */
  function lookForLink(text: string) {
    const url = link.exec(text)?.[0]
    const card = find<HTMLInputElement>('[data-url]')
    const isShown = card && !find('[value^="card:"]')
    if (url && url !== card?.dataset.url && !isShown && !find('[data-alt]')) void askForCard(url)
  }

  function countAlt(alt: HTMLTextAreaElement) {
    const left = 2000 - [...new Intl.Segmenter().segment(alt.value)].length
    const counter = alt.parentElement && find('[data-left]', alt.parentElement)
    if (counter) counter.textContent = left < 0 ? `${-left} too many` : String(left)
  }

  return {
    init(this: AlpineMagics) {
      root = this.$root
      for (const button of root.querySelectorAll<HTMLElement>('.tools > [data-add], [data-look]'))
        button.classList.add('sr')
      const line = find('[data-upload]')
      if (line) void follow(line)
      const { signal } = stop
      post()?.addEventListener(
        'input',
        ({ target }) => {
          if (!(target instanceof HTMLTextAreaElement)) return
          if (target.matches('[data-alt]')) return countAlt(target)
          clearTimeout(timer)
          timer = setTimeout(() => lookForLink(target.value), rest)
        },
        { signal },
      )
      post()?.addEventListener('paste', (event) => take(event.clipboardData?.files) && event.preventDefault(), {
        signal,
      })
      root.closest('form')?.addEventListener(
        'sending',
        (event) => {
          const bar = find<HTMLProgressElement>('[data-sending]')
          if (!bar) return
          bar.hidden = false
          bar.value = (event as CustomEvent<number>).detail
        },
        { signal },
      )
    },
    destroy() {
      stop.abort()
      clearTimeout(timer)
    },
    choose({ target }: Event) {
      if (target instanceof HTMLInputElement && target.matches('[data-files]') && target.files?.length) {
        press(target.parentElement && find('[data-add]', target.parentElement))
      }
    },
    hold(event: DragEvent) {
      event.preventDefault()
    },
    drop(event: DragEvent) {
      event.preventDefault()
      take(event.dataTransfer?.files)
    },
  }
}

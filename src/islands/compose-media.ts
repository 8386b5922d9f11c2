// The files and cards of a post without page loads, fetched when somebody wants them: chosen, pasted or dropped files are
// sent at once, with how far that is; videos say how far they are. The form does the sending: a button is pressed for the
// person.

type State = { state: string; progress: number }
export type Media = ReturnType<typeof createMedia>

const lookEvery = 1500
/** How long typing must rest before a link is looked at, in ms. */
const rest = 1500
const longestAlt = 2000
const link = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/

export function createMedia(form: HTMLFormElement) {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
  let timer: ReturnType<typeof setTimeout> | undefined
  const postOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>('[data-post]') : null

  function press(button: Element | null | undefined) {
    if (button instanceof HTMLButtonElement) form.requestSubmit(button)
  }

  /** As if they were chosen in the post that `target` is in, or in the first. */
  function take(target: EventTarget | null, files: File[]) {
    const post = postOf(target) ?? form.querySelector('[data-post]')
    const input = post?.querySelector<HTMLInputElement>('[data-files]')
    if (!input || files.length === 0) return
    const chosen = new DataTransfer()
    for (const file of files) chosen.items.add(file)
    input.files = chosen.files
    press(post?.querySelector('[data-add]'))
  }

  /** Until it is ready or has failed, when the page is asked for anew. */
  async function follow(line: HTMLElement) {
    const answer = await fetch(`/uploads/${line.dataset.upload}/state`).catch(() => undefined)
    if (!line.isConnected) return
    const { state, progress }: State = answer?.ok ? await answer.json() : { state: '', progress: 0 }
    const bar = line.querySelector<HTMLProgressElement>('[data-progress]')
    if (bar && progress > 0) bar.value = progress
    if (state === 'ready' || state === 'failed') return press(line.querySelector('[data-look]'))
    setTimeout(() => line.isConnected && follow(line), lookEvery)
  }

  async function askForCard(post: HTMLElement, url: string) {
    const body = new URLSearchParams({ url, rkey: post.dataset.post ?? '' })
    // In a browser with several accounts the form says for whom it was made.
    const as = new FormData(form).get('as')
    if (typeof as === 'string') body.set('as', as)
    const answer = await fetch('/compose/card', { method: 'POST', body }).catch(() => undefined)
    const slot = post.querySelector('[data-card]')
    if (!answer?.ok || !slot?.isConnected) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    slot.replaceChildren(...document.adoptNode(page.body).childNodes)
    slot.dispatchEvent(new Event('input', { bubbles: true }))
  }

  /** A link has a card once; what has files has none. */
  function lookForLink(text: HTMLTextAreaElement) {
    const url = link.exec(text.value)?.[0]
    const post = postOf(text)
    const card = post?.querySelector<HTMLElement>('[data-url]')
    const isShown = card && !post?.querySelector('[value^="card:"]')
    if (post && url && url !== card?.dataset.url && !isShown && !post.querySelector('[data-alt]')) {
      void askForCard(post, url)
    }
  }

  function countAlt(alt: HTMLTextAreaElement) {
    const left = longestAlt - [...segmenter.segment(alt.value)].length
    const counter = alt.parentElement?.querySelector('[data-left]')
    if (counter) counter.textContent = left < 0 ? `${-left} too many` : String(left)
  }

  form.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches('[data-files]') && target.files?.length) {
      press(target.parentElement?.querySelector('[data-add]'))
    }
  })
  form.addEventListener('dragover', (event) => event.preventDefault())
  form.addEventListener('drop', (event) => {
    event.preventDefault()
    take(event.target, [...(event.dataTransfer?.files ?? [])])
  })

  return {
    take,

    /** The form is new: what a script does of itself needs no button any more. */
    refresh() {
      for (const button of form.querySelectorAll('[data-add], [data-look]')) button.classList.add('sr')
      const line = form.querySelector<HTMLElement>('[data-upload]')
      if (line) void follow(line)
    },

    type(target: HTMLTextAreaElement) {
      if (target.matches('[data-alt]')) return countAlt(target)
      clearTimeout(timer)
      timer = setTimeout(() => lookForLink(target), rest)
    },

    /** As `fetch`, which does not tell how much has been sent. */
    send(body: FormData): Promise<Response> {
      const bar = form.querySelector<HTMLProgressElement>('[data-sending]')
      return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest()
        request.upload.onprogress = ({ loaded, total }) => {
          if (!bar || total === 0) return
          bar.hidden = false
          bar.value = loaded / total
        }
        request.onload = () => resolve(new Response(request.responseText, { status: request.status }))
        request.onerror = reject
        request.open('POST', form.action)
        request.setRequestHeader('accept', 'application/json')
        request.send(body)
      })
    },
  }
}

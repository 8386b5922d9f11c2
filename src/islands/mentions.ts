// Offers people while somebody writes a mention (the combobox pattern of the ARIA guide). The list comes from the server.

/** How long typing must rest before the server is asked, in ms. */
const rest = 150

export type Mentions = ReturnType<typeof createMentions>

/** For all texts of `form`. Without an answer nothing is offered, and the handle is typed to its end. */
export function createMentions(form: HTMLFormElement) {
  const list = document.createElement('ul')
  list.className = 'options'
  list.id = 'mentions'
  list.role = 'listbox'
  list.ariaLabel = 'People'
  list.hidden = true
  let timer: ReturnType<typeof setTimeout> | undefined
  let text: HTMLTextAreaElement | undefined
  let asked = ''

  const options = () => [...list.querySelectorAll<HTMLElement>('[role=option]')]
  const current = () => options().findIndex((option) => option.ariaSelected === 'true')

  function select(at: number) {
    options().forEach((option, place) => {
      option.ariaSelected = String(place === at)
    })
    const chosen = options()[at]
    if (chosen) text?.setAttribute('aria-activedescendant', chosen.id)
    else text?.removeAttribute('aria-activedescendant')
    chosen?.scrollIntoView({ block: 'nearest' })
  }

  function show(isOpen: boolean) {
    list.hidden = !isOpen
    select(isOpen ? 0 : -1)
  }

  async function ask(typed: string) {
    const answer = await fetch(`/search/people?${new URLSearchParams({ q: typed })}`).catch(() => undefined)
    const page = new DOMParser().parseFromString(answer?.ok ? await answer.text() : '', 'text/html')
    if (typed !== asked || !text) return
    const found = [...page.querySelectorAll('li')].filter((item) => handleOf(item))
    list.replaceChildren(...found.map((item) => document.importNode(item, true)))
    text.after(list)
    text.setAttribute('aria-controls', list.id)
    show(found.length > 0 && document.activeElement === text)
  }

  function choose(option: Element | undefined) {
    const handle = option && handleOf(option)
    if (!text || !handle) return
    const end = text.selectionStart
    const start = text.value.lastIndexOf('@', end - 1)
    text.setRangeText(`@${handle} `, start, end, 'end')
    show(false)
    text.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }

  list.addEventListener('mousedown', (event) => event.preventDefault())
  list.addEventListener('click', ({ target }) => {
    if (target instanceof Element) choose(target.closest('[role=option]') ?? undefined)
  })
  form.addEventListener('focusout', () => show(false))

  return {
    suggest(target: HTMLTextAreaElement) {
      text = target
      asked = /(?:^|[\s(])@([a-zA-Z0-9.-]{1,100})$/.exec(target.value.slice(0, target.selectionStart))?.[1] ?? ''
      clearTimeout(timer)
      if (asked === '') return show(false)
      timer = setTimeout(() => ask(asked), rest)
    },

    /** Whether the key was for the list. */
    move({ key }: KeyboardEvent): boolean {
      if (list.hidden) return false
      const [count, at] = [options().length, current()]
      if (key === 'Escape') show(false)
      else if (key === 'ArrowDown') select((at + 1) % count)
      else if (key === 'ArrowUp') select((at - 1 + count) % count)
      else if ((key === 'Enter' || key === 'Tab') && at >= 0) choose(options()[at])
      else return false
      return true
    },
  }
}

/** The handle as its line says it; people without one cannot be mentioned. */
function handleOf(option: Element): string | undefined {
  return /@([a-zA-Z0-9.-]+)/.exec(option.querySelector('small')?.textContent ?? '')?.[1]
}

// Offers people while somebody types into the search field (the combobox pattern of the ARIA guide). The list comes from the server.

/** How long typing must rest before the server is asked, in ms. */
const rest = 150

type Island = { $root: HTMLElement }

export function searchBox() {
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = ''
  let form: HTMLElement
  let field: HTMLInputElement
  let list: HTMLElement

  const options = () => [...list.querySelectorAll<HTMLElement>('[role=option]')]
  const current = () => options().findIndex((option) => option.ariaSelected === 'true')

  function show(isOpen: boolean) {
    list.hidden = !isOpen
    field.ariaExpanded = String(isOpen)
    if (!isOpen) select(-1)
  }

  function select(at: number) {
    options().forEach((option, place) => {
      option.ariaSelected = String(place === at)
    })
    const chosen = options()[at]
    if (chosen) field.setAttribute('aria-activedescendant', chosen.id)
    else field.removeAttribute('aria-activedescendant')
    chosen?.scrollIntoView({ block: 'nearest' })
  }

  function open(option: HTMLElement | undefined) {
    if (option?.dataset.href) location.assign(option.dataset.href)
  }

  async function ask(typed: string) {
    const answer = await fetch(`/search/people?${new URLSearchParams({ q: typed })}`).catch(() => undefined)
    const text = answer?.ok ? await answer.text() : ''
    if (typed !== asked) return
    const fresh = new DOMParser().parseFromString(text, 'text/html').querySelectorAll('li')
    list.replaceChildren(...[...fresh].map((item) => document.importNode(item, true)))
    show(fresh.length > 0 && document.activeElement === field)
  }

  return {
    init(this: Island) {
      form = this.$root
      field = form.querySelector('[name=q]') as HTMLInputElement
      list = form.querySelector('ul') as HTMLElement
      list.role = 'listbox'
      list.ariaLabel = 'People'
      field.role = 'combobox'
      field.setAttribute('aria-controls', list.id)
      field.ariaAutoComplete = 'list'
      field.ariaExpanded = 'false'
    },

    /** Operators, phrases and hashtags name nobody. */
    suggest() {
      const typed = field.value.trim()
      asked = /^[^:#"]{1,100}$/.test(typed) ? typed : ''
      clearTimeout(timer)
      if (asked === '') return show(false)
      timer = setTimeout(() => ask(typed), rest)
    },

    move(event: KeyboardEvent) {
      const { key } = event
      if (list.hidden) return
      const count = options().length
      const at = current()
      if (key === 'Escape') show(false)
      else if (key === 'ArrowDown') select(at + 1 < count ? at + 1 : -1)
      else if (key === 'ArrowUp') select(at < 0 ? count - 1 : at - 1)
      else if (key === 'Enter' && at >= 0) open(options()[at])
      else return
      event.preventDefault()
    },

    choose(event: MouseEvent) {
      if (event.target instanceof Element) open(event.target.closest<HTMLElement>('[role=option]') ?? undefined)
    },

    /** Pressing an option must not take the focus, or the list is gone before the click. */
    hold(event: Event) {
      event.preventDefault()
    },

    close() {
      show(false)
    },
  }
}

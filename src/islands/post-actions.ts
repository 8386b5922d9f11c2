// What a button turns on and off, without a page load: shown at once, taken back when refused. Listens for every post
// on the page, and for every button that says with `data-other` what it reads after it was pressed.
//
// data-other        the text once pressed; with data-other-label and data-other-value its name and its value

type Answer = { liked?: boolean; reposted?: boolean; bookmarked?: boolean; count?: number; error?: string }

export function postActions() {
  return {
    async act(event: SubmitEvent) {
      const { target: form, submitter: button } = event
      if (!(form instanceof HTMLFormElement) || !(button instanceof HTMLButtonElement)) return
      const isSwap = button.dataset.other !== undefined
      if (!isSwap && !form.matches('.acts, .does, .opens, .said form')) return
      event.preventDefault()
      if (button.formMethod === 'get' || form.matches('.does, .opens, .said form'))
        return (await import('./act-menu.ts')).actOn(form, button)
      if (button.dataset.busy) return
      button.dataset.busy = '1'
      const before = { isOn: button.value === '1', count: button.querySelector('span')?.textContent ?? '' }
      const address = button.getAttribute('formaction') ?? form.getAttribute('action') ?? ''
      const body = fieldsOf(form, button)
      if (isSwap) swap(button)
      else show(button, { isOn: !before.isOn, count: stepped(before.count, before.isOn ? -1 : 1) })
      say(form, '')
      const answer = await send(address, body)
      delete button.dataset.busy
      if (answer === 'signed out') return location.assign(signInPath(location))
      const isOn = answer.liked ?? answer.reposted ?? answer.bookmarked
      if (answer.error !== undefined || (isOn === undefined && !isSwap)) {
        if (isSwap) swap(button)
        else show(button, before)
        say(form, answer.error ?? 'That did not work. Nothing was changed.')
      } else if (isOn !== undefined && !isSwap)
        show(button, { isOn, count: answer.count ? answer.count.toLocaleString('en') : '' })
    },
  }
}

/** Signing in leads back to this page; /sign-in takes paths of ours only. */
function signInPath({ pathname, search }: Location): string {
  return `/sign-in?${new URLSearchParams({ next: pathname + search })}`
}

function fieldsOf(form: HTMLFormElement, button: HTMLButtonElement): URLSearchParams {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form, button)) if (typeof value === 'string') body.append(name, value)
  return body
}

async function send(address: string, body: URLSearchParams): Promise<Answer | 'signed out'> {
  try {
    const answer = await fetch(address, { method: 'POST', body, headers: { accept: 'application/json' } })
    return answer.status === 401 ? 'signed out' : await answer.json()
  } catch {
    return { error: 'SkyPanel could not be reached. Nothing was changed.' }
  }
}

/** The count one up or down, where it is written out ("1,204"); "12K" stays. */
function stepped(count: string, step: number): string {
  if (!/^[\d,]*$/.test(count)) return count
  const next = Number(count.replaceAll(',', '')) + step
  return next > 0 ? next.toLocaleString('en') : ''
}

function show(button: HTMLButtonElement, { isOn, count }: { isOn: boolean; count: string }): void {
  button.value = isOn ? '1' : ''
  button.setAttribute('aria-pressed', String(isOn))
  const label = button.querySelector('span')
  const [noun = '', counted] = button.getAttribute('aria-label')?.split(',') ?? []
  // Nobody counts bookmarks, and some want to see no counts.
  if (!label || counted === undefined) return
  label.textContent = count
  button.setAttribute('aria-label', `${noun}, ${count || '0'} ${noun.toLowerCase()}${count === '1' ? '' : 's'}`)
}

/** What the button reads and means, and what it will: exchanged. */
function swap(button: HTMLButtonElement): void {
  const { other = '', otherLabel = '', otherValue = '' } = button.dataset
  const { textContent, value } = button
  Object.assign(button.dataset, {
    other: textContent,
    otherLabel: button.getAttribute('aria-label'),
    otherValue: value,
  })
  button.textContent = other
  button.setAttribute('aria-label', otherLabel)
  button.value = otherValue
  // What is done already does not stand out.
  if (button.name === 'undo') button.classList.toggle('main', otherValue === '')
}

function say(form: HTMLFormElement, problem: string): void {
  const old = form.nextElementSibling?.matches('.oops') ? form.nextElementSibling : undefined
  if (problem === '') {
    old?.remove()
    return
  }
  const line = old ?? document.createElement('p')
  line.className = 'oops'
  line.setAttribute('role', 'alert')
  line.textContent = problem
  form.after(line)
}

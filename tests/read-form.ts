// What a browser without JavaScript would send of a form, pressed at its first button without a name.
import { parseDocument } from 'htmlparser2'

type Node = ReturnType<typeof parseDocument>['children'][number]
type Element = Extract<Node, { attribs: Record<string, string> }>

/** Names and values of the form with the id `id` in `html`, in their order. @throws Error when there is none */
export function readFormFields(html: string, id: string): [string, string][] {
  return readFields(html, ({ attribs }) => attribs.id === id)
}

/** As readFormFields, of the first form that is sent to the path `action`. */
export function readFormTo(html: string, action: string): [string, string][] {
  return readFields(html, ({ name, attribs }) => name === 'form' && attribs.action === action)
}

/** As readFormFields, of the first form that holds a field with the name `field`. */
export function readFormWith(html: string, field: string): [string, string][] {
  return readFields(
    html,
    ({ name, children }) => name === 'form' && elements(children).some(({ attribs }) => attribs.name === field),
  )
}

function readFields(html: string, isMeant: (element: Element) => boolean): [string, string][] {
  const form = elements(parseDocument(html).children).find(isMeant)
  if (!form) throw new Error(`there is no such form: ${html.slice(0, 1000)}`)
  return elements(form.children).flatMap((element): [string, string][] => {
    const { name, type = 'text', value } = element.attribs
    if (!name) return []
    if (element.name === 'textarea') return [[name, textOf(element)]]
    if (element.name === 'select') {
      const options = elements(element.children).filter((option) => option.name === 'option')
      const chosen = options.find((option) => 'selected' in option.attribs) ?? options[0]
      return chosen ? [[name, chosen.attribs.value ?? textOf(chosen)]] : []
    }
    if (element.name !== 'input' || type === 'file' || type === 'submit') return []
    if ((type === 'radio' || type === 'checkbox') && !('checked' in element.attribs)) return []
    return [[name, value ?? (type === 'checkbox' ? 'on' : '')]]
  })
}

function elements(nodes: Node[]): Element[] {
  return nodes.flatMap((node) => ('attribs' in node ? [node as Element, ...elements(node.children as Node[])] : []))
}

function textOf(element: Element): string {
  return element.children.map((node) => ('data' in node ? String(node.data) : '')).join('')
}

// The same form in two windows of one person, without JavaScript.
import type { Person } from './person.ts'
import { readFormWith } from './read-form.ts'

/** What is typed in one of them: undefined for what is unticked. */
export type Typed = Record<string, string | undefined>

/**
 * Opens the page twice, changes the form that holds `field` in both, sends the one and then the other.
 * @returns what each was answered
 */
export async function saveInTwoTabs(
  person: Person,
  { path, field, action = path }: { path: string; field: string; action?: string },
  changes: [Typed, Typed],
): Promise<[Response, Response]> {
  const fields = readFormWith(await (await person.get(path)).text(), field)
  const send = (typed: Typed) => {
    const sent = Object.entries({ ...Object.fromEntries(fields), ...typed })
    return person.post(
      action,
      Object.fromEntries(sent.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    )
  }
  return [await send(changes[0]), await send(changes[1])]
}

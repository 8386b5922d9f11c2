// Keeps the demo network alive: every few seconds somebody posts, answers, likes or reposts.
import type { Reference } from './seed/build-post.ts'
import { findFacets } from './seed/find-facets.ts'
import { names, type PersonName, people } from './seed/people.ts'
import type { Seeded } from './seed/seed-network.ts'
import { stableNumber } from './seed/stable-number.ts'
import { memberOf } from './seed/write-lists.ts'
import { answers, parts, phrases } from './ticker-texts.ts'

export type TickerOptions = {
  /** Milliseconds between two acts. */
  interval?: number
  /** Told once when an act fails; the ticker has stopped then. */
  onError: (error: unknown) => void
}
type Target = Reference & { root: Reference; by: PersonName }

/** Posts that somebody may answer without a gate, a block or a deletion in the way. */
const openPosts = ['wren-weight', 'november-kiln', 'atlas', 'tide-board', 'study', 'error-talk', 'fairisle', 'poll']
const silent: PersonName[] = ['marit', 'marsh', 'paperboat', 'kveldsposten', 'vestland', 'allotment']
const talkers = names.filter((name) => !silent.includes(name))

/** Starts the ticker on a seeded network. `stop` resolves when the act under way is over. */
export function startTicker(
  { members, posts }: Pick<Seeded, 'members' | 'posts'>,
  { interval = 4_000, onError }: TickerOptions,
) {
  const targets = openPosts.flatMap((key): Target[] => {
    const post = posts[key]
    const by = post && names.find((name) => post.uri.includes(memberOf(members, name).account.did))
    return post && by ? [{ ...post, root: post, by }] : []
  })
  let turn = 0
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let act: Promise<void> = Promise.resolve()

  const pick = <T>(list: readonly T[], salt: string): T =>
    list[Math.floor(stableNumber(`${turn} ${salt}`) * list.length)] as T
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, part: string) => fillPart(part, (list) => pick(list, part), turn))

  async function publish(by: PersonName, text: string, lang: string, above?: Target): Promise<void> {
    const { agent } = memberOf(members, by)
    const reply = above ? { reply: { parent: reference(above), root: above.root } } : {}
    const made = await agent.post({ ...findFacets(fill(text), () => undefined), langs: [lang], ...reply })
    targets.push({ ...made, root: above?.root ?? made, by })
    if (targets.length > 40) targets.splice(openPosts.length, 1)
  }

  async function takeTurn(): Promise<void> {
    turn += 1
    const kind = turn % 5
    const target = pick(targets, 'target')
    const others = talkers.filter((name) => name !== target.by)
    if (kind === 0 || kind === 2) {
      const { by, text, lang } = pick(phrases, 'phrase')
      await publish(by, text, lang)
    } else if (kind === 3) {
      const who = pick(others, 'who')
      const { text, lang } = pick(answersOf(who), 'answer')
      await publish(who, text, lang, target)
    } else {
      const { agent } = memberOf(members, pick(others, 'who'))
      await (turn % 10 === 9 ? agent.repost(target.uri, target.cid) : agent.like(target.uri, target.cid))
    }
  }

  function plan(): void {
    timer = setTimeout(() => {
      act = takeTurn().then(
        () => (stopped ? undefined : plan()),
        (error) => (stopped ? undefined : onError(error)),
      )
    }, interval)
  }

  plan()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await act
    },
  }
}

/** Answers in a language of theirs, otherwise in English. */
function answersOf(name: PersonName) {
  const langs: string[] = people[name].langs
  const own = answers.filter(({ lang }) => langs.includes(lang))
  return own.length > 0 ? own : answers.filter(({ lang }) => lang === 'en')
}

const reference = ({ uri, cid }: Reference): Reference => ({ uri, cid })

function fillPart(part: string, pick: (list: string[]) => string, turn: number): string {
  const number = (salt: string, below: number) => Math.floor(stableNumber(`${turn} ${salt}`) * below)
  if (part === 'number') return String(2 + number('number', 12))
  if (part === 'minutes') return String(5 + number('minutes', 90))
  if (part === 'time') return `${number('hour', 24)}:${String(number('minute', 60)).padStart(2, '0')}`
  return pick(parts[part] ?? [part])
}

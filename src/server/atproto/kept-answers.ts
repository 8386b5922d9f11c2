// The last good answers of upstream, as bytes: bounded in all and a person, the least lately used go first.

export type KeptAnswer = { bytes: Uint8Array; at: number }

export type KeptAnswers = {
  find(who: string, question: string): KeptAnswer | undefined
  keep(who: string, question: string, answer: KeptAnswer): void
  /** Forgets everything of a person. */
  forget(who: string): void
}

type Limits = {
  /** Bytes of all answers, and of one. */
  bytes?: number
  bytesOfOne?: number
  /** Answers a person. */
  answersOfOne?: number
}

/** A page of fifty posts is about 150 kB. */
const usual = { bytes: 16_000_000, bytesOfOne: 600_000, answersOfOne: 20 }

/** `who` is a DID: what is kept for one is found by nobody else. */
export function createKeptAnswers(limits: Limits = {}): KeptAnswers {
  const { bytes: most, bytesOfOne, answersOfOne } = { ...usual, ...limits }
  const shelves = new Map<string, Map<string, KeptAnswer>>()
  let total = 0

  function drop(name: string, question: string): void {
    const shelf = shelves.get(name)
    total -= shelf?.get(question)?.bytes.length ?? 0
    shelf?.delete(question)
    if (shelf?.size === 0) shelves.delete(name)
  }

  /** The oldest answer of the shelf that was used longest ago. */
  function dropOldest(): void {
    const [name, shelf] = shelves.entries().next().value ?? []
    const [question] = shelf?.keys() ?? []
    if (name !== undefined && question !== undefined) drop(name, question)
  }

  function use(name: string, question: string, answer: KeptAnswer): void {
    const shelf = shelves.get(name) ?? new Map<string, KeptAnswer>()
    shelf.delete(question)
    shelf.set(question, answer)
    shelves.delete(name)
    shelves.set(name, shelf)
  }

  return {
    find(who, question) {
      const answer = shelves.get(who)?.get(question)
      if (answer) use(who, question, answer)
      return answer
    },
    keep(who, question, answer) {
      drop(who, question)
      if (answer.bytes.length > bytesOfOne) return
      use(who, question, answer)
      total += answer.bytes.length
      const shelf = shelves.get(who)
      const [oldest] = shelf?.keys() ?? []
      if (shelf && shelf.size > answersOfOne && oldest !== undefined) drop(who, oldest)
      while (total > most) dropOldest()
    },
    forget(who) {
      for (const question of [...(shelves.get(who)?.keys() ?? [])]) drop(who, question)
    },
  }
}

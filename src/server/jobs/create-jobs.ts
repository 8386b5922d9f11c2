// What a process does by itself, again and again: when it last did, how that went, when it does so next.

/** Times in ms; `problem` says why the last run failed, `note` what it brought. */
export type JobState = {
  name: string
  lastRunAt?: number | undefined
  nextRunAt?: number | undefined
  took?: number | undefined
  runs: number
  failures: number
  problem?: string | undefined
  note?: string | undefined
}

export type Jobs = {
  /**
   * Does `work` and notes how it went; `every` ms later it is done again. What it gives is the note, where it is text.
   * @throws what `work` throws
   */
  run<Result>(name: string, every: number, work: () => Promise<Result>): Promise<Result>
  list(): JobState[]
}

const longestWords = 300

export function createJobs(now: () => number): Jobs {
  const states = new Map<string, JobState>()

  return {
    async run(name, every, work) {
      const known = states.get(name) ?? { name, runs: 0, failures: 0 }
      const startedAt = now()
      const end = (outcome: Partial<JobState>) => {
        const took = now() - startedAt
        const { runs, failures } = states.get(name) ?? known
        const counts = { runs: runs + 1, failures: failures + (outcome.problem === undefined ? 0 : 1) }
        states.set(name, { name, ...counts, lastRunAt: startedAt, took, nextRunAt: now() + every, ...outcome })
      }
      states.set(name, { ...known, lastRunAt: startedAt, nextRunAt: undefined })
      try {
        const result = await work()
        end(typeof result === 'string' ? { note: result.slice(0, longestWords) } : {})
        return result
      } catch (error) {
        end({ problem: (error instanceof Error ? error.message : String(error)).slice(0, longestWords) })
        throw error
      }
    },
    list: () => [...states.values()],
  }
}

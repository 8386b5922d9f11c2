// What the search within a profile shows.
import type { QueryProblem } from './post-query.ts'
import type { Profile } from './profile.ts'
import type { PostResults } from './search.ts'

/** `results` is absent while nothing is asked for and where something bars the way. */
export type ProfileSearch = { profile: Profile; q: string; results?: PostResults | undefined; problems: QueryProblem[] }

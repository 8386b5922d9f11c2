// All posts of the demo network.
import type { PostSeed } from './post-seed.ts'
import { birds } from './posts/birds.ts'
import { books } from './posts/books.ts'
import { clay } from './posts/clay.ts'
import { coast } from './posts/coast.ts'
import { corners } from './posts/corners.ts'
import { newcomers } from './posts/newcomers.ts'
import { tables } from './posts/tables.ts'
import { trains } from './posts/trains.ts'

export const postTrees: PostSeed[] = [
  ...trains,
  ...clay,
  ...birds,
  ...books,
  ...coast,
  ...tables,
  ...corners,
  ...newcomers,
]

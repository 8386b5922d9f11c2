// Every operation of /api.
import { contentOperations } from './content-operations.ts'
import { feedOperations } from './feed-operations.ts'
import type { Operation } from './operation.ts'
import { testOperations } from './test-operation.ts'

export const operations: Operation[] = [...feedOperations, ...contentOperations, ...testOperations]

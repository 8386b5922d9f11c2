// What an operation of /api is: the OpenAPI document, the routes and the checks are made from the same list.
import type { Mistake } from '#feeds/definition.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'

/** `feedId` and `version` are those of the path, 0 where it has none; `unchangedSince` is what If-Match names (ms). */
export type Asked<Body = unknown> = {
  ctx: WebContext
  viewer: Viewer
  feedId: number
  version: number
  query: { limit: number; cursor: string | undefined }
  body: Body
  unchangedSince: number | undefined
}

/** `tag` becomes the ETag; `fileName` makes it a download. */
export type Given = { status?: number; body?: unknown; tag?: string; location?: string; fileName?: string }

export type Operation = {
  /** As OpenAPI calls it (operationId). */
  id: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `/api/feeds/{id}`. */
  path: string
  summary: string
  detail?: string
  needs: 'read' | 'write'
  /** Whether it takes `limit` and `cursor`. */
  hasPages?: boolean
  /** Whether it takes If-Match. */
  isConditional?: boolean
  /** Names of a schema of the document (api-schemas.ts). */
  takes?: string
  gives: { status: 200 | 201 | 204; schema?: string }
  read?: (body: unknown) => { feed: unknown } | { mistakes: Mistake[] }
  run: (asked: Asked) => Promise<Given>
}

/** Gives an operation whose body is what `read` makes of it. */
export function takeBody<Body>(
  read: (body: unknown) => { feed: Body } | { mistakes: Mistake[] },
  run: (asked: Asked<Body>) => Promise<Given>,
): Pick<Operation, 'read' | 'run'> {
  return { read, run: run as Operation['run'] }
}

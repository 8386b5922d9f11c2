// `compression` as plain node:http uses it (its published types want Express).
declare module 'compression' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  type Options = { /** Bytes below which a body is sent as it is. */ threshold?: number }
  export default function compression(
    options?: Options,
  ): (request: IncomingMessage, response: ServerResponse, next: () => void) => void
}

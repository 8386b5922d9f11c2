// dev-env's AppView asks its data plane in the same process over HTTP, for which a page pays dozens of times. Here it
// calls the very same methods; messages still go through their binary form, which is what gives values their types.
import type { TestNetwork } from '@atproto/dev-env'

type Message = { toBinary(): Uint8Array }
type MessageType = { new (fields?: object): Message; fromBinary(bytes: Uint8Array): Message }
type Service = { methods: Record<string, { I: MessageType; O: MessageType }> }
type Methods = Record<string, (request: object) => Promise<object>>
type Router = { service(service: Service, methods: Methods): void }
type Routes = (db: unknown, idResolver: unknown) => (router: Router) => void

/** Joins the AppView of `network` to its data plane, from now on. It has to be running. */
export async function joinDataPlane({ bsky }: TestNetwork): Promise<void> {
  // Not among what the package exports by name.
  const address = new URL('data-plane/server/routes/index.js', import.meta.resolve('@atproto/bsky'))
  const { default: createRoutes } = (await import(address.href)) as { default: Routes }
  const client = bsky.ctx.dataplane as unknown as Methods
  createRoutes(
    bsky.db,
    bsky.dataplane.idResolver,
  )({
    service({ methods: definitions }, methods) {
      for (const [name, { I, O }] of Object.entries(definitions)) {
        const method = methods[name]?.bind(methods)
        if (method) client[name] = async (request) => copy(O, await method(copy(I, request)))
      }
    },
  })
}

function copy(type: MessageType, fields: object): Message {
  return type.fromBinary(new type(fields).toBinary())
}

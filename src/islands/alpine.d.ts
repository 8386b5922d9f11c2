// The part of Alpine's CSP build that the islands use (alpinejs.dev/globals/alpine-data, /advanced/csp).
declare module '@alpinejs/csp' {
  type Component = { init?(): void; destroy?(): void; [key: string]: unknown }

  const Alpine: {
    data(name: string, component: (...args: never[]) => Component): void
    start(): void
  }
  export default Alpine
}

/** Sent once before Alpine starts, with what registers an island: for scripts of views whose island few pages need. */
interface DocumentEventMap {
  islands: CustomEvent<(name: string, component: (...args: never[]) => object) => void>
}

/** What Alpine adds to `this` inside a component. */
type AlpineMagics = {
  $el: HTMLElement
  $root: HTMLElement
  $refs: Record<string, HTMLElement>
  $dispatch(event: string, detail?: unknown): void
  $nextTick(callback?: () => void): Promise<void>
}

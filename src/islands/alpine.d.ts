// The part of Alpine's CSP build that the islands use (alpinejs.dev/globals/alpine-data, /advanced/csp).
declare module '@alpinejs/csp' {
  type Component = { init?(): void; destroy?(): void; [key: string]: unknown }

  const Alpine: {
    data(name: string, component: (...args: never[]) => Component): void
    start(): void
  }
  export default Alpine
}

/** What Alpine adds to `this` inside a component. */
type AlpineMagics = {
  $el: HTMLElement
  $root: HTMLElement
  $refs: Record<string, HTMLElement>
  $dispatch(event: string, detail?: unknown): void
  $nextTick(callback?: () => void): Promise<void>
}

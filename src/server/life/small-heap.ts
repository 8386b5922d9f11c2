// How `web` and `stream` are started: V8 and the allocator take what is free; on a small box they shall collect instead.
// What each of these saves and costs: docs/decisions/013-small-heaps.md.

export const smallHeap = {
  flags: [
    '--max-semi-space-size=2',
    '--heap-growing-percent=20',
    // A heap this small is collected sooner by the thread that fills it than by several that have to agree.
    '--single-threaded-gc',
    // How Node 24 keeps track of whose request it is: without a call for every promise.
    '--experimental-async-context-frame',
  ],
  environment: { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' },
}

// Chooses what carries /live: uWebSockets.js where its binary loads, `ws` otherwise.
import type { Logger } from 'pino'
import type { LiveRules, LiveServer } from './live-server.ts'
import { openUwsServer } from './open-uws-server.ts'
import { openWsServer } from './open-ws-server.ts'

/** Listens on 127.0.0.1:`port`. @throws Error when the port is taken */
export async function openLiveServer(port: number, rules: LiveRules, log: Logger): Promise<LiveServer> {
  const uws = await loadUws()
  if (uws === undefined) log.info('no uWebSockets.js for this machine: /live runs on ws')
  return uws === undefined ? openWsServer(port, rules) : openUwsServer(uws, port, rules)
}

/** The optional package, or undefined where it is not installed or its binary does not fit. */
export async function loadUws(): Promise<typeof import('@uwsjs/core') | undefined> {
  try {
    const uws = await import('@uwsjs/core')
    return typeof uws.App === 'function' ? uws : undefined
  } catch {
    return undefined
  }
}

/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    ctx: import('#server/context.ts').WebContext
    viewer: import('#types/viewer.ts').Viewer | undefined
    /** Set by the middleware when a page could not be made; `address` is where trying again leads. */
    problem?: { status: number; message: string; address: string }
  }
}

/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    ctx: import('#server/context.ts').WebContext
    viewer: import('#types/viewer.ts').Viewer | undefined
    /** The accounts that this browser is signed in with, that of the viewer first. */
    accounts?: import('#types/browser-account.ts').BrowserAccount[]
    /** How the viewer wants the pages to look; absent for somebody signed out. */
    look?: import('#types/box-preferences.ts').BoxPreferences
    /** What the viewer has not read: set by the middleware for pages of somebody signed in. */
    unread?: import('#types/notification.ts').Unread
    reading: import('#server/reading.ts').Reading
    /** What to answer without looking further. */
    refusal?: import('#server/app-error.ts').AppError
    /** What was typed in the page that could not be made. */
    unsent?: import('#types/unsent.ts').Unsent
    /** Set by the middleware when a page could not be made; `address` is where trying again leads. */
    problem?: { status: number; message: string; address: string }
  }
}

// Which security headers an answer carries, by path. The one place that knows the Content Security Policy.
import type { Config } from '../config.ts'

/**
 * Headers for every answer at `pathname`. Pages hold no inline script or style, so the policy needs no `unsafe-*`
 * and no hashes (CSP Level 3).
 */
export function securityHeaders(config: Config, pathname: string): Record<string, string> {
  // With the proxy a reader's browser talks to this box alone.
  const origins = config.imageProxy ? [] : config.imageOrigins
  const from = (...sources: string[]) => [...sources, ...origins].join(' ')
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    `img-src ${from("'self'", 'data:')}`,
    // hls.js feeds a video through a blob of its own, and fetches the parts itself.
    `media-src ${from("'self'", 'blob:')}`,
    `connect-src ${from("'self'")}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    ...(showsFrame(pathname) ? ["frame-src 'self'"] : []),
    `form-action ${formTargets(config, pathname)}`,
    `frame-ancestors ${isPreview(pathname) ? '*' : "'none'"}`,
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    // A sandboxed frame is nobody's: it may look for what is new all the same. What is here depends on no session.
    ...(isPreview(pathname)
      ? { 'access-control-allow-origin': '*' }
      : { 'cross-origin-opener-policy': 'same-origin', 'x-frame-options': 'DENY' }),
    ...(config.publicUrl.protocol === 'https:' ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}

/** Public previews and embeds are made to stand in other people's pages, and depend on nobody's session. */
export function isPreview(pathname: string): boolean {
  return pathname.startsWith('/f/') || pathname.startsWith('/embed/')
}

/** The page that hands out embeds shows how one will be. */
function showsFrame(pathname: string): boolean {
  return pathname === '/embed'
}

/** Browsers hold `form-action` against redirects too, and these lead to the person's own server. */
function formTargets(config: Config, pathname: string): string {
  const leads = ['/', '/sign-in', '/settings/handle'].includes(pathname) || pathname.startsWith('/auth/')
  if (!leads) return "'self'"
  return config.allowPrivateNetwork ? "'self' https: http:" : "'self' https:"
}

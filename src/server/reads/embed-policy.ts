// The Content Security Policy of an embed, whose one style element stands in it, so that it comes in one piece.
import { createHash } from 'node:crypto'
import type { Config } from '../config.ts'
import { securityHeaders } from '../http/security-headers.ts'

/** That of its path, with nothing from elsewhere and no style but the one known by its digest. @param style what the element holds */
export function embedPolicy(config: Config, pathname: string, style: string): string {
  const policy = securityHeaders({ ...config, imageProxy: true }, pathname)['content-security-policy'] ?? ''
  const digest = createHash('sha256').update(style).digest('base64')
  return policy.replace("style-src 'self'", `style-src 'sha256-${digest}'`)
}

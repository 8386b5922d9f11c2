// Takes out of a log line what looks like a secret: the last guard, behind code that does not log one.

const removed = '(removed)'

/** What goes, wherever it stands in a line of JSON. Each leaves the line well formed. */
const patterns: [RegExp, string][] = [
  // JWTs: access and refresh tokens, DPoP proofs, service tokens.
  [/\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)*/g, removed],
  // Session cookies, API keys and their hashes: 32 bytes as base64url, alone or behind a prefix.
  [/(?<![\w-])(?:sky_)?[\w-]{43}(?![\w-])/g, removed],
  // Tokens and request uris of authorization servers.
  [/\b(?:ref|req|tok|cod)-[\w-]{20,}/g, removed],
  // App passwords.
  [/\b[a-z2-7]{4}(?:-[a-z2-7]{4}){3}\b/g, removed],
  [/\b(Bearer|DPoP|Basic) +[^\s"\\]+/gi, `$1 ${removed}`],
  // What addresses carry: secret links, codes of sign-in.
  [
    /([?&](?:code|state|key|token|secret|password|passphrase|jti|code_verifier|refresh_token|access_token)=)[^&\s"\\]+/gi,
    `$1${removed}`,
  ],
  [
    /("(?:[\w-]*(?:password|passphrase|secret|token|cookie|authorization|jwt|privatekey|private_key))":")(?:[^"\\]|\\.)*"/gi,
    `$1${removed}"`,
  ],
  // Credentials in addresses.
  [/(:\/\/)[^/\s:@"\\]+:[^/\s@"\\]+@/g, `$1${removed}@`],
]

/** `line` without secrets. Plain text or a line of JSON, which stays one. */
export function scrubSecrets(line: string): string {
  return patterns.reduce((text, [pattern, stead]) => text.replace(pattern, stead), line)
}

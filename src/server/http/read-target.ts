// What a request asks for, as an address of this box.

/**
 * The address of an origin-form target (RFC 9112 §3.2.1); undefined for every other form. It is put behind our origin,
 * never resolved against it: `//evil.example/` is a path here, and would be another host there.
 */
export function readTarget(target: string | undefined, publicUrl: URL): URL | undefined {
  if (!target?.startsWith('/') || !URL.canParse(publicUrl.origin + target)) return undefined
  return new URL(publicUrl.origin + target)
}

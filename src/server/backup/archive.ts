// A folder ⇄ one file: tar, gzip, and age where there is a passphrase (age-encryption.org/v1). Streams, whatever its size.
import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Decrypter, Encrypter } from 'age-encryption'
import { create, extract } from 'tar'

/** Of scrypt, as a power of two: 15 takes 32 MB; the usual 18 takes 256, which a small box may not have. */
const workFactor = 15

/**
 * Packs `entries` of `folder`, in their order, into the new file `to` (mode 600), and brings it to the disk.
 * @param passphrase seals it; anybody with the program `age` and the passphrase can open it
 */
export async function packFolder(folder: string, entries: string[], to: string, passphrase?: string): Promise<void> {
  const packed: AsyncIterable<Uint8Array> = create({ cwd: folder, gzip: true, portable: true }, entries)
  const out = createWriteStream(to, { mode: 0o600, flags: 'wx' })
  if (passphrase === undefined) await pipeline(packed, out)
  else {
    const encrypter = new Encrypter()
    encrypter.setPassphrase(passphrase)
    encrypter.setScryptWorkFactor(workFactor)
    const sealed = await encrypter.encrypt(Readable.toWeb(Readable.from(packed)) as ReadableStream<Uint8Array>)
    await sealed.pipeTo(Writable.toWeb(out))
  }
  const file = await open(to, 'r+')
  await file.sync().finally(() => file.close())
}

/** Whether a file is sealed, by its first line. */
export async function isSealed(file: string): Promise<boolean> {
  for await (const part of createReadStream(file, { end: 20 })) return String(part).startsWith('age-encryption.org/')
  return false
}

/**
 * Unpacks `file` into the empty `folder`. Only files that `mayHold` allows are written; links are not.
 * @throws Error when the passphrase is wrong, or the file is cut off or something else
 */
export async function unpackFile(
  file: string,
  folder: string,
  mayHold: (path: string) => boolean,
  passphrase?: string,
): Promise<void> {
  const taken = extract({
    cwd: folder,
    strict: true,
    dmode: 0o700,
    filter: (path, entry) => 'type' in entry && entry.type === 'File' && mayHold(path),
    onReadEntry: (entry) => {
      entry.mode = 0o600
    },
  })
  const raw = createReadStream(file)
  if (passphrase === undefined) return pipeline(raw, taken)
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  const plain = await decrypter.decrypt(Readable.toWeb(raw) as ReadableStream<Uint8Array>)
  await pipeline(Readable.fromWeb(plain as Parameters<typeof Readable.fromWeb>[0]), taken)
}

// A GIF, WebM or MOV → an MP4, by ffmpeg in a process of its own: bounded in time, memory and what it may open.
import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import { uploadLimits } from './upload-limits.ts'

/** In ms. */
const longest = 20 * 60_000

/** Which reader is used: a file that says it is something else is not believed. */
const readers: Record<string, string> = {
  'image/gif': 'gif',
  'video/webm': 'matroska',
  'video/quicktime': 'mov',
  'video/mp4': 'mov',
  'video/mpeg': 'mpeg',
}

/** Whether the file at `source` has become the MP4 at `target`. */
export function convertVideo(ffmpeg: string, source: string, target: string, mime: string): Promise<boolean> {
  const isGif = mime === 'image/gif'
  const limits = ['-nostdin', '-hide_banner', '-v', 'error', '-max_alloc', '300000000', '-threads', '1']
  // It opens the one file and nothing that the file names.
  const input = ['-protocol_whitelist', 'file', '-f', readers[mime] ?? 'mov', '-i', source]
  const picture = ['-vf', 'scale=trunc(min(iw\\,1920)/2)*2:-2', '-pix_fmt', 'yuv420p', '-c:v', 'libx264']
  const sound = isGif ? ['-an'] : ['-c:a', 'aac', '-b:a', '128k']
  const bounds = ['-preset', 'veryfast', '-t', isGif ? '60' : '600', '-fs', String(uploadLimits.bytes.video)]
  const output = ['-map_metadata', '-1', '-sn', '-dn', '-movflags', '+faststart', '-f', 'mp4', '-y', target]
  return run(ffmpeg, [...limits, ...input, ...picture, ...sound, ...bounds, '-threads', '1', ...output])
}

function run(program: string, parameters: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, { env: {}, stdio: 'ignore', timeout: longest, killSignal: 'SIGKILL' })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
    // Pages come first.
    if (child.pid !== undefined) setPriority(child.pid, 15)
  })
}

// People whom the main account has not met yet.
import type { PostSeed } from '../post-seed.ts'

export const newcomers: PostSeed[] = [
  {
    by: 'halla',
    hours: 71,
    liked: 0.5,
    text: 'Six metres a second from the south-west, rain within sight, no boats. The same as in 1962, says the book, on the same day.',
  },
  {
    by: 'halla',
    hours: 140,
    liked: 0.3,
    text: 'Visibility: one sheep.',
    images: [['harbour', 'A harbour in drizzle, the far side gone.']],
  },
  {
    by: 'bruno',
    hours: 77,
    liked: 0.4,
    text: 'Heute: ein Kursbuch von 1931, Rücken gebrochen bei Arth-Goldau. Wie alle.',
    langs: ['de'],
  },
  {
    by: 'bruno',
    hours: 160,
    liked: 0.3,
    text: 'Glue from 1931 smells of horse. Glue from 1974 smells of nothing and lets go.',
  },
  {
    by: 'saoirse',
    hours: 66,
    liked: 0.6,
    text: 'A gansey off the needles: eleven weeks, four rows ripped, one moth forgiven.',
    images: [['knit', 'A knitted front in dark wool, its pattern of ropes and ladders.']],
  },
  {
    by: 'saoirse',
    hours: 150,
    liked: 0.3,
    text: 'You cannot drop a stitch in a moving boat. You can drop the ball, and then you have a line out.',
  },
]

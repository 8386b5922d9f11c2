// The package describes its smaller build by the types of the whole one only.
declare module 'hls.js/light' {
  import Hls from 'hls.js'

  export default Hls
}

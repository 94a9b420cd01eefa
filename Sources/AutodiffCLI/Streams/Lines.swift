/// Counts line feeds, sixteen bytes at a time.
enum Lines {
  static func count(_ bytes: UnsafeRawBufferPointer) -> Int {
    let feeds = SIMD16<UInt8>(repeating: UInt8(ascii: "\n"))
    var count = 0
    var index = 0
    while bytes.count - index >= 16 {
      // A byte counts up to 255 before it is added to the whole.
      var some = SIMD16<UInt8>()
      let end = index + min((bytes.count - index) / 16, 255) * 16
      while index < end {
        let block = bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
        some &+= SIMD16<UInt8>().replacing(with: 1, where: block .== feeds)
        index += 16
      }
      count += Int(SIMD16<UInt16>(truncatingIfNeeded: some).wrappedSum())
    }
    for byte in bytes[index...] where byte == UInt8(ascii: "\n") { count += 1 }
    return count
  }
}

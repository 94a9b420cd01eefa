/// The hash by which a page allows its own style and script, and no others.
///
/// Source: NIST, "Secure Hash Standard" (FIPS 180-4), section 6.2.
enum SHA256 {
  /// The first 32 bits of the fractions of the cube roots of the first 64 primes, section 4.2.2.
  private static let constants: [UInt32] = primes(64).map { fraction(of: $0, cubic: true) }
  /// The same of the square roots of the first eight, section 5.3.3.
  private static let start: [UInt32] = primes(8).map { fraction(of: $0, cubic: false) }

  /// Returns the 32 bytes of a text's hash.
  static func hash(_ text: String) -> [UInt8] {
    var bytes = Array(text.utf8)
    let bits = UInt64(bytes.count) * 8
    bytes.append(0x80)
    while bytes.count % 64 != 56 { bytes.append(0) }
    bytes += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
    var state = start
    for block in stride(from: 0, to: bytes.count, by: 64) {
      add(bytes[block..<block + 64], to: &state)
    }
    return state.flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32($0))) }
    }
  }

  private static func add(_ block: ArraySlice<UInt8>, to state: inout [UInt32]) {
    var words = stride(from: block.startIndex, to: block.endIndex, by: 4).map { place in
      block[place..<place + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    for t in 16..<64 {
      let (early, late) = (words[t - 15], words[t - 2])
      let one = turned(early, 7) ^ turned(early, 18) ^ early >> 3
      let other = turned(late, 17) ^ turned(late, 19) ^ late >> 10
      words.append(words[t - 16] &+ one &+ words[t - 7] &+ other)
    }
    var s = state
    for t in 0..<64 {
      let choice = s[4] & s[5] ^ ~s[4] & s[6]
      let majority = s[0] & s[1] ^ s[0] & s[2] ^ s[1] & s[2]
      let one =
        s[7] &+ (turned(s[4], 6) ^ turned(s[4], 11) ^ turned(s[4], 25)) &+ choice &+ constants[t]
        &+ words[t]
      let other = (turned(s[0], 2) ^ turned(s[0], 13) ^ turned(s[0], 22)) &+ majority
      s = [one &+ other, s[0], s[1], s[2], s[3] &+ one, s[4], s[5], s[6]]
    }
    for place in state.indices { state[place] = state[place] &+ s[place] }
  }

  private static func turned(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  private static func primes(_ count: Int) -> [UInt64] {
    var primes: [UInt64] = []
    var candidate: UInt64 = 2
    while primes.count < count {
      if !primes.contains(where: { candidate.isMultiple(of: $0) }) { primes.append(candidate) }
      candidate += 1
    }
    return primes
  }

  /// Returns the first 32 bits behind the point of a root, found bit by bit.
  private static func fraction(of number: UInt64, cubic: Bool) -> UInt32 {
    var root: UInt64 = 0
    for bit in (0..<37).reversed() {
      let next = root | 1 << bit
      // The square has 74 bits and the cube 111.
      let square = next.multipliedFullWidth(by: next)
      let isWithin: Bool
      if cubic {
        let low = square.low.multipliedFullWidth(by: next)
        let high = square.high * next + low.high
        isWithin = high < number << 32
      } else {
        isWithin = square.high < number
      }
      if isWithin { root = next }
    }
    return UInt32(truncatingIfNeeded: root)
  }

  /// Returns bytes in the letters of Base64 (RFC 4648).
  static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".unicodeScalars)
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[start + $1]) : 0) }
      for place in 0..<4 {
        text.unicodeScalars.append(
          place <= group.count ? letters[word >> (18 - 6 * place) & 63] : "=")
      }
    }
    return text
  }
}

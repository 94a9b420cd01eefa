/// A reader of decimal numbers from bytes. The doubles are correctly rounded: the nearest, ties to even.
package enum DecimalReader {
  /// Reads a number without sign that starts at `start`: `3`, `3.`, `.5`, `2.5E-3`.
  ///
  /// - Returns: The value (infinite if it is too large for a double) and the offset past it, or nil if no number starts
  ///   there.
  package static func read(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (value: Double, end: Int)? {
    number(bytes, at: start)
  }

  /// Reads a number as tables have it: with a sign or without, or `nan`, `inf`, `infinity` in letters of either case.
  ///
  /// - Returns: The value and the offset past it, or nil if no number starts at `start`.
  package static func readSigned(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (value: Double, end: Int)? {
    guard start < bytes.count else { return nil }
    let isNegative = bytes[start] == UInt8(ascii: "-")
    let first = isNegative || bytes[start] == UInt8(ascii: "+") ? start &+ 1 : start
    guard let (value, end) = number(bytes, at: first) ?? word(bytes, at: first) else { return nil }
    return (isNegative ? -value : value, end)
  }

  // MARK: - Parts

  @inline(__always)
  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (value: Double, end: Int)? {
    guard let text = bytes.baseAddress else { return nil }
    let count = bytes.count
    var index = start
    var significand: UInt64 = 0
    if start &+ 1 < count, text[start &+ 1] == UInt8(ascii: "."), let digit = digit(text[start]) {
      // One digit before the point is so common that it need not wait for its digits to be counted.
      significand = UInt64(digit)
      index &+= 1
    } else {
      takeDigits(text, &index, count, &significand)
    }
    var digits = index &- start
    var scale = 0
    if index < count, text[index] == UInt8(ascii: ".") {
      index &+= 1
      let point = index
      takeDigits(text, &index, count, &significand)
      scale = point &- index
      digits &-= scale
    }
    guard digits > 0 else { return nil }
    let endOfDigits = index
    if index < count, text[index] | 0x20 == UInt8(ascii: "e") { scale &+= takeExponent(text, &index, count) }

    // Any 19 digits fit a word; leading zeros do not count.
    if digits > 19, digits - leadingZeros(text, start, endOfDigits) > 19 {
      return (long(text, start, endOfDigits, index, scale: scale), index)
    }
    // Clinger's fast path: both factors are exact doubles, so one rounding is the only one.
    // W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990.
    if significand <= 1 << 53, scale >= -22, scale <= 22 {
      let value = Double(significand)
      return (scale < 0 ? value / PowersOfTen.doubles[-scale] : value * PowersOfTen.doubles[scale], index)
    }
    return (NearestDouble.of(significand, scale: scale), index)
  }

  /// Reads `nan`, `inf` or `infinity`.
  private static func word(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (value: Double, end: Int)? {
    let words: [(StaticString, Double)] = [("infinity", .infinity), ("inf", .infinity), ("nan", .nan)]
    for (word, value) in words {
      let length = word.utf8CodeUnitCount
      guard start + length <= bytes.count else { continue }
      if (0..<length).allSatisfy({ bytes[start + $0] | 0x20 == word.utf8Start[$0] }) { return (value, start + length) }
    }
    return nil
  }

  /// Appends the digits from `index` on to the significand, which wraps if they are more than 19.
  @inline(__always)
  private static func takeDigits(
    _ text: UnsafePointer<UInt8>, _ index: inout Int, _ count: Int, _ significand: inout UInt64
  ) {
    while index &+ 8 <= count {
      let word = DigitWord.load(text + index) ^ DigitWord.zeros
      let length = DigitWord.count(word)
      if length == 8 {
        significand = significand &* 100_000_000 &+ DigitWord.value(word)
        index &+= 8
      } else {
        // Moved to the word's end, the digits are preceded by zeros.
        let digits = (word &<< UInt64(truncatingIfNeeded: 56 &- 8 &* length)) << 8
        significand = significand &* PowersOfTen.words[length] &+ DigitWord.value(digits)
        index &+= length
        return
      }
    }
    while index < count, let digit = digit(text[index]) {
      significand = significand &* 10 &+ UInt64(digit)
      index &+= 1
    }
  }

  /// Reads the exponent whose letter is at `index`. If no digits follow, it is 0 and `index` stays.
  @inline(__always)
  private static func takeExponent(_ text: UnsafePointer<UInt8>, _ index: inout Int, _ count: Int) -> Int {
    var after = index &+ 1
    var isNegative = false
    if after < count, text[after] == UInt8(ascii: "-") || text[after] == UInt8(ascii: "+") {
      isNegative = text[after] == UInt8(ascii: "-")
      after &+= 1
    }
    var exponent = 0
    while after < count, let digit = digit(text[after]) {
      // No text has so many digits that they could make up for an exponent beyond this.
      if exponent < 1_000_000_000_000 { exponent = exponent &* 10 &+ Int(digit) }
      after &+= 1
      index = after
    }
    return isNegative ? -exponent : exponent
  }

  /// Returns the value of a digit, or nil if the byte is none.
  @inline(__always)
  private static func digit(_ byte: UInt8) -> UInt8? {
    let value = byte &- UInt8(ascii: "0")
    return value < 10 ? value : nil
  }

  // MARK: - More digits than a word holds

  /// Returns the number of zeros before the first other digit.
  private static func leadingZeros(_ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    var zeros = 0
    for index in start..<end {
      if text[index] == UInt8(ascii: "0") { zeros += 1 } else if text[index] != UInt8(ascii: ".") { break }
    }
    return zeros
  }

  /// Returns the value of a number with more than 19 digits: by the first 19 if the others do not matter, and by the C
  /// library if they do.
  ///
  /// - Parameter scale: The power of ten of the last digit.
  private static func long(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ endOfDigits: Int, _ end: Int, scale: Int
  ) -> Double {
    var significand: UInt64 = 0
    var kept = 0
    var dropped = 0
    for index in start..<endOfDigits {
      guard let digit = digit(text[index]) else { continue }
      if kept < 19 {
        significand = significand &* 10 &+ UInt64(digit)
        if significand != 0 { kept += 1 }
      } else {
        dropped += 1
      }
    }
    let low = NearestDouble.of(significand, scale: scale + dropped)
    if low == NearestDouble.of(significand + 1, scale: scale + dropped) { return low }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: end - start + 1) { copy in
      for index in start..<end { copy[index - start] = CChar(bitPattern: text[index]) }
      copy[end - start] = 0
      return copy.baseAddress.map { strtod($0, nil) } ?? .nan
    }
  }
}

import AutodiffCore
import Foundation

/// Numbers read and written beside the C library and the standard library: any difference is a violation.
struct NumberComparison {
  private var random: AutodiffCore.SplitMix64
  private(set) var compared = 0
  private(set) var violations: [String] = []

  init(seed: UInt64) { random = AutodiffCore.SplitMix64(seed: seed) }

  /// Compares `count` doubles and the texts made of them.
  mutating func run(_ count: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1200) { buffer in
      while compared < count, violations.count < 20 {
        let value = next()
        compare(value, buffer)
        compareRounded(value, buffer)
        compareDigits(of: value, buffer)
        compared += 1
      }
    }
  }

  /// Rounded to each number of digits in turn: what `%.*g` of C writes.
  private mutating func compareRounded(_ value: Double, _ buffer: UnsafeMutableBufferPointer<UInt8>) {
    guard value.isFinite, let start = buffer.baseAddress else { return }
    // Sixty-fourths are often in the middle between two decimals.
    let value = compared / 8 % 4 == 0 ? Double(Int64(value.bitPattern >> 24 & 0xFF_FFFF)) / 64 : value
    let digits = compared / 8 % 17 + 1
    let count = NumberText(digits: digits).write(value, to: start) - start
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let expected = start.withMemoryRebound(to: CChar.self, capacity: buffer.count) { bytes in
      _ = withVaList([Int32(digits), value]) { vsnprintf(bytes, buffer.count, "%.*g", $0) }
      return String(cString: bytes)
    }
    if text != expected { violations.append("rounded to \(text) instead of \(expected)") }
  }

  /// Any bits; as many of the magnitudes that people meet; whole numbers, short decimals, powers of two and their neighbours, and
  /// subnormals.
  private mutating func next() -> Double {
    let bits = random.next()
    switch compared % 8 {
    case 0, 1, 2: return Double(bitPattern: bits)
    case 3, 4:
      // Exponents from −40 to 88.
      return Double(bitPattern: bits & ~(0x7FF << 52) | UInt64(983 + Int(bits >> 52 & 0x7F)) << 52)
    case 5:
      return Double(Int64(bitPattern: bits) >> (bits & 63)) / [1, 10, 100, 1e3, 1e6, 1e9, 1e15][Int(bits >> 8 % 7)]
    case 6: return Double(bitPattern: bits & (1 << 63 | 0x7FF << 52) &+ (bits >> 40 & 7) &- 3)
    default: return Double(bitPattern: bits & ~(0x7FF << 52)) / Double(1 << (bits & 31))
    }
  }

  /// What `description` answers, without the `.0` of whole numbers; and back.
  private mutating func compare(_ value: Double, _ buffer: UnsafeMutableBufferPointer<UInt8>) {
    guard let start = buffer.baseAddress else { return }
    let end = NumberWriter.write(value, to: start)
    let text = UnsafeBufferPointer(start: start, count: end - start)
    var expected = value.isNaN ? "nan" : value.description
    if expected.hasSuffix(".0") { expected.removeLast(2) }
    let isSame = expected.withUTF8 { $0.elementsEqual(text) }
    if !isSame { violations.append("written \(String(decoding: text, as: UTF8.self)) instead of \(expected)") }
    guard value.isFinite else { return }
    let read = DecimalReader.readSigned(text, at: 0)
    if read?.value.bitPattern != value.bitPattern || read?.end != text.count {
      violations.append("read \(read?.value ?? .nan) in \(expected)")
    }
  }

  /// Texts with other numbers of digits: what `strtod` reads in them.
  private mutating func compareDigits(of value: Double, _ buffer: UnsafeMutableBufferPointer<UInt8>) {
    guard value.isFinite, let start = buffer.baseAddress else { return }
    let bits = random.next()
    var count = 0
    switch compared % 32 {
    case 31: count = Self.halfway(value.magnitude, bits, start, buffer.count)
    default:
      // A whole number of up to 19 digits, or two of them in a row, with an exponent and perhaps a point.
      let first = random.next() >> (bits & 63)
      count = Self.append(first, start, 0)
      if bits & 0x40 != 0 { count = Self.append(random.next(), start, count) }
      if bits & 0x80 != 0 {
        let point = Int(bits >> 16 % UInt64(count))
        memmove(start + point + 1, start + point, count - point)
        start[point] = UInt8(ascii: ".")
        count += 1
      }
      if bits & 0x100 != 0 {
        let exponent = Int(bits >> 32 % 700) - 370
        start[count] = UInt8(ascii: "e")
        start[count + 1] = exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")
        count = Self.append(UInt64(exponent.magnitude), start, count + 2)
      }
    }
    start[count] = 0
    let expected = start.withMemoryRebound(to: CChar.self, capacity: count + 1) { strtod($0, nil) }
    let read = DecimalReader.read(UnsafeBufferPointer(start: start, count: count), at: 0)
    if read?.value.bitPattern != expected.bitPattern || read?.end != count {
      let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
      violations.append("read \(read?.value ?? .nan) instead of \(expected) in \(text)")
    }
  }

  private static func append(_ value: UInt64, _ start: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    let text = Array(String(value).utf8)
    (start + count).update(from: text, count: text.count)
    return count + text.count
  }

  /// The exact digits of the middle between a double and the next, at most 767; or a digit more, one digit less, or the
  /// first of them only.
  private static func halfway(
    _ value: Double, _ choice: UInt64, _ start: UnsafeMutablePointer<UInt8>, _ room: Int
  ) -> Int {
    let next = value.nextUp
    // A long double has the one bit more that it takes.
    let middle = next.isFinite ? (LongDouble(value) + LongDouble(next)) / 2 : LongDouble(value)
    let places = choice & 3 == 3 ? 16 + choice >> 8 % 100 : 780
    let count = start.withMemoryRebound(to: CChar.self, capacity: room) { text in
      withVaList([Int32(places), middle]) { Int(vsnprintf(text, room, LongDouble.format, $0)) }
    }
    var last = Int(places) + 1
    if choice & 3 == 1 { start[last] = UInt8(ascii: "1") }
    if choice & 3 == 2 {
      while last > 1, start[last] == UInt8(ascii: "0") { last -= 1 }
      if last > 1 { start[last] -= 1 }
    }
    return count
  }
}

#if arch(x86_64) || arch(i386)
  private typealias LongDouble = Float80
  extension Float80 { fileprivate static let format = "%.*Le" }
#else
  // No halfway cases then: the middle is rounded to one of both.
  private typealias LongDouble = Double
  extension Double { fileprivate static let format = "%.*e" }
#endif

/// - Returns: whether all were the same.
func compareNumbers(_ count: Int, seed: UInt64) -> Bool {
  var comparison = NumberComparison(seed: seed)
  comparison.run(count)
  for violation in comparison.violations { print("violated: \(violation)") }
  print("\(comparison.compared) numbers written, rounded and read back, \(comparison.compared) texts read")
  return comparison.violations.isEmpty
}

import AutodiffCore

/// Nanoseconds a number for reading and writing, here and by the C and standard library; `numbers.cpp` is the same in
/// C++.
func measureNumbers() {
  let (one, _) = fastest(of: 1) { NumberText()(0.1) }
  let (all, _) = fastest(of: 1) { NumberText()(1e-300) }
  print(
    "first number written \(fixed(one / 1000, 1)) µs, first that takes all powers of five \(fixed(all / 1000, 1)) µs")
  let count = 1_000_000
  var random = SplitMix64(seed: 1)
  let inUnit = (0..<count).map { _ in Double(random.next() >> 11) * 0x1p-53 }
  let anyBits = (0..<count).map { _ in Double(bitPattern: random.next() & ~(1 << 62)) }
  let short = (0..<count).map { _ in Double(random.next() % 4000) / 100 }
  measureNumbers("random in 0...1, 17 digits", inUnit)
  measureNumbers("random bits", anyBits)
  measureNumbers("two decimals, such as 0.25", short)
}

private func measureNumbers(_ name: String, _ values: [Double]) {
  func row(_ label: String, _ body: () -> UInt64) {
    let (nanoseconds, check) = fastest(of: 10, body)
    print("  \(label) \(fixed(nanoseconds / Double(values.count), 1)) ns  (\(check))")
  }
  print(name)
  var text = [UInt8](repeating: 0, count: values.count * 26 + NumberWriter.room)
  var ends: [Int] = []
  text.withUnsafeMutableBufferPointer { text in
    guard let start = text.baseAddress else { return }
    row("write             ") {
      var end = start
      for value in values {
        end = NumberWriter.write(value, to: end)
        end.pointee = UInt8(ascii: "\n")
        end += 1
      }
      return UInt64(end - start)
    }
    var buffer = ByteBuffer(capacity: text.count)
    for digits in [6, 17] {
      let number = NumberText(digits: digits)
      row("write \(digits) digits" + (digits < 10 ? "    " : "   ")) {
        var end = start
        for value in values {
          end = number.write(value, to: end)
          end.pointee = UInt8(ascii: "\n")
          end += 1
        }
        return UInt64(end - start)
      }
    }
    row("append to a buffer") {
      buffer.removeAll()
      for value in values {
        buffer.append(value)
        buffer.append(UInt8(ascii: "\n"))
      }
      return UInt64(buffer.count)
    }
    row("description       ") { values.reduce(0) { $0 &+ UInt64($1.description.utf8.count) } }
    // A zero ends each text, as strtod needs.
    var end = start
    for value in values {
      end = NumberWriter.write(value, to: end)
      ends.append(end - start)
      end.pointee = 0
      end += 1
    }
    let bytes = UnsafeBufferPointer(start: start, count: end - start)
    row("read              ") {
      var sum: UInt64 = 0
      var place = 0
      while place < bytes.count {
        guard let (value, end) = DecimalReader.readSigned(bytes, at: place) else { return 0 }
        sum &+= value.magnitude.bitPattern
        place = end + 1
      }
      return sum
    }
    row("strtod            ") {
      var sum: UInt64 = 0
      var place = 0
      for end in ends {
        let value = (start + place).withMemoryRebound(to: CChar.self, capacity: 32) { strtod($0, nil) }
        sum &+= value.magnitude.bitPattern
        place = end + 1
      }
      return sum
    }
  }
}

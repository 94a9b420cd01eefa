import Testing

@testable import AutodiffCore

@Suite struct ByteBufferTests {
  @Test func growsAsItIsFilled() {
    var buffer = ByteBuffer(capacity: 1)
    var expected = ""
    for index in 0..<1000 {
      let value = Double(index) / 3
      buffer.append(value)
      buffer.append(UInt8(ascii: ","))
      buffer.append(value, NumberText(digits: 3))
      buffer.append(" – \n")
      expected += "\(NumberText()(value)),\(NumberText(digits: 3)(value)) – \n"
    }
    let (text, count) = (buffer.withBytes { String(decoding: $0, as: UTF8.self) }, buffer.count)
    #expect(text == expected)
    #expect(count == expected.utf8.count)
  }

  @Test func linesHaveSeparators() {
    let values = [1.5, 9, -0.25, 9, .nan, 9, 1e-300]
    var buffer = ByteBuffer(capacity: 1)
    for number in [NumberText(), NumberText(digits: 2)] {
      buffer.appendLine(values, stride: 2, count: 4, separator: UInt8(ascii: ";"), number)
    }
    let text = buffer.withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(text == "1.5;-0.25;nan;1e-300\n1.5;-0.25;nan;1e-300\n")
  }

  @Test func beginsAnew() {
    var buffer = ByteBuffer()
    let wasEmpty = buffer.isEmpty
    #expect(wasEmpty)
    buffer.append(-.infinity)
    buffer.removeAll()
    buffer.append("x")
    let text = buffer.withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(text == "x")
  }

  @Test func wholeNumbersAndCopies() {
    var buffer = ByteBuffer(capacity: 1)
    var expected = ""
    for number in [0, 9, 10, 99, 100, 101, 1_234_567_890, .max] {
      let start = buffer.count
      buffer.append(number)
      buffer.append([UInt8(ascii: ";")])
      buffer.append(copyOf: start..<buffer.count)
      expected += "\(number);\(number);"
    }
    let text = buffer.withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(text == expected)
  }

  @Test func separatorsAreBetweenNumbers() {
    var buffer = ByteBuffer(capacity: 1)
    [1.5, .nan, -2].withUnsafeBufferPointer {
      buffer.append($0, separator: UInt8(ascii: ";"), NumberText())
      buffer.append("|")
      buffer.appendJSON($0, NumberText())
    }
    [Double]().withUnsafeBufferPointer { buffer.append($0, separator: UInt8(ascii: ";"), NumberText()) }
    let text = buffer.withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(text == "1.5;nan;-2|1.5, \"NaN\", -2")
  }
}

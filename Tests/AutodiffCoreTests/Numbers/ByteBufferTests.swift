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
    #expect(buffer.withBytes { String(decoding: $0, as: UTF8.self) } == expected)
    #expect(buffer.count == expected.utf8.count)
  }

  @Test func beginsAnew() {
    var buffer = ByteBuffer()
    #expect(buffer.isEmpty)
    buffer.append(-.infinity)
    buffer.removeAll()
    buffer.append("x")
    #expect(buffer.withBytes { String(decoding: $0, as: UTF8.self) } == "x")
  }
}

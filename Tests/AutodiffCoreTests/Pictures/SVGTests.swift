import Testing

@testable import AutodiffCore

@Suite struct SVGTests {
  private func lines(_ picture: Picture, title: String = "f", ascii: Bool = false) throws -> [String] {
    var choices = SceneBuilder.Choices()
    choices.title = title
    return SVG.lines(try #require(SceneBuilder.scene(of: picture, choices)), ascii: ascii)
  }

  @Test func markupInNamesIsText() throws {
    var graph = Graph()
    let name = "<script>alert(\"1\")</script>&\u{1}"
    graph.output = try graph.unary(.sin, graph.input(name, span: .none))
    let text = try lines(Picture(graph, number: NumberText()), title: "</title><b>").joined(separator: "\n")
    #expect(!text.includes("<script>"))
    #expect(text.includes("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;\u{FFFD}"))
    #expect(text.includes("<title id=\"title\">&lt;/title&gt;&lt;b&gt;</title>"))
  }

  @Test func asciiIsSpeltByNumbers() throws {
    var graph = Graph()
    graph.output = try graph.binary(.multiply, graph.input("α", span: .none), graph.input("数", span: .none))
    let lines = try lines(Picture(graph, number: NumberText()), ascii: true)
    #expect(lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
    #expect(lines.contains { $0.includes(">&#x3b1;</text>") })
    #expect(lines.contains { $0.includes(">&#x6570;</text>") })
  }

  @Test func widthsAreUpperBounds() {
    #expect(TextExtent.width("", size: 12) == 0)
    #expect(TextExtent.width("0", size: 100) == 64)
    #expect(TextExtent.width("W", size: 100, isBold: true) > TextExtent.width("W", size: 100))
    #expect(TextExtent.width("数", size: 10) >= 2 * TextExtent.width("α", size: 10) - 1)
    #expect(TextExtent.abridged("short", to: 100, size: 12) == "short")
    let abridged = TextExtent.abridged(String(repeating: "long", count: 20), to: 100, size: 12)
    #expect(abridged.hasPrefix("long") && abridged.hasSuffix("…"))
    #expect(TextExtent.width(abridged, size: 12) <= 100)
  }

  @Test func strengthsFollowLogarithms() {
    let flow = Flow([1.0, 0.01, 0.0001, 0.0])
    #expect(flow.strength(1.0) == .step(8))
    #expect(flow.strength(-0.01) == .step(4))
    #expect(flow.strength(0.0001) == .step(0))
    #expect(flow.strength(0.0) == .nothing)
    #expect(flow.strength(.scalar(.nan)) == .step(8))
    #expect(flow.samples == [1, 0.01, 0.0001])
    #expect(Flow([2.0, 2.0]).strength(2.0) == .step(8))
    // Adjoints of one size have one look, so that none seems to vanish.
    #expect(Flow([1.0, 0.9]).strength(0.9) == .step(8))
  }
}

import Testing

@testable import AutodiffCore

/// Pages as text; a browser opens them in `Tests/Browser`.
@Suite struct HTMLPageTests {
  private static func page(
    _ program: String, _ inputs: [(name: String, value: Tensor)], ascii: Bool = false, flow: Bool = false
  ) throws -> String {
    let source = SourceText(program)
    let point = try Point<Tensor>(program: program, at: inputs)
    var surroundings = HTMLPage.Surroundings()
    surroundings.expression = program
    surroundings.labels = ["f"] + inputs.map { "df/d\($0.name)" }
    surroundings.notes = ["<note> & \"more\""]
    surroundings.ascii = ascii
    surroundings.showsFlow = flow
    let picture = Picture(point.graph, at: point, number: surroundings.pictureNumber)
    var choices = SceneBuilder.Choices()
    choices.leavesRoom = true
    choices.showsFlow = flow
    choices.title = program
    let scene = try #require(SceneBuilder.scene(of: picture, choices))
    return HTMLPage(Trace(point, mode: .reverse), scene, source: source, surroundings).lines.joined(separator: "\n")
  }

  /// The text between two others.
  private static func part(of text: String, from start: String, to end: String) throws -> String {
    let parts = text.parts(around: start)
    try #require(parts.count == 2, "\(start) \(parts.count) times")
    return String(parts[1].parts(around: end)[0])
  }

  @Test func policyAllowsOnlyItsOwnStyleAndScript() throws {
    for flow in [false, true] {
      let page = try Self.page("x*y", [("x", .scalar(2)), ("y", .scalar(3))], flow: flow)
      let style = try Self.part(of: page, from: "<style>", to: "</style>")
      let script = try Self.part(of: page, from: "<script>", to: "</script>")
      let policy = try Self.part(of: page, from: "Content-Security-Policy\" content=\"", to: "\"")
      #expect(policy.contains("default-src 'none'"))
      #expect(policy.contains("style-src 'sha256-\(SHA256.base64(SHA256.hash(style)))'"))
      #expect(policy.contains("script-src 'sha256-\(SHA256.base64(SHA256.hash(script)))'"))
      for outside in ["http:", "https:", "url(", "@import", "src=", "href", " style=", "onclick", "javascript:"] {
        #expect(!page.contains(outside), "\(outside)")
      }
    }
  }

  @Test func textIsNeverMarkup() throws {
    let program = "where(alert < é, alert, é)*x # </script><script>alert(1)</script>\n"
    let page = try Self.page(program, [("alert", .scalar(1)), ("é", .scalar(2)), ("x", .scalar(3))])
    #expect(page.parts(around: "<script").count == 2 && page.parts(around: "</script").count == 2)
    let script = try Self.part(of: page, from: "<script>", to: "</script>")
    #expect(!script.contains("alert") && !script.contains("é"))
    #expect(page.contains("&lt;note&gt; &amp; &quot;more&quot;"))
    #expect(page.contains("where(alert &lt; é, alert, é)*x # &lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;"))
    let plain = try Self.page(program, [("alert", .scalar(1)), ("é", .scalar(2)), ("x", .scalar(3))], ascii: true)
    #expect(plain.utf8.allSatisfy { $0 < 0x80 })
    #expect(plain.contains("where(alert &lt; &#xe9;, alert, &#xe9;)*x"))
    let own = try Self.part(of: plain, from: "<script>", to: "</script>")
    #expect(own == script)
  }

  @Test func pageIsSmall() throws {
    let names = ["w1", "w2", "x1", "x2", "b"]
    let page = try Self.page(
      "sigma(w1*x1 + w2*x2 + b)*tanh(x1)", names.map { ($0, .scalar(0.5)) })
    #expect(page.utf8.count < 40_000, "\(page.utf8.count)")
  }

  /// A page of arrays alone steps, and says that its values stay.
  @Test func arraysAloneStayAsTheyAre() throws {
    let page = try Self.page(
      "sum((A@v)^2)", [("A", .array(Shape([2, 2]), [1, 2, 3, 4])), ("v", .array(Shape([2]), [1, -1]))])
    #expect(page.contains("These values cannot be changed here."))
    #expect(!page.contains("data-q") && !page.contains("<input type=\"text\""))
    #expect(page.contains("df/dv") && page.contains("[-8, -12]"))
  }
}

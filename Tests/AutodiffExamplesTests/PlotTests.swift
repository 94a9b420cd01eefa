import AutodiffTestSupport
import Foundation
import Testing

/// The plots beside the page are those that its commands draw, byte for byte.
@Suite struct PlotTests {
  private static let page = Document(path: "examples/plots.md", notation: .markdown)
  /// The pictures that a script draws and compares.
  private static let drawnByScript: Set = ["iris-regions.svg", "iris-landscape.svg"]

  @Test func plotsAreDrawnAsShown() throws {
    var names: Set<String> = []
    let folder = try TemporaryFolder()
    for command in try Self.page.commands() {
      let answer = try Shell(in: folder.url).run(["-c", command], mergesError: true)
      #expect(answer.status == 0, "\(command)")
      guard let name = command.firstMatch(of: /> ([a-z-]+\.svg)$/)?.output.1 else { continue }
      names.insert(String(name))
      let drawn = try String(contentsOf: folder.url.appending(path: String(name)), encoding: .utf8)
      let path = "examples/plots/\(name)"
      if Repository.records { try Repository.write(drawn, to: path) }
      #expect(try Repository.read(path) == drawn, "\(path)")
    }
    #expect(names.count >= 6)
    names.formUnion(Self.drawnByScript)
    #expect(Set(Repository.files(in: "examples/plots", suffix: ".svg")) == names)
    let text = try Repository.read(Self.page.path)
    for name in names { #expect(text.contains("](plots/\(name))"), "\(name)") }
  }

  @Test func plotsAreSmallAndXML() throws {
    for name in Repository.files(in: "examples/plots", suffix: ".svg") {
      let text = try Repository.read("examples/plots/\(name)")
      #expect(text.utf8.count < 60_000, "\(name)")
      // Nothing in them runs or is fetched.
      #expect(!text.contains("<script") && !text.contains("href") && !text.contains("url("), "\(name)")
      let tags = text.matches(of: /<(\/?)([a-z]+)[^<>]*?(\/?)>/).map(\.output)
      var open: [Substring] = []
      for tag in tags where tag.3.isEmpty {
        if tag.1.isEmpty { open.append(tag.2) } else { #expect(open.popLast() == tag.2, "\(name)") }
      }
      #expect(open.isEmpty && tags.count > 20, "\(name)")
    }
  }
}

import AutodiffTestSupport
import Foundation
import Testing

/// The pictures beside the pages are those that the commands on the pages draw, byte for byte.
@Suite struct PictureTests {
  private static let page = Document(path: "examples/pictures.md", notation: .markdown)

  @Test func picturesAreDrawnAsShown() throws {
    var names: Set<String> = []
    for command in try Self.page.commands() {
      guard let name = command.firstMatch(of: /> ([a-z-]+\.svg)$/)?.output.1 else { continue }
      names.insert(String(name))
      let folder = try TemporaryFolder()
      let answer = try Shell(in: folder.url).run(["-c", command], mergesError: true)
      #expect(answer == Shell.Answer(status: 0, output: ""), "\(command)")
      let drawn = try String(contentsOf: folder.url.appending(path: String(name)), encoding: .utf8)
      let path = "examples/pictures/\(name)"
      if Repository.records { try Repository.write(drawn, to: path) }
      #expect(try Repository.read(path) == drawn, "\(path)")
    }
    #expect(names.count >= 10)
    #expect(Set(Repository.files(in: "examples/pictures", suffix: ".svg")) == names)
    let text = try Repository.read(Self.page.path)
    for name in names { #expect(text.contains("](pictures/\(name))"), "\(name)") }
  }

  @Test func picturesAreXML() throws {
    for name in Repository.files(in: "examples/pictures", suffix: ".svg") {
      let text = try Repository.read("examples/pictures/\(name)")
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

import Foundation
import Testing

/// Folders of the command line's sources use what stands in folders before them, and never the other way round.
@Suite struct FoldersTests {
  /// The folders in the order that data takes; the files beside them may use all.
  private static let order = [
    "Streams", "Messages", "Values", "Options", "Requests", "Homework", "Answers", "Points", "Commands",
  ]

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Sources/AutodiffCLI")

  /// The lines of code of each file of a folder, as words without comments and strings.
  private static func files(_ folder: String) throws -> [[[Substring]]] {
    let folder = root.appendingPathComponent(folder)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
    return try files.map { file in
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      return text.components(separatedBy: "\n").map { line in
        let isIndented = line.hasPrefix(" ")
        let code = line.components(separatedBy: "//")[0].components(separatedBy: "\"").enumerated()
          .filter { $0.offset.isMultiple(of: 2) }
        let words = code.flatMap {
          $0.element.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map { Substring($0) }
        }
        return isIndented ? [""] + words : words
      }
    }
  }

  @Test func useOnlyWhatStandsBefore() throws {
    let entries = try FileManager.default.contentsOfDirectory(atPath: Self.root.path)
    #expect(Set(entries.filter { !$0.hasSuffix(".swift") }) == Set(Self.order))
    let code = try Self.order.map(Self.files)
    var declared: [Substring: Int] = [:]
    for (folder, files) in code.enumerated() {
      for line in files.joined() where line.first != "" {
        // Types within others have names that other types may have as well.
        let kind = line.firstIndex { ["struct", "enum", "class", "protocol", "typealias"].contains($0) }
        if let kind, kind + 1 < line.count { declared[line[kind + 1]] = folder }
      }
    }
    #expect(declared.count > 80)
    for (folder, files) in code.enumerated() {
      for word in Set(files.joined().joined()) {
        guard let place = declared[word], place > folder else { continue }
        Issue.record("\(Self.order[folder]) uses \(word) of \(Self.order[place])")
      }
    }
  }
}

import Foundation
import Testing

@testable import AutodiffCLI

/// What is installed is whole, and of one version.
@Suite struct InstallationTests {
  @Test func everythingIsPutInPlace() throws {
    let home = try TemporaryFolder()
    let shell = try Shell(in: home.url)
    let prefix = home.url.path(percentEncoded: false) + "/.local"
    let answer = try shell.run([Repository.path(".ci/install"), prefix, Shell.program], by: "bash", mergesError: true)
    #expect(answer.status == 0, "\(answer.output)")
    let files = [
      "bin/autodiff", "share/man/man1/autodiff.1", "share/man/man7/autodiff-kinks.7",
      "share/man/man7/autodiff-language.7", "share/bash-completion/completions/autodiff",
      "share/zsh/site-functions/_autodiff", "share/fish/vendor_completions.d/autodiff.fish",
    ]
    #expect(answer.output.split(separator: "\n").sorted() == files.map { Substring("\(prefix)/\($0)") }.sorted())
    let version = try shell.run(["-c", "\(prefix)/bin/autodiff --version"], mergesError: true)
    #expect(version.output == "autodiff \(Entry.version)\n")
    for file in files {
      let size = try home.url.appending(path: ".local/" + file).resourceValues(forKeys: [.fileSizeKey]).fileSize
      #expect((size ?? 0) > 1000, "\(file)")
    }
  }

  @Test(arguments: ["man/autodiff.1", "man/autodiff-language.7", "man/autodiff-kinks.7"])
  func pagesHaveTheVersion(_ path: String) throws {
    let isNamed = try Repository.read(path).contains("\n.Os autodiff \(Entry.version)\n")
    #expect(isNamed)
  }

  @Test func changesOfTheVersionAreTold() throws {
    let heading = try Repository.read("CHANGELOG.md").components(separatedBy: "\n").first { $0.hasPrefix("## [") }
    #expect(heading == "## [\(Entry.version)]")
  }
}

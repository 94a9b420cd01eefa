import AutodiffTestSupport
import Foundation
import Testing

/// The shells themselves complete commands as their scripts say.
@Suite(.serialized, .namesCases) struct CompletionTests {
  /// The files of the folder in which lines are completed.
  static let files = ["rows.csv", "loss.txt", "values.txt", "deep/weights.npy", "two words.csv"]

  /// Lines as they are typed before the tabulator key, with the only way to complete them; where the two are equal
  /// there is none, or more than one.
  static let lines: [(typed: String, completed: String)] = [
    ("autodiff grap", "autodiff graph"),
    ("autodiff --ver", "autodiff --version"),
    ("autodiff help jac", "autodiff help jacobian"),
    ("autodiff functions softp", "autodiff functions softplus"),
    ("autodiff completions zs", "autodiff completions zsh"),
    ("autodiff grad --poi", "autodiff grad --points"),
    ("autodiff grad 'x + y' --poi", "autodiff grad 'x + y' --points"),
    // Files.
    ("autodiff grad --points ", "autodiff grad --points "),
    ("autodiff grad --points ro", "autodiff grad --points rows.csv"),
    ("autodiff grad --points=ro", "autodiff grad --points=rows.csv"),
    ("autodiff grad -f lo", "autodiff grad -f loss.txt"),
    ("autodiff grad --file lo", "autodiff grad --file loss.txt"),
    ("autodiff grad --file de", "autodiff grad --file deep/"),
    ("autodiff grad --file=deep/", "autodiff grad --file=deep/weights.npy"),
    ("autodiff check x --steps ro", "autodiff check x --steps rows.csv"),
    ("autodiff descend x --steps ro", "autodiff descend x --steps ro"),
    ("autodiff grade lo", "autodiff grade loss.txt"),
    ("autodiff grad --points tw", #"autodiff grad --points two\ words.csv"#),
    // Words.
    ("autodiff grad --format j", "autodiff grad --format json"),
    ("autodiff grad --format=j", "autodiff grad --format=json"),
    ("autodiff graph --format me", "autodiff graph --format mermaid"),
    ("autodiff grad --color=al", "autodiff grad --color=always"),
    ("autodiff trace --mode rev", "autodiff trace --mode reverse"),
    // Texts that no shell can guess: neither files nor options.
    ("autodiff grad --digits ", "autodiff grad --digits "),
    ("autodiff grad --digits ro", "autodiff grad --digits ro"),
    ("autodiff grad --wrt ", "autodiff grad --wrt "),
    ("autodiff grad --at ", "autodiff grad --at "),
    ("autodiff grad --at ro", "autodiff grad --at ro"),
    ("autodiff grad ro", "autodiff grad ro"),
    // Files of values.
    ("autodiff grad --at @va", "autodiff grad --at @values.txt"),
    ("autodiff grad --at=@va", "autodiff grad --at=@values.txt"),
    ("autodiff grad --at x=1 --at @va", "autodiff grad --at x=1 --at @values.txt"),
    ("autodiff grad --at x=1 --at y=2 --a", "autodiff grad --at x=1 --at y=2 --a"),
    ("autodiff grad --at x=@ro", "autodiff grad --at x=@rows.csv"),
    ("autodiff grad 'W@x' x=@ro", "autodiff grad 'W@x' x=@rows.csv"),
    ("autodiff grad 'W@x' x=1,W=@deep/w", "autodiff grad 'W@x' x=1,W=@deep/weights.npy"),
    ("autodiff grad 'W@x' W=@de", "autodiff grad 'W@x' W=@deep/"),
    ("autodiff grad 'W@x' x=@tw", #"autodiff grad 'W@x' x=@two\ words.csv"#),
    ("autodiff check x --expect x=@ro", "autodiff check x --expect x=@rows.csv"),
    ("autodiff check x --expect x=1 --expect @va", "autodiff check x --expect x=1 --expect @values.txt"),
    ("autodiff jvp x --direction x=@ro", "autodiff jvp x --direction x=@rows.csv"),
    ("autodiff vjp x --cotangent @ro", "autodiff vjp x --cotangent @rows.csv"),
  ]

  /// The ways in which shells find the script.
  enum Loading: CaseIterable, CustomTestStringConvertible {
    case bash, bashWithPackage, zsh, fish

    var shell: String {
      switch self {
      case .bash, .bashWithPackage: "bash"
      case .zsh: "zsh"
      case .fish: "fish"
      }
    }
    var testDescription: String { self == .bashWithPackage ? "bash with bash-completion" : shell }
  }

  @Test(arguments: Loading.allCases)
  func completesLines(_ loading: Loading) throws {
    let path = try Tool.need(loading.shell, at: Tool.path(loading.shell))
    let (folder, home) = (try TemporaryFolder(), try TemporaryFolder())
    for file in Self.files { try folder.write("", to: file) }
    let shell = try Shell(in: folder.url, home: home.url)
    let installation = try shell.run(
      [Repository.path(".ci/install"), home.url.path(percentEncoded: false) + "/.local", Shell.program], by: "bash",
      mergesError: true)
    #expect(installation.status == 0, "\(installation.output)")

    let complete = try completion(loading, path, shell, home.url)
    defer { complete.end() }
    forEach(Self.lines) { (typed: String, completed: String) throws in
      let line = try complete.line(typed)
      #expect(line == completed)
    }
  }

  /// Returns what completes a line, and what ends that.
  private func completion(
    _ loading: Loading, _ path: String, _ shell: Shell, _ home: URL
  ) throws -> (line: (String) throws -> String, end: () -> Void) {
    let share = home.appending(path: ".local/share").path(percentEncoded: false)
    let start: String
    let arguments: [String]
    switch loading {
    case .fish:
      return ({ try completedByFish($0, shell) }, {})
    case .zsh:
      arguments = ["-f", "-i"]
      start = """
        PS1= PS2=; fpath+=\(share)/zsh/site-functions; autoload -Uz compinit; compinit -u -d \(share)/dump
        show() { print -nr -- $'\\1'"$BUFFER"$'\\2'; BUFFER= }; zle -N show; bindkey -e; bindkey '^Xs' show
        setopt no_beep; print -n '\\001ready\\002'

        """
    case .bash, .bashWithPackage:
      arguments = ["--norc", "--noprofile", "-i"]
      var script = "\(share)/bash-completion/completions/autodiff"
      if loading == .bashWithPackage {
        // The package finds the script when it is first needed.
        let places = ["/usr/share", "/usr/local/share", "/opt/homebrew/share"].map {
          "\($0)/bash-completion/bash_completion"
        }
        script = try Tool.need("bash-completion", at: places.first(where: FileManager.default.fileExists))
      }
      start = """
        PS1= PS2=; bind 'set bell-style none'; bind 'set completion-query-items 0'
        show() { printf '\\001%s\\002' "$READLINE_LINE"; READLINE_LINE=; }; bind -x '"\\C-xs": show'
        . \(script); printf '\\001ready\\002'

        """
    }
    var environment = shell.environment
    environment["TERM"] = "xterm"
    let terminal = try Terminal(path, arguments, environment: environment, in: shell.directory)
    try terminal.type(start)
    while try terminal.marked() != "ready" {}
    return (
      { typed in
        try terminal.type(typed + "\t\u{18}s")
        // A shell puts a blank behind a word that is complete, and zsh an equals sign behind an option with a value.
        let line = try terminal.marked()
        return (line.hasSuffix(" ") || line.hasSuffix("=")) && line.count > typed.count ? String(line.dropLast()) : line
      }, { terminal.close() }
    )
  }

  /// Returns a line with its last word completed as fish says, which has a command for that.
  private func completedByFish(_ typed: String, _ shell: Shell) throws -> String {
    let command = "complete -C \"\(typed)\""
    let answer = try shell.run(["-c", command], by: "fish", mergesError: false)
    // The description of a word follows a tabulator. The word itself is shown without the signs that quote it.
    let words = answer.output.split(separator: "\n").map {
      $0.prefix { $0 != "\t" }.replacingOccurrences(of: " ", with: "\\ ")
    }
    guard words.count == 1 else { return typed }
    return (typed.lastIndex(of: " ").map { String(typed[...$0]) } ?? "") + words[0]
  }
}

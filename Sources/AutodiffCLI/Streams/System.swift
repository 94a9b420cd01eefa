import AutodiffCore

/// The host that is the operating system.
package enum System {
  /// The host whose streams, files and environment are those of the process.
  package static func host() -> Host {
    Host(
      out: output(1), error: output(2), isInputTerminal: isatty(0) == 1,
      readInput: { readAll(0) }, readFile: readFile, environment: { getenv($0).map { String(cString: $0) } },
      open: open, columns: columns(), watchInterrupt: Interrupt.watch)
  }

  private static func output(_ descriptor: Int32) -> Output {
    Output(isTerminal: isatty(descriptor) == 1, overwriteStart: { overwriteStart(of: descriptor) }) { bytes in
      deliver(bytes) { rest, _ in write(descriptor, rest.baseAddress, rest.count) }
    }
  }

  /// A function that writes over the first bytes of a regular file, unless everything is appended to it.
  private static func overwriteStart(of descriptor: Int32) -> ((UnsafeRawBufferPointer) -> Output.Delivery)? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      fcntl(descriptor, F_GETFL) & O_APPEND == 0
    else { return nil }
    let start = lseek(descriptor, 0, SEEK_CUR)
    guard start >= 0 else { return nil }
    return { bytes in
      deliver(bytes) { rest, offset in pwrite(descriptor, rest.baseAddress, rest.count, start + off_t(offset)) }
    }
  }

  /// Writes until all is written, or nothing more can be.
  private static func deliver(
    _ bytes: UnsafeRawBufferPointer, _ write: (_ rest: UnsafeRawBufferPointer, _ offset: Int) -> Int
  ) -> Output.Delivery {
    var done = 0
    while done < bytes.count {
      let count = write(UnsafeRawBufferPointer(rebasing: bytes[done...]), done)
      if count < 0 {
        if errno == EINTR { continue }
        return .init(count: done, failure: errno)
      }
      done += count
    }
    return .init(count: done)
  }

  private static func readFile(_ path: String) -> Result<[UInt8], SystemError> {
    let descriptor = AutodiffCore.open(path, O_RDONLY)
    guard descriptor >= 0 else { return .failure(SystemError(errno)) }
    defer { close(descriptor) }
    return readAll(descriptor)
  }

  private static func readAll(_ descriptor: Int32) -> Result<[UInt8], SystemError> {
    var status = stat()
    let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    var bytes: [UInt8] = []
    // One more than a file's size, so that its end is seen without growing.
    var chunk = isFile ? Int(status.st_size) + 1 : 1 << 16
    while true {
      var failure: Int32 = 0
      let before = bytes.count
      let grown = [UInt8](unsafeUninitializedCapacity: before + chunk) { buffer, count in
        bytes.withUnsafeBufferPointer { old in
          if let base = old.baseAddress, let start = buffer.baseAddress { memcpy(start, base, before) }
        }
        count = before
        while count < buffer.count {
          let got = read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
          if got < 0 {
            if errno == EINTR { continue }
            failure = errno
            return
          }
          if got == 0 { return }
          count += got
        }
      }
      // More than the language takes is not read to its end: some files have none.
      let ended = grown.count < before + chunk || grown.count > Limits().sourceBytes
      bytes = grown
      if failure != 0 { return .failure(SystemError(failure)) }
      if ended { return .success(bytes) }
      chunk = max(bytes.count, 1 << 16)
    }
  }

  private static func columns() -> Int? {
    guard isatty(1) == 1 else { return nil }
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

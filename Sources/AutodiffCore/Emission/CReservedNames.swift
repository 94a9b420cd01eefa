/// Names that mean something in C or C++, or in the headers that emitted code includes.
extension CDialect {
  static let reserved: Set<String> = words(
    """
    auto break case char const continue default do double else enum extern float for goto if inline int long register
    restrict return short signed sizeof static struct switch typedef union unsigned void volatile while
    catch class co_await co_return co_yield concept const_cast consteval constinit decltype delete dynamic_cast explicit
    export final friend import module mutable namespace new noexcept operator override private protected public
    reinterpret_cast requires static_cast template this throw try typeid typename using virtual and and_eq bitand bitor
    compl not not_eq or or_eq xor xor_eq std char8_t char16_t char32_t
    alignas alignof bool constexpr false nullptr static_assert thread_local true typeof typeof_unqual asm
    main x gradient i j k l m n size_t ptrdiff_t max_align_t wchar_t float_t double_t print_number malformed
    memcpy memset printf strtol workspace result exp10 pow10 stdin stdout stderr errno unix linux
    abs abort atof atoi atol bsearch calloc div exit free getenv index labs ldiv malloc qsort rand random realloc scanf
    srand strtod system time
    """
  ).union(macros).union(mathematics).union(Routine.named.keys)

  /// Macros of the headers, which stand for something else wherever they are read.
  private static let macros = words(
    """
    NULL EOF NAN INFINITY HUGE_VAL HUGE_VALF HUGE_VALL M_E M_LOG2E M_LOG10E M_LN2 M_LN10 M_PI M_PI_2 M_PI_4 M_1_PI
    M_2_PI M_2_SQRTPI M_SQRT2 M_SQRT1_2 MAXFLOAT FP_NAN FP_INFINITE FP_ZERO FP_SUBNORMAL FP_NORMAL FP_ILOGB0
    FP_ILOGBNAN FP_FAST_FMA FP_FAST_FMAF FP_FAST_FMAL MATH_ERRNO MATH_ERREXCEPT math_errhandling fpclassify isfinite
    isgreater isgreaterequal isinf isless islessequal islessgreater isnan isnormal isunordered signbit alloca offsetof
    BUFSIZ FILENAME_MAX FOPEN_MAX L_tmpnam L_ctermid P_tmpdir TMP_MAX SEEK_CUR SEEK_END SEEK_SET EXIT_FAILURE
    EXIT_SUCCESS RAND_MAX MB_CUR_MAX BIG_ENDIAN LITTLE_ENDIAN PDP_ENDIAN BYTE_ORDER FD_CLR FD_ISSET FD_SET FD_SETSIZE
    FD_ZERO NFDBITS WCONTINUED WEXITED WEXITSTATUS WIFCONTINUED WIFEXITED WIFSIGNALED WIFSTOPPED WNOHANG WNOWAIT
    WSTOPPED WSTOPSIG WTERMSIG WUNTRACED be16toh be32toh be64toh htobe16 htobe32 htobe64 htole16 htole32 htole64
    le16toh le32toh le64toh isalnum isalpha isascii isblank iscntrl isdigit isgraph islower isprint ispunct isspace
    isupper isxdigit toascii tolower toupper
    """)

  private static let mathematics = words(
    """
    acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1 fabs fdim floor fma fmax
    fmin fmod frexp hypot ilogb ldexp lgamma llrint llround log log10 log1p log2 logb lrint lround modf nan nearbyint
    nextafter nexttoward pow remainder remquo rint round scalbln scalbn sin sinh sqrt tan tanh tgamma trunc
    j0 j1 jn y0 y1 yn gamma signgam drem significand scalb finite
    """)

  /// A function of this name would be declared twice, or belongs to the compiler.
  static func isReserved(_ function: String) -> Bool {
    // POSIX keeps names that end in _t for types (POSIX.1, 2.2.2).
    if function.hasSuffix("_t") || isCompilers(function) { return true }
    if reserved.contains(function) || declared.contains(function) { return true }
    guard let last = function.last, last == "f" || last == "l" else { return false }
    return mathematics.contains(String(function.dropLast()))
  }

  /// Names that begin like this are the compiler's (C99, 7.1.3).
  static func isCompilers(_ name: String) -> Bool {
    guard name.hasPrefix("_"), let second = name.utf8.dropFirst().first else { return false }
    return second == UInt8(ascii: "_") || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(second)
  }

  /// Functions and types that the headers declare, POSIX and the GNU library's included; within a function their names
  /// are free.
  private static let declared = words(
    """
    a64l aligned_alloc arc4random arc4random_buf arc4random_uniform at_quick_exit atexit atoll bcmp bcopy bzero clearenv
    clearerr ctermid dprintf drand48 drand48_r ecvt ecvt_r erand48 erand48_r explicit_bzero fclose fcvt fcvt_r fdopen
    feof ferror fflush ffs ffsl ffsll fgetc fgetpos fgets fileno flockfile fmemopen fopen fprintf fputc fputs fread
    freopen fscanf fseek fseeko fsetpos ftell ftello ftrylockfile funlockfile fwrite gammaf gammal gcvt getc getchar
    getdelim getline getloadavg getsubopt getw initstate initstate_r isinff isinfl isnanf isnanl jrand48 jrand48_r l64a
    lcong48 lcong48_r lgamma_r lgammaf_r lgammal_r llabs lldiv lrand48 lrand48_r mblen mbstowcs mbtowc memccpy memchr
    memcmp memmove mkdtemp mkstemp mkstemps mktemp mrand48 mrand48_r nrand48 nrand48_r on_exit open_memstream pclose
    perror popen posix_memalign pselect putc putchar putenv puts putw qecvt qecvt_r qfcvt qfcvt_r qgcvt quick_exit
    rand_r random_r reallocarray realpath remove rename renameat rewind rindex rpmatch seed48 seed48_r select setbuf
    setbuffer setenv setlinebuf setstate setstate_r setvbuf snprintf sprintf srand48 srand48_r srandom srandom_r sscanf
    stpcpy stpncpy strcasecmp strcat strchr strcmp strcoll strcpy strcspn strdup strerror strerror_r strlen strncasecmp
    strncat strncmp strncpy strndup strnlen strpbrk strrchr strsep strsignal strspn strstr strtof strtok strtok_r strtold
    strtoll strtoq strtoul strtoull strtouq strxfrm tempnam tmpfile tmpnam tmpnam_r ungetc unsetenv valloc vdprintf
    vfprintf vfscanf vprintf vscanf vsnprintf vsprintf vsscanf wcstombs wctomb
    FILE u_char u_short u_int u_long ulong ushort uint fd_mask
    """)

  static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}

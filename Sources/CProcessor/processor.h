// Facts about the processor, and ways to use it, for which Swift has no word.

#ifndef PROCESSOR_H
#define PROCESSOR_H

// The level of the processor: 4 and 3 for x86-64-v4 and -v3 as the x86-64 psABI defines them, where the system saves
// their registers, too; else 1.

#if defined(__x86_64__) && defined(__has_include)
  #if __has_include(<sys/platform/x86.h>)
    // The answers that the C library got at its start are free; to ask the processor takes microseconds on virtual
    // machines.
    #include <sys/platform/x86.h>
    #define PROCESSOR_HAS(FEATURE) CPU_FEATURE_ACTIVE(FEATURE)
  #endif
#endif

#if defined(PROCESSOR_HAS)

static inline int processor_level(void) {
  if (!PROCESSOR_HAS(AVX2) || !PROCESSOR_HAS(FMA) || !PROCESSOR_HAS(BMI1) || !PROCESSOR_HAS(BMI2) ||
      !PROCESSOR_HAS(F16C) || !PROCESSOR_HAS(LZCNT) || !PROCESSOR_HAS(MOVBE))
    return 1;
  if (!PROCESSOR_HAS(AVX512F) || !PROCESSOR_HAS(AVX512BW) || !PROCESSOR_HAS(AVX512CD) || !PROCESSOR_HAS(AVX512DQ) ||
      !PROCESSOR_HAS(AVX512VL))
    return 3;
  return 4;
}

#elif defined(__x86_64__)

#include <cpuid.h>

static inline int processor_level(void) {
  unsigned int a, b, c, d, low, high;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 1;
  // FMA, MOVBE, OSXSAVE, AVX and F16C.
  if ((c & 0x38401000) != 0x38401000) return 1;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if ((low & 6) != 6) return 1;
  if (!__get_cpuid(0x80000001, &a, &b, &c, &d) || !(c & 0x20)) return 1;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 1;
  // BMI1, AVX2 and BMI2.
  if ((b & 0x128) != 0x128) return 1;
  // AVX-512 F, DQ, CD, BW and VL, with the registers' upper halves.
  return (b & 0xD0030000) == 0xD0030000 && (low & 0xE0) == 0xE0 ? 4 : 3;
}

#else

static inline int processor_level(void) { return 1; }

#endif

// Has the C library keep the memory that it is given back, for the next to ask, where it would return it to the system,
// which clears each page that it hands out. Returns 0 where the library has no such setting.

#if defined(__linux__) && defined(__has_include)
  #if __has_include(<malloc.h>)
    #include <malloc.h>
  #endif
#endif

static inline int process_keeps_memory(void) {
#if defined(M_MMAP_THRESHOLD) && defined(M_TRIM_THRESHOLD)
  // The greatest threshold that the library takes is 32 MiB.
  return mallopt(M_MMAP_THRESHOLD, 1 << 25) && mallopt(M_TRIM_THRESHOLD, -1);
#else
  return 0;
#endif
}

// The number of cores that the process may use; 0 where the system does not say.

#if defined(__linux__)

// The header declares the function for GNU programs only, which those that import this need not be.
extern int processor_affinity(int process, unsigned long bytes, void *cores) __asm__("sched_getaffinity");

static inline int processor_usable_cores(void) {
  unsigned long cores[128] = {0};
  int count = 0;
  if (processor_affinity(0, sizeof(cores), cores) != 0) return 0;
  for (int i = 0; i < 128; i++) count += __builtin_popcountl(cores[i]);
  return count;
}

#else

static inline int processor_usable_cores(void) { return 0; }

#endif

// Stores four numbers at a multiple of 16 in memory, without reading what is there and without taking the place of other
// things in the caches.
__attribute__((always_inline)) static inline void store_around_caches(void *to, double a, double b, double c, double d) {
  typedef double two __attribute__((vector_size(16)));
  __builtin_nontemporal_store(((two){a, b}), (two *)to);
  __builtin_nontemporal_store(((two){c, d}), (two *)to + 1);
}

// Has memory that is read soon fetched to the second cache.
static inline void fetch_ahead(const void *from) { __builtin_prefetch(from, 0, 2); }

// Read and write a number that other threads read at any time; what was written before it is seen by those that read it.
static inline long atomic_number(const long *at) { return __atomic_load_n(at, __ATOMIC_ACQUIRE); }
static inline void set_atomic_number(long *at, long value) { __atomic_store_n(at, value, __ATOMIC_RELEASE); }

// Tells the processor that the thread waits for another one's store.
static inline void pause_thread(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// Orders the stores before with what other threads read after.
static inline void finish_stores(void) { __atomic_thread_fence(__ATOMIC_SEQ_CST); }

#endif
